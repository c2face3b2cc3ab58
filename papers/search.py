"""Finding papers by words. Callers know ``Paper.objects.search(text)`` only.

Plain substring search: every word must occur in some text of the paper. Other apps add the texts they hold about papers
to ``SOURCES`` (a function from a word to the ids of the papers where it occurs).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Case, F, Q, QuerySet, When

if TYPE_CHECKING:
    from papers.querysets import PaperQuerySet

MOST_WORDS = 16
SOURCES: list[Callable[[str], QuerySet]] = []

OWN_TEXT = ("title", "nickname", "abstract", "venue__name", "venue__full_name", "doi", "arxiv_id")
RELATED_TEXT = (
    "venue__aliases__name",
    "authors__name",
    "institutions__name",
    "institutions__full_name",
    "tags__name",
    "topics__name_en",
    "topics__name_zh",
)


def words(text: str) -> list[str]:
    """The words to look for: full width folded to half width, control characters and excess dropped."""
    folded = unicodedata.normalize("NFKC", text[: settings.QUERY_MAX_CHARS])
    printable = re.sub(r"[\x00-\x1f\x7f\"“”]", " ", folded)
    printable = re.sub(r"['’‘](\d\d)\b", r" 20\1", printable)  # OSDI ’20, as every row has it
    return printable.split()[:MOST_WORDS]


def matching(papers: PaperQuerySet, text: str) -> PaperQuerySet:
    """The papers in which every word of ``text`` occurs; all of them where ``text`` has no word."""
    for word in words(text):
        papers = papers.filter(having(papers, word))
    return papers


def having(papers: PaperQuerySet, word: str) -> Q:
    ids = papers.model.objects.order_by()
    anywhere = Q()
    for field in OWN_TEXT:
        anywhere |= Q(**{f"{field}__icontains": word})
    for field in RELATED_TEXT:
        anywhere |= Q(pk__in=ids.filter(**{f"{field}__icontains": word}).values("pk"))
    if re.fullmatch(r"[12]\d{3}", word):
        anywhere |= Q(year=int(word))
    for source in SOURCES:
        anywhere |= Q(pk__in=source(word))
    return anywhere


def ranked(papers: PaperQuerySet, text: str) -> PaperQuerySet:
    """The papers that are called by the words first, then those with all of them in the title, then the rest."""
    wanted = words(text)
    in_title = Q(pk__isnull=False)
    for word in wanted:
        in_title &= Q(title__icontains=word)
    tier = Case(When(nickname__iexact=" ".join(wanted), then=0), When(in_title, then=1), default=2)
    return papers.order_by(tier, F("year").desc(nulls_last=True), "-pk")
