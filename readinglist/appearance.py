"""Light or dark: a choice kept in a cookie and rendered by the server, so that no page flashes."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from readinglist.group.settled import settled_for

COOKIE = "theme"
THEMES = {"system": _("System"), "light": _("Light"), "dark": _("Dark")}


def context(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get(COOKIE, "system")
    group = settled_for(request)
    return {
        "theme": theme if theme in THEMES else "system",
        "themes": THEMES,
        "group_name": group.name,
        "group_logo": group.logo,
        "open_catalogue": group.catalogue_is_open,
        "interface_languages": settings.LANGUAGES,
        "oidc_name": settings.OIDC_NAME,
    }


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember ``theme`` (system, light or dark) for a year and go back to where the person was."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(COOKIE, theme, max_age=365 * 24 * 3600, samesite="Lax", secure=settings.HTTPS)
    return response
