"""Values are signed by who gave them: in curation, from a registry, for one paper and for many."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from papers.bulk import add_topic
from papers.models import Author, Origin, Paper
from papers.provenance import FIELDS, sign, sign_all, signing, values_of, values_of_all
from tests.curation import save, url
from tests.factories import make_paper, make_topic
from tests.filling import filled
from tests.origins import said

pytestmark = pytest.mark.django_db


def written():
    return [(one.field, one.value, one.source, one.registry, one.by) for one in Origin.objects.order_by("pk")]


# Values


def test_values_are_texts_in_a_stable_form():
    topic = make_topic("Scheduling", "调度")
    paper = make_paper(
        "Gavel", venue="OSDI", year=2020, nickname="G", doi="10.1/x", arxiv_id="2008.09213", abstract="Shares.",
        recommended=True, topics=(topic,), tags=("GPU", "公平"), institutions=("Stanford",), authors=("Zoe", "Ada"),
        links=("https://a.example/",),
    )  # fmt: skip
    assert values_of(paper) == {
        "title": ["Gavel"], "nickname": ["G"], "kind": ["paper"], "venue": ["OSDI"], "year": ["2020"],
        "publication": ["published"], "abstract": ["Shares."], "doi": ["10.1/x"], "arxiv_id": ["2008.09213"],
        "recommended": ["yes"], "authors": ["Zoe", "Ada"], "institutions": ["Stanford"], "topics": [topic.slug],
        "tags": ["GPU", "公平"], "links": ["https://a.example/"],
    }  # fmt: skip


def test_what_a_paper_does_not_say_is_an_empty_list():
    values = values_of(make_paper("Bare"))
    assert tuple(values) == FIELDS
    assert {field for field, texts in values.items() if texts} == {"title", "kind", "publication"}
    assert values_of(Paper(title="Not saved")) == {field: [] for field in FIELDS}


def test_values_are_read_from_the_database():
    paper = make_paper("Gavel", year=2020)
    paper.year = 2021
    assert values_of(paper)["year"] == ["2020"]


def test_values_of_many_papers_take_as_many_queries_as_of_one():
    papers = [make_paper(tags=("GPU",), authors=("Ada",)).pk for _ in range(20)]
    counts = []
    for some in (papers[:1], papers):
        with CaptureQueriesContext(connection) as captured:
            values_of_all(some)
        counts.append(len(captured))
    assert counts == [6, 6]


# Signing


def test_it_signs_what_is_new(curator):
    paper = make_paper("Gavel", year=2020, tags=("GPU",))
    before = values_of(paper)
    Paper.objects.filter(pk=paper.pk).update(year=2021, doi="10.1/x")
    paper.tags.add("fairness")
    sign(paper, before, by=curator)
    assert written() == [
        ("year", "2021", "curator", "", curator),
        ("doi", "10.1/x", "curator", "", curator),
        ("tags", "fairness", "curator", "", curator),
    ]


def test_it_signs_all_of_a_new_paper(curator):
    sign(make_paper("Gavel", year=2020), {}, by=curator)
    assert [row[:2] for row in written()] == [
        ("title", "Gavel"), ("kind", "paper"), ("year", "2020"), ("publication", "published")
    ]  # fmt: skip


def test_it_writes_nothing_where_nothing_is_new(curator):
    paper = make_paper("Gavel", year=2020)
    before = values_of(paper)
    Paper.objects.filter(pk=paper.pk).update(year=None)
    assert sign(paper, before, by=curator) == []
    assert written() == []


def test_a_registry_signs_by_its_name(curator):
    paper = make_paper("Gavel")
    before = values_of(paper)
    Paper.objects.filter(pk=paper.pk).update(doi="10.1/x")
    sign(paper, before, by=curator, source=Origin.Source.REGISTRY, registry="Crossref")
    assert written() == [("doi", "10.1/x", "registry", "Crossref", curator)]
    assert said(paper)["doi"] == [("10.1/x", [("registry", "Crossref")])]


def test_many_papers_are_signed_at_once(curator):
    papers = [make_paper().pk for _ in range(30)]
    counts = []
    for some in (papers[:10], papers[10:]):
        before = values_of_all(some, ["recommended"])
        Paper.objects.filter(pk__in=some).update(recommended=True)
        with CaptureQueriesContext(connection) as captured:
            assert len(sign_all(before, curator, fields=["recommended"])) == len(some)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 4


def test_what_is_done_inside_signing_is_signed(curator):
    paper, untouched = make_paper(), make_paper()
    with signing([paper.pk, untouched.pk], curator, ["tags"]):
        paper.tags.add("GPU")
        Paper.objects.filter(pk=paper.pk).update(year=2020)  # of a field that was not named
    assert [(row.paper, row.field, row.value) for row in Origin.objects.all()] == [(paper, "tags", "GPU")]


# In curation


def test_saving_in_curation_signs_what_was_typed(desk, curator):
    paper = make_paper("Gavel", venue="OSDI", year=2020, tags=("GPU",), authors=("Ada",))
    other = Author.objects.create(name="Li Hua")
    save(desk, paper, year="2021", tags="GPU, fairness", **{"authorships-1-author": str(other.pk)})
    assert {row[:2] for row in written()} == {("year", "2021"), ("tags", "fairness"), ("authors", "Li Hua")}
    assert {row[4] for row in written()} == {curator}


def test_saving_without_a_change_signs_nothing(desk):
    save(desk, make_paper("Gavel", year=2020, tags=("GPU",)))
    assert written() == []


def test_a_new_paper_is_signed_by_its_curator(desk, curator):
    page = desk.get(url(Paper, "add"))
    desk.post(url(Paper, "add"), filled(page, "paper_form", title="Gavel", year="2020"))
    assert [row[:2] for row in written()] == [
        ("title", "Gavel"), ("kind", "paper"), ("year", "2020"), ("publication", "published")
    ]  # fmt: skip


def test_who_brings_an_old_version_back_stands_for_it(desk, curator):
    paper = make_paper("Gavel", year=2019)
    old = paper.history.first()
    paper.year = 2020
    paper.save()
    address = url(paper, "simple_history", old.pk)
    desk.post(address, filled(desk.get(address), "historicalpaper_form"))
    paper.refresh_from_db()
    assert paper.year == 2019
    assert ("year", "2019", "curator", "", curator) in written()


def test_what_is_done_to_many_papers_is_signed(curator):
    papers = [make_paper() for _ in range(3)]
    add_topic(Paper.objects.filter(pk__in=[paper.pk for paper in papers]), make_topic("Scheduling"), curator)
    assert [row[:2] for row in written()] == [("topics", "scheduling")] * 3
