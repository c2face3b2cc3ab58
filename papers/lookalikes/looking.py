"""Looking for papers that may be the same, and remembering what was found and what a curator said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from papers.batches import chunks
from papers.lookalikes.facts import facts_of
from papers.lookalikes.judging import Reason, reasons, score_of
from papers.lookalikes.searching import FEW, Pair, near, pairs_among
from papers.models import Lookalike, Paper

Progress = Callable[[int, int], None]


class Looked(NamedTuple):
    """How many pairs are new, are found again or kept for a reason, and had nothing left that spoke for them."""

    new: int
    known: int
    stale: int


class Verdict(NamedTuple):
    score: int
    reasons: list[Reason]


def look(papers: Iterable[Paper | int] | None = None, progress: Progress | None = None) -> Looked:
    """Find what looks like these papers, or in the whole catalogue like any; store new pairs, renew the known ones and
    remove open ones that nothing speaks for any more. What a curator has called not the same stays so.

    ``progress`` is told how many of the pairs that were worth a closer look have had it.
    """
    wanted = None if papers is None else {paper if isinstance(paper, int) else paper.pk for paper in papers}
    if wanted is not None and not wanted:
        return Looked(0, 0, 0)
    pairs = set(pairs_among(wanted, around(wanted)))
    pairs.update(known(wanted))
    total, looked = Looked(0, 0, 0), 0
    for some in chunks(sorted(pairs)):
        counts = keep(dict(judged(some)), some)
        total = Looked(*(before + more for before, more in zip(total, counts, strict=True)))
        looked += len(some)
        if progress:
            progress(looked, len(pairs))
    return total


def around(wanted: set[int] | None) -> QuerySet[Paper]:
    """The papers among which to look."""
    if wanted is None or len(wanted) > FEW:
        return Paper.objects.all()
    return near(list(facts_of(wanted).values()))


def known(wanted: set[int] | None) -> Iterator[Pair]:
    """The open pairs of these papers, or all."""
    rows = Lookalike.objects.filter(distinct=False).order_by().values_list("one", "other")
    if wanted is not None and len(wanted) <= FEW:
        rows = rows.filter(Q(one__in=wanted) | Q(other__in=wanted))
    return (pair for pair in rows.iterator(chunk_size=2000) if wanted is None or not wanted.isdisjoint(pair))


def judged(pairs: list[Pair]) -> Iterator[tuple[Pair, Verdict]]:
    """The pairs for which there is a reason."""
    facts = facts_of({pk for pair in pairs for pk in pair})
    for one, other in pairs:
        if one in facts and other in facts and (found := reasons(facts[one], facts[other])):
            yield (one, other), Verdict(score_of(facts[one], facts[other], found), found)


@transaction.atomic
def keep(verdicts: dict[Pair, Verdict], looked_at: list[Pair]) -> Looked:
    """Let the rows of these pairs say what was found."""
    held = hold({pk for pair in verdicts for pk in pair})
    candidates = Lookalike.objects.filter(one__in={one for one, _other in looked_at})
    rows = {(row.one_id, row.other_id): row for row in candidates}
    new = [
        Lookalike(one_id=pair[0], other_id=pair[1], **verdict._asdict())
        for pair, verdict in verdicts.items()
        if pair not in rows and held.issuperset(pair)
    ]
    Lookalike.objects.bulk_create(new, ignore_conflicts=True)
    is_open = {pair: rows[pair] for pair in looked_at if pair in rows and not rows[pair].distinct}
    stale = [row.pk for pair, row in is_open.items() if pair not in verdicts]
    Lookalike.objects.filter(pk__in=stale, distinct=False).delete()
    renew(is_open, verdicts)
    return Looked(len(new), len(is_open) - len(stale), len(stale))


def hold(papers: set[int]) -> set[int]:
    """Those of the papers that are there, held until the transaction ends."""
    rows = Paper.objects.select_for_update(no_key=True).filter(pk__in=papers).order_by("pk")
    return set(rows.values_list("pk", flat=True))


def renew(rows: dict[Pair, Lookalike], verdicts: dict[Pair, Verdict]) -> None:
    changed = []
    for pair, row in rows.items():
        if pair in verdicts and (row.score, row.reasons) != tuple(verdicts[pair]):
            row.score, row.reasons = verdicts[pair]
            changed.append(row)
    Lookalike.objects.bulk_update(changed, ["score", "reasons"])


def set_apart(one: Paper, other: Paper, by: User | None) -> Lookalike:
    """Remember that the two are not the same, also over later imports."""
    first, second = sorted((one, other), key=lambda paper: paper.pk)
    row, _made = Lookalike.objects.update_or_create(one=first, other=second, defaults={"distinct": True, "by": by})
    return row


def reopen(row: Lookalike) -> None:
    """Take "not the same" back: the two are looked at again."""
    row.distinct, row.by = False, None
    row.save(update_fields=["distinct", "by"])
    look([row.one_id, row.other_id])
