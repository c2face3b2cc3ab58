from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from papers.admin.completing import Completes
from papers.admin.found import FoundBy
from papers.admin.pages import HistoryAdmin, KeepsWhatWasTyped
from papers.forms import NoticesOthers
from papers.models import Topic


class TopicForm(NoticesOthers):
    pass


@admin.register(Topic)
class TopicAdmin(Completes, KeepsWhatWasTyped, FoundBy, HistoryAdmin):
    """One tree for the whole group; it is put in order on a page of the curation desk."""

    form = TopicForm
    list_display = ("name_en", "name_zh", "parent", "papers_count")
    list_filter = (("parent", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("parent",)
    search_fields = ("name_en", "name_zh", "slug")
    autocomplete_fields = ("parent",)
    fields = ("seen", "parent", "name_en", "name_zh", "slug")
    ordering = ("parent__position", "position")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        return super().get_queryset(request).annotate(paper_count=Count("papers"))

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        if not change or "parent" in form.changed_data:
            obj.position = Topic.objects.next_position(obj.parent_id)
        super().save_model(request, obj, form, change)

    @admin.display(description=_("papers"), ordering="paper_count")
    def papers_count(self, topic: Topic) -> int:
        return topic.paper_count  # type: ignore[attr-defined]
