"""One's own status on a paper: set, taken back, and nobody else's business."""

from datetime import date

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from notes import undo
from notes.models import Reading
from tests.factories import PASSWORD, make_paper, make_reading
from tests.pages import control_in, elements

HTMX = {"HX-Request": "true"}
EARLIER, LATER = date(2024, 3, 1), date(2024, 3, 9)


@pytest.fixture
def paper(db):
    return make_paper("Gavel")


def state(reading):
    reading.refresh_from_db()
    return reading.status, reading.started, reading.finished, reading.rating, reading.private_note


def undo_in(response):
    return next(button.get("value") for button in elements(response, "button", name="undo"))


@pytest.mark.parametrize("status", ["to-read", "reading", "read", "set-aside"])
def test_it_sets_the_status(shelf, member, paper, status):
    response = shelf.post(f"/papers/{paper.pk}/status/", {"status": status})
    assert (response.status_code, response["Location"]) == (302, paper.get_absolute_url())
    reading = Reading.objects.get()
    assert (reading.member, reading.paper, reading.status) == (member, paper, status)


TODAY = "today"


@pytest.mark.parametrize(
    ("before", "status", "after"),
    [
        # (status, started, finished) before → (started, finished) after
        (None, "to-read", (None, None)),
        (None, "reading", (TODAY, None)),
        (None, "read", (None, TODAY)),
        (None, "set-aside", (None, None)),
        (("to-read", None, None), "reading", (TODAY, None)),
        (("reading", EARLIER, None), "reading", (EARLIER, None)),
        (("reading", EARLIER, None), "read", (EARLIER, TODAY)),
        (("reading", EARLIER, None), "to-read", (None, None)),
        (("reading", EARLIER, None), "set-aside", (EARLIER, None)),
        (("read", EARLIER, LATER), "read", (EARLIER, LATER)),
        (("read", EARLIER, LATER), "reading", (EARLIER, None)),
        (("read", EARLIER, LATER), "set-aside", (EARLIER, LATER)),
        (("set-aside", EARLIER, None), "reading", (EARLIER, None)),
        (("set-aside", EARLIER, None), "read", (EARLIER, TODAY)),
    ],
)
def test_it_keeps_the_dates_that_follow(shelf, member, paper, before, status, after):
    if before:
        make_reading(member, paper, before[0], started=before[1], finished=before[2])
    shelf.post(f"/papers/{paper.pk}/status/", {"status": status})
    reading = Reading.objects.get()
    today = timezone.localdate()
    assert (reading.started, reading.finished) == tuple(today if day == TODAY else day for day in after)


def test_it_forgets_a_reading_that_holds_nothing_more(shelf, member, paper):
    make_reading(member, paper, "read", started=EARLIER, finished=LATER)
    shelf.post(f"/papers/{paper.pk}/status/", {"status": "none"})
    assert not Reading.objects.exists()


def test_it_makes_no_row_for_none(shelf, paper):
    assert shelf.post(f"/papers/{paper.pk}/status/", {"status": "none"}).status_code == 302
    assert not Reading.objects.exists()


@pytest.mark.parametrize("kept", [{"rating": 4}, {"private_note": "Ask Li about figure 3."}])
def test_it_keeps_a_rating_and_a_note_when_the_status_goes(shelf, member, paper, kept):
    reading = make_reading(member, paper, "read", started=EARLIER, finished=LATER, **kept)
    shelf.post(f"/papers/{paper.pk}/status/", {"status": "none"})
    assert state(reading) == ("", None, None, kept.get("rating"), kept.get("private_note", ""))


def test_it_makes_one_row_of_two_clicks(shelf, paper):
    for _ in range(2):
        shelf.post(f"/papers/{paper.pk}/status/", {"status": "read"})
    assert Reading.objects.count() == 1


