from __future__ import annotations

from zoneinfo import available_timezones

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from papers.access import member_of
from readinglist.members.forms import ProfileForm
from readinglist.members.models import Profile
from readinglist.members.preferences import carry


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("profile"))


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """How the member is called and likes things; POST keeps it, and brings it to this browser at once."""
    person = member_of(request)
    data = request.POST if request.method == "POST" else None
    form = ProfileForm(data, instance=Profile.of(person), may_invite=person.has_perm("members.add_invitation"))
    if request.method == "POST" and form.is_valid():
        response = HttpResponseRedirect(reverse("profile"))
        kept = form.save()
        carry(kept, request, response)
        with translation.override(kept.language or translation.get_language()):
            messages.success(request, _("Your profile is saved."))
        return response
    context = {"form": form, "zones": sorted(available_timezones()), "usual_zone": settings.TIME_ZONE}
    return render(request, "members/profile.html", context, status=422 if form.errors else 200)
