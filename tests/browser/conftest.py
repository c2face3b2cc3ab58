"""A real browser on a real server. Whatever the console, the network or a dialog says there fails the test."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, expect

from notes.writing import Edit, save_summary
from papers.models import Paper
from tests.browser import chromium
from tests.browser.library import Library, fill
from tests.browser.writing import SAVED
from tests.factories import make_paper, make_writer

# Playwright keeps an event loop in this thread, and Django takes that for a reason to refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} against ${event.blockedURI} ${event.sample}`))"""

expect.set_options(timeout=20_000)  # a machine that does much else is slow, not wrong


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before -m reads the marker; the rest after it has chosen
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
    yield
    if any(item.get_closest_marker("browser") for item in items):
        give_threads_a_database(config)


def give_threads_a_database(config: pytest.Config) -> None:
    """SQLite in memory is one connection; a server with threads needs a file, as in production."""
    database = configured.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        folder = tempfile.TemporaryDirectory(prefix="readinglist-browser-")
        config.add_cleanup(folder.cleanup)
        database.setdefault("TEST", {})["NAME"] = str(Path(folder.name) / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def installed() -> str:
    """The path of Chromium. Without one the tests are skipped, but under CI they fail."""
    path = chromium.find()
    if path is None:
        reason = "No Chromium here; `python tests/browser/chromium.py --install` gets one."
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], installed: str) -> dict[str, Any]:
    arguments = ["--disable-background-networking", "--disable-component-update"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": installed, "args": arguments}


class Watch:
    """Collects what a page must never do; a test takes out what it brings about on purpose."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.problems: list[str] = []
        # htmx says so itself when a search that is being typed on replaces the one before;
        # a request that fails says htmx:sendError as well
        self.allowed = ["htmx:sendAbort", "htmx:afterRequest"]

    def over(self, context: BrowserContext) -> None:
        context.on("console", self.hear)
        context.on("weberror", lambda error: self.note(f"uncaught: {error.error}"))
        context.on("request", lambda request: request.url.startswith(self.origin) or self.note(f"asked {request.url}"))
        context.on("dialog", self.refuse)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.note(f"{message.text} (at {message.location['url'] or message.page and message.page.url})")

    def refuse(self, dialog: Dialog) -> None:
        self.note(f"dialog: {dialog.message}")
        dialog.dismiss()

    def note(self, problem: str) -> None:
        self.problems.append(problem)

    def allow(self, part: str) -> None:
        self.allowed.append(part)

    @property
    def found(self) -> list[str]:
        return [problem for problem in self.problems if not any(part in problem for part in self.allowed)]


@pytest.fixture
def watch(live_server: Any) -> Iterator[Watch]:
    watch = Watch(live_server.url)
    yield watch
    assert not watch.found, "\n".join(watch.found)


@pytest.fixture
def visit(new_context: Callable[..., BrowserContext], live_server: Any, watch: Watch) -> Callable[..., Page]:
    """Give a page in a browser of its own: ``visit(member, "/papers/", language="zh-hans", viewport=PHONE)``."""

    def visit(user: User | None = None, path: str = "", language: str = "", theme: str = "", **options: Any) -> Page:
        options = {"viewport": DESK, "base_url": live_server.url} | options
        context = new_context(**options)
        context.set_default_timeout(30_000)
        watch.over(context)
        context.add_init_script(TELL_VIOLATIONS)
        cookies = {configured.LANGUAGE_COOKIE_NAME: language, "theme": theme}
        if user is not None:
            client = Client()
            client.force_login(user)
            cookies[configured.SESSION_COOKIE_NAME] = client.cookies[configured.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items() if value]
        )
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    return visit


@pytest.fixture
def page(visit: Callable[..., Page], member: User) -> Page:
    """A page signed in as ``member``, on a wide screen."""
    return visit(member)


@pytest.fixture
def library(member: User, other: User, curator: User) -> Library:
    """The small catalogue that most tests look at."""
    return fill(member, other, curator)


@pytest.fixture
def writer(db: None) -> User:
    return make_writer()


@pytest.fixture
def paper(db: None) -> Paper:
    """A paper of which nothing is written, beside one to name."""
    make_paper("Co-adaptive Cluster Scheduling", nickname="Pollux")
    return make_paper("Heterogeneity-Aware Cluster Scheduling", nickname="Gavel")


@pytest.fixture
def both(paper: Paper, writer: User) -> Paper:
    """The same with a text in each language, in step."""
    save_summary(paper, "en", Edit(SAVED), writer)
    save_summary(paper, "zh-hans", Edit("第一行。\n\n第二行。"), writer)
    return paper
