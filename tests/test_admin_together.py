"""Two curators at one page, and what the histories of a paper and of a summary keep and give back."""

import pytest
from django.urls import reverse

from notes.models import Summary
from papers.models import Author, Link, Paper, Tag, Topic
from tests.curation import errors, save, url
from tests.factories import (
    make_curator,
    make_institution,
    make_list,
    make_paper,
    make_section,
    make_summary,
    make_topic,
    make_venue,
)
from tests.filling import fields_of, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    return make_paper("Gavel", "OSDI", year=2020, links=("https://example.org/p",), authors=("Ada",), tags=("gpu",))


@pytest.fixture
def bob(as_user):
    """A second curator's client; ``desk`` is the first."""
    return as_user(make_curator("bob"))


def test_the_second_of_two_is_told_and_may_go_on(desk, bob, paper):
    page = bob.get(url(paper))
    save(desk, paper, title="Hers")
    refused = save(bob, paper, page, title="His", nickname="Typed")
    assert "Somebody saved this while you were editing" in errors(refused, 409)
    fields = fields_of(refused, "paper_form")
    assert (fields["title"], fields["nickname"]) == (["His"], ["Typed"])
    assert Paper.objects.get().title == "Hers"
    assert bob.post(url(paper), fields).status_code == 302
    assert Paper.objects.get().title == "His"
    titles = [record.title for record in paper.history.order_by("history_id")]
    assert titles == ["Gavel", "Hers", "His"]


def test_the_second_text_is_refused_beside_the_first(desk, bob, paper):
    make_summary(paper)
    page = bob.get(url(paper))
    save(desk, paper, summaries__0__body="Her text.")
    refused = save(bob, paper, page, summaries__0__body="His text.")
    assert "curator saved this summary while you were editing" in errors(refused, 409)
    assert "theirs is: “Her text.”" in refused.content.decode()
    assert fields_of(refused, "paper_form")["summaries-0-body"] == ["His text."]
    assert Summary.objects.get().body == "Her text."
    assert bob.post(url(paper), filled(refused, "paper_form", summaries__0__body="Both texts.")).status_code == 302
    summary = Summary.objects.get()
    assert (summary.body, summary.version, summary.last_editor.username) == ("Both texts.", 3, "bob")


def test_two_first_texts_meet(desk, bob, paper):
    page = bob.get(url(paper))
    save(desk, paper, summaries__0__body="Her text.")
    refused = save(bob, paper, page, summaries__0__body="His text.")
    assert "“Her text.”" in errors(refused, 409)
    assert Summary.objects.get().body == "Her text."
    assert bob.post(url(paper), fields_of(refused, "paper_form")).status_code == 302
    summary = Summary.objects.get()
    assert (summary.body, summary.version, summary.author.username) == ("His text.", 2, "curator")


def test_one_writes_english_and_one_chinese(desk, bob, paper):
    page = bob.get(url(paper))
    save(desk, paper, summaries__0__body="Her text.")
    assert save(bob, paper, page, summaries__1__body="他的").status_code == 302
    assert {summary.language: summary.body for summary in paper.summaries.all()} == {
        "en": "Her text.",
        "zh-hans": "他的",
    }


def test_a_page_opened_before_a_summary_was_written_does_not_touch_it(desk, bob, paper):
    page = bob.get(url(paper))
    save(desk, paper, summaries__0__body="Her text.")
    assert save(bob, paper, page, nickname="His").status_code == 302
    assert (Summary.objects.get().body, Summary.objects.get().version) == ("Her text.", 1)


def test_two_texts_at_once_are_both_kept(desk, bob, paper):
    make_summary(paper), make_summary(paper, "zh-hans", "摘要")
    page = bob.get(url(paper))
    save(desk, paper, summaries__0__body="Her text.")
    assert save(bob, paper, page, summaries__1__body="他的").status_code == 302
    assert dict(paper.summaries.values_list("language", "body")) == {"en": "Her text.", "zh-hans": "他的"}
    assert set(paper.summaries.values_list("version", flat=True)) == {2}


def test_line_ends_are_no_change(desk):
    paper = make_paper("Gavel", abstract="One.\n\nTwo.")
    make_summary(paper, body="- one\n- two")
    sent = {"abstract": "One.\r\n\r\nTwo.", "summaries__0__body": "- one\r\n- two"}
    assert save(desk, paper, **sent).status_code == 302
    assert (Summary.objects.get().version, paper.history.count()) == (1, 1)
    save(desk, paper, summaries__0__body="- one\r\n- two\r\n- three")
    assert Summary.objects.get().body == "- one\n- two\n- three"


