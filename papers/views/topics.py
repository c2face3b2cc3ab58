"""For curators: the tree of topics, moved step by step, also by keyboard and without JavaScript."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from papers import topic_tree
from papers.access import curators_only, member_of
from papers.bearing import renaming
from papers.models import Paper, Section, Topic
from papers.requests import HtmxRequest
from papers.topic_tree import STEPS, MovedOn, Refused, Tree, as_seen


class NamesForm(forms.ModelForm):
    """A topic's names in both languages; one of them is enough."""

    class Meta:
        model = Topic
        fields = ("name_en", "name_zh")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        cleaned = {name: " ".join(value.split()) for name, value in cleaned.items()}
        if not self.errors and not any(cleaned.values()):
            # on a field: the database's own rule, which says it in no words for people, is not asked then
            self.add_error("name_en", _("Write a name in at least one language."))
        return cleaned


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def topics(request: HtmxRequest) -> HttpResponse:
    """The whole tree; POST adds a topic at the end of a level."""
    if request.method != "POST":
        return answer(request)
    form = NamesForm(request.POST)
    if not form.is_valid():
        return answer(request, new=form, status=422)
    try:
        with as_seen(request.POST.get("tree", "")):
            topic = form.save(commit=False)
            topic.position = Topic.objects.next_position(None)
            topic.save()
    except MovedOn:
        return moved_on(request, new=form)
    return done(request, topic.pk, _("“%(name)s” is added, at the end of the top level.") % {"name": topic})


@curators_only
@require_POST
def topic(request: HtmxRequest, pk: int) -> HttpResponse:
    """One deed on one topic: a step, new names, its end. 409 where somebody changed the tree since it was shown."""
    typed = {"names": NamesForm(request.POST), "into": request.POST.get("into", "")}
    try:
        with as_seen(request.POST.get("tree", "")) as tree:
            if pk not in tree.by_pk:
                raise MovedOn
            said = do(request, tree, tree.by_pk[pk])
    except MovedOn:
        return moved_on(request, pk, **typed)
    except Refused as refusal:
        return answer(request, pk, said=str(refusal), status=422, **typed)
    return done(request, pk, said)


def do(request: HtmxRequest, tree: Tree, row: Topic) -> str:
    deed, by = request.POST.get("deed", ""), member_of(request)
    if deed in STEPS:
        return topic_tree.move(tree, row, deed, by)
    if deed == "delete":
        return topic_tree.delete(tree, row)
    if deed == "merge":
        word = request.POST.get("into", "").strip()
        kept = Topic.objects.spelt([word]).get(word) if word else None
        if kept is None:
            raise Refused(_("There is no topic “%(name)s”.") % {"name": word})
        return topic_tree.merge(tree, row, tree.by_pk[kept.pk], by)
    if deed == "rename":
        form = NamesForm(request.POST, instance=row)
        if not form.is_valid():
            raise Refused(" ".join(str(error) for errors in form.errors.values() for error in errors))
        with renaming(row):
            form.save()
        return _("The topic is called “%(name)s” now.") % {"name": row}
    raise Refused(_("Choose what to do."))


def done(request: HtmxRequest, pk: int, said: str) -> HttpResponse:
    if request.htmx:
        return answer(request, pk, said=said)
    messages.success(request, said)
    return HttpResponseRedirect(f"{reverse('curation-topics')}#topic-{pk}")


def moved_on(request: HtmxRequest, pk: int | None = None, **typed: Any) -> HttpResponse:
    said = _("Somebody changed the topics meanwhile. They are shown as they are now, and nothing was done.")
    return answer(request, pk, said=said, status=409, **typed)


def answer(request: HtmxRequest, pk: int | None = None, said: str = "", status: int = 200, **more: Any) -> HttpResponse:
    """The page, for htmx the part of it that changes; ``pk`` is the topic of the deed, ``more`` what was typed."""
    tree = Tree()
    papers = dict(Paper.topics.through.objects.values_list("topic").annotate(Count("pk")))
    sections = dict(Section.objects.exclude(topic=None).order_by().values_list("topic").annotate(Count("pk")))
    for row in tree.topics:
        siblings = tree.below(row.parent_id)
        row.paper_count, row.section_count = papers.get(row.pk, 0), sections.get(row.pk, 0)  # type: ignore[attr-defined]
        row.is_first, row.is_last = row is siblings[0], row is siblings[-1]  # type: ignore[attr-defined]
        row.is_open = row.pk == pk and (request.POST.get("deed") not in STEPS)  # type: ignore[attr-defined]
    context = {"tree": tree, "topics": tree.topics, "at": pk, "said": said, "is_refused": status >= 400, **more}
    template = "papers/desk/_topics_answer.html" if request.htmx else "papers/desk/topics.html"
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request"
    return response
