"""The curators' queue of what lists and catalogue have differently, and the decisions made there."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from papers.access import curators_only
from papers.disagreement_forms import SETTLED, DecisionForm, QueueForm, deed_in, rows_in, signed
from papers.models import Paper, Settlement
from papers.provenance import queue, settling
from papers.provenance.claims import DISPUTABLE
from papers.provenance.queue import Dispute, Place
from papers.provenance.settling import Deed, Moved
from papers.provenance.sources import LABELS
from papers.requests import HtmxRequest, next_or

LAST = "disagreement"  # in the session


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def disagreements(request: HtmxRequest) -> HttpResponse:
    """What waits (or with ``state=settled`` what is settled), under ``field`` and ``list``.

    POST ``keep``, ``take`` or ``alias`` decides on one, ``keep_all`` on a page; ``take_back`` and ``reopen`` undo that.
    409 where a value or a claim is no longer what the form showed; nothing is written then.
    """
    if request.method != "POST":
        return page(request)
    if "take_back" in request.POST:
        return undo(request)
    if "keep_all" in request.POST:
        return keep_page(request)
    if "reopen" in request.POST:
        return reopen(request)
    return decide(request)


def page(request: HttpRequest) -> HttpResponse:
    form = QueueForm(request.GET)
    field, group = form.chosen("field"), form.chosen("list")
    fields = [field] if field else DISPUTABLE
    counts = queue.counts_by_field(group)
    context: dict[str, Any] = {
        "form": form,
        "tabs": tabs(form, counts),
        "lists": queue.counts_by_list(fields),
        "chosen": {"field": field, "list": group, "state": form.chosen("state")},
        "page_query": form.address(),
        "everywhere": form.address(list=""),
        "settled_address": form.address(state=SETTLED),
        "here": request.path + form.address(),
        "last": last_deed(request),
    }
    if form.chosen("state") == SETTLED:
        settled = Settlement.objects.filter(field__in=fields).select_related("paper__venue", "by")
        context["page"] = paged(request, settled)
        return render(request, "papers/desk/settled.html", context)
    found = paged(request, queue.open_places(fields, group))
    context |= {"page": found, "disputes": queue.disputes((pk, DISPUTABLE[place]) for pk, place in found.object_list)}
    return render(request, "papers/desk/disagreements.html", context)


def paged(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page"))


def tabs(form: QueueForm, counts: dict[str, int]) -> list[tuple[Any, str, int, bool]]:
    """(label, address, count, chosen) of all fields and of each."""
    chosen = form.chosen("field")
    every = (_("All"), form.address(field="", state=""), sum(counts.values()), not chosen)
    return [
        every,
        *((LABELS[name], form.address(field=name, state=""), counts[name], name == chosen) for name in counts),
    ]


def last_deed(request: HttpRequest) -> dict[str, Any] | None:
    """What was just done without htmx, with what takes it back."""
    done = request.session.get(LAST) if "done" in request.GET else None
    if done is None:
        return None
    return {"deed": done, "token": signed(done), "paper": Paper.objects.filter(pk=done.get("paper")).first()}


def decide(request: HtmxRequest) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        advice = " ".join(str(error) for errors in form.errors.values() for error in errors)
        context = {"title": _("Nothing was changed"), "advice": advice}
        return render(request, "error.html", context, status=422)
    place, said = form.place, form.cleaned_data
    try:
        if said["take"]:
            done = settling.take(place, said["seen"], said["take"], request.user)
        elif said["alias"]:
            done = settling.take_as_alias(place, said["seen"], said["alias"], request.user)
        else:
            done = settling.keep(place, said["seen"], request.user)
    except Moved as moved:
        return conflict(request, place, moved.dispute)
    if request.htmx:
        return row(request, place, queue.disputes([place])[0], done)
    return remembering(request, done)


def keep_page(request: HtmxRequest) -> HttpResponse:
    """Keep the catalogue's values in all rows of a page that still stand as they were seen."""
    done, moved = settling.keep_all(rows_in(request.POST)[: settings.PAGE_SIZE], request.user)
    if moved:
        words = ngettext(
            "%(n)d had changed meanwhile and still waits.", "%(n)d had changed meanwhile and still wait.", moved
        )
        messages.warning(request, words % {"n": moved})
    return remembering(request, done)


def undo(request: HtmxRequest) -> HttpResponse:
    done = deed_in(request.POST["take_back"])
    if done is None:
        context = {"title": _("Nothing was changed"), "advice": _("This cannot be taken back by that button.")}
        return render(request, "error.html", context, status=422)
    place = (done.get("paper", 0), done.get("field", ""))
    try:
        dispute = settling.take_back(done)
    except Moved as moved:
        return conflict(request, place, moved.dispute)
    if request.htmx and dispute:
        return row(request, place, dispute)
    messages.success(request, _("Taken back; it waits again."))
    return HttpResponseRedirect(next_or(request, reverse("disagreements")))


def reopen(request: HtmxRequest) -> HttpResponse:
    number = request.POST["reopen"]
    is_open = number.isdecimal() and len(number) < 19 and settling.reopen([int(number)])
    messages.success(request, _("It waits again.") if is_open else _("It was waiting again already."))
    return HttpResponseRedirect(next_or(request, reverse("disagreements")))


def conflict(request: HtmxRequest, place: Place, dispute: Dispute | None) -> HttpResponse:
    """The place as it is now, for somebody who decided on something else."""
    words = _("This has changed while you were looking at it. Nothing was overwritten; below is how it stands now.")
    return row(request, place, dispute, error=words, status=409)


def row(
    request: HtmxRequest,
    place: Place,
    dispute: Dispute | None,
    done: Deed | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "place": "-".join(map(str, place)),
        "dispute": dispute,
        "done": done,
        "token": signed(done) if done else "",
        "error": error,
        "here": next_or(request, reverse("disagreements")),
    }
    template = "papers/desk/_disagreement.html" if request.htmx else "papers/desk/disagreement.html"
    return render(request, template, context, status=status)


def remembering(request: HttpRequest, done: Deed) -> HttpResponse:
    """Back to the page, which offers to take it back; the session keeps the deed, too long for an address."""
    request.session[LAST] = done
    parts = urlsplit(next_or(request, reverse("disagreements")))
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "done"]
    return HttpResponseRedirect(parts._replace(query=urlencode([*query, ("done", 1)])).geturl())
