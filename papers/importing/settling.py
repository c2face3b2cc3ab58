"""What a curator decided about rows, carried out: claims taken over, claims settled, papers kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from papers.batches import chunks
from papers.formats.records import Record
from papers.importing.filling import Filling
from papers.importing.judging import marked
from papers.importing.ledger import Ledger
from papers.importing.looking import Seen
from papers.models import ImportRow, Lookalike, Paper, Settlement
from papers.provenance import folded_claim


class Settling:
    def __init__(self, rows: Sequence[ImportRow], seen: Sequence[Seen], ledger: Ledger, by: Any) -> None:
        self.rows, self.ledger, self.by = list(zip(rows, seen, strict=True)), ledger, by
        self.claimed: list[tuple[Record, Paper, set[str]]] = []
        self.kept: list[tuple[Record, Paper, set[str]]] = []
        for row, one in self.rows:
            if one.paper is None or one.is_new:
                continue
            if names := {conflict["field"] for conflict in row.conflicts if conflict["keep"] == "claimed"}:
                self.claimed.append((one.record, one.paper, names))
            if names := {conflict["field"] for conflict in row.conflicts if is_kept(conflict)}:
                self.kept.append((one.record, one.paper, names))

    def papers(self) -> list[Paper]:
        """Those that are about to be changed."""
        return [paper for _record, paper, _names in self.claimed]

    def records(self) -> list[Record]:
        """Those whose venues are needed."""
        return [record for record, _paper, names in self.claimed if "venue" in names]

    def settle(self, filling: Filling) -> None:
        filling.correct(self.claimed, self.by)
        self.ledger.add(
            [
                Settlement(paper_id=paper.pk, field=name, value=folded_claim(name, getattr(record, name)), by=self.by)
                for record, paper, names in self.kept
                for name in sorted(names)
            ],
            "paper_id",
            "field",
            "value",
        )
        self.keep_apart()

    def keep_apart(self) -> None:
        """Remember which papers a row's own paper is not."""
        pairs = {
            tuple(sorted((one.paper.pk, other)))
            for row, one in self.rows
            if one.paper is not None
            for other in marked(row, "apart")
            if other != one.paper.pk
        }
        numbers = {pk for pair in pairs for pk in pair}
        there = {
            pk for some in chunks(numbers) for pk in Paper.objects.filter(pk__in=some).values_list("pk", flat=True)
        }
        self.ledger.add(
            [
                Lookalike(one_id=one, other_id=other, distinct=True, by=self.by, reasons=[{"code": "title"}])
                for one, other in sorted(pairs)
                if {one, other} <= there
            ],
            "one_id",
            "other_id",
        )


def is_kept(conflict: dict[str, Any]) -> bool:
    """Whether somebody decided that the catalogue's value stays."""
    return conflict["keep"] == "present" and bool(conflict.get("decided"))
