"""The rows of the generated catalogue, each kind from a random generator of its own: one changes no other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import accumulate
from random import Random

from papers.formats.folding import title_key
from tests.benchmarks.corpus import names, writing

BEGIN = datetime(2020, 1, 1)  # noqa: DTZ001 - UTC, as columns hold it
DAYS = 2_500  # until the last paper was added
LAST_YEAR = 2026
MOST_MEMBERS = 1_000
IN_LISTS = 10  # every so many papers have an entry in each of three lists
STATUSES = ["read"] * 60 + ["to-read"] * 25 + ["reading"] * 5 + ["set-aside"] * 7 + [""] * 3


@dataclass(frozen=True)
class Corpus:
    """What a catalogue of so many papers holds; ids begin at 1 everywhere."""

    papers: int

    def rng(self, kind: str) -> Random:
        return Random(f"{kind} {self.papers}")  # noqa: S311 - the same every time is what is wanted

    @cached_property
    def members(self) -> int:
        return min(MOST_MEMBERS, self.papers)

    def at(self, share: float) -> str:
        """A moment that share of the way from the first paper to the last."""
        return str(BEGIN + timedelta(days=DAYS * share))

    @cached_property
    def facts(self) -> list[tuple[str, str, int | None, int | None, int]]:
        """(title, nickname, venue, year, language) of each paper."""
        return list(self._facts())

    def _facts(self) -> Iterator[tuple[str, str, int | None, int | None, int]]:
        rng, venues = self.rng("facts"), len(names.venues())
        for number in range(1, self.papers + 1):
            language = int(rng.random() < 0.25)
            name = writing.nickname(rng, number) if rng.random() < 0.6 else ""
            title = writing.title(rng, language, name, self.kind_of(number) == "none" and is_common(number))
            venue = 1 + int(rng.random() ** 2 * venues) if rng.random() < 0.95 else None
            year = LAST_YEAR - int(rng.random() ** 2 * 37) if rng.random() < 0.98 else None
            yield title, name, venue, year, language

    @staticmethod
    def kind_of(number: int) -> str:
        """Every fourth paper has no abstract."""
        return "none" if number % 4 == 0 else "abstract"

    PAPERS = "id title title_key nickname venue_id year abstract doi arxiv_id cite_key recommended added changed"

    def paper_rows(self) -> Iterator[tuple]:
        rng = self.rng("abstracts")
        for number, (title, name, venue, year, language) in enumerate(self.facts, start=1):
            has_abstract = self.kind_of(number) == "abstract"
            abstract = writing.abstract(rng, language, is_common(number)) if has_abstract else ""
            doi = f"10.1145/{3_000_000 + number}" if number % 5 < 2 else ""
            arxiv = f"{number % 26:02}{1 + number % 12:02}.{number // 26:05}" if number % 3 == 0 else ""
            added = self.at(number / self.papers)
            yield (
                number, title, title_key(title)[:500], name, venue, year, abstract, doi, arxiv, f"paper{number}",
                number % 40 == 0, added, added,
            )  # fmt: skip

    def tag_rows(self) -> Iterator[tuple[int, int]]:
        """(paper, tag): five a paper by Zipf, the commonest on a fifth of them."""
        rng, tags = self.rng("tags"), range(1, len(names.tags()) + 1)
        weights = list(accumulate(tag**-0.58 for tag in tags))
        for number in range(1, self.papers + 1):
            for tag in dict.fromkeys(rng.choices(tags, cum_weights=weights, k=3 + int(rng.random() * 6))):
                yield number, tag

    def topic_rows(self) -> Iterator[tuple[int, int]]:
        """(paper, topic): one or two a paper, none of one in fifty."""
        rng, topics = self.rng("topics"), len(names.topics())
        for number in range(1, self.papers + 1):
            if number % 50:
                chosen = [1 + int(rng.random() ** 1.5 * topics) for _ in range(1 + int(rng.random() * 2))]
                yield from ((number, topic) for topic in dict.fromkeys(chosen))

    def institution_rows(self) -> Iterator[tuple[int, int]]:
        rng, institutions = self.rng("institutions"), len(names.institutions())
        for number in range(1, self.papers + 1):
            chosen = [1 + int(rng.random() ** 2 * institutions) for _ in range(1 + int(rng.random() * 2))]
            yield from ((number, institution) for institution in dict.fromkeys(chosen))

    @cached_property
    def authors(self) -> int:
        return max(10, self.papers * 2 // 5)

    def author_rows(self) -> Iterator[tuple[int, int, int]]:
        """(paper, author, position): one to five a paper, the first authors far more often."""
        rng = self.rng("authors")
        for number in range(1, self.papers + 1):
            chosen = [1 + int(rng.random() ** 2 * self.authors) for _ in range(1 + int(rng.random() * 5))]
            yield from ((number, author, place) for place, author in enumerate(dict.fromkeys(chosen)))

    def entry_rows(self) -> Iterator[tuple]:
        """(list, section, paper, position, line, raw, record, claims …): a section for every hundred entries."""
        position = 0
        for group in (1, 2, 3):
            for number in range(group, self.papers + 1, IN_LISTS):
                title, _name, _venue, year, _language = self.facts[number - 1]
                claimed = title if number % 50 != group else f"{title} (draft)"
                record = json.dumps({"title": claimed, "year": year}, ensure_ascii=False)
                yield (
                    group, 1 + position // 100, number, position, position, f"- {claimed}", record, claimed,
                    title_key(claimed)[:500], year,
                )  # fmt: skip
                position += 1

    def summary_rows(self) -> Iterator[tuple]:
        """(paper, language, body, html, version, in step with, state, times): two in five as many as papers."""
        rng = self.rng("summaries")
        for number in range(1, self.papers + 1):
            place = number % 20
            languages = {1: "both", 8: "both", 14: "both", 5: "en", 11: "zh-hans"}.get(place, "")
            for language, code in enumerate(("en", "zh-hans")):
                if languages in {"both", code}:
                    body, html = writing.summary(rng, language, self.facts[number - 1][1])
                    is_behind = languages == "both" and number % 200 == 1
                    version = 2 if is_behind and code == "en" else 1
                    state = "draft" if number % 500 == 11 else "published"
                    at = self.at((number + 0.5) / self.papers)
                    yield number, code, body, html, version, 1 if languages == "both" else None, state, at, at

    def reading_rows(self) -> Iterator[tuple]:
        """(member, paper, status, rating, note, html, time): ten times as many as papers.

        The first member has three papers in ten, the second one in a hundred, the others share the rest.
        """
        rng, every = self.rng("readings"), range(1, self.papers + 1)
        rest, others = self.papers * 10, self.members
        for member in range(1, self.members + 1):
            share = {1: self.papers * 3 // 10, 2: self.papers // 100}.get(member, min(self.papers, rest // others))
            rest, others = rest - share, others - 1
            for number in sorted(rng.sample(every, share)):
                status = STATUSES[int(rng.random() * 100)]
                has_note = rng.random() < 0.01
                text, html = writing.note(rng) if has_note else ("", "")
                yield (
                    member,
                    number,
                    status,
                    1 + number % 5 if status in {"", "read"} else None,
                    text,
                    html,
                    self.at(rng.random()),
                )


def is_common(number: int) -> bool:
    """Whether the paper has the common word: three in five do."""
    return number * 7 % 10 < 6