def test_a_text_deleted_meanwhile_stays_so_where_nobody_wrote_on_it(desk, bob, paper):
    summary = make_summary(paper)
    page = bob.get(url(paper))
    summary.delete()
    assert save(bob, paper, page, nickname="His").status_code == 302
    assert not Summary.objects.exists()


def test_a_text_deleted_meanwhile_comes_back_to_its_writer(desk, bob, paper):
    summary = make_summary(paper)
    page = bob.get(url(paper))
    summary.delete()
    refused = save(bob, paper, page, summaries__0__body="His text.")
    assert "Somebody deleted this while you were editing" in errors(refused, 409)
    assert fields_of(refused, "paper_form")["summaries-0-body"] == ["His text."]
    assert not Summary.objects.exists()
    assert bob.post(url(paper), fields_of(refused, "paper_form")).status_code == 302
    assert Summary.objects.get().body == "His text."


def test_a_paper_deleted_meanwhile_comes_back_to_its_writer(desk, bob, paper):
    make_summary(paper)
    page = bob.get(url(paper))
    assert desk.post(url(paper, "delete"), {"post": "yes"}).status_code == 302
    refused = save(bob, paper, page, title="His", summaries__0__body="His text.", links__0__url="https://example.org/2")
    assert "Somebody deleted this while you were editing" in errors(refused, 409)
    assert not Paper.objects.exists()
    fields = fields_of(refused, "paper_form")
    assert (fields["title"], fields["summaries-0-body"]) == (["His"], ["His text."])
    again = bob.post(url(paper), fields)
    assert again.status_code == 302, errors(again)
    written = Paper.objects.get()
    assert (written.title, written.summaries.get().body) == ("His", "His text.")
    assert [link.url for link in written.links.all()] == ["https://example.org/2"]


# Rows inside the page, and names


def test_two_edits_of_links_and_authors_are_noticed(desk, bob, paper):
    for change in ({"links__0__label": "Hers"}, {"authorships__0__position": 7}):
        page = bob.get(url(paper))
        assert save(desk, paper, **change).status_code == 302
        refused = save(bob, paper, page, links__0__label="His")
        assert "Somebody saved this while you were editing" in errors(refused, 409)
        assert fields_of(refused, "paper_form")["links-0-label"] == ["His"]
    assert paper.links.get().label == "Hers"
    assert bob.post(url(paper), fields_of(refused, "paper_form")).status_code == 302
    assert paper.links.get().label == "His"


def test_a_link_deleted_meanwhile_comes_back_to_its_writer(desk, bob, paper):
    Link.objects.create(paper=paper, url="https://example.org/second")
    page = bob.get(url(paper))
    paper.links.get(url="https://example.org/p").delete()
    refused = save(bob, paper, page, links__0__label="His", links__1__label="Second")
    assert "Somebody saved this" in errors(refused, 409)
    again = bob.post(url(paper), fields_of(refused, "paper_form"))
    assert again.status_code == 302, errors(again)
    assert {link.url: link.label for link in paper.links.all()} == {
        "https://example.org/p": "His", "https://example.org/second": "Second"
    }  # fmt: skip


def test_a_link_of_another_paper_cannot_be_taken_by_its_number(desk, paper):
    other = make_paper("Other", links=("https://example.org/other",)).links.get()
    save(desk, paper, links__0__id=other.pk, links__0__label="Taken")
    other.refresh_from_db()
    assert (other.paper.title, other.label) == ("Other", "")


NAMED = {
    "venue": lambda: make_venue("OSDI", aliases=("Operating",)),
    "institution": lambda: make_institution("Stanford", aliases=("Standford",)),
    "tag": lambda: Tag.objects.create(name="gpu", slug="gpu"),
    "topic": lambda: make_topic("Training"),
    "author": lambda: Author.objects.create(name="Ada"),
    "list": lambda: make_list("A list"),
}


def name_of(row):
    return "name_en" if isinstance(row, Topic) else "name"


@pytest.mark.parametrize("kind", NAMED)
def test_the_second_of_two_at_a_name_is_told_and_may_go_on(desk, bob, kind):
    row = NAMED[kind]()
    field = name_of(row)
    page = bob.get(url(row))
    assert save(desk, row, **{field: "Hers"}).status_code == 302
    refused = save(bob, row, page, **{field: "His"})
    assert "Somebody saved this while you were editing" in errors(refused, 409)
    row.refresh_from_db()
    assert getattr(row, field) == "Hers"
    assert bob.post(url(row), fields_of(refused, f"{row._meta.model_name}_form")).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == "His"


