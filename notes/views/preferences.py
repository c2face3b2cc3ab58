"""How somebody likes to read, kept in their browser alone."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from notes.access import CODES
from notes.spreads import COOKIE
from papers.requests import HtmxRequest, next_or


@login_not_required
@require_POST
def set_summary_language(request: HtmxRequest) -> HttpResponse:
    """Remember for a year which language of a summary comes first (``language``: en or zh); another changes nothing."""
    response = HttpResponse(status=204) if request.htmx else HttpResponseRedirect(next_or(request, "/"))
    code = request.POST.get("language", "")
    if code in CODES:
        response.set_cookie(COOKIE, code, max_age=365 * 24 * 3600, samesite="Lax", secure=settings.HTTPS)
    return response
