"""Registries of our own: a real HTTP server on this machine that answers for the hosts that look-ups ask.

Names are resolved as a test says and TLS is left out; all else is what production does.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

import httpcore2

CSL, ATOM, JSON, HTML = (
    "application/vnd.citationstyles.csl+json",
    "application/atom+xml",
    "application/json",
    "text/html",
)
PUBLIC = "93.184.215.14"


@dataclass
class Reply:
    body: bytes | Iterable[bytes] = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Plain(httpcore2.NetworkStream):
    """A stream without TLS that says for which name TLS was asked."""

    def __init__(self, stream: httpcore2.NetworkStream, registries: Registries) -> None:
        self.stream = stream
        self.registries = registries

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, timeout)

    def close(self) -> None:
        self.stream.close()

    def start_tls(self, ssl_context: Any, server_hostname: Any = None, timeout: Any = None) -> Plain:
        self.registries.vouched.append(server_hostname)
        return self

    def get_extra_info(self, info: str) -> Any:
        return None


class Registries:
    """What each host says (``serve``), where its name leads (``names``), and what was asked of whom (``asked``)."""

    def __init__(self) -> None:
        self.replies: dict[tuple[str, str], Reply] = {}
        self.names: dict[str, list[str]] = {}
        self.asked: list[tuple[str, str]] = []
        self.reached: list[str] = []
        self.vouched: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.is_over = Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(self))
        self.server.daemon_threads = True
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def serve(self, url: str, body: Any = b"", kind: str = "", status: int = 200, **headers: str) -> None:
        """Answer so at this address whatever its query; text, JSON, bytes or pieces of bytes."""
        parts = urlsplit(url)
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.replies[parts.netloc, parts.path] = Reply(body, status, ({"Content-Type": kind} if kind else {}) | named)

    def redirect(self, url: str, target: str, status: int = 302) -> None:
        self.serve(url, status=status, Location=target)

    def resolve(self, host: str, port: int) -> list[str]:
        return self.names.get(host, [PUBLIC])

    def reach(self, address: str, port: int, timeout: float) -> httpcore2.NetworkStream:
        self.reached.append(address)
        here, own_port = self.server.server_address[:2]
        return Plain(httpcore2.SyncBackend().connect_tcp(str(here), own_port, timeout), self)

    def close(self) -> None:
        self.is_over.set()
        self.server.shutdown()
        self.server.server_close()

    def forever(self, piece: bytes = b" ", pause: float = 0.01) -> Iterator[bytes]:
        """Pieces without end, until the test is over."""
        while not self.is_over.wait(pause):
            yield piece

    def silence(self) -> Iterator[bytes]:
        self.is_over.wait()
        yield b""


def handler_for(registries: Registries) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"]
            registries.asked.append((host, self.path))
            registries.headers.append(dict(self.headers))
            reply = registries.replies.get((host, self.path.partition("?")[0]), Reply(b"nothing here", 404))
            with suppress(OSError):  # whoever asked may have gone
                self.answer(reply)

        def answer(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if isinstance(reply.body, bytes):
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            for piece in [reply.body] if isinstance(reply.body, bytes) else reply.body:
                self.wfile.write(piece)
                self.wfile.flush()

        def log_message(self, *args: Any) -> None:
            pass

    return Handler


def bomb(size: int) -> bytes:
    """So many spaces, packed."""
    return gzip.compress(b" " * size, mtime=0)


CROSSREF = "https://api.crossref.org/v1/works/10.1145%2F3341301.3359646/transform"
DOI = "https://doi.org/10.1145%2F3341301.3359646"
WORK = {
    "type": "proceedings-article",
    "title": "Sharing a GPU Cluster Fairly",
    "container-title": "Proceedings of the 27th ACM Symposium on Operating Systems Principles",
    "event": "SOSP '19: ACM SIGOPS 27th Symposium on Operating Systems Principles",
    "author": [{"given": "Ada", "family": "Byron", "sequence": "first"}, {"given": "Hua", "family": "Li"}],
    "issued": {"date-parts": [[2019, 10, 27]]},
    "abstract": "<jats:title>Abstract</jats:title><jats:p>Jobs share &lt;one&gt; cluster.</jats:p>"
    "<jats:p>Fairly.</jats:p>",
    "DOI": "10.1145/3341301.3359646",
    "resource": {"primary": {"URL": "https://dl.acm.org/doi/10.1145/3341301.3359646"}},
}
ARXIV = "https://export.arxiv.org/api/query"
FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <title>query</title>
  <entry>
    <id>http://arxiv.org/abs/2309.06180v1</id>
    <title>Paging the Memory of
  Language Models</title>
    <published>2023-09-12T12:50:04Z</published>
    <summary>  Serving needs memory.
Pages help.
    </summary>
    <author><name>Ada Byron</name></author>
    <author><name>李华</name></author>
    {more}
  </entry>
</feed>"""
NO_ENTRY = '<feed xmlns="http://www.w3.org/2005/Atom"><title>query</title></feed>'
OPENREVIEW = "https://api2.openreview.net/notes"
NOTE = {
    "notes": [
        {
            "id": "H1eA7AEtvS",
            "pdate": 1577836800000,
            "content": {
                "title": {"value": "A Lite Model"},
                "authors": {"value": ["Ada Byron", "Hua Li"]},
                "abstract": {"value": "Smaller is\nfaster."},
                "venue": {"value": "ICLR 2020 poster"},
                "venueid": {"value": "ICLR.cc/2020/Conference"},
            },
        }
    ]
}
USENIX = "https://www.usenix.org/conference/osdi20/presentation/byron"
HEAD = """<!DOCTYPE html><html><head>
<meta name="citation_title" content="Scheduling by Time &amp; Space">
<meta name="citation_author" content="Ada Byron"><meta name="citation_author" content="Hua Li">
<meta name="citation_publication_date" content="2020">
<meta name="citation_conference_title" content="14th {USENIX} Symposium on Operating Systems Design and Implementation ({OSDI} 20)">
<meta name="citation_pdf_url" content="https://www.usenix.org/system/files/osdi20-byron.pdf">
</head><body><meta name="citation_title" content="not this"></body></html>"""  # noqa: E501


def feed(more: str = "") -> str:
    return FEED.replace("{more}", more)
