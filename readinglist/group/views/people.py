"""For curators: who is in the group, and as what."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from papers.access import curators_only, member_of
from papers.people import name_of
from papers.requests import next_or
from readinglist.group.people import people, set_active
from readinglist.group.roles import LastAdministrator, Role, give, is_administrator, may_change, role_of, roles_to_give


@curators_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everybody by name, ``?q=`` those whose name holds it; beside each what the person who looks may make of them."""
    me = User.objects.prefetch_related("groups").get(pk=member_of(request).pk)
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    rows = people()
    for word in query.split():
        rows = rows.filter(Q(username__icontains=word) | Q(first_name__icontains=word) | Q(last_name__icontains=word))
    page = Paginator(rows, settings.PEOPLE_PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "page_query": f"?{urlencode({'q': query})}" if query else "?",
        "query": query,
        "rows": [{"person": one, "role": role_of(one), "may_change": may_change(me, one)} for one in page.object_list],
        "roles": roles_to_give(me),
        "may_let_in": is_administrator(me),
    }
    return render(request, "group/people.html", context)


@curators_only
@require_POST
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the person ``role``; 403 for one above one's own, 409 where nobody would be left to administer the group."""
    person = get_object_or_404(people(), pk=pk)
    chosen = request.POST.get("role", "")
    if chosen not in Role.values:
        return refused(request, _("There is no such role"), _("Go back and choose one."), 422)
    try:
        changed = give(person, chosen, by=member_of(request), request=request)
    except LastAdministrator:
        return last(request)
    if changed:
        said = {"name": name_of(person), "role": Role(chosen).label}
        messages.success(request, _("%(name)s: %(role)s from now on.") % said)
    return HttpResponseRedirect(next_or(request, reverse("people")))


@curators_only
@require_POST
def active(request: HttpRequest, pk: int) -> HttpResponse:
    """``active=yes`` lets the person in, ``no`` keeps them out; for administrators, 409 for the last of them."""
    if not is_administrator(member_of(request)):
        raise PermissionDenied
    person = get_object_or_404(people(), pk=pk)
    is_active = request.POST.get("active")
    if is_active not in {"yes", "no"}:
        return refused(request, _("Nothing was changed"), _("Go back and try again."), 422)
    try:
        changed = set_active(person, is_active == "yes", by=member_of(request), request=request)
    except LastAdministrator:
        return last(request)
    if changed:
        said = _("%(name)s can sign in again.") if is_active == "yes" else _("%(name)s is signed out and stays out.")
        messages.success(request, said % {"name": name_of(person)})
    return HttpResponseRedirect(next_or(request, reverse("people")))


def last(request: HttpRequest) -> HttpResponse:
    advice = _("This is the last administrator. Make somebody else one first.")
    return refused(request, _("Nothing was changed"), advice, 409)


def refused(request: HttpRequest, title: str, advice: str, status: int) -> HttpResponse:
    return render(request, "error.html", {"title": title, "advice": advice, "status": status}, status=status)
