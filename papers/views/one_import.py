"""One import at the desk: its progress, its rows, its report, and the steps from one to the next."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import condition, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from papers.access import curators_only, import_for_curation
from papers.conditional import word
from papers.formats.cells import harmless
from papers.generation import generation
from papers.import_desk.choices import Clash, stamp
from papers.import_desk.completing import is_asking
from papers.import_desk.forms import CorrectionForm
from papers.import_desk.lines import Line, Tally, lines
from papers.importing import CannotUndo, jobs, undo
from papers.models import Import
from papers.requests import HtmxRequest

State = Import.State


@curators_only
@require_safe
def one(request: HtmxRequest, pk: int) -> HttpResponse:
    """How far it is, then its rows for review, then what became of them.

    For htmx, which asks while it is under way, the progress alone; once that is over, the page anew.
    """
    imported = import_for_curation(pk)
    if imported.state in jobs.UNDER_WAY:
        jobs.start()
        imported.refresh_from_db(fields=["state"])
    is_under_way = imported.state in jobs.UNDER_WAY
    if request.htmx and not is_under_way:
        return HttpResponseClientRefresh()
    if not is_under_way:
        return reviewing(request, imported) if imported.state == State.REVIEW else told(request, imported)
    progress = jobs.progress_of(imported)
    left = words_for(progress.seconds_left) if progress and progress.seconds_left is not None else ""
    context = {"imported": imported, "progress": progress, "left": left, "is_ending": jobs.is_cancelled(imported)}
    fragment = "papers/desk/_import_progress.html"
    response = render(request, fragment if request.htmx else "papers/desk/import_progress.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def words_for(seconds: int) -> str:
    """The time left, as roughly as it is known."""
    if seconds < 60:
        return ngettext("about %(n)d second left", "about %(n)d seconds left", seconds) % {"n": seconds}
    minutes = round(seconds / 60)
    return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {"n": minutes}


def reviewing(
    request: HttpRequest, imported: Import, clashes: list[Clash] | None = None, asked: QueryDict | None = None
) -> HttpResponse:
    """The rows of the tab that the address names; 409 with what two people chose where there are ``clashes``."""
    asked = request.GET if asked is None else asked
    tally = Tally(imported)
    tab = tally.chosen(asked)
    page = Paginator(lines(imported, tab.of(imported.rows.all())), settings.IMPORT_PAGE_SIZE).get_page(
        asked.get("page")
    )
    shown = [Line(row, imported) for row in page]
    clashing = {clash.row.pk: clash for clash in clashes or []}
    context = {
        "imported": imported,
        "tally": tally,
        "tab": tab,
        "tabs": tally.for_review,
        "page": page,
        "page_query": tab.query,
        "lines": [(line, stamp(line), clashing.get(line.row.pk)) for line in shown],
        "clashes": clashes,
        "is_asking": is_asking(imported),
    }
    return render(request, "papers/desk/import_review.html", context, status=409 if clashes else 200)


def told(request: HttpRequest, imported: Import, reasons: list[str] | None = None) -> HttpResponse:
    """What became of every row; 409 with ``reasons`` where it cannot be undone."""
    tally = Tally(imported)
    tab = tally.chosen(request.GET)
    rows = tab.of(imported.rows.select_related("paper__venue").order_by("position"))
    page = Paginator(rows, settings.IMPORT_PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "imported": imported,
        "tally": tally,
        "tab": tab,
        "tabs": tally.for_report,
        "page": page,
        "page_query": tab.query,
        "lines": [Line(row, imported) for row in page],
        "reasons": reasons,
    }
    return render(request, "papers/desk/import_report.html", context, status=409 if reasons else 200)


def back(imported: Import) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("import", args=[imported.pk]))


def refused(request: HtmxRequest, imported: Import) -> HttpResponse:
    """Somebody else was quicker: how the import stands now, and what was typed."""
    imported.refresh_from_db(fields=["state"])
    typed = [request.POST[name] for name in CorrectionForm.base_fields if request.POST.get(name) and name != "seen"]
    name = "papers/desk/_import_moved_on.html" if request.htmx else "papers/desk/import_moved_on.html"
    return render(request, name, {"imported": imported, "typed": typed}, status=409)


@curators_only
@require_POST
def cancel(request: HtmxRequest, pk: int) -> HttpResponse:
    """Stop the reading or the bringing in, or leave it at the review; nothing of it is in the catalogue then."""
    imported = import_for_curation(pk)
    if imported.state in jobs.UNDER_WAY:
        jobs.cancel(imported)
    elif not jobs.set_aside(imported):
        return refused(request, imported)
    return back(imported)


@curators_only
@require_POST
def again(request: HtmxRequest, pk: int) -> HttpResponse:
    """Take up one that failed or was cancelled."""
    imported = import_for_curation(pk)
    return back(imported) if jobs.again(imported) else refused(request, imported)


@curators_only
@require_POST
def take_back(request: HtmxRequest, pk: int) -> HttpResponse:
    """Undo it; 409 that says what was built on it, where something was."""
    imported = import_for_curation(pk)
    if imported.state != State.DONE:
        return refused(request, imported)
    try:
        undo(imported, request.user)
    except CannotUndo as built_on:
        return told(request, imported, built_on.reasons)
    messages.success(request, _("“%(name)s” is undone: the catalogue is as it was before.") % {"name": imported})
    return back(imported)


class Echo:
    """A file that gives back what is written to it, for rows that are sent as they are made."""

    def write(self, value: str) -> str:
        return value


def of_report(request: HttpRequest, pk: int) -> str | None:
    """What the report is made of, once nothing is done to the import's rows any more."""
    state = Import.objects.filter(pk=pk).values_list("state", flat=True).first()
    return word(request, state, generation()) if state in {State.DONE, State.UNDONE} else None


@curators_only
@require_safe
@condition(of_report)
def report(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Every row with its outcome as CSV, in UTF-8 with a byte-order mark, as spreadsheet programs expect Chinese."""
    imported = import_for_curation(pk)
    response = StreamingHttpResponse(cells_of(imported), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{imported.pk}.csv"'
    return response


def cells_of(imported: Import) -> Iterator[str]:
    writer: Any = csv.writer(Echo())
    head = ["line", "status", "change", "choice", "outcome", "title", "paper", "reason", "as the file has it"]
    yield "\ufeff" + writer.writerow(head)
    for row in imported.rows.order_by("position").iterator(chunk_size=500):
        title, paper = row.record.get("title", ""), row.paper_id or ""
        cells = [row.line, row.status, row.change, row.choice, row.outcome, title, paper, row.reason, row.raw]
        yield writer.writerow([harmless(str(cell)) for cell in cells])
