"""The ledger of a paper's sources, and the marks that lead there from the paper's own page."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from papers.models import Origin, Settlement
from tests.factories import (
    make_curator,
    make_entry,
    make_list,
    make_member,
    make_paper,
    make_reading,
    make_section,
    make_summary,
    make_topic,
)
from tests.pages import elements, links_in
from tests.test_queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def gavel(curator):
    """Two lists name it, one of which has another year; a curator gave the DOI and a registry the arXiv id."""
    topic = make_topic("Scheduling", "调度")
    paper = make_paper(
        "Gavel", venue="OSDI", year=2020, doi="10.1145/1", arxiv_id="2008.09213", topics=(topic,), tags=("GPU",),
        links=("https://a.example/gavel",),
    )  # fmt: skip
    section = make_section(make_list("Cluster papers"), "Clusters", topic=topic)
    make_entry(
        paper, section, line=42, claimed_venue="OSDI", claimed_year=2020,
        record={"title": "Gavel", "venue": "OSDI", "year": 2020, "tags": ["gpu"]},
    )  # fmt: skip
    make_entry(paper, make_list("Differs"), line=7, claimed_year=2019, record={"title": "Gavel", "year": 2019})
    Origin.objects.create(paper=paper, field="doi", value="10.1145/1", source="curator", by=curator)
    Origin.objects.create(paper=paper, field="arxiv_id", value="2008.09213", source="registry", registry="arXiv")
    return paper


def ledger(client, paper):
    return client.get(f"/papers/{paper.pk}/sources/")


def fact(answer, field):
    return next(one for one in answer.context["facts"] if one.field == field)


def test_it_names_the_sources_of_each_value(shelf, gavel):
    answer = ledger(shelf, gavel)
    text = answer.content.decode()
    entry = gavel.entries.get(line=42)
    assert (
        links_in(answer).count(f"/lists/cluster-papers/?entry={entry.pk}#entry-{entry.pk}") == 5
    )  # title, venue, year, topic, tag
    assert "line 42" in text
    assert "Entered by curator" in text
    assert ">arXiv " in text.replace("\n", " ")
    assert [element.get("id") for element in elements(answer, "section", class_="fact")] == [
        "title", "kind", "venue", "year", "publication", "doi", "arxiv_id", "topics", "tags", "links"
    ]  # fmt: skip


def test_it_shows_what_others_say_instead_also_where_that_is_settled(shelf, gavel):
    assert [other.difference.claimed for other in fact(ledger(shelf, gavel), "year").others] == ["2019"]
    assert "disagrees" in ledger(shelf, gavel).content.decode()
    Settlement.objects.create(paper=gavel, field="year", value="2019")
    answer = ledger(shelf, gavel)
    assert fact(answer, "year").others[0].difference.is_settled
    assert "· settled" in answer.content.decode()


def test_it_says_where_nobody_knows(shelf, gavel):
    assert "Nobody knows where this comes from." in ledger(shelf, gavel).content.decode()


def test_it_answers_404_where_there_is_no_paper(shelf, gavel):
    assert shelf.get("/papers/0/sources/").status_code == 404


def test_a_paper_of_that_title_keeps_its_own_page(shelf):
    paper = make_paper("Sources")
    assert paper.slug == "paper"
    assert shelf.get(paper.get_absolute_url()).context["paper"] == paper


@pytest.mark.parametrize("page", ["/papers/{pk}/sources/", "/papers/{pk}/gavel/"])
def test_visitors_of_an_open_catalogue_see_no_name_of_a_person(settings, gavel, page):
    settings.PUBLIC_CATALOGUE = True
    gavel.history.update(history_user=User.objects.get(), history_change_reason="because of curator")
    Origin.objects.create(paper=gavel, field="title", value="Gavel", source="member", by=make_member("suggester"))
    answer = Client().get(page.format(pk=gavel.pk))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "suggester" not in text
    assert "Entered by a curator" in text
    assert "by curator" not in text
    assert "because of" not in text


def test_no_draft_and_no_private_note_is_a_source(shelf, gavel, member):
    make_summary(gavel, body="draftword", state="draft")
    make_reading(make_member("another"), gavel, "read", private_note="noteword")
    for path in (f"/papers/{gavel.pk}/sources/", gavel.get_absolute_url()):
        text = shelf.get(path).content.decode()
        assert "draftword" not in text
        assert "noteword" not in text


def test_it_escapes_every_text(shelf):
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    paper = make_paper(evil, venue=evil, nickname=evil, abstract=evil, tags=(evil,), authors=(evil,))
    make_entry(paper, make_section(make_list(evil), evil), claimed_title=f"{evil}!!2", claimed_venue="x" + evil[:80])
    Origin.objects.create(paper=paper, field="nickname", value=evil, source="registry", registry=evil[:40])
    for path in (f"/papers/{paper.pk}/sources/", paper.get_absolute_url()):
        answer = shelf.get(path)
        assert not elements(answer, "img")
        assert not [script for script in elements(answer, "script") if not script.get("src")]


def test_it_asks_as_often_however_much_there_is(shelf, gavel):
    few = queries(shelf, f"/papers/{gavel.pk}/sources/")
    for number in range(10):
        section = make_section(make_list(f"List {number}"), parent=make_section(make_list(f"Above {number}")))
        make_entry(gavel, section, claimed_year=2000 + number, record={"title": "Gavel"})
        gavel.tags.add(f"tag {number}")
        Origin.objects.create(
            paper=gavel, field="tags", value=f"tag {number}", source="curator", by=make_curator(f"curator{number}")
        )
    assert queries(shelf, f"/papers/{gavel.pk}/sources/") == few


# The marks on the paper's own page


def marks(answer):
    """The numbers behind each fact, by field."""
    found = [link for link in elements(answer, "a") if "/sources/#" in link.get("href")]
    return {link.get("href").split("#")[1]: link.text for link in found}


def test_each_fact_carries_the_numbers_of_its_sources(shelf, gavel):
    answer = shelf.get(gavel.get_absolute_url())
    assert marks(answer) == {
        "title": "1–2", "venue": "1", "year": "1", "doi": "3", "arxiv_id": "4", "topics": "1", "tags": "1"
    }  # fmt: skip
    names = [note.source.name for note in answer.context["apparatus"].notes]
    assert names == ["Cluster papers", "Differs", "curator", "arXiv"]
    assert f"/papers/{gavel.pk}/sources/" in links_in(answer)
    year = next(link for link in elements(answer, "a") if link.get("href").endswith("/sources/#year"))
    assert year.get("aria-label") == "Year: source 1"


def test_a_settled_disagreement_is_shown_as_settled(shelf, gavel):
    Settlement.objects.create(paper=gavel, field="year", value="2019")
    answer = shelf.get(gavel.get_absolute_url())
    assert not elements(answer, "dl", class_="disagrees")
    assert elements(answer, "dl", class_="disagrees settled")


def test_what_has_gone_from_a_list_is_a_source_only_of_what_it_brought(shelf, gavel):
    gavel.entries.update(gone=timezone.now())
    answer = shelf.get(gavel.get_absolute_url())
    assert [note.claim for note in answer.context["apparatus"].notes] == [None] * 4
    assert "no longer in the list" in answer.content.decode()
    assert not elements(answer, "dl", class_="disagrees")


def test_it_speaks_chinese(shelf, gavel):
    answer = shelf.get(f"/papers/{gavel.pk}/sources/", headers={"Accept-Language": "zh-hans"})
    assert "第42行" in answer.content.decode()
