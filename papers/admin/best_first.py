"""The admin's list of papers, searched by the same index as the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import EmptyResultSet
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from papers import bitmaps, recalling
from papers.kept import Kept
from papers.models import Paper
from papers.search import Search


class Found(NamedTuple):
    """A search, the rows that it was to find something among, and where the results are kept."""

    search: Search
    among: Any
    kept: Kept

    @property
    def under(self) -> str:
        """What is kept of the results is kept under this text."""
        return f"admin {self.among.query} {self.search.key} {self.search.name}"

    def recall(self, start: int, end: int, find: Callable[[], list[int]]) -> list[int]:
        return self.kept.found(self.under, f"{start}-{end}", find) if end <= recalling.MOST else find()


class BestFirst(ChangeList):
    """What a search found, the best first until a column is chosen to order by."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        found: Found = request.found  # type: ignore[attr-defined]
        if not found.search.query.groups or not self.result_count or ORDER_VAR in self.params:
            return
        is_one_page = not self.multi_page or (self.show_all and self.can_show_all)
        size = self.result_count if is_one_page else self.list_per_page
        start = 0 if is_one_page else (self.page_num - 1) * size
        ranked = found.search.ranked(found.among, recall=found.recall)
        ranked.total = self.result_count
        self.result_list = ranked[start : start + size]


class Searched:
    """Finds what members find, but nobody's private notes."""

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return BestFirst

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Paper], search_term: str
    ) -> tuple[QuerySet[Paper], bool]:
        search, kept = Search(search_term), Kept()
        if search.query.groups:
            search.everybody(kept)
        request.found = Found(search, queryset, kept)  # type: ignore[attr-defined]
        return search.narrow(queryset), False  # type: ignore[arg-type]

    def get_paginator(self, request: HttpRequest, queryset: QuerySet[Paper], *args: Any, **kwargs: Any) -> Paginator:
        """How many a search finds is kept for the next page; how many there are in all, the index knows."""
        pages: Paginator = super().get_paginator(request, queryset, *args, **kwargs)  # type: ignore[misc]
        found: Found = request.found  # type: ignore[attr-defined]
        if not queryset.query.where:
            pages.count = len(bitmaps.index(found.kept).all)
        elif found.search.query.groups:
            with suppress(EmptyResultSet):  # a filter that lets nothing through
                pages.count = found.kept.found(found.under, "total", queryset.order_by().count)
        return pages
