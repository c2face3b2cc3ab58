"""The application as it runs in production, in a directory of its own, and a browser that sees what is sent."""

from __future__ import annotations

import gzip
import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import brotli

from tests.pages import elements

ROOT = Path(__file__).resolve().parents[1]
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


@dataclass
class Answer:
    path: str
    status: int
    headers: dict[str, str]
    sent: bytes

    @property
    def coding(self) -> str:
        return self.headers.get("content-encoding", "")

    @property
    def text(self) -> str:
        return UNPACK.get(self.coding, bytes)(self.sent).decode()


@dataclass
class Browser:
    """Asks a port of this machine as browsers do, and keeps cookies but nothing else."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> Answer:
        said = {"Accept-Encoding": "gzip, deflate, br"}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        said["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is not None:
            said["Content-Type"] = "application/x-www-form-urlencoded"
        connection = self.connect()
        try:
            connection.request("GET" if form is None else "POST", path, form and urlencode(form), said)
            response = connection.getresponse()
            answer = Answer(
                path,
                response.status,
                {name.lower(): value for name, value in response.headers.items()},
                response.read(),
            )
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer

    def sign_in(self, page: Answer, name: str, password: str) -> None:
        token = elements(page.text, "input", name="csrfmiddlewaretoken")[0].get("value")
        form = {"csrfmiddlewaretoken": token, "username": name, "password": password}
        assert self.ask("/accounts/login/", form).status == 302

    def loaded_by(self, page: Answer) -> list[Answer]:
        """The sheets and scripts of a page, as they are sent to an empty cache."""
        sheets = [link.get("href") for link in elements(page.text, "link", rel="stylesheet")]
        scripts = [script.get("src") for script in elements(page.text, "script") if script.get("src")]
        return [self.ask(path) for path in (*sheets, *scripts)]


def manage(directory: Path, *arguments: str, **environment: str) -> str:
    """Run manage.py as an operator does, with its data in the directory; return what it prints."""
    command = [sys.executable, "manage.py", *arguments]
    run = subprocess.run(command, cwd=ROOT, env=surroundings(directory, environment), capture_output=True, text=True)  # noqa: S603
    assert run.returncode == 0, run.stderr
    return run.stdout


def surroundings(directory: Path, more: dict[str, str]) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return {
        **inherited,
        "SECRET_KEY": "kept for tests " * 4,
        "DATA_DIR": str(directory),
        "DATABASE_URL": "",
        "DEBUG": "off",
        **more,
    }


@contextmanager
def served(directory: Path, **environment: str) -> Iterator[int]:
    """gunicorn over the directory, at the port that is given; who asks before it is ready waits in the queue."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        number = listening.fileno()
        command = [sys.executable, "-m", "gunicorn", "readinglist.wsgi", "--bind", f"fd://{number}", "--workers", "2"]
        process = subprocess.Popen(  # noqa: S603
            [*command, "--log-level", "warning"],
            cwd=ROOT, env=surroundings(directory, environment), pass_fds=[number],
        )  # fmt: skip
        try:
            yield listening.getsockname()[1]
        finally:
            process.terminate()
            process.wait(timeout=60)


def passwords(directory: Path) -> dict[str, str]:
    """Those of the demonstration's accounts, by name."""
    return dict(line.split() for line in (directory / "demo-accounts.txt").read_text().splitlines())
