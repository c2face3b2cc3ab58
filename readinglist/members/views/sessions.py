"""Where I am signed in."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from papers.access import member_of
from readinglist.members.browsers import name_of
from readinglist.members.sessions import end, end_all, open_sessions
from readinglist.operations import audit


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """GET lists them; POST ends one (``session``) or all but this (``others``), which wants no further proof: who is
    signed in anywhere may always sign out there."""
    person, here = member_of(request), request.session.session_key
    if request.method == "POST":
        if "others" in request.POST:
            number = end_all(person, but=here)
            messages.success(request, _("You are signed out everywhere else."))
        else:
            pk = request.POST.get("session", "")
            rows = UserSession.objects.filter(user=person).exclude(session_key=here)
            end(get_object_or_404(rows, pk=pk if pk.isdecimal() and len(pk) < 19 else 0))
            number = 1
            messages.success(request, _("You are signed out there."))
        audit.note("sessions-ended", request=request, number=number)
        return HttpResponseRedirect(reverse("sessions"))
    rows = open_sessions(person)
    shown = [{"row": row, "name": name_of(row.user_agent), "is_here": row.session_key == here} for row in rows]
    return render(request, "members/sessions.html", {"sessions": shown})
