"""What waits for a curator, in lines with a number, in a number of queries that does not grow with the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from papers.gaps import GAPS, ORPHANS, gap_counts
from papers.models import Import, Lookalike, Suggestion
from papers.names import KINDS
from papers.provenance import open_disagreements_count

Words = str | Promise


class Line(NamedTuple):
    label: Words
    rows: int
    sentence: Words
    url: str


class Block(NamedTuple):
    title: Words
    lines: list[Line]
    nothing: Words


def blocks() -> list[Block]:
    """Everything that waits, the most pressing first; lines without any are left out."""
    return [
        Block(_("To decide"), some([*imports(), *decisions()]), _("Nothing waits for a decision.")),
        Block(_("Papers with gaps"), some(gaps()), _("No paper lacks anything.")),
        Block(_("Names"), some([*variants(), *orphans()]), _("Every name is used, and spelt in one way.")),
    ]


def some(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.rows]


def imports() -> list[Line]:
    counts = dict(Import.objects.order_by().values_list("state").annotate(Count("pk")))
    running = sum(counts.get(state, 0) for state in (Import.State.READING, Import.State.WRITING))
    page = reverse("imports")
    return [
        Line(
            _("Imports to review"),
            counts.get(Import.State.REVIEW, 0),
            _("Read and not yet brought in: look over the rows."),
            page,
        ),
        Line(_("Imports under way"), running, _("They go on by themselves."), page),
    ]


def decisions() -> list[Line]:
    return [
        Line(
            _("Suggestions of members"),
            Suggestion.objects.filter(state=Suggestion.State.WAITING).count(),
            _("Papers that members would like to see here."),
            reverse("suggestions"),
        ),
        Line(
            _("Disagreements"),
            open_disagreements_count(),
            _("A list says another title, venue or year than the catalogue."),
            reverse("disagreements"),
        ),
        Line(
            _("Possible duplicates"),
            Lookalike.objects.filter(distinct=False).count(),
            _("Pairs of papers that may be one."),
            reverse("duplicates"),
        ),
    ]


def gaps() -> list[Line]:
    counts, page = gap_counts(), reverse("gaps")
    return [Line(gap.label, counts[name], gap.sentence, f"{page}?gap={name}") for name, gap in GAPS.items()]


def variants() -> list[Line]:
    labels = {
        "tag": _("Tags spelt in two ways"),
        "venue": _("Venues spelt in two ways"),
        "institution": _("Institutions spelt in two ways"),
    }
    sentence = _("They differ in case, width, marks or number only.")
    return [
        Line(labels[kind], names.sure_variants(), sentence, f"{reverse(names.page)}#variants")
        for kind, names in KINDS.items()
    ]


def orphans() -> list[Line]:
    page = reverse("gaps")
    return [Line(one.label, one.rows().count(), one.sentence, f"{page}?gap={name}") for name, one in ORPHANS.items()]
