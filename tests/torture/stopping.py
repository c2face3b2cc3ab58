"""SIGTERM while a request is under way, and SIGTERM to a server under load: what has begun is answered in full."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator

from tests.torture.load import Person
from tests.torture.outcome import Outcome
from tests.torture.plan import Plan
from tests.torture.servers import serving

SLOW = 3.0  # seconds that the form takes to arrive


def trial(plan: Plan) -> Iterator[Outcome]:
    for site in [plan.on_sqlite("stopping")] if plan.is_short else plan.on_both("stopping"):
        with serving(site) as server:
            person = server.person("writer-1")
            paper = server.papers(person)[0]
            request = SlowRequest(person, paper)
            request.start()
            request.has_begun.wait()
            time.sleep(0.3)
            code = server.stop()
            request.join()
        rows = site.rows(f"SELECT status FROM notes_reading WHERE paper_id = {paper}")  # noqa: S608
        is_kept, is_refused = rows == [("read",)], not server.is_ready()
        found = f"answered {request.status or request.error}, saved: {is_kept}, ended with {code}"
        is_met = request.status == 302 and is_kept and code == 0 and is_refused
        yield Outcome("stopping", site.on, f"SIGTERM in a request of {SLOW:.0f} s", found, "302, saved, 0", is_met)


class SlowRequest(threading.Thread):
    """A form whose last byte arrives seconds after the first, so that the server is in the middle of it."""

    def __init__(self, person: Person, paper: int) -> None:
        super().__init__(daemon=True)
        self.person, self.paper = person, paper
        self.has_begun = threading.Event()
        self.status, self.error = 0, ""

    def run(self) -> None:
        body = b"status=read&csrfmiddlewaretoken=" + self.person.cookies["csrf"].encode()
        cookies = "; ".join(f"{name}={value}" for name, value in self.person.cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.person.port, timeout=60)
        try:
            connection.putrequest("POST", f"/papers/{self.paper}/status/")
            for name, value in {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}.items():
                connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body[:-1])
            self.has_begun.set()
            time.sleep(SLOW)
            connection.send(body[-1:])
            self.status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            self.error = type(error).__name__
        finally:
            connection.close()