def test_it_never_touches_another_member_s_row(shelf, other, paper):
    theirs = make_reading(other, paper, "reading", started=EARLIER, rating=2, private_note="mine")
    before = state(theirs)
    for status in ("read", "none", "nonsense"):
        shelf.post(f"/papers/{paper.pk}/status/", {"status": status, "member": other.pk, "pk": theirs.pk})
    assert state(theirs) == before


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
@pytest.mark.parametrize("status", ["finished", "", "READ", "to read", "read\x00", "x" * 5000])
def test_it_refuses_a_status_it_does_not_know(shelf, paper, status, headers):
    response = shelf.post(f"/papers/{paper.pk}/status/", {"status": status}, headers=headers)
    assert response.status_code == 422
    assert "This status is not known. Choose one of the four." in response.content.decode()
    assert not Reading.objects.exists()


@pytest.mark.parametrize("data", [{}, {"status": "finished"}, {"undo": ""}, {"undo": "forged"}])
def test_it_leaves_a_reading_as_it_was_when_it_refuses(shelf, member, paper, data):
    reading = make_reading(member, paper, "reading", started=EARLIER)
    before, changed = state(reading), reading.changed
    assert shelf.post(f"/papers/{paper.pk}/status/", data).status_code == 422
    assert state(reading) == before
    assert reading.changed == changed


BEFORE = [
    {"status": "to-read"},
    {"status": "reading", "started": EARLIER},
    {"status": "read", "started": EARLIER, "finished": LATER},
    {"status": "set-aside", "started": EARLIER, "finished": LATER, "rating": 3, "private_note": "later"},
    {"status": "", "rating": 5},
]


@pytest.mark.parametrize("status", ["to-read", "reading", "read", "set-aside", "none"])
@pytest.mark.parametrize("fields", BEFORE, ids=lambda fields: fields["status"] or "rated")
def test_it_takes_a_change_back_exactly(shelf, member, paper, fields, status):
    make_reading(member, paper, **fields)
    before = Reading.objects.values("status", "started", "finished", "rating", "private_note").get()
    address = f"/papers/{paper.pk}/status/"
    token = undo_in(shelf.post(address, {"status": status}, headers=HTMX))
    response = shelf.post(address, {"undo": token}, headers=HTMX)
    assert response.status_code == 200
    assert Reading.objects.values("status", "started", "finished", "rating", "private_note").get() == before
    assert not elements(response, "button", name="undo")


def test_it_takes_a_first_click_back_to_no_row(shelf, paper):
    address = f"/papers/{paper.pk}/status/"
    token = undo_in(shelf.post(address, {"status": "read"}, headers=HTMX))
    shelf.post(address, {"undo": token})
    assert not Reading.objects.exists()


def test_it_offers_undo_on_the_page_without_javascript(shelf, paper):
    page = shelf.post(f"/papers/{paper.pk}/status/", {"status": "reading"}, follow=True)
    assert "“Gavel” is now: Reading." in page.content.decode()
    address = next(form.get("action") for form in elements(page, "form") if form.get("action").endswith("/status/"))
    shelf.post(address, {"undo": undo_in(page)})
    assert not Reading.objects.exists()


def tokens(member, other, paper):
    """Undo tokens that must not work for ``member`` on ``paper``."""
    mine = make_reading(member, make_paper(), "set-aside")
    theirs = make_reading(other, paper, "set-aside")
    good = undo.token_for(Reading(member=member, paper=paper, status="set-aside"))
    return {
        "another paper": undo.token_for(mine),
        "another member": undo.token_for(theirs),
        "forged": good[:-2] + ("aa" if good[-2:] != "aa" else "bb"),
        "signed for something else": signing.dumps([member.pk, paper.pk, "read", None, None], salt="other"),
        "words": "undo",
        "empty": "",
        "NUL": "\x00",
        "long": "x" * 100_000,
    }


@pytest.mark.parametrize(
    "name",
    ["another paper", "another member", "forged", "signed for something else", "words", "empty", "NUL", "long"],
)
def test_it_takes_nothing_back_with_a_token_that_is_not_for_it(shelf, member, other, paper, name):
    reading = make_reading(member, paper, "read", started=EARLIER, finished=LATER)
    before = state(reading)
    response = shelf.post(f"/papers/{paper.pk}/status/", {"undo": tokens(member, other, paper)[name]})
    assert response.status_code == 422
    assert state(reading) == before


