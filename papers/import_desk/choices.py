"""What a curator chose on a page of rows, saved unless somebody else chose otherwise meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from papers.import_desk.lines import NEW, Choice, Line, Tab, name_of
from papers.importing.choosing import resolve, take_as
from papers.models import Import, ImportRow, Paper, Redirect

KEPT = ("present", "claimed")


class Closed(Exception):
    """The import is not waiting for review, or not any more; nothing was changed."""


class Decision(NamedTuple):
    choice: str
    paper: str  # a number, NEW, or "" where nothing can be chosen
    keep: tuple[tuple[str, str], ...]  # (field, present or claimed)

    def __str__(self) -> str:
        return json.dumps(self, ensure_ascii=False)

    @property
    def words(self) -> str:
        """For a person who has to compare it with another."""
        paper = {"": "", NEW: _("a new paper")}.get(self.paper) or _("paper %(number)s") % {"number": self.paper}
        sides = {"present": _("the catalogue's"), "claimed": _("the file's")}
        kept = [f"{name_of(field)}: {sides[side]}" for field, side in self.keep]
        return ", ".join([str(Choice(self.choice).label), *([paper] if self.paper else []), *kept])


class Clash(NamedTuple):
    """Two people decided differently about one row; the first one's stands."""

    row: ImportRow
    theirs: Decision
    yours: Decision


def decided(line: Line) -> Decision:
    """What stands now."""
    paper = next((option.value for option in line.options if option.is_chosen), "")
    keep = tuple((conflict["field"], conflict["keep"]) for conflict in line.row.conflicts)
    return Decision(line.row.choice, paper, keep)


def stamp(line: Line) -> str:
    """What a page shows of the row, for the form to send back: what is decided, and about what."""
    return f"{subject(line)} {decided(line)}"


def subject(line: Line) -> str:
    """What there is to decide about, in short."""
    fields = [conflict["field"] for conflict in line.row.conflicts]
    about = json.dumps([line.row.record, line.row.status, fields], sort_keys=True)
    return blake2b(about.encode(), digest_size=6).hexdigest()


def posted(line: Line, form: Mapping[str, str]) -> Decision:
    """What the form says, by the values that the page offers; everything else is as it stands."""
    now, pk = decided(line), line.row.pk
    choice = Choice.TAKE if form.get(f"choice-{pk}") == Choice.TAKE else Choice.SKIP  # a box that is ticked or not
    paper = form.get(f"paper-{pk}", "")
    keep = {field: form.get(f"keep-{pk}-{field}", "") for field, _value in now.keep}
    return Decision(
        choice.value if line.can_be_taken else now.choice,
        paper if paper in {option.value for option in line.options} else now.paper,
        tuple((field, keep[field] if keep[field] in KEPT else value) for field, value in now.keep),
    )


def open_for_choices(imported: Import) -> Import:
    """The import, held until the transaction ends. Raises Closed."""
    held = Import.objects.select_for_update(of=("self",)).defer("text", "journal").get(pk=imported.pk)
    if held.state != Import.State.REVIEW:
        raise Closed
    return held


@transaction.atomic
def choose(imported: Import, rows: Iterable[ImportRow], form: Mapping[str, str]) -> list[Clash]:
    """Save what the form decides about these rows. Return where somebody else decided otherwise in the meantime.

    Only what a person changed on their page counts: the form says in ``seen-…`` what the page showed.
    """
    open_for_choices(imported)
    clashes = []
    for row in rows:
        line = Line(row, imported)
        now, yours = decided(line), posted(line, form)
        seen = form.get(f"seen-{row.pk}", "")
        if yours == now or seen.endswith(f" {yours}"):
            continue
        if seen == stamp(line):
            decide(line, now, yours)
        else:
            clashes.append(Clash(row, now, yours))
    return clashes


def decide(line: Line, now: Decision, yours: Decision) -> None:
    row = line.row
    if yours.paper != now.paper:
        chosen = None if yours.paper == NEW else paper_numbered(yours.paper)
        if chosen is not None or yours.paper == NEW:  # not where it was deleted meanwhile
            take_as(row, chosen)
    for field, keep in dict(yours.keep).items():
        if dict(now.keep)[field] != keep:
            resolve(row, field, keep)
    if yours.choice != now.choice:
        row.choice = yours.choice
        row.save(update_fields=["choice"])


def paper_numbered(pk: str) -> Paper | None:
    """The paper, also where it was merged into another since the row was matched."""
    gone = Redirect.objects.filter(old=pk).select_related("paper").first()
    return Paper.objects.filter(pk=pk).first() or (gone.paper if gone else None)


@transaction.atomic
def choose_all(imported: Import, tab: Tab, choice: str) -> int:
    """Take or skip every row of a tab; how many that changed. What has nothing to bring in is never taken."""
    open_for_choices(imported)
    rows = tab.of(imported.rows.exclude(choice=choice))
    if choice == Choice.TAKE:
        rows = rows.exclude(~Q(change=ImportRow.Change.REMOVED) & Q(record={}))
    return rows.update(choice=choice)
