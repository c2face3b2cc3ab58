"""Pages that allauth makes, answering as ours do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from requests import RequestException

log = logging.getLogger(__name__)

THROTTLED = {"too_many_login_attempts", "rate_limited"}


def ours(view: Callable[..., HttpResponseBase], *methods: str) -> Callable[..., HttpResponseBase]:
    """The same page for GET, HEAD and POST only, or the ``methods`` that are named. A form that is refused answers
    422, or 429 where there were too many attempts; a link that was used 410."""

    @require_http_methods(methods or ("GET", "HEAD", "POST"))
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            response.status_code = status_of(getattr(response, "context_data", None) or {})
        return response

    return answer


def shown(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The same for pages that are only looked at."""
    return ours(view, "GET", "HEAD")


def with_provider(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """404 where the settings name no provider to sign in with; 502 where it is away or answers nonsense."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.OIDC_NAME:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except (RequestException, KeyError) as error:
            log.error("The sign-in provider does not answer: %s", type(error).__name__)
            return render(request, "socialaccount/authentication_error.html", status=502)

    return answer


def status_of(context: dict[str, Any]) -> int:
    if context.get("token_fail") or context.get("confirmation", True) is None:
        return 410
    forms = [form for name, form in context.items() if name == "form" or name.endswith("_form")]
    refused = [form for form in forms if getattr(form, "errors", None)]
    codes = {error.code for form in refused for errors in form.errors.as_data().values() for error in errors}
    if codes & THROTTLED:
        return 429
    return 422 if refused else 200
