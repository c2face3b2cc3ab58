"""An answer that the browser has already is not made again; after any change, and for anybody else, it is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from notes.models import Reading, Summary, Term
from papers.generation import move_on
from papers.indexing import reindex
from papers.models import Import, Link
from tests.factories import make_entry, make_import, make_list, make_paper, make_reading, make_summary, make_term
from tests.pages import elements

FILES = {
    "papers": "/papers/export/?format=csv",
    "search": "/papers/export/?q=paper&format=bibtex",
    "read": "/papers/export/?status=read&format=ris",
    "list": "/lists/a-list/export/",
    "paper": "/papers/{pk}/export/?format=csl-json",
    "shelf": "/me/export/?format=markdown&mine=yes",
    "table": "/me/export.csv",
    "summary": "/papers/{pk}/summary/en.md",
}
each_file = pytest.mark.parametrize("path", FILES.values(), ids=FILES.keys())


@pytest.fixture
def paper(member, other):
    paper = make_paper("A paper", year=2020, venue="OSDI")
    make_entry(paper, make_list("A list"))
    make_summary(paper, body="What it says.", author=other)
    make_reading(member, paper, "read", private_note="Mine alone.")
    make_reading(other, paper, "read")
    return paper


def again(client, path, before, **headers):
    return client.get(path, headers={"If-None-Match": before["ETag"]} | headers)


@pytest.fixture
def changes(shelf, paper):
    """Whether the file is another one after a deed, and is made anew then."""

    def check(path, deed):
        path = path.format(pk=paper.pk)
        before = shelf.get(path)
        before.getvalue()
        deed()
        after = again(shelf, path, before)
        return after.status_code == 200 and after["ETag"] != before["ETag"]

    return check


def write_note(client, pk):
    seen = elements(client.get(f"/papers/{pk}/a-paper/"), "input", name="seen")[0].get("value")
    form = {"private_note": "Other words.", "rating": "4", "seen": seen}
    assert client.post(f"/papers/{pk}/note/", form).status_code == 302


# What has not changed


@each_file
def test_it_is_not_made_again(shelf, paper, path):
    path = path.format(pk=paper.pk)
    before = shelf.get(path)
    assert before.getvalue()
    after = again(shelf, path, before)
    assert (after.status_code, after.getvalue()) == (304, b"")
    assert after["ETag"] == before["ETag"]
    assert {"private", "no-cache"} == set(after["Cache-Control"].split(", "))
    assert {"Cookie", "Accept-Language"} <= set(after["Vary"].split(", "))


@each_file
def test_a_compressed_answer_is_not_made_again_either(shelf, paper, path):
    path = path.format(pk=paper.pk)
    before = shelf.get(path, headers={"Accept-Encoding": "gzip"})
    assert again(shelf, path, before, **{"Accept-Encoding": "gzip"}).status_code == 304


def test_it_costs_little_not_to_make_it(shelf, member):
    for number in range(30):
        make_reading(member, make_paper(authors=(f"Author {number}",)), "read")
    before = shelf.get("/papers/export/?format=bibtex")
    with CaptureQueriesContext(connection) as whole:
        shelf.get("/papers/export/?format=bibtex").getvalue()
    with CaptureQueriesContext(connection) as little:
        assert again(shelf, "/papers/export/?format=bibtex", before).status_code == 304
    assert len(little) < len(whole)


def test_the_report_of_an_import_is_not_made_again_once_it_is_over(desk):
    imported = make_import(state=Import.State.DONE)
    path = f"/import/{imported.pk}/report.csv"
    before = desk.get(path)
    assert again(desk, path, before).status_code == 304
    Import.objects.filter(pk=imported.pk).update(state=Import.State.UNDONE)
    assert again(desk, path, before).status_code == 200
    Import.objects.filter(pk=imported.pk).update(state=Import.State.REVIEW)
    assert "ETag" not in desk.get(path)


# What has changed


@pytest.mark.parametrize("name", [name for name in FILES if name != "table"])
def test_it_is_made_anew_after_a_change_of_the_catalogue(changes, paper, name):
    def rename():
        paper.title = "Another title"
        paper.save()
        reindex([paper.pk])

    assert changes(FILES[name], rename)


@pytest.mark.parametrize("name", ["papers", "search", "read", "shelf", "table"])
@pytest.mark.parametrize(
    "deed",
    [
        lambda client, pk: client.post(f"/papers/{pk}/status/", {"status": "reading"}),
        lambda client, pk: client.post(f"/papers/{pk}/status/", {"status": "none"}),
        lambda client, pk: write_note(client, pk),
        lambda client, pk: Reading.objects.filter(paper=pk, member__username="member").delete(),
    ],
    ids=["status", "no status", "note", "deleted"],
)
def test_it_is_made_anew_after_what_one_does_oneself(changes, shelf, paper, name, deed):
    assert changes(FILES[name], lambda: deed(shelf, paper.pk))


@each_file
def test_what_another_member_does_is_nobody_else_s(shelf, paper, other, as_user, path):
    path = path.format(pk=paper.pk)
    before = shelf.get(path)
    as_user(other).post(f"/papers/{paper.pk}/status/", {"status": "reading"})
    assert again(shelf, path, before).status_code == 304


def test_a_search_is_made_anew_after_a_change_of_the_glossary(changes):
    assert changes(FILES["search"], lambda: make_term("paper", "论文"))
    assert not changes(FILES["papers"], lambda: Term.objects.all().delete())


def test_a_summary_is_made_anew_when_its_writer_has_another_name(changes, other):
    def rename():
        other.first_name = "Ada"
        other.save()

    assert changes(FILES["summary"], rename)


def test_a_summary_that_is_a_draft_again_is_not_there(shelf, paper):
    path = FILES["summary"].format(pk=paper.pk)
    before = shelf.get(path)
    Summary.objects.update(state=Summary.State.DRAFT)
    assert again(shelf, path, before).status_code == 404


def test_drafts_are_always_asked_for(pen, writer, paper):
    make_summary(paper, "zh-hans", "草稿", state="draft", author=writer)
    response = pen.get("/papers/export/?summary=drafts")
    assert "ETag" not in response
    assert "A paper" in response.getvalue().decode()


# Who asks, and how


@each_file
def test_nobody_s_answer_counts_for_anybody_else(shelf, paper, other, as_user, path, settings):
    path = path.format(pk=paper.pk)
    mine = shelf.get(path)
    theirs = again(as_user(other), path, mine)
    assert theirs.status_code == 200
    assert theirs["ETag"] != mine["ETag"]
    settings.PUBLIC_CATALOGUE = True
    assert again(Client(), path, mine).status_code in {200, 302}


@each_file
def test_it_is_made_anew_in_another_language_and_with_other_permissions(shelf, paper, member, curator, path):
    path = path.format(pk=paper.pk)
    before = shelf.get(path)
    assert again(shelf, path, before, **{"Accept-Language": "zh-hans"}).status_code == 200
    member.groups.set(curator.groups.all())
    assert again(shelf, path, before).status_code == 200


@each_file
def test_whoever_is_out_gets_nothing(shelf, paper, member, path):
    path = path.format(pk=paper.pk)
    before = shelf.get(path)
    member.is_active = False
    member.save()
    assert again(shelf, path, before).status_code == 302


def test_one_address_s_answer_is_not_another_s(shelf, paper):
    before = shelf.get("/papers/export/?format=csv")
    assert again(shelf, "/papers/export/?format=ris", before).status_code == 200


def test_visitors_of_an_open_catalogue_share_what_is_the_same_for_them(paper, settings):
    settings.PUBLIC_CATALOGUE = True
    before = Client().get("/papers/export/?format=csv")
    assert again(Client(), "/papers/export/?format=csv", before).status_code == 304
    move_on()
    assert again(Client(), "/papers/export/?format=csv", before).status_code == 200


# Pages and their parts


def test_the_terms_of_the_glossary_are_not_made_again_while_one_types(shelf):
    make_term()
    htmx = {"HX-Request": "true"}
    before = shelf.get("/glossary/?q=str", headers=htmx)
    assert again(shelf, "/glossary/?q=str", before, **htmx).status_code == 304
    assert again(shelf, "/glossary/?q=str", before).status_code == 200  # the page itself is another answer
    make_term("barrier", "屏障")
    assert again(shelf, "/glossary/?q=str", before, **htmx).status_code == 200


@pytest.mark.parametrize("path", ["/", "/papers/", "/papers/{pk}/a-paper/", "/lists/a-list/", "/me/", "/glossary/"])
def test_a_page_with_forms_is_made_each_time(shelf, paper, path):
    assert "ETag" not in shelf.get(path.format(pk=paper.pk))


@pytest.mark.parametrize("path", ["/papers/", "/glossary/"])
def test_a_page_and_its_part_are_kept_apart(shelf, path):
    assert "HX-Request" in shelf.get(path)["Vary"]
    assert "HX-Request" in shelf.get(path, headers={"HX-Request": "true"})["Vary"]


def test_a_link_that_a_curator_adds_is_a_change(changes, desk, paper):
    def add():
        Link.objects.create(paper=paper, url="https://a.example/")
        reindex([paper.pk])

    assert changes(FILES["papers"], add)
