"""Where the links between pages lead."""

from urllib.parse import parse_qsl

from django import template
from django.core.paginator import Page

register = template.Library()


@register.filter
def to_next(page: Page) -> str:
    """The end of the address of the next page; one of the catalogue says behind which paper it begins."""
    return getattr(page, "next_query", "") or f"page={page.next_page_number()}"


@register.filter
def to_previous(page: Page) -> str:
    return getattr(page, "previous_query", "") or f"page={page.previous_page_number()}"


@register.filter
def pairs(address: str) -> list[tuple[str, str]]:
    """The parameters of an address as a form sends them."""
    return parse_qsl(address.partition("?")[2])
