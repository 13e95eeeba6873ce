"""How the tables of a bilan write hours."""

from django import template

from bilans.rapports import heures_minutes

register = template.Library()
register.filter(heures_minutes)
