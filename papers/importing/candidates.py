"""Which papers a new record may be, and why: by the reasons of the duplicates desk, before there is a paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from papers.batches import chunks
from papers.importing.looking import Seen
from papers.lookalikes.facts import KINDS, Facts, Row, facts_from, facts_in, facts_of
from papers.lookalikes.judging import reasons, score_of
from papers.lookalikes.titles import Titles
from papers.models import Paper, Venue
from papers.naming import key

MOST = 5  # candidates of one record
CROWD = 12  # papers that share a key; what more of them share says nothing


def find_candidates(seen: Sequence[Seen], venues: Mapping[str, Venue]) -> dict[int, list[dict[str, Any]]]:
    """By the index of each record that makes a paper the papers and the other new records that may be the same.

    Each as ``ImportRow.candidates`` has it, best first; ``paper`` is None for another record, whose ``line`` is given.
    """
    new = {index: one for index, one in enumerate(seen) if one.is_new}
    if not new:
        return {}
    last = Paper.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    fresh = {last + 1 + index: facts_as_if(last + 1 + index, one, venues) for index, one in new.items()}
    pairs = pairs_with(fresh)
    others = facts_of({other for _pk, other in pairs if other <= last}) | fresh
    titles: dict[int, str] = {}
    for some in chunks(sorted(others.keys() - fresh.keys())):
        titles |= dict(Paper.objects.filter(pk__in=some).values_list("pk", "title"))
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for pk, other in sorted(pairs):
        why = reasons(fresh[pk], others[other]) if other in others else []
        if why and other not in seen[pk - last - 1].apart:
            entry: dict[str, Any] = {"paper": other, "title": titles.get(other, "")}
            if other > last:
                record = seen[other - last - 1].record
                entry = {"paper": None, "title": record.title, "line": record.line}
            score = score_of(fresh[pk], others[other], why)
            found[pk - last - 1].append(entry | {"score": score, "reasons": why})
    return {index: sorted(some, key=lambda one: -one["score"])[:MOST] for index, some in found.items()}


def pairs_with(fresh: Mapping[int, Facts]) -> set[tuple[int, int]]:
    """Pairs of a new one and a paper or a later new one that may be alike; the catalogue is read once."""
    holders: dict[str, list[int]] = defaultdict(list)
    for pk, facts in fresh.items():
        for shared in facts.keys:
            holders[shared].append(pk)
    titles = {pk: facts.title for pk, facts in fresh.items()}
    sharing: dict[str, list[int]] = defaultdict(list)
    for facts in facts_in(Paper.objects.all()):
        titles[facts.pk] = facts.title
        for shared in facts.keys:
            if shared in holders:
                sharing[shared].append(facts.pk)
    pairs: set[tuple[int, int]] = set()
    for shared, some in holders.items():
        every = [*sharing[shared], *some]
        if len(every) <= CROWD:
            pairs.update((pk, other) for pk in some for other in every if pk != other)
    index = Titles(fresh, titles)
    for pk in fresh:
        pairs.update((pk, other) for other, _score in index.alike(pk))
    return pairs


def facts_as_if(pk: int, one: Seen, venues: Mapping[str, Venue]) -> Facts:
    """What would be compared if the record were a paper of that number."""
    record = one.record
    venue = venues.get(key(record.venue)) if record.venue else None
    row = Row(
        pk=pk,
        title=record.title,
        key=one.paper.title_key if one.paper else "",
        nickname=record.nickname,
        venue=venue.pk if venue else None,
        venue_name=venue.name if venue else None,
        year=record.year,
        doi=record.doi,
        arxiv_id=record.arxiv_id,
    )
    return facts_from(row, [link.url for link in record.links if link.kind in KINDS])
