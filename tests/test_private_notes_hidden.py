"""One's own note on a paper is shown to nobody else at all: on no page, in no search, in no copy."""

from __future__ import annotations

import csv
import io

import pytest
from django.apps import apps
from django.contrib import admin

from notes.models import Claim, Draft, Reading, Summary
from papers.models import Paper
from tests.curation import url
from tests.factories import make_entry, make_list, make_paper, make_reading, make_section, make_summary, make_topic
from tests.pages import papers_in
from tests.test_private_notes import SECRET


@pytest.fixture
def noted(member, other):
    """A paper with everything around it, on which ``member`` has a note and ``other`` has one too."""
    paper = make_paper("Gavel", venue="OSDI", year=2020, topics=(make_topic(),), tags=("GPU",), institutions=("MIT",))
    make_entry(paper, make_section(make_list("A list")))
    make_summary(paper, author=member, last_editor=member)
    text = f"{SECRET} **note**"
    make_reading(member, paper, "read", rating=2, private_note=text, note_html=f"<p>{SECRET}</p>")
    make_reading(other, paper, "read", private_note="Theirs.", note_html="<p>Theirs.</p>")
    Claim.objects.create(member=member, paper=paper, language="zh-hans", until="2099-01-01T00:00Z")
    Draft.objects.create(member=member, paper=paper, language="en", body="Unsaved.")
    return paper


def everywhere(paper):
    return [
        "/", "/papers/", paper.get_absolute_url(), "/lists/", "/lists/a-list/", "/queues/", "/queues/?scope=read",
        "/me/", "/me/?status=read", "/papers/?status=read", f"/papers/?q={SECRET}", "/papers/?q=Gavel&summary=en",
        "/me/export.csv", "/glossary/", f"/papers/{paper.pk}/summary/en/history/", f"/papers/{paper.pk}/summary/en.md",
    ]  # fmt: skip


def text_of(response):
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


@pytest.mark.parametrize("who", ["other", "curator", "administrator"])
def test_no_page_of_another_has_it(request, as_user, noted, who):
    client = as_user(request.getfixturevalue(who))
    for path in everywhere(noted):
        response = client.get(path)
        assert response.status_code == 200, path
        if SECRET not in path:
            assert SECRET not in text_of(response), path


def test_no_page_of_an_open_catalogue_has_it(client, noted, settings):
    settings.PUBLIC_CATALOGUE = True
    for path in everywhere(noted):
        response = client.get(path)
        if response.status_code == 200 and SECRET not in path:
            assert SECRET not in text_of(response), path
    assert "my-note" not in client.get(noted.get_absolute_url()).content.decode()


@pytest.mark.parametrize("who", ["member", "other", "curator", "administrator"])
def test_its_own_member_alone_finds_by_it(request, as_user, noted, who):
    response = as_user(request.getfixturevalue(who)).get(f"/papers/?q={SECRET}")
    is_own = who == "member"
    assert papers_in(response) == ([noted.pk] if is_own else [])
    assert is_own or not [choice for facet in response.context["facets"] for choice in facet.choices]


def test_its_own_member_sees_it_in_one_place(shelf, noted):
    assert SECRET in shelf.get(noted.get_absolute_url()).content.decode()
    for path in everywhere(noted):
        if path not in {noted.get_absolute_url(), "/me/export.csv"} and SECRET not in path:
            assert SECRET not in text_of(shelf.get(path)), path


def test_exports_hold_one_s_own(shelf, other, as_user, noted):
    rows = {
        name: list(csv.DictReader(io.StringIO(text_of(client.get("/me/export.csv")).removeprefix("\ufeff"))))
        for name, client in (("mine", shelf), ("theirs", as_user(other)))
    }
    notes = {name: [(row["private note"], row["rating"]) for row in found] for name, found in rows.items()}
    assert notes == {"mine": [(f"{SECRET} **note**", "2")], "theirs": [("Theirs.", "")]}


def test_another_cannot_write_it(other, as_user, member, noted):
    before = Reading.objects.filter(member=member).values().get()
    data = {"private_note": "Changed.", "member": member.pk, "pk": before["id"], "seen": ""}
    response = as_user(other).post(f"/papers/{noted.pk}/note/", data)
    assert response.status_code == 409
    assert SECRET not in response.content.decode()
    assert Reading.objects.filter(member=member).values().get() == before


def curated():
    return [(model, row) for model in admin.site._registry if (row := model._default_manager.first())]


@pytest.mark.parametrize("who", ["curator", "administrator"])
def test_no_page_of_curation_has_it(request, as_user, member, noted, who):
    client = as_user(request.getfixturevalue(who))
    seen = []
    for model, row in curated():
        for page in (url(model, "changelist"), url(row), url(row, "history"), url(row, "delete")):
            response = client.get(page)
            seen += [page] if response.status_code == 200 else []
            assert SECRET not in text_of(response), page
    assert {url(Reading.objects.first()), url(noted), url(noted, "delete"), url(Claim, "changelist")} <= set(seen)


@pytest.mark.parametrize("who", ["curator", "administrator"])
def test_no_search_of_curation_finds_by_it(request, as_user, noted, who):
    client = as_user(request.getfixturevalue(who))
    for model in (Reading, Paper, Summary, Claim):
        assert client.get(url(model, "changelist"), {"q": "GAVEL"}).context["cl"].result_count > 0
    for model, _ in curated():
        response = client.get(url(model, "changelist"), {"q": SECRET})
        if response.status_code == 200 and admin.site._registry[model].search_fields:
            assert response.context["cl"].result_count == 0, model


LOOKUPS = {
    "notes/reading": ["private_note", "note_html", "rating", "member__readings__private_note"],
    "notes/claim": ["member__readings__private_note", "paper__readings__note_html", "member__drafts__body"],
    "notes/summary": ["paper__readings__private_note", "author__readings__private_note", "author__readings__rating"],
    "papers/paper": ["readings__private_note", "readings__note_html", "readings__rating", "drafts__body"],
    "papers/listentry": ["paper__readings__private_note"],
    "papers/topic": ["papers__readings__private_note"],
    "auth/user": ["readings__private_note", "readings__rating", "drafts__body"],
}


@pytest.mark.parametrize("place", LOOKUPS)
def test_no_lookup_in_an_address_of_curation_tells_of_it(as_user, administrator, noted, place):
    client = as_user(administrator)
    assert client.get(f"/admin/{place}/").status_code == 200
    for lookup in LOOKUPS[place]:
        for ending in ("", "__contains", "__startswith", "__regex", "__gt", "__isnull"):
            assert client.get(f"/admin/{place}/?{lookup}{ending}=S").status_code == 400, lookup + ending


@pytest.mark.parametrize("query", ["_to_field=private_note", "_popup=1&_to_field=note_html", "o=99", "o=-7.8"])
def test_no_other_word_in_an_address_of_curation_tells_of_it(desk, noted, query):
    assert SECRET not in desk.get(f"/admin/notes/reading/?{query}").content.decode()


@pytest.mark.parametrize(("model", "name"), [("reading", "paper"), ("claim", "paper"), ("summary", "paper")])
def test_no_completion_of_curation_finds_by_it(desk, noted, model, name):
    query = {"app_label": "notes", "model_name": model, "field_name": name, "term": SECRET}
    assert desk.get("/admin/autocomplete/", query).json().get("results", []) == []


def test_no_model_keeps_a_copy_of_it():
    names = {"private_note", "note_html"}
    holders = [model for model in apps.get_models() if names & {field.name for field in model._meta.get_fields()}]
    assert holders == [Reading]
    assert not hasattr(Reading, "history")
