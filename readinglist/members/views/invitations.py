"""Inviting people: the page of all invitations, and what can be done with one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from papers.access import member_of
from papers.once import SentBefore, only_once
from readinglist.members import inviting
from readinglist.members.invitation_forms import InvitationForm
from readinglist.members.models import Invitation
from readinglist.operations import audit

LINK = "invitation_link"  # in the session, until the page has shown it once

inviters_only = permission_required("members.add_invitation", raise_exception=True)


@inviters_only
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """Every invitation of the group; POST invites one more person. 422 with what was typed where that cannot be."""
    form = InvitationForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return handed_over(request, form.save(commit=False))
    return listed(request, form)


def listed(request: HttpRequest, form: InvitationForm) -> HttpResponse:
    rows = Invitation.objects.select_related("invited_by", "used_by", "welcome")
    page = Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    now = timezone.now()
    for row in page:
        row.state_now = row.state_at(now)  # type: ignore[attr-defined]
    context: dict[str, Any] = {"form": form, "page": page, "page_query": "?", "days": settings.INVITATION_DAYS}
    context["link"] = request.session.pop(LINK, None)
    return render(request, "members/invitations.html", context, status=422 if form.errors else 200)


def handed_over(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """With a new link, which is mailed where there is an address, and shown once to whoever invites."""
    is_new = invitation.pk is None
    try:
        with transaction.atomic():
            only_once(request, reverse("invitations"))
            token = inviting.renew(invitation, member_of(request))
    except SentBefore as before:
        return HttpResponseRedirect(before.address)
    audit.note("invited", request=request, role=invitation.role, again=not is_new)
    link = inviting.link_to(token, request)
    request.session[LINK] = {"link": link, "email": invitation.email}
    if not invitation.email:
        messages.success(request, _("Here is the link. It is shown this once."))
    elif not settings.MAIL_SERVER:
        inviting.send(invitation, token, request)
        messages.warning(request, _("There is no mail server, so the mail was printed where the server runs."))
    elif inviting.send(invitation, token, request):
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": invitation.email})
    else:
        messages.error(request, _("The mail could not be sent. Hand over the link yourself."))
    return HttpResponseRedirect(reverse("invitations"))


@inviters_only
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link with a new term for an invitation that nobody has accepted; the old link is void."""
    invitation = get_object_or_404(Invitation, pk=pk, used__isnull=True)
    invitation.revoked = None
    return handed_over(request, invitation)


@inviters_only
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk)
    if inviting.take_back(invitation):
        audit.note("invitation-withdrawn", request=request, role=invitation.role)
        messages.success(request, _("The invitation is taken back; its link is void."))
    else:
        messages.warning(request, _("This invitation was not waiting any more."))
    return HttpResponseRedirect(reverse("invitations"))
