"""Two servers behind nginx, with one PostgreSQL and one Redis, of which one after the other is killed under load."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.redises import redis_at, wait_for
from tests.serving import ROOT
from tests.torture.load import Load, Person, Step
from tests.torture.outcome import Outcome
from tests.torture.plan import Plan
from tests.torture.servers import Server, Site, free_port, serving
from tests.torture.writers import Author, papers_without_text

EXAMPLE = ROOT / "readinglist" / "deployment" / "nginx.conf"
PATHS = "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"


def trial(plan: Plan) -> Iterator[Outcome]:
    nginx = shutil.which("nginx", path=PATHS)
    if nginx is None:
        raise RuntimeError("nginx is not installed here (Debian: apt install nginx-light).")
    site, redis = plan.on_postgresql("balancer"), free_port()
    site.settings = {"CACHE_URL": f"redis://127.0.0.1:{redis}/0", "TRUSTED_PROXIES": "127.0.0.1"}
    other = second(site, plan.directory)
    with redis_at(redis), serving(site) as one, serving(other) as two, balanced(nginx, other, (one, two)) as port:
        yield killed(site, (one, two), port, plan.number(10, 2))


def second(site: Site, directory: Path) -> Site:
    """Another machine: nothing in common but the database, the cache and the signing key."""
    other = directory / "balancer-second"
    shutil.copytree(site.directory / "static", other / "static")
    return Site(other, site.database, site.settings)


def killed(site: Site, servers: tuple[Server, Server], port: int, times: int) -> Outcome:
    papers = papers_without_text(site, 2)
    readers = [Person(port).enter(f"writer-{number}", site.password(f"writer-{number}")) for number in range(3, 7)]
    authors = [Sender(site, f"writer-{number}", port, paper) for number, paper in enumerate(papers, start=1)]
    with Load(*(author.save_again for author in authors)) as writing, Load(*map(reads, readers)) as reading:
        for _, server in zip(range(times), itertools.cycle(servers), strict=False):
            reading.wait_for_more(60)
            writing.wait_for_more(5)
            server.kill()
            reading.wait_for_more(60)
            server.start()
            time.sleep(2.5)  # until nginx looks at it again
    failed = reading.failures("200") + writing.failures("302")
    again, lost = sum(author.again for author in authors), sum(author.lost() for author in authors)
    every = len(reading.moments) + len(writing.moments)
    other = sorted((reading.counts - Counter({"200": every})) + (writing.counts - Counter({"302": every})))
    said = f" ({', '.join(other)})" if other else ""
    found = f"{failed} of {every:,} requests failed{said}, {lost} saves lost; "
    found += f"{again} forms under way had to be sent again"
    done = f"{times} × one of two servers killed under 6 clients"
    return Outcome("balancer", "PostgreSQL", done, found, "0 failed, 0 lost", not failed and not lost)


def reads(person: Person) -> Step:
    paths = itertools.cycle(["/papers/", "/", "/papers/?q=gpu", "/me/", "/lists/"])
    return lambda: str(person.ask(next(paths)).status)


class Sender(Author):
    """Sends a form again that went down with a server: only its sender knows that twice does no harm."""

    def __init__(self, site: Site, name: str, port: int, paper: int) -> None:
        self.name, self.paper, self.site = name, paper, site
        self.person = Person(port).enter(name, site.password(name))
        self.version, self.acknowledged, self.again = 0, [], 0

    def save_again(self) -> str:
        word = self.save()
        if word not in {"502", "504"}:
            return word
        self.again += 1
        word = self.save()
        if word == "409":  # it had been saved, and only its answer was lost
            self.version += 1
            return "302"
        return word


@contextmanager
def balanced(nginx: str, site: Site, behind: tuple[Server, Server]) -> Iterator[int]:
    """Our own example before the two servers, by plain HTTP, on a port of 127.0.0.1."""
    directory = site.directory / "nginx"
    directory.mkdir()
    port = free_port()
    upstream, plain, secure = parts(EXAMPLE.read_text())
    servers = "\n".join(f"server 127.0.0.1:{one.port} max_fails=1 fail_timeout=2s;" for one in behind)
    upstream = re.sub(r"\{.*\}", lambda _: f"{{\n{servers}\n}}", upstream, flags=re.DOTALL)
    site = re.sub(r"^\s*(listen|ssl_\w+|access_log|server_name) .*$", "", secure, flags=re.MULTILINE)
    site = site.replace("server {", f"server {{\nlisten 127.0.0.1:{port};\naccess_log off;", 1)
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = "\n".join(f"{kind}_temp_path {directory}/{kind};" for kind in KINDS)
    whole = directory / "nginx.conf"
    whole.write_text(
        f"{user} daemon off; pid {directory}/pid; error_log {directory}/error.log; events {{}}\n"
        f"http {{\n{temporary}\n{upstream}\n{site}\n}}\n"
    )
    process = subprocess.Popen([nginx, "-p", str(directory), "-c", str(whole)])  # noqa: S603
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def parts(example: str) -> tuple[str, str, str]:
    """The upstream, the server that only redirects, and the one that serves."""
    found = re.findall(r"^(?:upstream|server)[^{]*\{.*?^\}", example, flags=re.MULTILINE | re.DOTALL)
    if len(found) != 3:
        raise RuntimeError(f"{EXAMPLE.name} has {len(found)} blocks, and three were looked for.")
    return found[0], found[1], found[2]