def test_it_takes_nothing_back_after_an_hour(shelf, member, paper, monkeypatch):
    reading = make_reading(member, paper, "read")
    token = undo.token_for(Reading(member=member, paper=paper, status="to-read"))
    monkeypatch.setattr(undo, "MAX_AGE", -1)
    assert shelf.post(f"/papers/{paper.pk}/status/", {"undo": token}).status_code == 422
    assert state(reading)[0] == "read"


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_it_writes_by_post_only(shelf, paper, method):
    response = getattr(shelf, method)(f"/papers/{paper.pk}/status/?status=read")
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert not Reading.objects.exists()


def test_it_wants_the_session_s_own_token(member, paper):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    assert client.post(f"/papers/{paper.pk}/status/", {"status": "read"}).status_code == 403
    assert not Reading.objects.exists()


def test_it_works_with_the_token_that_the_page_carries(member, paper):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    page = client.get(paper.get_absolute_url())
    token = elements(page, "input", name="csrfmiddlewaretoken")[0].get("value")
    data = {"status": "read", "csrfmiddlewaretoken": token}
    assert client.post(f"/papers/{paper.pk}/status/", data).status_code == 302
    assert Reading.objects.get().status == "read"


@pytest.mark.parametrize("open_catalogue", [False, True])
def test_it_asks_a_visitor_to_sign_in(paper, settings, open_catalogue):
    settings.PUBLIC_CATALOGUE = open_catalogue
    response = Client().post(f"/papers/{paper.pk}/status/", {"status": "read"})
    assert response["Location"].startswith("/accounts/login/?next=")
    assert not Reading.objects.exists()


def test_it_asks_a_deactivated_member_to_sign_in(shelf, member, paper):
    member.is_active = False
    member.save()
    response = shelf.post(f"/papers/{paper.pk}/status/", {"status": "read"})
    assert response["Location"].startswith("/accounts/login/?next=")
    assert not Reading.objects.exists()


def test_it_finds_no_paper_that_is_not_there(shelf, paper):
    assert shelf.post(f"/papers/{paper.pk + 1}/status/", {"status": "read"}).status_code == 404


@pytest.mark.parametrize("target", ["/papers/?q=a&page=2", "/me/", "/lists/a/#entry-3", "http://testserver/papers/"])
def test_it_leads_back_to_where_one_was(shelf, paper, target):
    response = shelf.post(f"/papers/{paper.pk}/status/", {"status": "read", "next": target})
    assert response["Location"] == target


@pytest.mark.parametrize(
    "target",
    ["//evil", "/\\evil", "https://evil", "http://evil@testserver:80@evil", "\\\\evil", "///evil",
     "javascript:alert(1)", "\x01//evil", "http:evil", "/\t/evil", "http://testserver.evil/", ""],
)  # fmt: skip
def test_it_never_leads_to_another_host(shelf, paper, target):
    response = shelf.post(f"/papers/{paper.pk}/status/", {"status": "read", "next": target})
    assert (response.status_code, response["Location"]) == (302, paper.get_absolute_url())


def test_it_answers_htmx_with_the_control_itself(shelf, paper):
    response = shelf.post(f"/papers/{paper.pk}/status/", {"status": "read"}, headers=HTMX)
    assert response.status_code == 200
    first = elements(response)[1]
    assert (first.tag, first.get("action"), first.get("method")) == ("form", f"/papers/{paper.pk}/status/", "post")
    assert response.content.decode().strip().endswith("</form>")
    assert "<html" not in response.content.decode()
    pressed = [button.get("title") for button in elements(response, "button", aria_pressed="true")]
    assert pressed == ["Read"]


@pytest.mark.parametrize("path", ["/papers/", "/"])
def test_it_offers_every_status_and_none_where_it_stands(shelf, member, paper, path):
    make_reading(member, paper, "reading")
    assert control_in(shelf.get(path), paper.pk) == {
        "To read": "to-read", "Reading": "none", "Read": "read", "Set aside": "set-aside",
    }  # fmt: skip


def test_it_goes_on_after_a_real_sign_in(member, paper):
    client = Client()
    client.post("/accounts/login/", {"username": "member", "password": PASSWORD})
    client.post(f"/papers/{paper.pk}/status/", {"status": "to-read"})
    assert Reading.objects.get().member == member
