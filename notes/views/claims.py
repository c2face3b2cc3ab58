from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from notes.access import language_named, member_of, paper_for_writing
from notes.claiming import claim, holder, release
from notes.models import Claim
from papers.models import Paper
from papers.requests import HtmxRequest, next_or


@require_POST
def set_claim(request: HtmxRequest, pk: int, code: str) -> HttpResponse:
    """Take a text on for a while (``action=take``) or give it back (``give-back``).

    For htmx the control itself, otherwise back to ``next`` or the paper. 409 where another's claim still runs and 422
    for any other action; nothing changes then.
    """
    member = member_of(request)
    paper = paper_for_writing(member, pk)
    language = language_named(code)
    action, status = request.POST.get("action"), 200
    if action == "take":
        try:
            taken = claim(paper, language, member)
        except Paper.DoesNotExist as gone:
            raise Http404 from gone
        status, words = (200, until(taken)) if taken else (409, of_another(holder(paper, language)))
    elif action == "give-back":
        release(paper, language, member)
        words = _("Others can take this text now.")
    else:
        status, words = 422, _("Take the text, or give it back; nothing else can be done with it here.")
    if request.htmx:
        context = {"paper": paper, "code": code, "error": words if status == 422 else ""}
        return render(request, "notes/_claim.html", context, status=status)
    if status != 200:
        return render(request, "error.html", {"title": _("Nothing was changed"), "advice": words}, status=status)
    messages.success(request, words)
    return HttpResponseRedirect(next_or(request, paper.get_absolute_url()))


def until(taken: Claim) -> str:
    return _("This text is yours until %(day)s.") % {"day": day_of(taken)}


def of_another(running: Claim | None) -> str:
    if running is None:
        return _("Somebody else had this text and has just given it back. Try again.")
    return _("%(name)s has taken this until %(day)s.") % {"name": running.member, "day": day_of(running)}


def day_of(taken: Claim) -> str:
    return date_format(localtime(taken.until), "MONTH_DAY_FORMAT")
