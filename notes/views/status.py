from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from notes import undo
from notes.access import member_of, reading_for_edit
from notes.models import Reading
from papers.requests import HtmxRequest, next_or


@require_POST
def set_status(request: HtmxRequest, pk: int) -> HttpResponse:
    """Set one's own status (``status``: to-read, reading, read, set-aside or none) or take that back (``undo``).

    For htmx the control itself, otherwise back to ``next`` or the paper. 422 for any other word; nothing changes then.
    """
    status = request.POST.get("status", "")
    with transaction.atomic():
        reading = reading_for_edit(member_of(request), pk)
        before = undo.token_for(reading)
        if "undo" in request.POST:
            is_understood, token = undo.restore(reading, request.POST["undo"]), ""
        else:
            is_understood, token = status == "none" or status in Reading.Status.values, before
            if is_understood:
                reading.move_to("" if status == "none" else status)
        if is_understood or reading.holds_nothing:
            keep(reading)
    return answer(request, reading, token, is_understood)


def keep(reading: Reading) -> None:
    """Save the reading, or delete it where nothing is left in it."""
    if reading.holds_nothing:
        reading.delete()
    else:
        reading.save()


def answer(request: HtmxRequest, reading: Reading, token: str, is_understood: bool) -> HttpResponse:
    paper = reading.paper
    error = "" if is_understood else _("This status is not known. Choose one of the four.")
    if request.htmx:
        context = {
            "paper": paper,
            "mine": reading.status,
            "undo": token,
            "error": error,
            "changed": is_understood,
            "readers": Reading.objects.read().filter(paper=paper, member__is_active=True).count(),
        }
        response = render(request, "notes/_status.html", context, status=200 if is_understood else 422)
        return trigger_client_event(response, "marked") if is_understood else response
    if error:
        return render(request, "error.html", {"title": _("Nothing was changed"), "advice": error}, status=422)
    if token:
        request.session["undo"] = [paper.pk, token]
    messages.success(request, saying(reading), extra_tags="undo" if token else "")
    return HttpResponseRedirect(next_or(request, paper.get_absolute_url()))


def saying(reading: Reading) -> str:
    if not reading.status:
        return _("“%(title)s” has no status any more.") % {"title": reading.paper.title}
    return _("“%(title)s” is now: %(status)s.") % {
        "title": reading.paper.title,
        "status": reading.get_status_display(),
    }