@pytest.mark.parametrize("kind", NAMED)
def test_a_name_deleted_meanwhile_comes_back_to_its_writer(bob, kind):
    row = NAMED[kind]()
    page = bob.get(url(row))
    type(row).objects.filter(pk=row.pk).delete()
    refused = save(bob, row, page, **{name_of(row): "His"})
    assert "Somebody deleted this" in errors(refused, 409)
    again = bob.post(url(row), fields_of(refused, f"{row._meta.model_name}_form"))
    assert again.status_code == 302, errors(again)
    assert getattr(type(row).objects.get(), name_of(row)) == "His"


@pytest.mark.parametrize("kind", ["venue", "institution"])
def test_two_edits_of_spellings_are_noticed(desk, bob, kind):
    row = NAMED[kind]()
    page = bob.get(url(row))
    save(desk, row, aliases__0__name="Hers")
    refused = save(bob, row, page, aliases__0__name="His")
    assert "Somebody saved this" in errors(refused, 409)
    assert [alias.name for alias in row.aliases.all()] == ["Hers"]


def test_two_who_point_a_section_are_noticed(desk, bob):
    group, one, two = make_list("A list"), make_topic("One"), make_topic("Two")
    section = make_section(group)
    page = bob.get(url(group))
    save(desk, group, sections__0__topic=one.pk)
    refused = save(bob, group, page, sections__0__topic=two.pk)
    assert "Somebody saved this" in errors(refused, 409)
    section.refresh_from_db()
    assert section.topic == one


# History


def test_an_old_version_can_be_brought_back(desk, curator, paper):
    save(desk, paper, title="Wrong")
    record = paper.history.get(title="Gavel")
    path = reverse("admin:papers_paper_simple_history", args=[paper.pk, record.pk])
    page = desk.get(path)
    assert page.status_code == 200
    assert desk.post(path, filled(page, "historicalpaper_form")).status_code == 302
    paper.refresh_from_db()
    assert paper.title == "Gavel"
    assert [record.title for record in paper.history.order_by("history_id")] == ["Gavel", "Wrong", "Gavel"]


def test_an_old_version_is_not_brought_back_over_somebody(desk, paper):
    save(desk, paper, title="Wrong")
    path = reverse("admin:papers_paper_simple_history", args=[paper.pk, paper.history.get(title="Gavel").pk])
    page = desk.get(path)
    save(desk, paper, title="Newer")
    refused = desk.post(path, filled(page, "historicalpaper_form"))
    assert "Somebody saved this" in refused.content.decode()
    assert Paper.objects.get().title == "Newer"


def test_an_old_text_that_is_brought_back_is_a_new_version(desk, curator, paper):
    summary = make_summary(paper, version=1)
    save(desk, paper, summaries__0__body="Wrong.")
    record = summary.history.get(body="A summary.")
    path = reverse("admin:notes_summary_simple_history", args=[summary.pk, record.pk])
    assert desk.post(path, filled(desk.get(path), "historicalsummary_form")).status_code == 302
    summary.refresh_from_db()
    assert (summary.body, summary.version, summary.last_editor) == ("A summary.", 3, curator)
    assert "A summary." in summary.html


def test_its_history_tells_who_did_what(desk, paper):
    save(desk, paper, title="Newer", year="2021")
    page = desk.get(url(paper, "history")).content.decode()
    for words in ("curator", "Gavel", "Newer", "2021"):
        assert words in page


# A summary's own page


def test_a_summary_has_a_page_of_its_own(desk, bob, curator, paper):
    add, fields = reverse("admin:notes_summary_add"), {}
    fields = filled(desk.get(add), "summary_form", paper=paper.pk, language="en", body="Her text.", state="published")
    assert desk.post(add, fields).status_code == 302
    summary = Summary.objects.get()
    assert (summary.author, summary.version) == (curator, 1)
    refused = bob.post(add, fields | {"body": ["His text."]})
    assert "“Her text.”" in errors(refused, 409)
    assert bob.post(add, fields_of(refused, "summary_form")).status_code == 302
    summary.refresh_from_db()
    assert (summary.body, summary.version) == ("His text.", 2)


def test_a_summary_deleted_meanwhile_comes_back_to_its_writer(desk, paper):
    summary = make_summary(paper)
    path = reverse("admin:notes_summary_change", args=[summary.pk])
    fields = filled(desk.get(path), "summary_form", body="Mine.")
    summary.delete()
    refused = desk.post(path, fields)
    assert "Somebody deleted this" in errors(refused, 409)
    assert desk.post(path, fields_of(refused, "summary_form")).status_code == 302
    assert Summary.objects.get().body == "Mine."


def test_a_summary_does_not_move_to_another_paper(desk, paper):
    summary = make_summary(paper)
    refused = save(desk, summary, paper=make_paper("Other").pk)
    assert "A summary stays where it is" in errors(refused)
    summary.refresh_from_db()
    assert summary.paper == paper
