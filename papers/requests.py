from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request as the middleware passes it on."""

    htmx: HtmxDetails


def next_or(request: HttpRequest, usual: str) -> str:
    """Where a form that was sent wants to go on: its ``next``, unless that is missing or leads to another host."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_ours else usual
