"""Where values come from: said by lists and files, signed by people and registries, or standing in the history."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from papers.formats.plain import plain
from papers.formats.records import Link as RecordLink
from papers.formats.records import Record
from papers.models import Author, Authorship, Link, Origin, Paper, PaperList, Settlement
from papers.provenance import FIELDS, claims_on, disagreements, folded_claim, names_of, settled_claims, sources_of
from papers.provenance.apparatus import apparatus_of, ranges
from tests.factories import make_entry, make_list, make_paper, make_section, make_topic, make_venue
from tests.origins import said

pytestmark = pytest.mark.django_db


# Sources


def entry_saying(paper, where, **fields):
    record = Record(title=fields.pop("title", paper.title), **fields)
    return make_entry(
        paper, where, record=plain(record), claimed_title=record.title, claimed_venue=record.venue,
        claimed_year=record.year, line=record.line,
    )  # fmt: skip


def test_every_value_names_the_lists_that_say_so():
    topic = make_topic("Scheduling", "调度")
    make_venue("NeurIPS", aliases=("NIPS",))
    paper = make_paper(
        "Gavel", venue="NeurIPS", year=2020, nickname="Gavel", doi="10.1/x", abstract="Shares\nit.",
        arxiv_id="2008.09213", kind="survey", publication="to-appear", topics=(topic,), tags=("GPU",),
        institutions=("Stanford",), authors=("Ada", "Li Hua"), links=("https://a.example/",),
    )  # fmt: skip
    paper.institutions.get().aliases.create(name="Standford")
    paper.tags.get().aliases.create(name="gpus", slug="gpus")
    entry_saying(
        paper, make_section(make_list("Cluster papers"), topic=topic), line=7, title="GAVEL!", venue="nips", year=2020,
        nickname="gavel", doi="10.1/X", arxiv_id="2008.09213", abstract="Shares it.", kind="survey", to_appear=True,
        tags=("GPUs",), institutions=("Standford",), authors=("ada", "Li Hua"), links=(RecordLink("HTTPS://a.example/"),),
    )  # fmt: skip
    assert {
        field: {source for _text, found in values for source in found} for field, values in said(paper).items()
    } == {field: {("list", "Cluster papers", 7)} for field in FIELDS if field != "recommended"}


def test_a_file_is_a_source_without_an_address():
    paper = make_paper("Gavel", year=2020)
    entry_saying(paper, make_list("refs.bib", kind=PaperList.Kind.FILE), line=12, year=2020)
    found = Paper.objects.for_page().get(pk=paper.pk)
    source = next(fact for fact in sources_of(found) if fact.field == "year").sources[0]
    assert (source.kind, source.name, source.line, source.url) == ("file", "refs.bib", 12, "")


def test_an_entry_from_before_records_speaks_by_its_columns():
    paper = make_paper("Gavel", venue="OSDI", year=2020, links=("https://a.example/",))
    make_entry(
        paper, make_list("Old"), claimed_venue="osdi", claimed_year=2020, claimed_url="https://a.example/", line=3
    )
    found = said(paper)
    assert {field for field, values in found.items() if ("list", "Old", 3) in values[0][1]} == {
        "title", "venue", "year", "links"
    }  # fmt: skip


def test_a_list_that_says_nothing_is_no_source():
    paper = make_paper("Gavel", year=2020)
    entry_saying(paper, make_list("Cluster papers"), line=7)
    assert ("list", "Cluster papers", 7) not in said(paper)["year"][0][1]


def test_an_entry_that_is_gone_still_says_where_a_value_came_from():
    paper = make_paper("Gavel", year=2020)
    entry = entry_saying(paper, make_list("Cluster papers"), line=7, year=2020)
    entry.gone = timezone.now()
    entry.save()
    found = Paper.objects.for_page().get(pk=paper.pk)
    source = next(fact for fact in sources_of(found) if fact.field == "year").sources[0]
    assert source.is_gone
    assert source.url == ""
    assert claims_on(found) == []


def test_the_newest_origin_of_a_value_counts(curator):
    paper = make_paper("Gavel", year=2020)
    Origin.objects.create(paper=paper, field="year", value="2020", source="registry", registry="Crossref")
    Origin.objects.create(paper=paper, field="year", value="2019", source="registry", registry="arXiv")
    newest = Origin.objects.create(paper=paper, field="year", value="2020", source="curator", by=curator)
    Origin.objects.exclude(pk=newest.pk).update(at=datetime(2020, 1, 1, tzinfo=UTC))
    assert said(paper)["year"] == [("2020", [("curator", "curator")])]


def test_lists_and_origins_stand_side_by_side(curator):
    paper = make_paper("Gavel", year=2020)
    entry_saying(paper, make_list("Cluster papers"), line=7, year=2020)
    Origin.objects.create(paper=paper, field="year", value="2020", source="curator", by=curator)
    assert said(paper)["year"] == [("2020", [("list", "Cluster papers", 7), ("curator", "curator")])]


def test_a_member_s_suggestion_is_told_by_their_name_while_they_are_here(member):
    paper = make_paper("Gavel")
    Origin.objects.create(paper=paper, field="title", value="Gavel", source="member", by=member)
    assert said(paper)["title"] == [("Gavel", [("member", "member")])]
    member.delete()
    assert said(paper)["title"] == [("Gavel", [("member", "")])]


def test_what_nobody_signed_stands_in_the_history(curator):
    paper = make_paper("Gavel", venue="OSDI", year=2019)
    for year in (2020, 2021, 2020):
        paper.year, paper._history_user, paper._change_reason = year, curator, f"Now {year}"
        paper.save()
    topic = make_topic()
    paper.topics.add(topic)
    found = Paper.objects.for_page().get(pk=paper.pk)
    facts = {fact.field: fact.sources for fact in sources_of(found)}
    assert [(one.kind, one.name, one.reason) for one in facts["year"]] == [("history", "curator", "Now 2020")]
    assert [(one.kind, one.name) for one in facts["venue"]] == [("history", "")]
    assert [one.kind for one in facts["topics"]] == ["history"]


def test_the_history_of_an_import_names_its_list():
    paper = make_paper("Gavel", year=2020)
    paper.history.update(history_change_reason="Import: cluster-papers")
    make_entry(paper, make_list("Cluster papers"))
    assert said(paper)["year"] == [("2020", [("import", "Cluster papers")])]
    assert said(make_paper("Other"))["title"][0][1][0][0] == "history"


def test_what_nobody_knows_has_no_source():
    paper = make_paper("Gavel", year=2019, tags=("GPU",), authors=("Ada",), links=("https://a.example/",))
    Paper.objects.filter(pk=paper.pk).update(year=2020)  # past the history
    found = said(paper)
    assert [found[field][0][1] for field in ("year", "tags", "authors", "links")] == [[], [], [], []]


def test_sources_take_a_constant_number_of_queries(curator):
    def rich(count):
        paper = make_paper(venue="OSDI", year=2020, abstract="Unexplained")
        for number in range(count):
            group = make_list(f"List {paper.pk} {number}")
            entry_saying(paper, make_section(group, topic=make_topic()), line=number, year=2020)
            paper.tags.add(f"tag {paper.pk} {number}")
            paper.topics.add(make_topic())
            Authorship.objects.create(paper=paper, author=Author.objects.create(name=f"{paper.pk} {number}"))
            Link.objects.create(paper=paper, url=f"https://a.example/{paper.pk}/{number}")
            Origin.objects.create(
                paper=paper, field="tags", value=f"tag {paper.pk} {number}", source="curator", by=curator
            )
            paper.save()
        return paper

    counts = []
    for paper in (rich(10), rich(20)):
        found = Paper.objects.for_page().get(pk=paper.pk)
        with CaptureQueriesContext(connection) as captured:
            sources_of(found)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 7


# The numbered apparatus of a page


@pytest.mark.parametrize(
    ("numbers", "text"), [([], ""), ([2], "2"), ([1, 2], "1–2"), ([3, 1, 2, 5], "1–3, 5"), ([1, 3], "1, 3")]
)
def test_numbers_in_a_row_are_drawn_together(numbers, text):
    assert ranges(numbers) == text


def test_entries_are_numbered_first_and_what_the_page_leaves_unsaid_not_at_all(curator):
    paper = make_paper("Gavel", year=2020)
    entry_saying(paper, make_list("B"), line=7)
    entry_saying(paper, make_list("A"), line=9, year=2020)
    Origin.objects.create(paper=paper, field="year", value="2020", source="curator", by=curator)
    apparatus = apparatus_of(Paper.objects.for_page().get(pk=paper.pk))
    assert [(note.number, note.source.name) for note in apparatus.notes] == [(1, "A"), (2, "B"), (3, "curator")]
    assert {field: mark.numbers for field, mark in apparatus.marks.items()} == {"title": "1–2", "year": "1, 3"}


# Claims in memory


@pytest.mark.parametrize(
    ("field", "value", "folded"),
    [
        ("title", "The  GAVEL!", "gavel"),
        ("venue", " ＮＩＰＳ ", "nips"),
        ("year", 2020, "2020"),
        ("year", None, ""),
        ("venue", "", ""),
        ("title", "x" * 600, "x" * 500),
    ],
)
def test_a_claim_is_folded_as_it_is_settled(field, value, folded):
    assert folded_claim(field, value) == folded


def test_a_record_disagrees_with_a_paper_as_an_entry_does():
    make_venue("NeurIPS", aliases=("NIPS",))
    paper = make_paper("Gavel", venue="NeurIPS", year=2020)
    Settlement.objects.create(paper=paper, field="year", value="2019")
    settled = settled_claims([paper.pk])[paper.pk]
    record = Record("Gavel 2", venue="ICML", year=2019)
    found = disagreements(record, paper, names_of(paper.venue), settled)
    assert [(one.field, one.claimed, one.present, one.is_settled) for one in found] == [
        ("title", "Gavel 2", "Gavel", False), ("venue", "ICML", "NeurIPS", False), ("year", "2019", "2020", True)
    ]  # fmt: skip
    assert disagreements(Record("the gavel", venue="nips"), paper, names_of(paper.venue)) == []
    assert disagreements(record, make_paper("Gavel 2"), set()) == []
