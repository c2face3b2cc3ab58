"""Addresses that nobody means well: an answer that says 200, 400 or 404, and never 500."""

import pytest
from django.test import Client

from tests.factories import make_paper
from tests.pages import elements, papers_in

HUGE = str(10**20)
NAMES = [
    "q",
    "topic",
    "tag",
    "venue",
    "year_min",
    "year_max",
    "institution",
    "list",
    "status",
    "summary",
    "sort",
    "page",
]
VALUES = [
    "-1", "NaN", "0", HUGE, "9" * 5000, "1e9", "None", "\x00", "a\x00b", "\ud7ff\ufffe", "x" * 10_000,
    "'; drop table papers_paper --", "%", "_", "\\", "../../etc/passwd",
    "<script>alert(1)</script>", "𝒳", "\u202egnp", "[]", "{}", " ", "\r\nX-Evil: 1",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_it_survives_every_value_in(catalogue, shelf, name):
    answers = {value[:40]: shelf.get("/papers/", {name: value, "tag": ["gpu", value]}).status_code for value in VALUES}
    assert answers == dict.fromkeys(answers, 200)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "part"])
def test_it_never_echoes_markup(catalogue, shelf, headers):
    evil = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
    response = shelf.get("/papers/", dict.fromkeys(NAMES, evil), headers=headers)
    assert response.status_code == 200
    assert not elements(response, "img")
    assert not [script for script in elements(response, "script") if not script.get("src")]


@pytest.mark.parametrize(
    ("value", "number"), [("-1", 2), ("0", 2), ("NaN", 1), ("1.5", 1), (HUGE, 2), ("", 1), ("2\x00", 1), ("２", 2)]
)
def test_it_shows_the_nearest_page(shelf, settings, value, number):
    settings.PAGE_SIZE = 1
    first, second = make_paper(), make_paper()
    wanted = {1: [second.pk], 2: [first.pk]}
    assert papers_in(shelf.get("/papers/", {"page": value})) == wanted[number]


@pytest.mark.parametrize("text", ["gavel\x00", "\x00gavel", "gavel\x00osdi", "\x1fgavel\x7f"])
def test_it_reads_control_characters_as_spaces(catalogue, shelf, text):
    assert catalogue.named(papers_in(shelf.get("/papers/", {"q": text}))) == ["gavel"]


def test_it_reads_the_beginning_of_a_very_long_search(catalogue, shelf):
    response = shelf.get("/papers/", {"q": "gavel " * 2000})
    assert catalogue.named(papers_in(response)) == ["gavel"]
    assert len(response.context["filters"].chosen["q"]) <= 256


def test_it_takes_only_so_many_values(catalogue, shelf):
    venues = [f"venue{number}" for number in range(500)]
    response = shelf.get("/papers/", {"venue": [*venues, "OSDI"]})
    assert response.status_code == 200
    assert len(papers_in(response)) == 6  # OSDI came after the limit, and nothing else is known


def test_it_refuses_thousands_of_parameters(catalogue, shelf):
    query = "&".join(f"tag=t{number}" for number in range(3000))
    assert shelf.get(f"/papers/?{query}").status_code == 400


def test_it_survives_as_many_parameters_as_are_let_in(catalogue, shelf):
    query = "&".join(f"{NAMES[number % len(NAMES)]}=v{number}" for number in range(1999))
    assert shelf.get(f"/papers/?{query}").status_code == 200


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ff%fe", "q=%", "tag=%E4%BD", "page=%00", "&&&===&", "q[]=1", "q=%u0041"]
)
def test_it_survives_broken_encodings(catalogue, shelf, query):
    assert shelf.get(f"/papers/?{query}").status_code == 200


@pytest.mark.parametrize("number", [HUGE, "9" * 5000, "0", "9223372036854775807", "9223372036854775808"])
@pytest.mark.parametrize("end", ["", "slug/"])
def test_it_finds_no_paper_under_an_absurd_number(catalogue, shelf, number, end):
    assert shelf.get(f"/papers/{number}/{end}").status_code == 404


@pytest.mark.parametrize("number", [HUGE, "9" * 5000, "0", "9223372036854775808"])
def test_it_sets_no_status_under_an_absurd_number(catalogue, shelf, number):
    assert shelf.post(f"/papers/{number}/status/", {"status": "read"}).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/papers/-1/", "/papers/1e3/", "/papers/%00/", "/lists/%00/", "/lists/a%00b/", "/lists/" + "x" * 5000 + "/",
     "/me/../../etc/passwd", "/papers/１/x y/", "/%ff"],
)  # fmt: skip
def test_it_knows_no_such_page(catalogue, shelf, path):
    assert shelf.get(path).status_code == 404


@pytest.mark.parametrize("name", ["status", "page"])
@pytest.mark.parametrize("value", VALUES)
def test_one_s_own_shelf_survives(catalogue, shelf, name, value):
    assert shelf.get("/me/", {name: value}).status_code == 200


@pytest.mark.parametrize("path", ["/papers/", "/", "/lists/", "/me/"])
def test_it_ignores_strange_headers(catalogue, shelf, path):
    headers = {"HX-Request": "true", "HX-Current-URL": "javascript:alert(1)", "Accept-Language": "x" * 5000 + ",*;q=a"}
    assert shelf.get(path, headers=headers).status_code == 200


def test_it_survives_a_forged_session(catalogue):
    client = Client()
    client.cookies["session"] = "../../x\x7f"
    client.cookies["theme"] = '"><script>'
    client.cookies["django_language"] = "../../../etc"
    assert client.get("/papers/").status_code == 302
