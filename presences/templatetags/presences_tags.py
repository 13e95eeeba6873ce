"""Dates of the person's own pages, in the language she reads."""

from django import template

from inscriptions import langues

register = template.Library()
register.filter("jour_dit", langues.jour_dit)
