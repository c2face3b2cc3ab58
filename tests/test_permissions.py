"""Who may what: every address outside curation, every kind of person, every method, in one table."""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.factories import (
    make_admin,
    make_curator,
    make_entry,
    make_list,
    make_member,
    make_paper,
    make_section,
    make_summary,
    make_writer,
)

METHODS = ("get", "post", "put", "delete")

# name: (address, (GET, POST, PUT, DELETE)), each method as "outside inside": what visitors and deactivated members get,
# and what members, curators and administrators get. Where writers are told apart, as "outside member writer": the last
# is for curators and administrators, too.
# "in" is a redirect to the sign-in page.
TABLE = {
    "home": ("/", ("in 200", "in 405", "in 405", "in 405")),
    "browse": ("/papers/", ("in 200", "in 405", "in 405", "in 405")),
    "status": ("/papers/{paper}/status/", ("in 405", "in 302", "in 405", "in 405")),
    "note": ("/papers/{paper}/note/", ("in 405", "403 302", "in 405", "in 405")),
    "claim": ("/papers/{paper}/claim/en/", ("in 405", "in 403 422", "in 405", "in 405")),
    "write": ("/papers/{paper}/write/", ("in 403 200", "in 405", "in 405", "in 405")),
    "translate": ("/papers/{paper}/translate/zh/", ("in 403 200", "in 405", "in 405", "in 405")),
    "summary-save": ("/papers/{paper}/summary/en/", ("in 405", "403 403 422", "in 405", "in 405")),
    "draft": ("/papers/{paper}/summary/en/draft/", ("in 405", "in 403 200", "in 405", "in 405")),
    "summary-history": ("/papers/{paper}/summary/en/history/", ("in 200", "in 405", "in 405", "in 405")),
    "summary-restore": ("/papers/{paper}/summary/en/restore/", ("in 405", "in 403 422", "in 405", "in 405")),
    "summary-markdown": ("/papers/{paper}/summary/en.md", ("in 200", "in 405", "in 405", "in 405")),
    "preview": ("/preview/en/", ("in 405", "in 403 200", "in 405", "in 405")),
    "paper-by-number": ("/papers/{paper}/", ("in 301", "in 405", "in 405", "in 405")),
    "paper": ("/papers/{paper}/gavel/", ("in 200", "in 405", "in 405", "in 405")),
    "lists": ("/lists/", ("in 200", "in 405", "in 405", "in 405")),
    "list": ("/lists/a-list/", ("in 200", "in 405", "in 405", "in 405")),
    "glossary": ("/glossary/", ("in 200", "in 405", "in 405", "in 405")),
    "queues": ("/queues/", ("in 200", "in 405", "in 405", "in 405")),
    "me": ("/me/", ("in 200", "in 405", "in 405", "in 405")),
    "me-export": ("/me/export.csv", ("in 200", "in 405", "in 405", "in 405")),
    "login": ("/accounts/login/", ("200 302", "200 302", "200 302", "405 302")),
    "logout": ("/accounts/logout/", ("in 405", "in 302", "in 405", "in 405")),
    "password_change": ("/accounts/password/", ("in 200", "in 200", "in 200", "in 405")),
    "password_change_done": ("/accounts/password/done/", ("in 200", "in 405", "in 405", "in 405")),
    "set_language": ("/language/", ("405 405", "302 302", "405 405", "405 405")),
    "set_theme": ("/theme/", ("405 405", "302 302", "405 405", "405 405")),
    "set_summary_language": ("/summary-language/", ("405 405", "302 302", "405 405", "405 405")),
    "healthz": ("/healthz", ("200 200", "405 405", "405 405", "405 405")),
}
# What visitors may read where the catalogue is open, and nothing else.
OPEN = {
    "home": "200", "browse": "200", "summary-markdown": "200", "paper-by-number": "301", "paper": "200", "lists": "200",
    "list": "200", "glossary": "200",
}  # fmt: skip


def test_it_has_a_row_for_every_address():
    patterns = [pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) != "admin/"]
    assert all(isinstance(pattern, URLPattern) for pattern in patterns), "an include needs rows of its own"
    assert [pattern.name for pattern in patterns] == list(TABLE)


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
    return paper


def word_for(response):
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/?next="):
        return "in"
    return str(response.status_code)


def outside_and_inside(words):
    outside, member, *more = words.split()
    writer = more[0] if more else member
    writers = dict.fromkeys(("writer", "curator", "administrator"), writer)
    return {"visitor": outside, "deactivated": outside, "member": member, **writers}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", TABLE)
def test_it_lets_in_whom_it_should(clients, paper, name, method):
    address, row = TABLE[name]
    data = {"status": "read"} if (name, method) == ("status", "post") else None
    answers = {
        kind: word_for(getattr(client, method)(address.format(paper=paper.pk), data))
        for kind, client in clients.items()
    }
    assert answers == outside_and_inside(row[METHODS.index(method)])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", TABLE)
def test_an_open_catalogue_opens_its_pages_for_reading_only(clients, paper, settings, name, method):
    settings.PUBLIC_CATALOGUE = True
    address, row = TABLE[name]
    outside = row[METHODS.index(method)].split()[0]
    expected = OPEN.get(name, outside) if method == "get" else outside
    for kind in ("visitor", "deactivated"):
        assert word_for(getattr(clients[kind], method)(address.format(paper=paper.pk))) == expected


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
