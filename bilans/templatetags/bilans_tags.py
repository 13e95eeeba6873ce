"""How the tables of a bilan write hours."""

from django import template

register = template.Library()


@register.filter
def heures_minutes(minutes: int) -> str:
    """Write 376755 minutes as « 6 279:15 »: hours and minutes, never a decimal of an hour."""
    heures, reste = divmod(int(minutes), 60)
    return f"{heures:,}:{reste:02d}".replace(",", "\u00a0")
