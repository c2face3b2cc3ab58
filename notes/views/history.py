"""The history of a summary: every version, any two side by side in one text, and the way back to one."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from notes.access import language_named, may_write, member_of, paper_for_writing, summary_for_edit
from notes.models import Summary
from notes.versions import compare, listed, restore, versions_for_reading
from notes.writing import MovedOn
from papers.models import Paper

MOST = 2**31 - 1


class RestoreForm(forms.Form):
    """Which version to bring back, and the one that the member had before them as the newest."""

    version = forms.IntegerField(min_value=1, max_value=MOST)
    seen = forms.IntegerField(min_value=0, max_value=MOST)


@require_safe
def history(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Every version that the member may see, and what changed between ``from`` and ``to``, or the newest two.

    ``whole`` shows the unchanged text, too. What names no version is ignored, and the page says so.
    """
    member = member_of(request)
    language = language_named(code)
    paper = get_object_or_404(Paper, pk=pk)
    open_to = versions_for_reading(paper, member)
    if language not in open_to:
        raise Http404
    versions = open_to[language]
    asked = request.GET
    comparison = compare(versions, asked.get("from", ""), asked.get("to", ""), "whole" in asked)
    page = Paginator(list(versions), settings.PAGE_SIZE).get_page(asked.get("page"))
    present = Summary.objects.filter(paper=paper, language=language).only("version").first()
    context = {
        "paper": paper,
        "language": language,
        "languages": list(open_to),
        "versions": listed(paper, language, page.object_list),
        "page": page,
        "page_query": f"?from={comparison.since}&to={comparison.until}",
        "comparison": comparison,
        "is_whole": "whole" in asked,
        "current": present.version if present else 0,
        "may_write": may_write(member),
        "may_restore": may_write(member) and may_see(member, present),
    }
    return render(request, "notes/history.html", context)


def may_see(member: User, present: Summary | None) -> bool:
    return present is None or Summary.objects.visible_to(member).filter(pk=present.pk).exists()


@require_POST
def bring_back(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Save version ``version`` as a new one over version ``seen``, and go to the history.

    409, and nothing is changed, where somebody saved since; 422 for anything that is no number.
    """
    member = member_of(request)
    language = language_named(code)
    paper = paper_for_writing(member, pk)
    summary_for_edit(member, paper, language)
    form = RestoreForm(request.POST)
    if not form.is_valid():
        advice = _("Choose a version in the history and restore it from there.")
        return render(request, "error.html", {"title": _("Nothing was changed"), "advice": advice}, status=422)
    version, seen = form.cleaned_data["version"], form.cleaned_data["seen"]
    try:
        summary = restore(paper, language, version, seen, member)
    except MovedOn as moved:
        context = {"paper": paper, "language": language, "version": version, "seen": seen, "now": moved.current}
        return render(request, "notes/moved_on.html", context, status=409)
    messages.success(request, said(version, summary, seen))
    return HttpResponseRedirect(reverse("summary-history", args=[pk, code]))


def said(version: int, summary: Summary, seen: int) -> str:
    if summary.version == seen:
        return _("Version %(number)s says the same as the text that stands now. Nothing was changed.") % {
            "number": version
        }
    return _("Version %(number)s is restored as version %(new)s.") % {"number": version, "new": summary.version}
