"""The whole site, followed link by link as each kind of person: where it leads, and what every answer says."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from notes.models import Claim
from papers.models import Author
from readinglist.group.models import GroupSettings
from readinglist.operations import audit
from tests.browser.library import fill
from tests.factories import (
    make_admin,
    make_curator,
    make_import,
    make_import_row,
    make_member,
    make_suggestion,
    make_template,
    make_writer,
)
from tests.headed import assert_headed, assert_nothing_inline
from tests.matrix import ADMIN_TABLES, ROLES, WHOLE, expected_of, name_of, numbers_of
from tests.pages import elements

REACHED = {"200", "301", "302"}  # what the table says of one row, another may say otherwise
CLOSED = {"in", "403"}


class Step:
    """A link: where it stands and where it leads."""

    def __init__(self, path: str, origin: str) -> None:
        self.path, self.origin = path, origin
        self.name = name_of(urlsplit(path).path)

    @property
    def shapes(self) -> list[tuple[str, str]]:
        """What is asked of the page, parameter by parameter: all sets of them would be too many to follow."""
        asked = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        return [(self.name or self.path, parameter) for parameter in asked or [""]]


def links(response: Any, path: str) -> Iterator[str]:
    """The addresses on our own site that a page or a redirect leads to."""
    found = [response["Location"]] if "Location" in response else []
    if response.get("Content-Type", "").startswith("text/html"):
        for element in elements(response):
            if element.tag == "a" or element.get("rel") in {"next", "prev"}:
                found.append(element.get("href"))
            elif element.tag == "img":
                found.append(element.get("src"))
            elif element.tag == "form" and element.get("method").lower() != "post":
                found.append(element.get("action"))
            found.append(element.get("hx-get"))
    for link in found:
        address = urlsplit(urldefrag(urljoin(f"http://testserver{path}", link)).url)
        if link and address.netloc == "testserver" and not address.path.startswith("/static/"):
            yield address._replace(scheme="", netloc="").geturl()


def crawl(client: Client, starts: list[str]) -> Iterator[tuple[Step, Any]]:
    """Every answer, from the starting points on; of links that differ only in what they are about, the first."""
    seen: set[str] = set(starts)
    followed: set[tuple[str, str]] = set()
    waiting = deque(Step(start, "") for start in starts)
    while waiting:
        step = waiting.popleft()
        response = client.get(step.path)
        yield step, response
        for path in links(response, step.path):
            if path in seen:
                continue
            seen.add(path)
            onward = Step(path, step.path)
            if not followed.issuperset(onward.shapes):
                followed.update(onward.shapes)
                waiting.append(onward)


@pytest.fixture
def people(db):
    """A client for each role, and a catalogue that has one of everything."""
    makers = {"member": make_member, "writer": make_writer, "curator": make_curator, "administrator": make_admin}
    people: dict[str, User] = {role: make() for role, make in makers.items()}
    people["deactivated"] = make_member("deactivated")
    library = fill(people["member"], people["writer"], people["curator"])
    Author.objects.create(name="Nobody's")
    make_template(), make_suggestion(), make_import_row(make_import(state="undone"))
    GroupSettings.objects.create(pk=1)
    Claim.objects.create(member=people["writer"], paper=library.bare, language="en", until=timezone.now())
    audit.note("exported", people["member"])
    clients = {"visitor": Client()} | {role: Client() for role in people}
    for role, person in people.items():
        clients[role].force_login(person)
    User.objects.filter(pk=people["deactivated"].pk).update(is_active=False)
    return clients, library


@pytest.mark.parametrize("role", ROLES)
def test_every_link_leads_where_the_table_says_and_every_answer_has_its_headers(people, role):
    clients, library = people
    numbers = {f"admin:{table}_{page}": numbers_of(table) for table, pages in ADMIN_TABLES.items() for page in pages}
    starts = [
        address.format(paper=library.gavel.pk, **numbers.get(name, {})) for name, (address, _row) in WHOLE.items()
    ]
    visited, faults = set[str](), []
    for step, response in crawl(clients[role], ["/", *starts]):
        visited.add(step.name)
        led = f"{step.path} as {role}, from {step.origin or 'the table'}"
        if fault := misled(step, response, role):
            faults.append(f"{led}: {fault}")
        assert_headed(response, led)
        if response.status_code == 200 and response.get("Content-Type", "").startswith("text/html"):
            assert_nothing_inline(response)
    assert faults == []
    assert visited >= WHOLE.keys()


def misled(step: Step, response: Any, role: str) -> str:
    """What is wrong with where a link leads, or with what an address of the table answers; "" if nothing."""
    code = str(response.status_code)
    signs_in = code == "302" and "/login/?next=" in response["Location"]
    expected = expected_of(step.name, "get", role)
    if expected in CLOSED:
        if (word := "in" if signs_in else code) != expected:
            return f"{word}, and not {expected}"
        is_shown = expected_of(name_of(urlsplit(step.origin).path), "get", role) not in CLOSED
        return "a link to what is closed" if step.origin and is_shown else ""
    if step.origin and code not in REACHED or response.status_code >= 500:
        return f"a dead link: {code}"
    return ""
