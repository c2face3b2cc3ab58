"""What watches the server asks: whether it is ready, and its figures."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from readinglist.operations import readiness

BEARER = re.compile(r"Bearer +(\S+)", re.IGNORECASE)


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 where requests can be answered, else 503. What is at fault, for METRICS_TOKEN and administrators only."""
    faults = readiness.faults()
    status = 503 if any(faults.values()) else 200
    if has_token(request) or is_administrator(request):
        said = {name: "fault" if is_fault else "ok" for name, is_fault in faults.items()}
        return JsonResponse(said, status=status)
    return HttpResponse("unavailable\n" if status == 503 else "ok\n", status=status, content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, which shows METRICS_TOKEN as a bearer; 404 where none is set."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not has_token(request):
        headers = {"WWW-Authenticate": "Bearer"}
        return HttpResponse("A token is needed.\n", status=401, content_type="text/plain", headers=headers)
    from prometheus_client import CONTENT_TYPE_LATEST

    from readinglist.operations.metrics import exposition

    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def has_token(request: HttpRequest) -> bool:
    shown = BEARER.fullmatch(request.headers.get("Authorization", ""))
    wanted = settings.METRICS_TOKEN
    return bool(wanted) and shown is not None and constant_time_compare(shown[1], wanted)


def is_administrator(request: HttpRequest) -> bool:
    try:
        return request.user.is_active and request.user.is_superuser
    except DatabaseError:  # the very thing that may be at fault
        return False
