"""What the README's commands have made, as a visitor, a member and an attacker see it."""

from __future__ import annotations

import http.client
import re
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

from tests.serving import Answer, Browser

CERTIFICATE = "/etc/ssl/certs/readinglist.pem"
HEADERS = {
    "content-security-policy": "default-src 'none'",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=()",
    "cross-origin-opener-policy": "same-origin",
    "x-request-id": "",
}


class Visitor(Browser):
    """Comes by HTTPS, and believes that certificate only."""

    def __init__(self, site: str) -> None:
        super().__init__(443)
        self.site = site

    def connect(self) -> http.client.HTTPConnection:
        trusted = ssl.create_default_context(cafile=CERTIFICATE)
        return http.client.HTTPSConnection(self.site, 443, timeout=60, context=trusted)

    def send(self, path: str, **form: str) -> Answer:
        token = self.cookies.get("__Host-csrf", "")
        return self.ask(
            path, {"csrfmiddlewaretoken": token, **form}, Origin=f"https://{self.site}", Referer=f"https://{self.site}/"
        )


def look(site: str, said: str, tools: Path) -> int:
    """Try everything, print each line; return 1 where something is not as it should be."""
    is_well = True
    for what, holds in trials(site, said, tools):
        print(f"{'ok  ' if holds else 'FAIL'} {what}", flush=True)
        is_well = is_well and holds
    if not is_well:
        print(log())
    return 0 if is_well else 1


def trials(site: str, said: str, tools: Path) -> Iterator[tuple[str, bool]]:
    yield "the last command says ok", said.rstrip().endswith("ok")
    yield from addresses(site)
    admin = Visitor(site)
    page = admin.ask("/accounts/login/")
    yield from headers(page)
    password = re.search(r"^admin (\S+)$", said, re.MULTILINE)[1]  # type: ignore[index]
    form = {"username": "admin", "password": password}
    yield "the administrator signs in", admin.send("/accounts/login/", **form).status == 302
    yield "and reads the catalogue", admin.ask("/papers/").status == 200
    yield from headers(admin.ask("/papers/"))
    yield (
        "what is static is kept for good",
        all(
            "immutable" in answer.headers["cache-control"] and answer.status == 200 for answer in admin.loaded_by(page)
        ),
    )
    yield "an address of 8,000 bytes is read", admin.ask("/papers/?q=" + "a" * 7950).status == 200
    yield from limits(admin)
    yield from lies(site)
    yield from upkeep(site, tools)


def addresses(site: str) -> Iterator[tuple[str, bool]]:
    plain = http.client.HTTPConnection(site, 80, timeout=10)
    plain.request("GET", "/papers/?q=a")
    answer = plain.getresponse()
    yield "http leads to https", (answer.status, answer.headers["Location"]) == (301, f"https://{site}/papers/?q=a")
    visitor = Visitor(site)
    yield "visitors see the sign-in page", visitor.ask("/papers/").headers["location"].startswith("/accounts/login/")
    yield "nobody else's name is answered for", visitor.ask("/healthz", Host="evil.example").status == 400
    yield "the versions are nobody's business", not re.search(r"\d", visitor.ask("/").headers.get("server", ""))


def headers(page: Answer) -> Iterator[tuple[str, bool]]:
    for name, value in HEADERS.items():
        yield f"{page.path} has {name}", value in page.headers.get(name, "missing")
    yield f"{page.path} is in no shared cache", "private" in page.headers["cache-control"]
    yield (
        f"{page.path} has each header once",
        all("," not in page.headers[name] for name in ("x-frame-options", "x-request-id")),
    )


def limits(admin: Visitor) -> Iterator[tuple[str, bool]]:
    within, beyond = upload(admin, 12_000_000), upload(admin, 30_000_000)
    yield "12 MB are refused by the application, with its limit", within.status == 413 and "10.0" in within.text
    yield "30 MB are refused by nginx", beyond.status == 413 and "x-request-id" not in beyond.headers


def upload(admin: Visitor, size: int) -> Answer:
    head = (
        f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{admin.cookies["__Host-csrf"]}\r\n'
    )
    head += '--x\r\nContent-Disposition: form-data; name="file"; filename="list.md"\r\n\r\n'
    body = head.encode() + b"x" * size + b"\r\n--x--\r\n"
    connection = admin.connect()
    cookies = "; ".join(f"{name}={value}" for name, value in admin.cookies.items())
    sent = {"Content-Type": "multipart/form-data; boundary=x", "Cookie": cookies, "Referer": f"https://{admin.site}/"}
    with suppress(BrokenPipeError, ConnectionResetError):  # nginx answers before it has read all of it
        connection.request("POST", "/import/", body, sent)
    answer = connection.getresponse()
    named = {name.lower(): value for name, value in answer.headers.items()}
    return Answer("/import/", answer.status, named, answer.read())


def lies(site: str) -> Iterator[tuple[str, bool]]:
    """What a visitor says of their own address and request reaches the log as what nginx knows."""
    visitor = Visitor(site)
    visitor.ask("/accounts/login/")
    token = visitor.cookies["__Host-csrf"]
    form = {"username": "admin", "password": "a secret guess", "csrfmiddlewaretoken": token}
    told = {"X-Forwarded-For": "203.0.113.9", "X-Request-ID": "forged-request-id", "X-Forwarded-Proto": "http"}
    answer = visitor.ask("/accounts/login/", form, Referer=f"https://{site}/", **told)
    yield "a wrong password is refused", answer.status in {200, 422}
    yield "an id of one's own is not taken", answer.headers["x-request-id"] != "forged-request-id"
    written = log()
    yield (
        "the log has the failed sign-in with the visitor's address",
        "Sign-in failed" in written and "address=127.0.0.1" in written,
    )
    yield "and none that was made up", "203.0.113.9" not in written
    visitor.ask("/papers/?" + urlencode({"q": "what I look for"}))
    kept = written + log() + Path("/var/log/nginx/readinglist.log").read_text()
    yield "no log has a password or what was searched for", not re.search("secret|look\\+for|look for|q=", kept)


def upkeep(site: str, tools: Path) -> Iterator[tuple[str, bool]]:
    control: Callable[..., int] = lambda *words: subprocess.run([str(tools / "systemctl"), *words]).returncode  # noqa: E731, S603
    yield "the data is nobody else's", Path("/var/lib/readinglist").stat().st_mode & 0o077 == 0
    yield "the socket is open to the proxy only", Path("/run/readinglist/socket").stat().st_mode & 0o007 == 0
    yield "a reload is taken", control("reload", "readinglist") == 0 and Visitor(site).ask("/readyz").text == "ok\n"
    settings = Path("/opt/readinglist/.env")
    kept = settings.read_text()
    settings.write_text(kept + "DEBUG=on\n")
    yield "a reload with unsafe settings is refused", control("reload", "readinglist") != 0
    yield "and the server goes on", Visitor(site).ask("/readyz").text == "ok\n"
    settings.write_text(kept)
    yield "the nightly backup is made", control("start", "readinglist-backup") == 0
    backups = list(Path("/var/lib/readinglist/backups").iterdir())
    yield "and is nobody else's", len(backups) == 1 and backups[0].stat().st_mode & 0o777 == 0o600
    yield "what need not be kept is cleared", control("start", "readinglist-clear") == 0
    yield "the service stops", control("stop", "readinglist") == 0
    yield "and nginx says so meanwhile", Visitor(site).ask("/readyz").status == 502


def log() -> str:
    return Path("/var/log/readinglist.service.log").read_text(errors="replace")
