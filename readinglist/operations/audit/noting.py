from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from django.http import HttpRequest

    from readinglist.operations.models import AuditEntry


def note(
    kind: str,
    by: AbstractBaseUser | AnonymousUser | None = None,
    person: AbstractBaseUser | None = None,
    request: HttpRequest | None = None,
    **detail: str | int | bool | None,
) -> AuditEntry:
    """Write down what happened; in the transaction of the deed, where it has one.

    ``kind`` is one of ``AuditEntry.Kind``; ``by`` who did it, by default who is signed in; ``person`` whom it was done
    to, where that is another. ``detail`` holds short words and numbers: never a name, an address, a token, a password
    or anything that somebody wrote.
    """
    from readinglist.operations.models import AuditEntry

    if by is None and request is not None:
        by = getattr(request, "user", None)
    return AuditEntry.objects.create(
        kind=AuditEntry.Kind(kind),
        by_id=by.pk if by is not None and by.is_authenticated else None,
        person_id=person.pk if person is not None else None,
        detail={name: value for name, value in detail.items() if value not in (None, "")},
        address=address_of(request) if request is not None else None,
    )


def address_of(request: HttpRequest) -> str | None:
    """Where the request came from, as the server says; None where that is no address, such as behind a socket."""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        validate_ipv46_address(address)
    except ValidationError:
        return None
    return address
