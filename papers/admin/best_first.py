"""The admin's list of papers, searched by the same index as the catalogue."""

from __future__ import annotations

from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from papers.models import Paper
from papers.search import Search


class BestFirst(ChangeList):
    """What a search found, the best first until a column is chosen to order by."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        search = Search(self.query)
        if not search.query.groups or ORDER_VAR in self.params:
            return
        is_one_page = not self.multi_page or (self.show_all and self.can_show_all)
        size = self.result_count if is_one_page else self.list_per_page
        start = 0 if is_one_page else (self.page_num - 1) * size
        self.result_list = search.ranked(self.queryset)[start : start + size]


class Searched:
    """Finds what members find, but nobody's private notes."""

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return BestFirst

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Paper], search_term: str
    ) -> tuple[QuerySet[Paper], bool]:
        return Search(search_term).narrow(queryset), False  # type: ignore[arg-type]
