"""Answers leave in one piece, so that none is cut in two where a server is killed."""

import io
import os
import socket
from types import SimpleNamespace
from wsgiref.util import FileWrapper

import pytest
from gunicorn import http
from gunicorn.config import Config
from gunicorn.glogging import Logger

from readinglist.operations import gunicorn_conf
from readinglist.operations.worker import FULL, Outbox, Worker


class Watched(socket.socket):
    """Remembers what it was given to send, call by call."""

    def __init__(self, sock):
        super().__init__(fileno=sock.detach())
        self.sent = []

    def sendall(self, data):
        self.sent.append(bytes(data))

    def sendfile(self, file, offset=0, count=None):
        self.sent.append(f"a file from {offset} on, {count} bytes")


@pytest.fixture
def ask():
    """An application and a request's lines; what was sent, and whether the connection is kept."""
    opened = []

    def asked(application, first="GET / HTTP/1.1", *lines, body=b""):
        theirs, ours = socket.socketpair()
        ours = Watched(ours)
        ours.theirs = theirs
        opened.extend([theirs, ours])
        theirs.sendall("\r\n".join([first, "Host: localhost", *lines, "", ""]).encode() + body)
        config = Config()
        worker = Worker(1, os.getpid(), [], None, 30, config, Logger(config))
        worker.wsgi, worker.max_keepalived, worker.nr = application, 10, 0
        connection = SimpleNamespace(sock=ours, client=("127.0.0.1", 1), server=("127.0.0.1", 2))
        request = next(http.get_parser(config, ours, connection.client))
        try:
            return ours, worker.handle_request(request, connection)
        except StopIteration:
            return ours, None

    yield asked
    for sock in opened:
        sock.close()


def answering(*parts, status="200 OK", **headers):
    def application(environ, start_response):
        start_response(status, [(name.replace("_", "-"), value) for name, value in headers.items()])
        return iter(parts)

    return application


def test_it_is_what_make_serve_runs():
    config = Config()
    config.set("worker_class", gunicorn_conf.worker_class)
    assert config.worker_class is Worker


def test_headers_and_body_leave_together(ask):
    sock, is_kept = ask(answering(b"whole", Content_Length="5"))
    [sent] = sock.sent
    assert sent.startswith(b"HTTP/1.1 200 OK\r\n")
    assert sent.endswith(b"\r\n\r\nwhole")
    assert is_kept


def test_an_answer_without_a_body_leaves_too(ask):
    sock, _ = ask(answering(b"", status="302 Found", Location="/", Content_Length="0"))
    [sent] = sock.sent
    assert sent.startswith(b"HTTP/1.1 302 Found\r\n")
    assert sent.endswith(b"\r\n\r\n")
    sock, _ = ask(answering(b"whole", Content_Length="5"), "HEAD / HTTP/1.1")
    assert [sent.endswith(b"\r\n\r\n") for sent in sock.sent] == [True]


def test_many_parts_leave_with_the_mark_of_their_end(ask):
    sock, _ = ask(answering(*[b"part"] * 100))
    [sent] = sock.sent
    assert sent.count(b"4\r\npart\r\n") == 100
    assert sent.endswith(b"0\r\n\r\n")


def test_what_is_long_leaves_as_it_comes(ask):
    sock, _ = ask(answering(*[b"x" * 10_000] * 100, Content_Length="1000000"))
    assert len(b"".join(sock.sent).partition(b"\r\n\r\n")[2]) == 1_000_000
    assert 4 <= len(sock.sent) <= 6
    assert all(FULL <= len(sent) < FULL + 20_000 for sent in sock.sent[:-1])


@pytest.mark.parametrize(("size", "calls"), [(1_000, 1), (FULL + 1, 2)])
def test_a_small_file_leaves_with_its_headers(ask, tmp_path, size, calls):
    path = tmp_path / "style.css"
    path.write_bytes(b"a" * size)

    def application(environ, start_response):
        start_response("200 OK", [("Content-Length", str(size))])
        return environ["wsgi.file_wrapper"](path.open("rb"))

    sock, _ = ask(application)
    assert len(sock.sent) == calls
    assert sock.sent[0].startswith(b"HTTP/1.1 200 OK\r\n")
    end = sock.sent[0].partition(b"\r\n\r\n")[2] if calls == 1 else sock.sent[1]
    assert end == (b"a" * size if calls == 1 else f"a file from 0 on, {size} bytes")


def test_an_answer_that_breaks_off_is_not_begun(ask):
    """So that a proxy may ask another server, and nobody takes half for the whole."""

    def application(environ, start_response):
        start_response("200 OK", [("Content-Length", "10")])
        yield b"half"
        raise RuntimeError("no more")

    sock, is_kept = ask(application)
    assert (sock.sent, is_kept) == ([], None)


def test_who_waits_for_leave_to_send_gets_it_at_once(ask):
    seen = []

    def application(environ, start_response):
        seen.append(environ["wsgi.input"].read())
        start_response("200 OK", [("Content-Length", "0")])
        return []

    lines = ("Content-Length: 4", "Expect: 100-continue")
    sock, _ = ask(application, "POST / HTTP/1.1", *lines, body=b"form")
    assert seen == [b"form"]
    assert sock.theirs.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert len(sock.sent) == 1


def test_a_file_without_a_known_length_is_left_to_the_socket(tmp_path):
    theirs, ours = socket.socketpair()
    with theirs, Watched(ours) as sock:
        outbox = Outbox(sock)
        outbox.sendall(b"first")
        outbox.sendfile(FileWrapper(io.BytesIO(b"file")))
        assert sock.sent == [b"first", "a file from 0 on, None bytes"]
