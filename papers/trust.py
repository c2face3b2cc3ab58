"""Whether what members suggest is in the catalogue at once: as a layer above has settled it, else by TRUST_MEMBERS."""

from collections.abc import Callable

from django.conf import settings

SETTLED: list[Callable[[], bool]] = []


def members_are_trusted() -> bool:
    return SETTLED[-1]() if SETTLED else settings.TRUST_MEMBERS
