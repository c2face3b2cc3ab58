"""How registries are reached: at public addresses only, and all of it before one deadline.

A name is resolved here and the connection goes to the very address that was checked, so that a name which changes its
address in between gains nothing. The certificate is checked against the name.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from ssl import SSLContext
from threading import Thread
from time import monotonic
from typing import Any

import httpcore2

CONNECT_SECONDS = 3.0  # for one of several addresses, so that a dead one does not use up the time of the next
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_IPV4_INSIDE = [IPv6Network(net) for net in ("2002::/16", "2001::/32")]  # 6to4 and Teredo
_PROTOCOLS = ip_address("192.0.0.0"), ip_address("192.0.0.255")  # kept for protocols


class Unsafe(Exception):
    """The name leads to an address that is not public."""


class Deadline:
    """A moment in the future, to which everything counts down."""

    def __init__(self, seconds: float) -> None:
        self.end = monotonic() + seconds

    def left(self) -> float:
        """Seconds that remain. Raises httpcore2.ReadTimeout where there are none."""
        seconds = self.end - monotonic()
        if seconds <= 0:
            raise httpcore2.ReadTimeout("out of time")
        return seconds


def is_public(address: str) -> bool:
    """Whether it is a unicast address of the public internet, not another spelling of a private one."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:  # also of a scope, as in fe80::1%eth0
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if isinstance(found, IPv6Address):
        if found not in _GLOBAL_UNICAST or any(found in network for network in _IPV4_INSIDE):
            return False
    elif _PROTOCOLS[0] <= found <= _PROTOCOLS[1]:  # type: ignore[operator]
        return False
    return found.is_global and not found.is_multicast


def resolve(host: str, port: int) -> list[str]:
    """Every address of the name. Raises OSError where there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def reach(address: str, port: int, timeout: float) -> httpcore2.NetworkStream:
    return httpcore2.SyncBackend().connect_tcp(address, port, timeout)


class PublicOnly(httpcore2.NetworkBackend):
    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Raises Unsafe where any address of the host is not public, httpcore2's errors where none can be reached."""
        failure: httpcore2.ConnectError | httpcore2.ConnectTimeout = httpcore2.ConnectError("no address")
        for address in self.addresses(host, port):
            try:
                stream = reach(address, port, min(CONNECT_SECONDS, self.deadline.left()))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return Timed(stream, self.deadline)
        raise failure

    def addresses(self, host: str, port: int) -> list[str]:
        found = in_time(lambda: resolve(host, port), self.deadline)
        if not all(map(is_public, found)):
            raise Unsafe(host)
        return found


def in_time(resolving: Any, deadline: Deadline) -> list[str]:
    """The addresses; the system's own look-up of names knows no time limit, so it is left behind where it is late."""
    answers: SimpleQueue[list[str] | OSError] = SimpleQueue()

    def work() -> None:
        try:
            answers.put(resolving())
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    Thread(target=work, daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except Empty as error:
        raise httpcore2.ConnectTimeout("no address in time") from error
    if isinstance(answer, OSError):
        raise httpcore2.ConnectError(str(answer)) from answer
    return answer


class Timed(httpcore2.NetworkStream):
    """A stream on which every wait ends with the deadline, however small the pieces that come."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self.stream = stream
        self.deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, self.deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, self.deadline.left())

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return Timed(self.stream.start_tls(ssl_context, server_hostname, self.deadline.left()), self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)
