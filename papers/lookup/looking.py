"""One look-up: remembered, or asked of the registry that the identifier belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache

from papers.formats.plain import plain, record_of
from papers.formats.records import Record
from papers.importing.fitting import fitted
from papers.lookup import arxiv, csl, openreview, usenix
from papers.lookup.failures import LookupFailed, Reason
from papers.lookup.identifiers import Identifier
from papers.lookup.network import Deadline

REMEMBERED = 7 * 24 * 3600  # seconds
FAILURE_REMEMBERED = 60
PASSING = {Reason.BUSY, Reason.OFFLINE, Reason.SLOW}  # worth another try at once

FETCH: dict[str, Callable[[str, Deadline], tuple[Record, str]]] = {
    "doi": csl.fetch,
    "arxiv": arxiv.fetch,
    "openreview": openreview.fetch,
    "usenix": usenix.fetch,
}


class Found(NamedTuple):
    """What a registry says; ``url`` is where a reader finds the paper."""

    record: Record
    registry: str
    url: str


def look_up(identifier: Identifier) -> Found:
    """What the registry knows of the identifier, within LOOKUP_SECONDS. Raises LookupFailed."""
    if not settings.LOOKUP:
        raise LookupFailed(Reason.OFF)
    key = key_of(identifier)
    known = cache.get(key)
    if known is None:
        known = asked(identifier)
        passing = "failed" in known and known["failed"] in PASSING
        if not passing:
            cache.set(key, known, timeout=FAILURE_REMEMBERED if "failed" in known else REMEMBERED)
    if "failed" in known:
        raise LookupFailed(Reason(known["failed"]), known["registry"])
    return Found(record_of(known["record"]), known["registry"], identifier.address)


def asked(identifier: Identifier) -> dict[str, Any]:
    """The answer, or the failure, as the cache keeps it."""
    try:
        record, registry = FETCH[identifier.kind](identifier.value, Deadline(settings.LOOKUP_SECONDS))
        kept, _reasons = fitted(record)
        if kept is None:
            raise LookupFailed(Reason.INVALID, registry)
    except LookupFailed as failure:
        return {"failed": failure.reason.value, "registry": failure.registry}
    return {"record": plain(replace(kept, line=0, raw="")), "registry": registry}


def key_of(identifier: Identifier) -> str:
    return "lookup:" + sha256(f"{identifier.kind} {identifier.value}".encode()).hexdigest()
