"""A form that makes a row makes one, however often its button is clicked."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from papers.models import Sent

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the field's name; its value is another on every page that is opened
KEPT = timedelta(days=1)


class SentBefore(Exception):
    """The same form came from the same page before; the answer led to ``address``."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def only_once(request: HttpRequest, usual: str, more: str = "") -> Sent | None:
    """Take the form that the request sends; ``led_to`` then says where its answer leads. Raises SentBefore.

    To be called in the transaction that makes the row: a second click waits for it, and counts where the first failed.
    ``more`` is what was sent beside the fields, such as a file. None where the page cannot be told from others.
    """
    if not request.POST.get(TOKEN):
        return None
    key = key_of(request, more)
    Sent.objects.filter(at__lt=timezone.now() - KEPT).delete()
    try:
        with transaction.atomic():
            return Sent.objects.create(key=key, address=usual)
    except IntegrityError:
        raise SentBefore(Sent.objects.get(pk=key).address) from None


def sent_before(request: HttpRequest) -> str | None:
    """Where the same form led that came from the same page before, if one did."""
    if not request.POST.get(TOKEN):
        return None
    return Sent.objects.filter(pk=key_of(request)).values_list("address", flat=True).first()


def led_to(sent: Sent | None, address: str) -> None:
    if sent is not None:
        Sent.objects.filter(pk=sent.pk).update(address=address[:500])


def key_of(request: HttpRequest, more: str = "") -> str:
    fields = sorted((name, *values) for name, values in request.POST.lists())
    return hashlib.sha256(repr((request.user.pk, request.path, fields, more)).encode()).hexdigest()
