"""Saved filters on pages of the catalogue and on the home page."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils import timezone

from notes.filters import ShelfFilter
from notes.fresh import Opened, at_this_address, pinned
from notes.views.saved import SaveForm
from papers.fields import Moment

register = template.Library()


@register.simple_tag(takes_context=True)
def saved_here(context: Context, filters: ShelfFilter) -> Opened | None:
    """The saved filter whose page this is."""
    return at_this_address(context["request"], filters)


@register.simple_tag(takes_context=True)
def pinned_filters(context: Context) -> list[Opened]:
    request: HttpRequest = context["request"]
    return pinned(request)


@register.simple_tag(takes_context=True)
def save_form(context: Context) -> SaveForm:
    """An empty form that keeps the filters of this page."""
    request = context["request"]
    return SaveForm(request, query=request.META.get("QUERY_STRING", ""))


@register.simple_tag
def now_in_address() -> str:
    """This moment, as an address has it."""
    return Moment(timezone.now()).slug
