"""The summaries of two papers as one paper's: a text that only one has moves, two that differ stand under each other.

The dropped paper's versions are numbered on from the kept paper's, so that the history has every text of both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Max

from notes.models import Language, Summary
from notes.relinking import Mention
from notes.uniting.desk import Aside
from notes.uniting.numbering import Numbers
from notes.uniting.readings import joined
from notes.uniting.stepping import Standing, Text, set_steps
from notes.writing import Effect
from papers.batches import BATCH
from papers.journal import raw_delete
from papers.uniting import Union

FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)


@dataclass
class Side:
    """One language: what each paper has in it, and the last version that the history of each knows."""

    language: Language
    mine: Summary | None
    theirs: Summary | None
    my_last: int
    their_last: int

    @property
    def is_same(self) -> bool:
        """Whether both say the same in the same words, and nothing is to be told of the dropped one's."""
        if self.mine is None or self.theirs is None or self.mine.body.strip() != self.theirs.body.strip():
            return False
        return self.mine.is_published or not self.theirs.is_published

    @property
    def numbers(self) -> Numbers:
        if self.mine is not None and self.theirs is not None and self.is_same:
            return Numbers(None, (self.theirs.version, self.mine.version))
        if self.mine is not None and self.theirs is None:
            return Numbers(None)
        return Numbers(self.my_last)


def unite_summaries(union: Union) -> tuple[dict[str, Numbers], list[Aside]]:
    """Return where the dropped paper's versions are now, by language, and the texts that found no place."""
    sides = sides_of(union)
    numbers: dict[str, Numbers] = {side.language: side.numbers for side in sides}
    standing = Standing.before(sides, numbers)
    aside: list[Aside] = []
    for side in sides:
        move_history(union, side, numbers)
        if side.theirs is None:
            continue
        if side.mine is None:
            version = side.theirs.version + side.my_last
            Summary.objects.filter(pk=side.theirs.pk).update(paper=union.kept, version=version)
        else:
            if not side.is_same:
                aside += unite_texts(union, side, standing)
            Mention.objects.filter(summary=side.theirs).delete()
            raw_delete(Summary.objects.filter(pk=side.theirs.pk))
    set_steps(union.kept, standing)
    return numbers, aside


def sides_of(union: Union) -> list[Side]:
    texts = Summary.objects.filter(paper__in=union.pair).with_credits()
    held = {(summary.paper_id, summary.language): summary for summary in texts}
    rows = Summary.history.filter(paper__in=union.pair).order_by().values_list("paper", "language")
    last = {(paper, language): version for paper, language, version in rows.annotate(last=Max("version"))}

    def newest(paper: int, language: str) -> int:
        summary = held.get((paper, language))
        return max(last.get((paper, language), 0), summary.version if summary else 0)

    kept, dropped = union.kept.pk, union.dropped.pk
    return [
        Side(
            language,
            held.get((kept, language)),
            held.get((dropped, language)),
            newest(kept, language),
            newest(dropped, language),
        )
        for language in Language
    ]


def move_history(union: Union, side: Side, numbers: dict[str, Numbers]) -> None:
    """Let the dropped paper's versions be later ones of the kept paper's text."""
    shift = numbers[side.language].shift
    if shift is None:
        return
    rows = list(Summary.history.filter(paper=union.dropped.pk, language=side.language))
    for row in rows:
        row.paper_id = union.kept.pk
        row.version += shift
        row.in_step_with = numbers[side.language.other].of(row.in_step_with)
    Summary.history.bulk_update(rows, ["paper", "version", "in_step_with"], batch_size=BATCH)


def unite_texts(union: Union, side: Side, standing: Standing) -> list[Aside]:
    """Make the two texts one new version. What is a draft is shown to nobody who could not see it before."""
    mine, theirs = side.mine, side.theirs
    assert mine is not None and theirs is not None  # noqa: S101 - the caller has looked
    aside = []
    if mine.is_published != theirs.is_published or not mine.is_published and mine.author_id != theirs.author_id:
        stays, goes = (theirs, mine) if theirs.is_published else (mine, theirs)
        writer = goes.author or goes.last_editor or union.by
        aside = [Aside(writer, side.language, goes.body)] if writer else []
        body, parts = stays.body, [{stays.paper_id}]
    else:
        stays, body = mine, under(mine.body, theirs.body)
        parts = [{mine.paper_id}, {theirs.paper_id}]
        if len(body) > settings.SUMMARY_MAX_CHARS:
            aside = [Aside(union.by, side.language, theirs.body)] if union.by else []
            body, parts = mine.body, [{mine.paper_id}]
    version = side.my_last + side.their_last + 1
    standing.texts[side.language] = Text(version, parts)
    save(mine, stays, body, version, union)
    return aside


def save(mine: Summary, stays: Summary, body: str, version: int, union: Union) -> None:
    """Save the kept paper's summary with that text, as the work of whoever wrote what stays."""
    mine.body, mine.version, mine.effect = body, version, Effect.MEANING
    mine.state, mine.author, mine.after = stays.state, stays.author, stays.after
    mine.is_translation, mine.last_editor = stays.is_translation, union.by
    row: Any = mine
    row._change_reason, row._history_user = union.reason[:200], union.by
    mine.save()


def under(one: str, other: str) -> str:
    """The second text under the first, with a rule between and with footnotes of its own."""
    shared = {*FOOTNOTE.findall(one)} & {*FOOTNOTE.findall(other)}
    for label in shared:
        other = other.replace(f"[^{label}]", f"[^{label}-2]")
    return joined(one, other)
