"""What a first visit costs over the wire: ``python -m tests.benchmarks.wire``.

Serves the demonstration catalogue as in production, by gunicorn after collectstatic, in a directory of its own. Prints,
for the sign-in page and for the first page of the catalogue, what an empty cache makes a browser ask for, with its
bytes as they are sent and as they are. Ends with a non-zero code where one of the two is more than LIMIT.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.serving import Answer, Browser, manage, passwords, served

LIMIT = 28 * 1024


def first_visits(port: int, password: str) -> Iterator[tuple[str, list[Answer]]]:
    """(page, all that is sent for it) of two pages, each as if it were the first with an empty cache."""
    browser = Browser(port)
    for path in ("/accounts/login/", "/papers/"):
        page = browser.ask(path)
        assert page.status == 200, (path, page.status)
        yield path, [page, *browser.loaded_by(page)]
        if path == "/accounts/login/":
            browser.sign_in(page, "member", password)


def size(answers: list[Answer]) -> int:
    return sum(len(answer.sent) for answer in answers)


def main() -> int:
    with TemporaryDirectory() as name:
        directory = Path(name)
        manage(directory, "demo", "--no-serve")
        manage(directory, "collectstatic", "--noinput")
        with served(directory) as port:
            found = dict(first_visits(port, passwords(directory)["member"]))
    for path, answers in found.items():
        print(f"{path}\n{'sent':>8} {'whole':>8}  coding")
        for answer in answers:
            print(f"{len(answer.sent):8,} {len(answer.text.encode()):8,}  {answer.coding:7} {answer.path}")
        print(f"{size(answers):8,} of at most {LIMIT:,}")
    return int(any(size(answers) > LIMIT for answers in found.values()))


if __name__ == "__main__":
    sys.exit(main())
