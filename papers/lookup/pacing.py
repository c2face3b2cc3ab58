"""How often a registry is asked: what it wishes for, kept across the processes of this server."""

from __future__ import annotations

from threading import Lock
from time import sleep, time

from django.core.cache import cache

from papers.lookup.failures import LookupFailed, Reason
from papers.lookup.network import Deadline

SECONDS_BETWEEN = {"export.arxiv.org": 3.0}  # arXiv's terms of use
USUALLY = 1.0
PATIENCE = 4.0  # a page is waiting for the answer, and a worker of the server with it
REST = 60.0  # after a registry has said that it is too much
LONGEST_REST = 600.0

_one = Lock()  # two processes may still read the same moment; that is rare, and no harm


def wait_turn(host: str, registry: str, deadline: Deadline) -> None:
    """Sleep until the host may be asked again. Raises LookupFailed at once where that is too far away."""
    with _one:
        now = time()
        turn = min(max(now, cache.get(key(host), 0.0)), now + LONGEST_REST)
        if turn - now >= min(PATIENCE, deadline.left()):
            raise LookupFailed(Reason.BUSY, registry)
        between = SECONDS_BETWEEN.get(host, USUALLY)
        cache.set(key(host), turn + between, timeout=turn + between - now)
    if turn > now:
        sleep(turn - now)


def rest(host: str, retry_after: str) -> None:
    """Leave the host alone for as long as it asks, in seconds; a minute where it does not say."""
    seconds = float(retry_after) if retry_after.isascii() and retry_after.isdigit() else REST
    seconds = min(seconds, LONGEST_REST)
    cache.set(key(host), time() + seconds, timeout=seconds)


def key(host: str) -> str:
    return f"lookup-turn:{host}"
