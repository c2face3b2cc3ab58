"""Two papers made one are parted again: everything comes back, or nothing is changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from notes.models import Claim, Draft, Reading, Summary
from notes.private_notes import render_note
from papers.models import (
    Import,
    ImportRow,
    Link,
    ListEntry,
    Lookalike,
    Merge,
    Origin,
    Paper,
    Settlement,
    Suggestion,
    Topic,
)
from papers.uniting import CannotPart, merge_papers, part
from tests.factories import (
    make_entry,
    make_list,
    make_member,
    make_paper,
    make_reading,
    make_section,
    make_topic,
    make_venue,
)
from tests.imports import tables
from tests.merging import make_pair, merge, text, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    return make_pair()


@pytest.fixture
def much(pair, member, other, writer, curator):
    """Two papers about which there is everything that there can be."""
    kept, dropped = pair
    Paper.objects.filter(pk=kept.pk).update(year=2022, doi="10.1/a", arxiv_id="2001.00001", venue=make_venue("arXiv"))
    Paper.objects.filter(pk=dropped.pk).update(
        year=2023, doi="10.1/b", nickname="Hydra", venue=make_venue("OSDI"), cite_key="hydro23", abstract="Tuning."
    )
    shared = make_topic("Both")
    for place, paper in enumerate(pair):
        paper.refresh_from_db()
        paper.save()
        paper.topics.add(shared, make_topic(f"Own {place}"))
        paper.tags.add("shared", f"own {place}")
        paper.institutions.add(*make_paper(f"x{place}", institutions=("MIT", f"Place {place}")).institutions.all())
        section = make_section(make_list(f"List {place}"))
        make_entry(paper, section)
        Link.objects.create(paper=paper, url="https://a.example/same")
        Link.objects.create(paper=paper, url=f"https://a.example/{place}")
        make_paper(f"y{place}", authors=(f"Ada {place}", "Bob")).authorships.update(paper=paper)
        for language, words in (("en", "Said {} of [[Hydra]].[^1]\n\n[^1]: Note."), ("zh-hans", "说的{}。")):
            write(paper, language, words.format(place), writer)
            write(paper, language, words.format(place) + " More.", curator)
        for person, status in ((member, "read"), (other, "to-read")):
            reading = make_reading(person, paper, status, rating=place + 1, private_note=f"Note {place} [[Hydra]]")
            render_note(reading)
            reading.save()
            Draft.objects.create(member=person, paper=paper, language="en", body=f"Draft {place}", version=2)
        Claim.objects.create(member=writer, paper=paper, language="en", until=timezone.now() + timedelta(days=1))
        Settlement.objects.create(paper=paper, field="year", value="2021", by=curator)
        Origin.objects.create(paper=paper, field="year", value=str(paper.year), source="curator", by=curator)
        Suggestion.objects.create(by=member, record={"title": f"Suggested {place}"}, paper=paper)
        ImportRow.objects.create(of=Import.objects.create(name=f"Import {place}"), position=1, line=1, paper=paper)
    make_reading(writer, dropped, "set-aside", private_note="Alone.")
    stranger = make_paper("A stranger")
    Lookalike.objects.create(one=kept, other=dropped, score=96, reasons=[{"code": "likeness", "score": 96}])
    Lookalike.objects.create(one=kept, other=stranger, score=80)
    Lookalike.objects.create(one=dropped, other=stranger, distinct=True, by=curator)
    earlier = make_paper("An earlier one")
    make_reading(member, earlier, "reading")
    merge(dropped, earlier, curator)
    about = make_paper("Another")
    write(about, "en", "See [[Hydra]], [[An earlier one]] and [[Hydro in the Datacenter]].", writer)
    write(about, "zh-hans", "没有链接 [[Nothing]]。", writer)
    return kept, dropped


CHOICES = [
    {},
    {"title": "dropped", "doi": "dropped", "year": "dropped", "venue": "dropped", "authors": "dropped"},
    {"arxiv_id": "dropped", "nickname": "dropped", "kind": "dropped", "abstract": "kept"},
]


@pytest.mark.parametrize("choices", CHOICES)
@pytest.mark.parametrize("is_turned", [False, True])
def test_parted_everything_is_as_before(much, curator, choices, is_turned):
    kept, dropped = reversed(much) if is_turned else much
    before = tables()
    done = merge_papers(dropped, kept, choices, curator)
    assert tables() != before
    assert part(done).pk == dropped.pk
    after = tables()
    assert {label: (rows, after[label]) for label, rows in before.items() if rows != after[label]} == {}
    connection.check_constraints()


def test_a_chain_is_taken_back_from_its_end(much, curator):
    kept, dropped = much
    last = make_paper("The last")
    before = tables()
    first = merge(kept, dropped, curator)
    between = tables()
    second = merge(last, kept, curator)
    with pytest.raises(CannotPart) as error:
        part(first)
    assert error.value.reasons == ["The paper was merged again since. Undo the later merge first."]
    part(second)
    assert tables() == between
    part(first)
    assert tables() == before


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda paper, member, writer: write(paper, "en", "Edited.", writer), "Hydro in the Datacenter (English)"),
        (
            lambda paper, member, writer: Summary.objects.filter(paper=paper, language="en").delete(),
            "summaries (1)",
        ),
        (
            lambda paper, member, writer: Reading.objects.filter(member=member, paper=paper).update(status="reading"),
            "readings (1)",
        ),
        (lambda paper, member, writer: Paper.objects.filter(pk=paper.pk).update(nickname="mine"), "“Hydro in the"),
        (lambda paper, member, writer: make_paper("Thief", doi="10.1/b"), "“Thief” has got 10.1/b since."),
    ],
)
def test_it_refuses_where_something_was_built_on_it(much, member, writer, change, reason):
    kept, dropped = much
    done = merge(kept, dropped)
    change(kept, member, writer)
    before = tables()
    with pytest.raises(CannotPart) as error:
        part(done)
    assert reason in " ".join(error.value.reasons)
    assert tables() == before


def test_what_does_not_touch_the_merge_does_not_stand_in_its_way(much, member, writer, curator):
    kept, dropped = much
    newcomer, newcomers = make_member("newcomer"), make_paper("Newer")
    done = merge(kept, dropped, curator)
    make_reading(newcomer, kept, "read")
    kept.tags.add("new")
    kept.tags.remove("own 1")
    entry = ListEntry.objects.get(list__name="List 1")
    ListEntry.objects.filter(pk=entry.pk).update(paper=newcomers)
    paper = Paper.objects.get(pk=kept.pk)
    paper.kind = "report"
    paper.save()
    write(Paper.objects.get(title="Another"), "en", "Now only [[Hydra]].", writer)
    part(done)
    kept.refresh_from_db()
    assert (kept.kind, kept.year) == ("report", 2022)
    assert "new" in kept.tags.names()
    assert set(Paper.objects.get(pk=dropped.pk).tags.names()) == {"shared"}
    assert ListEntry.objects.get(pk=entry.pk).paper == newcomers
    assert Reading.objects.get(member=newcomer).paper == kept
    about = text(Paper.objects.get(title="Another"))
    assert list(about.mentioned.all()) == [dropped]
    assert f'href="/papers/{dropped.pk}/' in about.html


def test_what_was_deleted_since_does_not_come_back(much, member, curator):
    kept, dropped = much
    done = merge(kept, dropped, curator)
    for topic in Topic.objects.filter(name_en="Both"):
        topic.delete()
    Paper.objects.get(title="A stranger").delete()
    part(done)
    connection.check_constraints()
    assert set(Paper.objects.get(pk=dropped.pk).topics.values_list("name_en", flat=True)) == {"Own 1"}


def test_a_citation_key_that_another_paper_has_got_since_is_not_taken_from_it(much):
    kept, dropped = much
    done = merge(kept, dropped)
    Paper.objects.filter(pk=make_paper("Newer").pk).update(cite_key="hydro23")
    assert part(done).cite_key not in {"hydro23", ""}
    assert Paper.objects.get(cite_key="hydro23").title == "Newer"


def test_it_is_parted_once(much):
    kept, dropped = much
    done = merge(kept, dropped)
    part(done)
    with pytest.raises(Merge.DoesNotExist):
        part(done)
