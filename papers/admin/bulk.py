"""What a curator does to many papers at once, each with a page that asks for the one thing that is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from papers import bulk
from papers.admin.actions import ask, chooser
from papers.models import Paper, TaggedPaper
from papers.models.papers import FIRST_YEAR, LAST_YEAR

Deed = Callable[..., int]


class BulkEdits:
    """The actions of the list of papers, for its admin."""

    message_user: Any  # the admin's own
    actions: Any = (
        "recommend",
        "stop_recommending",
        "add_tags",
        "remove_tags",
        "add_topic",
        "move_to_topic",
        "remove_topic",
        "set_venue",
    )

    @admin.action(description=_("Recommend"), permissions=["change"])
    def recommend(self, request: HttpRequest, queryset: QuerySet[Paper]) -> None:
        self.set_recommended(request, queryset, True)

    @admin.action(description=_("Recommend no longer"), permissions=["change"])
    def stop_recommending(self, request: HttpRequest, queryset: QuerySet[Paper]) -> None:
        self.set_recommended(request, queryset, False)

    def set_recommended(self, request: HttpRequest, papers: QuerySet[Paper], value: bool) -> None:
        count = bulk.set_facts(papers, request.user, recommended=value)  # type: ignore[arg-type]
        self.message_user(request, done(count), messages.SUCCESS)

    @admin.action(description=_("Add tags…"), permissions=["change"])
    def add_tags(self, request: HttpRequest, queryset: QuerySet[Paper]) -> HttpResponse | None:
        form = chooser(TaggedPaper, "tag", _("Tags"), several=True)
        return self.ask(request, queryset, form, _("Add tags"), bulk.add_tags)

    @admin.action(description=_("Remove tags…"), permissions=["change"])
    def remove_tags(self, request: HttpRequest, queryset: QuerySet[Paper]) -> HttpResponse | None:
        form = chooser(TaggedPaper, "tag", _("Tags"), several=True)
        return self.ask(request, queryset, form, _("Remove tags"), bulk.remove_tags)

    @admin.action(description=_("Add a topic…"), permissions=["change"])
    def add_topic(self, request: HttpRequest, queryset: QuerySet[Paper]) -> HttpResponse | None:
        form = chooser(Paper, "topics", _("Topic"), _("The papers keep their other topics."))
        return self.ask(request, queryset, form, _("Add a topic"), bulk.add_topic)

    @admin.action(description=_("Move to a topic…"), permissions=["change"])
    def move_to_topic(self, request: HttpRequest, queryset: QuerySet[Paper]) -> HttpResponse | None:
        form = chooser(Paper, "topics", _("Topic"), _("The papers leave their other topics."))
        return self.ask(request, queryset, form, _("Move to a topic"), bulk.move_to_topic)

    @admin.action(description=_("Remove a topic…"), permissions=["change"])
    def remove_topic(self, request: HttpRequest, queryset: QuerySet[Paper]) -> HttpResponse | None:
        form = chooser(Paper, "topics", _("Topic"), _("The papers keep their other topics."))
        return self.ask(request, queryset, form, _("Remove a topic"), bulk.remove_topic)

    @admin.action(description=_("Set the venue…"), permissions=["change"])
    def set_venue(self, request: HttpRequest, queryset: QuerySet[Paper]) -> HttpResponse | None:
        year = forms.IntegerField(
            label=_("Year"),
            required=False,
            min_value=FIRST_YEAR,
            max_value=LAST_YEAR,
            help_text=_("Empty: each paper keeps its own."),
        )
        form = chooser(Paper, "venue", _("Venue"), year=year)
        return self.ask(request, queryset, form, _("Set the venue"), bulk.set_venue)

    def ask(
        self, request: HttpRequest, papers: QuerySet[Paper], form: type[forms.Form], title: Any, change: Deed
    ) -> HttpResponse | None:
        def deed(chosen: Any, **more: Any) -> str:
            return done(change(papers, chosen, request.user, **more))

        return ask(self, request, papers, form, title, deed)  # type: ignore[arg-type]


def done(count: int) -> str:
    return ngettext("%(n)d paper changed.", "%(n)d papers changed.", count) % {"n": count}
