"""How many there are, as people write it."""

from django import template

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """``12345`` as ``12,345`` in both languages; Django's own formats would group Chinese numbers by four digits."""
    return f"{number:,}"
