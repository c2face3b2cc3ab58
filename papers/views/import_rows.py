"""What curators decide about the rows of an import: choices, corrections, what registries know."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from papers.access import curators_only, import_for_curation
from papers.import_desk.choices import Clash, Closed, choose, choose_all, open_for_choices, stamp, subject
from papers.import_desk.completing import accept, ask, ask_all
from papers.import_desk.forms import CorrectionForm
from papers.import_desk.lines import Choice, Line, Tally, lines
from papers.importing import correct, jobs
from papers.models import Import, ImportRow
from papers.requests import HtmxRequest
from papers.views.one_import import back, refused, reviewing

LONGEST_NUMBER = 18  # digits of a row's number that every database holds


@curators_only
@require_POST
def rows(request: HtmxRequest, pk: int) -> HttpResponse:
    """Save what was chosen on a page of rows, and do what the button says (``do``): send off, take-all, skip-all.

    409 with both choices where somebody else chose otherwise meanwhile, or where the import is under review no more.
    For htmx, which sends one row at a time, where that row stands now.
    """
    imported = import_for_curation(pk)
    tab = Tally(imported).chosen(request.POST)
    numbers = [number for number in request.POST.getlist("row") if is_number(number)]
    try:
        clashes = choose(imported, lines(imported, imported.rows.filter(pk__in=numbers)), request.POST.dict())
        if request.htmx:
            return one_row(request, imported, numbers, clashes)
        do = "" if clashes else request.POST.get("do", "")
        if do in {"take-all", "skip-all"}:
            changed = choose_all(imported, tab, Choice.TAKE if do == "take-all" else Choice.SKIP)
            said = ngettext("%(count)d row changed.", "%(count)d rows changed.", changed)
            messages.success(request, said % {"count": changed})
    except Closed:
        return refused(request, imported)
    if clashes:
        return reviewing(request, imported, clashes, request.POST)
    if do == "send-off":
        return back(imported) if jobs.send_off(imported) else refused(request, imported)
    return HttpResponseRedirect(place(imported, tab.query, request.POST.get("page", "")))


def is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER


def place(imported: Import, query: str, page: str) -> str:
    """The page of the review that a form came from."""
    address = reverse("import", args=[imported.pk]) + query
    return f"{address}&page={page}" if is_number(page) else address


def one_row(request: HttpRequest, imported: Import, numbers: list[str], clashes: list[Clash]) -> HttpResponse:
    """Where the row stands, beside its choices, and how many rows would be imported now."""
    row = lines(imported, imported.rows.filter(pk__in=numbers[:1])).first()
    if row is None:
        raise Http404
    line = Line(row, imported)
    context = {"imported": imported, "line": line, "seen": stamp(line), "tally": Tally(imported)}
    is_as_before = request.POST.get(f"seen-{row.pk}", "").startswith(subject(line))
    if is_as_before and not clashes:
        return render(request, "papers/desk/_import_row_said.html", context)
    context |= {"clash": clashes[0], "is_focused": True} if clashes else {"is_saved": True}
    response = render(request, "papers/desk/_import_row_anew.html", context, status=409 if clashes else 200)
    return reswap(retarget(response, f"#row-{row.pk}"), "outerHTML")


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HtmxRequest, pk: int, row_pk: int) -> HttpResponse:
    """One row to correct; 422 with what was typed where it will not do, 409 where somebody else changed it meanwhile.

    With ``do`` another thing than correcting: ``look-up`` asks a registry, ``accept`` takes what that said.
    """
    imported = import_for_curation(pk)
    line = line_of(imported, row_pk)
    if imported.state != Import.State.REVIEW:
        return refused(request, imported)
    if request.method != "POST":
        is_left = request.htmx and "shown" in request.GET
        return shown(request, line) if is_left else correcting(request, line, CorrectionForm(line.record))
    try:
        if request.POST.get("do") == "look-up":
            ask(line.row)
        elif request.POST.get("do") == "accept":
            take_found(imported, line.row, request.POST.getlist("field"))
        else:
            return save(request, line)
    except Closed:
        return refused(request, imported)
    return shown(request, line)


def line_of(imported: Import, row_pk: int) -> Line:
    found = lines(imported, imported.rows.filter(pk=row_pk)).first()
    if found is None:
        raise Http404
    return Line(found, imported)


@transaction.atomic
def take_found(imported: Import, row: ImportRow, names: list[str]) -> None:
    open_for_choices(imported)
    row.refresh_from_db()
    accept(row, names)


@transaction.atomic
def save(request: HtmxRequest, line: Line) -> HttpResponse:
    open_for_choices(line.imported)
    line = line_of(line.imported, line.row.pk)
    form = CorrectionForm(line.record, request.POST)
    if not form.is_valid():
        return correcting(request, line, form, status=422)
    if form.cleaned_data["seen"] != stamp(line):
        return correcting(request, line, form, status=409)
    correct(line.row, form.record)
    return shown(request, line)


def correcting(request: HtmxRequest, line: Line, form: CorrectionForm, status: int = 200) -> HttpResponse:
    first = next((name for name in form.fields if name in form.errors), "title") if form.is_bound else "title"
    form.fields[first].widget.attrs["autofocus"] = True
    context = {"imported": line.imported, "line": line, "form": form, "seen": stamp(line), "is_stale": status == 409}
    if not request.htmx:
        return render(request, "papers/desk/import_correct.html", context, status=status)
    response = render(request, "papers/desk/_import_correct.html", context, status=status)
    return reswap(retarget(response, f"#row-{line.row.pk} .understood"), "innerHTML")


def shown(request: HtmxRequest, line: Line) -> HttpResponse:
    """The row as it stands now: for htmx itself, else on its page of the review."""
    line = line_of(line.imported, line.row.pk)
    if request.htmx:
        context = {"imported": line.imported, "line": line, "seen": stamp(line), "tally": Tally(line.imported)}
        return render(request, "papers/desk/_import_row_anew.html", context | {"is_focused": True})
    return HttpResponseRedirect(f"{reverse('import', args=[line.imported.pk])}{at(line.row)}#row-{line.row.pk}")


def at(row: ImportRow) -> str:
    before = row.of.rows.filter(position__lt=row.position).count()
    return f"?page={before // settings.IMPORT_PAGE_SIZE + 1}"


@curators_only
@require_POST
def look_up_all(request: HtmxRequest, pk: int) -> HttpResponse:
    """Ask the registries about every row that has something to ask by."""
    imported = import_for_curation(pk)
    if imported.state != Import.State.REVIEW:
        return refused(request, imported)
    ask_all(imported)
    return back(imported)
