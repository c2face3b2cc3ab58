"""What the keyboard does on every page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """A page of its own; for htmx the panel alone, which opens over any page."""
    response = render(request, "_keys.html" if request.htmx else "keys.html")  # type: ignore[attr-defined]
    patch_vary_headers(response, ["HX-Request"])
    return response
