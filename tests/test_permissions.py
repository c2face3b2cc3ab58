"""Who may what, asked of every address: the table is in tests/matrix.py."""

from copy import deepcopy

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from notes.models import Claim
from papers.models import Author, Tag
from readinglist.group.models import GroupSettings
from readinglist.operations import audit
from tests.factories import (
    make_admin,
    make_curator,
    make_entry,
    make_import,
    make_import_row,
    make_institution,
    make_list,
    make_member,
    make_paper,
    make_reading,
    make_section,
    make_suggestion,
    make_summary,
    make_template,
    make_term,
    make_topic,
    make_venue,
    make_writer,
)
from tests.headed import assert_headed
from tests.matrix import (
    ADMIN,
    ADMIN_PAGES,
    ADMIN_TABLES,
    METHODS,
    OPEN,
    TABLE,
    WHOLE,
    numbers_of,
    outside_and_inside,
    routes,
)


def test_it_has_a_row_for_every_address():
    assert routes().keys() == WHOLE.keys()


def test_its_rows_stand_in_the_order_of_the_addresses():
    assert [name for name in routes() if not name.startswith("admin:")] == list(TABLE)


@pytest.fixture
def clients(db):
    """A client for each kind of person."""
    people = {
        "member": make_member(), "writer": make_writer(), "curator": make_curator(), "administrator": make_admin()
    }  # fmt: skip
    people["deactivated"] = make_member("deactivated")
    clients = {"visitor": Client()} | {kind: Client() for kind in people}
    for kind, person in people.items():
        clients[kind].force_login(person)
    people["deactivated"].is_active = False
    people["deactivated"].save()
    return clients


@pytest.fixture
def paper(db):
    paper = make_paper("Gavel")
    make_entry(paper, make_section(make_list("A list")))
    make_summary(paper)
    make_suggestion(pk=paper.pk)
    make_import_row(make_import(pk=paper.pk, state="undone"), pk=paper.pk)
    return paper


@pytest.fixture
def rows(paper):
    """One row in every table of the admin."""
    member = make_member("with rows")
    make_venue(), make_institution(), make_topic(), make_term(), make_template(), make_reading(member, paper)
    Author.objects.create(name="Ada"), Tag.objects.create(name="gpu", slug="gpu")
    Claim.objects.create(member=member, paper=paper, language="zh-hans", until=timezone.now())
    GroupSettings.objects.create(pk=1)
    audit.note("exported", member)


def word_for(response):
    if response.status_code == 302 and response["Location"].startswith(
        ("/accounts/login/?next=", "/admin/login/?next=")
    ):
        return "in"
    return str(response.status_code)


def ask(client, method, address, data=None):
    """What the request is answered; whatever it did is taken back, so that the next finds everything as it was."""
    jar = deepcopy(client.cookies)
    cache.clear()  # limits of attempts
    with transaction.atomic():
        response = getattr(client, method)(address, data)
        word = word_for(response)
        assert_headed(response, f"{method} {address}")
        transaction.set_rollback(True)
    client.cookies = jar
    return word


@pytest.mark.parametrize("name", TABLE)
def test_it_lets_in_whom_it_should(clients, paper, name):
    address, row = TABLE[name]
    for method, words in zip(METHODS, row, strict=True):
        data = {"status": "read"} if (name, method) == ("status", "post") else None
        answers = {kind: ask(client, method, address.format(paper=paper.pk), data) for kind, client in clients.items()}
        assert answers == outside_and_inside(words), method


@pytest.mark.parametrize("table", [*ADMIN_TABLES, ""])
def test_the_admin_lets_in_whom_it_should(clients, rows, paper, table):
    numbers = numbers_of(table) if table else {}
    pages = [f"{table}_{page}" for page in ADMIN_TABLES[table]] if table else [*ADMIN_PAGES, "login", "logout"]
    for page in pages:
        address, row = ADMIN[f"admin:{page}"]
        for method, words in zip(METHODS, row, strict=True):
            path = address.format(paper=paper.pk, **numbers)
            answers = {kind: ask(client, method, path) for kind, client in clients.items()}
            assert answers == outside_and_inside(words), (method, path)


@pytest.mark.parametrize("name", TABLE)
def test_an_open_catalogue_opens_its_pages_for_reading_only(clients, paper, settings, name):
    settings.PUBLIC_CATALOGUE = True
    address, row = TABLE[name]
    for method, words in zip(METHODS, row, strict=True):
        outside = words.split()[0]
        expected = OPEN.get(name, outside) if method == "get" else outside
        for kind in ("visitor", "deactivated"):
            assert ask(clients[kind], method, address.format(paper=paper.pk)) == expected, method


@pytest.mark.parametrize(
    ("there", "not_there"),
    [
        ("/papers/{paper}/", "/papers/0/"),
        ("/papers/{paper}/gavel/", "/papers/0/gavel/"),
        ("/papers/{paper}/status/", "/papers/0/status/"),
        ("/papers/{paper}/claim/zh/", "/papers/0/claim/zh/"),
        ("/lists/a-list/", "/lists/nothing/"),
    ],
)
@pytest.mark.parametrize("method", METHODS)
def test_it_tells_a_visitor_nothing_of_what_there_is(clients, paper, there, not_there, method):
    ask = getattr(clients["visitor"], method)
    assert word_for(ask(there.format(paper=paper.pk))) == word_for(ask(not_there)) == "in"


@pytest.mark.parametrize("path", ["", "papers/paper/", "papers/paper/add/", "notes/reading/", "auth/user/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_curation_is_closed_to_visitors_and_members(clients, path, method):
    for kind in ("visitor", "member", "deactivated"):
        response = getattr(clients[kind], method)(f"/admin/{path}", follow=True)
        ending = response.redirect_chain[-1][0] if response.redirect_chain else ""
        assert response.status_code == 403 or ending.startswith("/accounts/login/"), kind


def test_curators_cannot_touch_people_or_read_private_notes(clients):
    curator = clients["curator"]
    assert curator.get("/admin/auth/user/").status_code == 403
    assert curator.get("/admin/auth/group/").status_code == 403
    assert curator.post("/admin/notes/reading/add/").status_code == 403
