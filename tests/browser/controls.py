"""Where things are on a page, in one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, Route

from papers.models import Paper


def rows(page: Page) -> Locator:
    return page.locator(".row")


def titles(page: Page) -> Locator:
    return page.locator(".row .title a")


def row(page: Page, paper: Paper) -> Locator:
    return page.locator(f'.row[data-paper="{paper.pk}"]')


def status(place: Locator | Page, label: str) -> Locator:
    """The button of a status, in a row or on a paper's page."""
    return place.locator(".status").get_by_role("button", name=label, exact=True)


def undo(place: Locator | Page) -> Locator:
    return place.get_by_role("button", name="Undo", exact=True)


def facet(page: Page, name: str, value: str) -> Locator:
    return page.locator(f'[id="{name}-{value}"]')


def chip(page: Page, text: str) -> Locator:
    return page.locator(".chips a", has_text=text)


def bar(page: Page, year: int) -> Locator:
    return page.locator(f"#year-{year}")


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def language_switch(page: Page, name: str) -> Locator:
    return page.locator('.masthead form[action="/language/"]').get_by_role("button", name=name, exact=True)


def sign_out(page: Page) -> None:
    page.locator('form[action="/accounts/logout/"] button').click()


@contextmanager
def late_scripts(page: Page) -> Iterator[None]:
    """Inside, every script takes a second and a half to come."""

    def late(route: Route) -> None:
        page.wait_for_timeout(1500)
        route.continue_()

    page.route("**/*.js", late)
    yield
    page.unroute_all(behavior="wait")
