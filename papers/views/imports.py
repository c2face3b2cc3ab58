"""The import desk's door: what is brought, and all that has been."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from papers.access import curators_only
from papers.import_desk.forms import UploadForm
from papers.importing import jobs
from papers.models import Import, ImportRow
from papers.once import SentBefore, led_to, only_once

ENVELOPE = 64 * 1024  # what a form has around its file and its text
DRAINED = 64 * 1024 * 1024  # a browser shows the answer only after it has sent so much
PIECE = 64 * 1024


@csrf_exempt  # only here: the token is in the body, which is looked at after its size; `take` asks for it
@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """A file or a text for the desk, and below it the imports so far.

    413 where it is too large and 422 where it cannot be read; nothing is written then.
    """
    if request.method != "POST":
        jobs.start()
        return page(request, UploadForm())
    return too_large(request) or take(request)


def too_large(request: HttpRequest) -> HttpResponse | None:
    """The answer to more than the limits allow, which is never held in memory."""
    text_limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > settings.IMPORT_MAX_BYTES + text_limit + ENVELOPE:
        drain(request)
        return refuse(request, _("A file may have %(limit)s. Nothing was imported; bring it in parts."))
    try:
        file = request.FILES.get("file")
    except RequestDataTooBig:
        advice = _(
            "Pasted text may have %(text_limit)s, a file %(limit)s. Nothing was imported; go back, where your text is "
            "still in its field, save it as a file and choose that."
        )
        return refuse(request, advice)
    if file is not None and (file.size or 0) > settings.IMPORT_MAX_BYTES:
        return refuse(request, _("A file may have %(limit)s. Nothing was imported; bring it in parts."))
    return None


def drain(request: HttpRequest) -> None:
    """Let go past what is still coming, up to a bound."""
    for _piece in range(DRAINED // PIECE):
        if not request.read(PIECE):
            break


def refuse(request: HttpRequest, advice: str) -> HttpResponse:
    limits = {
        "limit": filesizeformat(settings.IMPORT_MAX_BYTES),
        "text_limit": filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
    }
    context = {"title": _("This is too large"), "advice": advice % limits}
    return render(request, "papers/desk/import_refused.html", context, status=413)


@csrf_protect
def take(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, form, status=422)
    imported = form.imported(request.user)
    try:
        address = kept(request, imported)
    except SentBefore as before:
        return HttpResponseRedirect(before.address)
    jobs.begin(imported)
    return HttpResponseRedirect(address)


@transaction.atomic
def kept(request: HttpRequest, imported: Import) -> str:
    sent = only_once(request, reverse("imports"), imported.text)
    imported.save()
    address = reverse("import", args=[imported.pk])
    led_to(sent, address)
    return address


def page(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    past = Import.objects.defer("text", "outline", "report", "journal").select_related("list", "by")
    shown = Paginator(past, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": shown, "past": with_counts(list(shown)), "page_query": "?"}
    return render(request, "papers/desk/imports.html", context, status=status)


def with_counts(past: list[Import]) -> list[tuple[Import, int, int]]:
    """Each with the number of its rows, and of the papers that it made."""
    made = Count("pk", filter=Q(outcome=ImportRow.Outcome.CREATED))
    counts = ImportRow.objects.filter(of__in=past).order_by().values_list("of").annotate(rows=Count("pk"), made=made)
    found = {pk: (rows, papers) for pk, rows, papers in counts}
    return [(imported, *found.get(imported.pk, (0, 0))) for imported in past]
