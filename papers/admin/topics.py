from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from papers.admin.completing import Completes
from papers.admin.pages import HistoryAdmin
from papers.models import Topic


@admin.register(Topic)
class TopicAdmin(Completes, HistoryAdmin):
    """One tree for the whole group; ``position`` orders the topics under one parent."""

    list_display = ("name_en", "name_zh", "parent", "position", "papers_count")
    list_editable = ("position",)
    list_filter = (("parent", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("parent",)
    search_fields = ("name_en", "name_zh", "slug")
    autocomplete_fields = ("parent",)
    ordering = ("parent__position", "position")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        return super().get_queryset(request).annotate(paper_count=Count("papers"))

    @admin.display(description=_("papers"), ordering="paper_count")
    def papers_count(self, topic: Topic) -> int:
        return topic.paper_count  # type: ignore[attr-defined]
