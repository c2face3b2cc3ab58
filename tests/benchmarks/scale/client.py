"""A browser that only asks and counts."""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TIMING = re.compile(r"(\w+);dur=([0-9.]+)")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    status: int
    milliseconds: float  # from the first byte sent to the last one received
    body: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return self.body.decode()

    def said(self, name: str) -> float:
        """What the timing middleware says: ``queries``, ``sql`` or ``view`` (milliseconds)."""
        return float(dict(TIMING.findall(self.headers.get("server-timing", ""))).get(name, 0))


class Browser:
    """Somebody at the server of that port, who keeps cookies; one connection a request, as sync workers have it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.takes = "identity"  # which coding of the answer

    def sign_in(self, name: str, password: str) -> Browser:
        token = TOKEN.search(self.get("/accounts/login/").text)
        form = {"username": name, "password": password, "csrfmiddlewaretoken": token[1] if token else ""}
        answer = self.post("/accounts/login/", form)
        if answer.status != 302:
            raise SystemExit(f"{name} cannot sign in: {answer.status}")
        return self

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, headers)

    def post(self, path: str, form: dict[str, str], **headers: str) -> Answer:
        """With the token that forms carry; ``headers`` in Python's spelling, such as hx_request."""
        token = self.cookies.get("csrf", "")
        kind = {"content_type": "application/x-www-form-urlencoded", "x_csrftoken": token}
        return self.ask("POST", path, urlencode(form).encode(), kind | headers)

    def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent["Accept-Encoding"] = self.takes
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        start = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        content = answer.read()
        taken = 1000 * (time.perf_counter() - start)
        connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        named = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status, taken, content, named)
