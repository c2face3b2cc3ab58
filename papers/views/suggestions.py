"""For curators: what members suggest, beside what the catalogue may have of it already."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from papers.access import curators_only, member_of
from papers.adding import folded
from papers.formats.plain import record_of
from papers.formats.records import Record
from papers.lookalikes.titles import suggestions as look_alikes
from papers.models import Paper, Suggestion
from papers.record_forms import AcceptForm, initial_of
from papers.suggestions import Decided, Here, accept, decline, with_matches

NEW = "new"
MOST_ALIKE = 5


@curators_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; with ``?state=`` what was accepted or declined, the newest first."""
    state = request.GET.get("state", "")
    state = state if state in Suggestion.State.values else Suggestion.State.WAITING
    rows = Suggestion.objects.filter(state=state).select_related("by", "decided_by", "topic", "paper__venue")
    rows = rows.order_by("added", "pk") if state == Suggestion.State.WAITING else rows.order_by("-decided", "-pk")
    page = Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": with_matches(page.object_list),
        "state": state,
        "states": Suggestion.State.choices,
        "page_query": f"?state={state}",
    }
    return render(request, "papers/desk/suggestions.html", context)


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Look over a suggestion, mend it, then accept it (a new paper, or joining one) or decline it with an answer.

    409 where somebody else has decided meanwhile; 422 where the form has errors or the paper is here already.
    """
    row = get_object_or_404(Suggestion.objects.select_related("by", "decided_by", "topic", "paper__venue"), pk=pk)
    record = record_of(row.record)
    alike = possible(row, record)
    if request.method != "POST":
        initial = initial_of(record) | {"topic": row.topic_id, "paper": str(alike[0].pk) if alike else NEW}
        return page(request, row, form_for(alike, initial=initial), alike)
    form = form_for(alike, request.POST, base=record)
    try:
        if request.POST.get("decision") == "decline":
            decline(pk, answer_in(form), member_of(request))
            messages.success(request, _("Declined; the member sees your answer."))
        elif form.is_valid():
            messages.success(request, entered(request, pk, form))
        else:
            return page(request, row, form, alike, status=422)
    except Here as here:
        form.add_error("paper", _("This paper is here already: “%(title)s”.") % {"title": here.known.paper.title})
        return page(request, row, form, alike, status=422)
    except Decided as decided:
        return already(request, decided.suggestion)
    return HttpResponseRedirect(reverse("suggestions"))


def entered(request: HttpRequest, pk: int, form: AcceptForm) -> str:
    """Accept as the form says; what to tell the curator."""
    given = form.cleaned_data
    paper = None if given["paper"] == NEW else get_object_or_404(Paper, pk=given["paper"])
    made = accept(pk, form.record, given["topic"], paper, member_of(request), given["another"], given["answer"])
    if paper is None:
        return _("“%(title)s” is in the catalogue.") % {"title": made.title}
    return _("What “%(title)s” lacked is filled in.") % {"title": made.title}


def answer_in(form: AcceptForm) -> str:
    """The answer alone: nothing else needs to be right to decline."""
    form.is_valid()
    return form.cleaned_data.get("answer", "")


def already(request: HttpRequest, row: Suggestion | None) -> HttpResponse:
    advice = _("The member has withdrawn this suggestion.")
    if row is not None:
        names = {"state": row.get_state_display(), "name": row.decided_by or "—"}
        advice = _("Somebody has decided on this suggestion meanwhile. %(state)s: %(name)s.") % names
    return render(request, "error.html", {"title": _("Nothing was changed"), "advice": advice}, status=409)


def possible(row: Suggestion, record: Record) -> list[Paper]:
    """The papers that it may be: of the same DOI, address or title, then those of like titles."""
    found = [known.paper for known in with_matches([row])[0].matches]  # type: ignore[attr-defined]
    titles = Paper.objects.order_by().values_list("pk", "title_key").iterator(chunk_size=2000)
    pairs = look_alikes({0: folded(record.title)}, titles)  # 0, the number of no paper, stands for the suggested one
    alike = [pair.paper or pair.other for pair in pairs[:MOST_ALIKE]]
    papers = Paper.objects.select_related("venue").defer("abstract").in_bulk(alike)
    return list({paper.pk: paper for paper in [*found, *(papers[pk] for pk in alike if pk in papers)]}.values())


def form_for(alike: list[Paper], *args: Any, **kwargs: Any) -> AcceptForm:
    form = AcceptForm(*args, **kwargs)
    papers = [(str(paper.pk), f"{paper.title} {paper.venue or ''} {paper.year or ''}".strip()) for paper in alike]
    form.fields["paper"].choices = [(NEW, _("A new paper")), *papers]  # type: ignore[attr-defined]
    return form


def page(
    request: HttpRequest, row: Suggestion, form: AcceptForm, alike: list[Paper], status: int = 200
) -> HttpResponse:
    context = {"row": row, "form": form, "alike": alike, "record": record_of(row.record)}
    return render(request, "papers/desk/suggestion.html", context, status=status)
