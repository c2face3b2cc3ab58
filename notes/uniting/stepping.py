"""How the two languages stand to each other after the texts of two papers became one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notes.models import Language, Summary
from notes.uniting.numbering import Numbers
from notes.writing import note
from papers.models import Paper

if TYPE_CHECKING:
    from notes.uniting.summaries import Side


@dataclass
class Text:
    """A united text: its version, and of each of its parts the papers that had it."""

    version: int
    parts: list[set[int]]

    @property
    def papers(self) -> set[int]:
        return set().union(*self.parts)

    def covers(self, other: Text) -> bool:
        """Whether for each part of the other text there is one here that stood beside it."""
        return all(part & self.papers for part in other.parts)


@dataclass
class Standing:
    """``texts`` are the united ones by language; ``matched`` says, by (language, paper), which version of the other
    language that paper's text matched, None where nobody had compared the two; ``present`` which one there was."""

    texts: dict[str, Text] = field(default_factory=dict)
    matched: dict[tuple[str, int], int | None] = field(default_factory=dict)
    present: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def before(cls, sides: Iterable[Side], numbers: dict[str, Numbers]) -> Standing:
        """What stood before, with the dropped paper's versions as they are numbered now."""
        standing = cls()
        for side in sides:
            other = numbers[side.language.other]
            if side.theirs is not None:
                paper, version = side.theirs.paper_id, numbers[side.language].of(side.theirs.version) or 0
                standing.texts[side.language] = Text(version, [{paper}])
                standing.present[side.language, paper] = version
                standing.matched[side.language, paper] = other.of(side.theirs.in_step_with)
            if side.mine is not None:
                paper, holders = side.mine.paper_id, {side.mine.paper_id}
                if side.theirs is not None and side.is_same:
                    holders.add(side.theirs.paper_id)
                standing.texts[side.language] = Text(side.mine.version, [holders])
                standing.present[side.language, paper] = side.mine.version
                standing.matched[side.language, paper] = side.mine.in_step_with
        return standing

    def step(self, language: Language) -> int | None:
        """The version of the other language that this text matches, or the last that it did.

        It is in step where it has all that stands in the other one, and each part of it was in step before.
        """
        text, other = self.texts[language], self.texts[language.other]
        shared = sorted(text.papers & other.papers)
        known = [(self.matched[language, paper], self.present[language.other, paper]) for paper in shared]
        late = [matched for matched, present in known if matched is not None and matched < present]
        if late or not known:
            return min(late, default=None)
        if not text.covers(other):
            return min(present for _matched, present in known)
        return None if any(matched is None for matched, _present in known) else other.version


def set_steps(paper: Paper, standing: Standing) -> None:
    """Note how the paper's two texts stand, where there are two."""
    sides = {Language(side.language): side for side in Summary.objects.filter(paper=paper)}
    if len(sides) < len(Language):
        return
    for language, side in sides.items():
        wanted = standing.step(language)
        if side.in_step_with != wanted:
            note(side, wanted)
