"""People who ask a server over and over from threads, and a count of how that went. Only ever this machine is asked."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from tests.serving import Answer, Browser

Step = Callable[[], str]  # asks once and returns a word for what came of it; what cannot be reached raises
UNANSWERED = (OSError, http.client.HTTPException)
PATIENCE = 60  # seconds; longer than that no thread is waited for


@dataclass(frozen=True)
class Moment:
    began: float  # time.monotonic()
    ended: float
    word: str


class Person(Browser):
    """Somebody signed in, with the token that forms need."""

    def enter(self, name: str, password: str) -> Person:
        """Sign in through the page, as people do."""
        self.sign_in(self.ask("/accounts/login/"), name, password)
        return self

    def send(self, path: str, **form: str) -> Answer:
        """Post a form with the session's own token."""
        token = self.cookies.get("csrf", "")
        return self.ask(path, {"csrfmiddlewaretoken": token, **form}, X_CSRFToken=token)


class Load:
    """Threads, one a step, that take their steps until the block ends, ``times`` are through, or ``seconds`` are over.

    A step that gets no answer counts under ``unanswered: <error>``, and the thread goes on after a short rest.
    Any other error ends the load, and is raised again where the block ends.
    """

    def __init__(self, *steps: Step, times: int = 1_000_000, seconds: float = 600, rest: float = 0.0) -> None:
        self.moments: list[Moment] = []
        self.errors: list[BaseException] = []
        self.is_over = threading.Event()
        self.times, self.until, self.rest = times, time.monotonic() + seconds, rest
        self.threads = [threading.Thread(target=self.go_on, args=[step], daemon=True) for step in steps]

    def __enter__(self) -> Load:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.is_over.set()
        self.wait()

    def wait(self) -> Load:
        """Until every thread has ended by itself."""
        for thread in self.threads:
            thread.join(max(0, self.until - time.monotonic()) + PATIENCE)
            if thread.is_alive():
                raise TimeoutError("A client still waits for its answer.")
        if self.errors:
            raise self.errors[0]
        return self

    def wait_for_more(self, number: int, word: str = "") -> None:
        """Until so many more steps have been taken, that came to the word where one is given."""
        aim = self.number(word) + number
        while self.number(word) < aim and not self.errors:
            if time.monotonic() > self.until + PATIENCE:
                raise TimeoutError("The clients do not get on.")
            time.sleep(0.01)

    def number(self, word: str) -> int:
        return sum(not word or moment.word == word for moment in list(self.moments))

    def go_on(self, step: Step) -> None:
        for _ in range(self.times):
            if self.is_over.is_set() or time.monotonic() > self.until:
                return
            began = time.monotonic()
            try:
                word = step()
            except UNANSWERED as error:
                word = f"unanswered: {type(error).__name__}"
                self.is_over.wait(0.02)
            except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
                self.errors.append(error)
                self.is_over.set()
                return
            self.moments.append(Moment(began, time.monotonic(), word))
            if self.rest:
                self.is_over.wait(self.rest)

    @property
    def counts(self) -> Counter[str]:
        return Counter(moment.word for moment in self.moments)

    def failures(self, *good: str) -> int:
        """How many steps came to anything but one of these words."""
        return sum(count for word, count in self.counts.items() if word not in good)

    def last_failure(self, after: float, *good: str) -> float:
        """When the last step that ended later came to anything but one of these words; ``after`` where none did."""
        return max(
            (step.ended for step in list(self.moments) if step.ended > after and step.word not in good), default=after
        )


def at_once(*steps: Step, times: int = 1, seconds: float = 600) -> Load:
    """Every step so many times, all threads together, to the end."""
    load = Load(*steps, times=times, seconds=seconds)
    for thread in load.threads:
        thread.start()
    return load.wait()
