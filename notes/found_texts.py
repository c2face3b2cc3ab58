"""What members wrote about papers, as the reason why a search finds them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from notes.models import Language, Reading, Summary
from notes.spreads import interface_language
from papers.explanations import Text

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

LABELS = {Language.ENGLISH.value: _("English summary"), Language.CHINESE.value: _("Chinese summary")}


def found_summaries(papers: Collection[int]) -> Iterator[Text]:
    """The published summaries of these papers, those in the language of the page first; one query."""
    found = Summary.objects.published().filter(paper__in=papers).order_by()
    order = [interface_language().value, interface_language().other.value]
    for paper, language, body in sorted(
        found.values_list("paper", "language", "body"), key=lambda row: order.index(row[1])
    ):
        yield Text(paper, LABELS[language], [body], lang=Language(language).tag)


def found_notes(papers: Collection[int], viewer: User | AnonymousUser | None) -> Iterator[Text]:
    """The viewer's own notes on these papers; one query for a member."""
    if viewer is None or not viewer.is_authenticated:
        return
    found = Reading.objects.of(viewer).filter(paper__in=papers).exclude(private_note="").order_by()
    for paper, note in found.values_list("paper", "private_note"):
        yield Text(paper, _("My note"), [note])
