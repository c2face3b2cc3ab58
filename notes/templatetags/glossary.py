"""Terms of the glossary in the summaries of a page, where the address asks for them with ``terms=1``."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from notes.glossary import Entry, entry, language_of_page
from notes.marking import Marker
from notes.models import Language
from notes.terminology import vocabulary

register = template.Library()


@register.simple_tag(takes_context=True)
def term_markers(context: Context) -> dict[str, Marker]:
    """A marker for the summary of each language, ``en`` and ``zh``; none where the address does not ask for marks."""
    if context["request"].GET.get("terms") != "1":
        return {}
    known = vocabulary()
    return {language.code: Marker(known, language) for language in Language}


@register.simple_tag
def with_terms(html: str, markers: dict[str, Marker], code: str) -> SafeString:
    """A summary's stored HTML, or the next part of it, with its terms marked; as it is where there is no marker."""
    return mark_safe(markers[code].mark(html) if code in markers else html)  # noqa: S308 - clean, and names are escaped


@register.simple_tag
def marked_terms(markers: dict[str, Marker]) -> list[Entry]:
    """What has been marked on the page so far, each term once, in the order of the text in the page's language."""
    first = language_of_page()
    markers_in_order = [markers[language.code] for language in (first, first.other) if language.code in markers]
    terms = dict.fromkeys(term for marker in markers_in_order for term in marker.terms)
    return [entry(term, first) for term in terms]
