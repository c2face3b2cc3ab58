"""One's own note on a paper: kept, rendered, and never lost."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

from notes.models import Reading
from notes.private_notes import seen_of
from tests.factories import make_paper, make_reading, make_summary
from tests.pages import elements, links_in

HTMX = {"HX-Request": "true"}
SECRET = "Sesquipedalian"  # a word that stands in the note and nowhere else


@pytest.fixture
def paper(db):
    return make_paper("Gavel", year=2020)


@pytest.fixture
def address(paper):
    return f"/papers/{paper.pk}/note/"


def note_of(member):
    return Reading.objects.filter(member=member).values_list("private_note", "rating", "status").first()


def field(answer, name):
    return next(element for element in elements(answer) if element.get("name") == name)


# Written


def test_it_keeps_the_note_and_its_html(shelf, member, paper, address):
    response = shelf.post(address, {"private_note": "Ask **Li** about\r\nfigure 3.", "rating": "4", "seen": ""})
    assert (response.status_code, response["Location"]) == (302, f"{paper.get_absolute_url()}#my-note")
    reading = Reading.objects.get()
    assert (reading.member, reading.paper, reading.status, reading.rating) == (member, paper, "", 4)
    assert reading.private_note == "Ask **Li** about\nfigure 3."
    assert reading.note_html == "<p>Ask <strong>Li</strong> about\nfigure 3.</p>\n"


def test_it_shows_it_on_the_paper_s_page(shelf, paper, address):
    shelf.post(address, {"private_note": f"**{SECRET}**", "rating": "2"})
    page = shelf.get(paper.get_absolute_url())
    assert f"<strong>{SECRET}</strong>" in page.content.decode()
    assert "My rating: 2/5" in page.content.decode()
    assert field(page, "private_note").text == f"**{SECRET}**"
    assert [option.get("value") for option in elements(page, "option", selected="")] == ["2"]


def test_it_answers_htmx_with_the_section_itself(shelf, address):
    response = shelf.post(address, {"private_note": "Mine."}, headers=HTMX)
    assert response.status_code == 200
    assert (elements(response)[1].tag, elements(response)[1].get("id")) == ("section", "my-note")
    assert "<html" not in response.content.decode()
    assert "Saved." in response.content.decode()
    assert field(response, "seen").get("value") == seen_of(Reading.objects.get())


def test_it_leaves_status_and_dates_alone(shelf, member, paper, address):
    make_reading(member, paper, "read", started="2024-03-01", finished="2024-03-09")
    before = Reading.objects.values("status", "started", "finished").get()
    shelf.post(address, {"private_note": "Read twice.", "rating": "5"})
    assert Reading.objects.values("status", "started", "finished").get() == before


def test_it_links_papers_but_mentions_none(shelf, paper, address):
    other = make_paper("Efficient Memory Management", nickname="vLLM")
    shelf.post(address, {"private_note": "As in [[vLLM]]."})
    assert f'href="{other.get_absolute_url()}"' in Reading.objects.get().note_html
    assert paper.get_absolute_url() not in links_in(shelf.get(other.get_absolute_url()))


def test_its_footnotes_have_ids_of_their_own(shelf, paper, address):
    text = "One.[^1]\n\n[^1]: Two."
    make_summary(paper, body=text)
    make_summary(paper, "zh-hans", text)
    shelf.post(address, {"private_note": text})
    ids = [element.get("id") for element in elements(shelf.get(paper.get_absolute_url())) if element.get("id")]
    assert len(ids) == len(set(ids))
    assert len([one for one in ids if one.startswith("fn")]) == 6


def test_it_brings_what_sets_mathematics(shelf, paper, address):
    assert "katex.min.js" not in shelf.get(paper.get_absolute_url()).content.decode()
    shelf.post(address, {"private_note": "It is $O(n^2)$."})
    assert "katex.min.js" in shelf.get(paper.get_absolute_url()).content.decode()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=y>"])
def test_it_is_text_and_nothing_that_runs(shelf, paper, address, text):
    shelf.post(address, {"private_note": text})
    page = shelf.get(paper.get_absolute_url())
    assert not elements(page, "img")
    assert not [script for script in elements(page, "script") if not script.get("src")]
    assert not [link for link in links_in(page) if link.startswith("javascript")]


# Emptied


@pytest.mark.parametrize("empty", ["", "  \r\n\t "])
@pytest.mark.parametrize(
    ("fields", "rating", "is_left"), [({}, "", False), ({}, "3", True), ({"status": "read"}, "", True)]
)
def test_it_keeps_a_row_only_while_something_is_in_it(shelf, member, paper, address, empty, fields, rating, is_left):
    reading = make_reading(member, paper, private_note="Old.", note_html="<p>Old.</p>", **{"status": "", **fields})
    response = shelf.post(address, {"private_note": empty, "rating": rating, "seen": seen_of(reading)})
    assert response.status_code == 302
    assert Reading.objects.exists() == is_left
    if is_left:
        reading.refresh_from_db()
        assert (reading.private_note, reading.note_html, reading.rating) == ("", "", int(rating) if rating else None)


def test_it_makes_no_row_for_nothing(shelf, address):
    assert shelf.post(address, {}).status_code == 302
    assert not Reading.objects.exists()


# Refused


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"private_note": "字" * 20_001}, "20001 characters long; a note may have 20000"),
        ({"private_note": "Mine.", "rating": "6"}, "Select a valid choice"),
        ({"private_note": "Mine.", "rating": "4.5"}, "Select a valid choice"),
        ({"private_note": "a\x00b"}, "Null characters are not allowed"),
    ],
    ids=["too long", "six", "half", "NUL"],
)
def test_what_will_not_do_comes_back_as_it_was_typed(shelf, member, paper, address, typed, words, headers):
    make_reading(member, paper, private_note="Old.", rating=1)
    before = Reading.objects.values().get()
    response = shelf.post(address, {**typed, "seen": seen_of(Reading.objects.get())}, headers=headers)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert field(response, "private_note").text == typed["private_note"]
    assert Reading.objects.values().get() == before


def test_what_will_not_do_makes_no_row(shelf, address):
    assert shelf.post(address, {"private_note": "a" * 20_001}).status_code == 422
    assert not Reading.objects.exists()


def test_the_longest_note_will_do(shelf, address):
    assert shelf.post(address, {"private_note": "a" * 20_000}).status_code == 302
    assert len(Reading.objects.get().private_note) == 20_000


# On two pages at once


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_a_note_that_changed_meanwhile_is_shown_beside_what_was_typed(shelf, member, paper, address, headers):
    seen = seen_of(make_reading(member, paper, private_note="First."))
    shelf.post(address, {"private_note": "From the *other* tab.", "seen": seen})
    response = shelf.post(address, {"private_note": "From this tab.", "rating": "5", "seen": seen}, headers=headers)
    assert response.status_code == 409
    assert note_of(member)[:2] == ("From the *other* tab.", None)
    assert "From the *other* tab." in [pre.text for pre in elements(response, "pre")]
    assert field(response, "private_note").text == "From this tab."
    assert [option.get("value") for option in elements(response, "option", selected="")] == ["5"]
    again = {"private_note": "From both.", "rating": "5", "seen": field(response, "seen").get("value")}
    assert shelf.post(address, again).status_code == 302
    assert note_of(member)[:2] == ("From both.", 5)


def test_a_note_that_was_emptied_meanwhile_can_be_saved_again(shelf, member, paper, address):
    seen = seen_of(make_reading(member, paper, "", private_note="First."))
    shelf.post(address, {"private_note": "", "seen": seen})
    response = shelf.post(address, {"private_note": "First, and more.", "seen": seen})
    assert response.status_code == 409
    assert not Reading.objects.exists()
    shelf.post(address, {"private_note": "First, and more.", "seen": field(response, "seen").get("value")})
    assert note_of(member)[0] == "First, and more."


def test_two_first_notes_do_not_lose_one(shelf, member, address):
    shelf.post(address, {"private_note": "One.", "seen": ""})
    assert shelf.post(address, {"private_note": "Two.", "seen": ""}).status_code == 409
    assert note_of(member)[0] == "One."


def test_the_same_saved_twice_is_no_conflict(shelf, address):
    for _ in range(2):
        assert shelf.post(address, {"private_note": "One.", "rating": "3", "seen": ""}).status_code == 302


def test_a_status_set_meanwhile_is_no_conflict(shelf, member, paper, address):
    seen = seen_of(make_reading(member, paper, "to-read", private_note="First."))
    shelf.post(f"/papers/{paper.pk}/status/", {"status": "read"})
    assert shelf.post(address, {"private_note": "Second.", "seen": seen}).status_code == 302
    assert note_of(member) == ("Second.", None, "read")


def test_who_was_signed_out_gets_the_text_back(address):
    response = Client().post(address, {"private_note": "A long evening's work."})
    assert response.status_code == 403
    assert "A long evening&#x27;s work." in response.content.decode()


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_it_writes_by_post_only(shelf, address, method):
    assert getattr(shelf, method)(address).status_code == 405


def test_it_finds_no_paper_that_is_not_there(shelf, paper):
    assert shelf.post(f"/papers/{paper.pk + 1}/note/", {"private_note": "x"}).status_code == 404


# Rendered again


def test_an_upgrade_renders_notes_again(member, paper, capsys):
    reading = make_reading(member, paper, private_note="**Bold**", note_html="old")
    make_reading(member, make_paper(), note_html="")
    before = reading.changed
    call_command("render_summaries")
    reading.refresh_from_db()
    assert reading.note_html == "<p><strong>Bold</strong></p>\n"
    assert reading.changed == before
    assert "1 private notes changed." in capsys.readouterr().out
