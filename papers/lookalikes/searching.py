"""Which pairs of papers are worth a closer look, without comparing each with each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from itertools import combinations

from django.db.models import Count, Q, QuerySet

from papers.lookalikes.facts import KINDS, Facts, facts_in
from papers.lookalikes.titles import CROWD, RAREST, Titles, pieces
from papers.models import Link, Paper

Pair = tuple[int, int]  # ids, the smaller first
FEW = 5  # papers whose like is looked for by the database alone
PARTS = re.compile(r"[/?=&]")
TOGETHER = 12  # papers that may share a key; of more, each is paired with the first only


def pairs_among(wanted: set[int] | None, papers: QuerySet[Paper]) -> Iterator[Pair]:
    """Pairs of a wanted paper (of all, where it is None) and another one of ``papers``, in no order, some twice.

    Memory grows with the papers, a few hundred bytes each; work with what they share.
    """
    titles: dict[int, str] = {}
    first: dict[bytes, int] = {}
    sharing: dict[bytes, list[int]] = {}
    for facts in facts_in(papers):
        titles[facts.pk] = facts.title
        for key in facts.keys:
            small = blake2b(key.encode(), digest_size=8).digest()
            earliest = first.setdefault(small, facts.pk)
            if earliest != facts.pk:
                sharing.setdefault(small, [earliest]).append(facts.pk)
    first.clear()
    for group in sharing.values():
        yield from (pair for pair in within(group) if wanted is None or not wanted.isdisjoint(pair))
    sharing.clear()
    looked_at = titles if wanted is None else wanted & titles.keys()
    index = Titles(looked_at, titles)
    for pk in looked_at:
        yield from ((min(pk, other), max(pk, other)) for other, _score in index.alike(pk))


def within(group: list[int]) -> Iterator[Pair]:
    """All pairs of a small group. What many share says little: there each is beside the first."""
    ids = sorted(set(group))
    if len(ids) <= TOGETHER:
        return combinations(ids, 2)
    return ((ids[0], other) for other in ids[1:])


def near(few: list[Facts]) -> QuerySet[Paper]:
    """The papers that share a rare word or an identifier with one of these, and some that only seem to: for a handful
    it is quicker to let the database look than to read the whole catalogue."""
    found, linked = Q(pk__in=[facts.pk for facts in few]), Q(pk__in=[])
    for facts in few:
        for word in rarest({*pieces(facts.title)}):
            found |= Q(title_key__contains=word)
        for name in facts.names:
            found |= Q(title_key__startswith=name) | Q(nickname__iexact=name)
        if facts.head:
            found |= Q(title_key=facts.head)
        for doi in facts.dois:
            found |= Q(doi__icontains=doi)
        for number in facts.arxiv_ids:
            found |= Q(arxiv_id__icontains=number)
        for text in (*facts.dois, *facts.arxiv_ids, *(ending(address) for address in facts.addresses)):
            linked |= Q(url__icontains=text)
    return Paper.objects.filter(found | Q(pk__in=Link.objects.filter(linked, kind__in=KINDS).values("paper")))


def rarest(words: set[str]) -> list[str]:
    """The rarest of the words that another title has, too, and not too many: counted in one reading of the titles."""
    named = {f"word_{place}": word for place, word in enumerate(sorted(words))}
    counts = Paper.objects.aggregate(
        **{name: Count("pk", filter=Q(title_key__contains=word)) for name, word in named.items()}
    )
    shared = sorted((count, named[name]) for name, count in counts.items() if 1 < count <= CROWD)
    return [word for _count, word in shared[:RAREST]]


def ending(address: str) -> str:
    """The part of the address that every spelling of it has: its last one, unless that is too short to tell much."""
    parts = PARTS.split(address)[1:]
    return parts[-1] if len(parts[-1]) > 2 else max(parts, key=len)
