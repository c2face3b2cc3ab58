"""Pages of the catalogue that cost about the same however deep they are, and stay in step where papers come or go.

A link to the next page names the paper that it goes on after (``page=3&after=812``), one to the page before names the
paper that it ends before: what is shown follows from that paper, and the number is what the reader is told. A number
alone, or beside a paper that is gone or fits no more, is counted. Either way only the numbers of papers are looked for,
and then the rows of one page are fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from papers.ordering import Order
from papers.recalling import Recall, afresh

BIGGEST = 2**63 - 1


class Turned(Page):
    """A page whose neighbours are asked for by the papers at its ends."""

    @property
    def next_query(self) -> str:
        return f"page={self.next_page_number()}&after={self.object_list[-1].pk}"

    @property
    def previous_query(self) -> str:
        return f"page={self.previous_page_number()}&before={self.object_list[0].pk}"


class Pages(Paginator):
    """The pages of ``papers`` in that order; ``rows`` fetches what a page shows, ``total`` is their number if known.

    ``recall`` may know what stands at some places, or else finds it.
    """

    def __init__(
        self, papers: QuerySet, order: Order, rows: QuerySet, per_page: int, total: int | None = None,
        recall: Recall = afresh,
    ) -> None:  # fmt: skip
        bare = papers.order_by().select_related(None).prefetch_related(None)
        super().__init__(order.of(bare), per_page)
        self.papers, self.order, self.rows, self.recall = bare, order, rows, recall
        if total is not None:
            self.count = total

    def asked(self, query: QueryDict) -> Page:
        """The page that an address asks for, or the nearest one."""
        number = self.nearest(query.get("page"))
        found = self.after(number, query.get("after", "")) or self.before(number, query.get("before", ""))
        return found or self.page(number)

    def nearest(self, number: Any) -> int:
        """As ``get_page`` has it: the first page for what is no number, the last for what is beyond them."""
        try:
            return self.validate_number(number)
        except PageNotAnInteger:
            return 1
        except EmptyPage:
            return self.num_pages

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        start, end = (number - 1) * self.per_page, min(number * self.per_page, self.count)
        numbers = self.recall(start, end, lambda: self.between(start, end))
        return Turned(self.fetched(numbers), number, self)

    def between(self, start: int, end: int) -> list[int]:
        """The numbers of the papers at these places."""
        if start == 0:
            return self.order.numbers(self.papers, end)
        if end == self.count:
            return self.order.numbers(self.papers, end - start, forward=False)[::-1]
        return self.order.between(self.papers, start, end, self.count)

    def after(self, number: int, pk: str) -> Page | None:
        """The papers behind this one; None where there are none, or it is not among them."""
        found = self.beyond(pk, forward=True)
        if not found:
            return None
        more = len(found) > self.per_page
        number = max(2, min(number, self.num_pages - 1) if more else self.num_pages)
        return self.turned(found[: self.per_page], number, more)

    def before(self, number: int, pk: str) -> Page | None:
        """The papers in front of this one, the first page where they fill no more; None where there are none."""
        found = self.beyond(pk, forward=False)
        if len(found) <= self.per_page:
            return self.page(1) if found else None
        number = max(2, min(number, self.num_pages - 1))
        return self.turned(found[: self.per_page][::-1], number, True)

    def beyond(self, pk: str, forward: bool) -> list[int]:
        """One more than a page of the papers on that side of this one, the nearest first."""
        if not (pk.isascii() and pk.isdecimal() and len(pk) < 20 and int(pk) <= BIGGEST):
            return []
        place = self.order.place_of(self.papers, int(pk))
        return self.order.numbers(self.papers, self.per_page + 1, place, forward) if place else []

    def turned(self, numbers: Sequence[int], number: int, more: bool) -> Page:
        self.num_pages = max(self.num_pages, number + more)  # papers may have come since the number was told
        return Turned(self.fetched(numbers), number, self)

    def fetched(self, numbers: Sequence[int]) -> list[Any]:
        rows = self.rows.in_bulk(numbers)
        return [rows[number] for number in numbers if number in rows]


class RankedPages(Paginator):
    """The pages of what a search found in the order of relevance: no place in it can be told by a paper alone."""

    def asked(self, query: QueryDict) -> Page:
        return self.get_page(query.get("page"))
