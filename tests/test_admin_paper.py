"""A paper's own page of curation: its facts and both summaries, also while somebody else is at work on it."""

import pytest
from django.urls import reverse

from notes.models import Summary
from papers.models import Author, Link, ListEntry, Paper
from tests.curation import errors, save, url
from tests.factories import (
    make_entry,
    make_list,
    make_paper,
    make_section,
    make_summary,
    make_topic,
    make_venue,
)  # fmt: skip
from tests.filling import fields_of, filled
from tests.pages import elements

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    return make_paper(
        "Gavel", venue="OSDI", year=2020, links=("https://example.org/p",), authors=("Ada",), tags=("gpu",)
    )


def test_a_page_that_is_saved_as_it_is_changes_nothing(desk, paper):
    make_summary(paper)
    before, summary = Paper.objects.values().get(), Summary.objects.values().get()
    assert save(desk, paper).status_code == 302
    assert Paper.objects.values().get() == before
    assert Summary.objects.values().get() == summary
    assert paper.history.count() == 1
    assert [link.url for link in paper.links.all()] == ["https://example.org/p"]


def test_its_facts_are_saved_and_kept_in_its_history(desk, curator, paper):
    topic, venue = make_topic("Scheduling"), make_venue("SOSP")
    changes = {"title": "Gavel: 调度", "venue": venue.pk, "year": "", "topics": [topic.pk], "tags": "gpu, 集群 调度, x"}
    assert save(desk, paper, **changes, recommended="on").status_code == 302
    paper.refresh_from_db()
    assert (paper.title, paper.title_key, paper.venue, paper.year) == ("Gavel: 调度", "gavel 调度", venue, None)
    assert list(paper.topics.all()) == [topic]
    assert sorted(tag.name for tag in paper.tags.all()) == ["gpu", "x", "集群 调度"]
    assert paper.history.latest().history_user == curator


def test_a_new_paper_knows_who_added_it(desk, curator):
    page = desk.get(reverse("admin:papers_paper_add"))
    fields = filled(page, "paper_form", title="New", summaries__1__body="一个摘要", summaries__1__state="published")
    assert desk.post(reverse("admin:papers_paper_add"), fields).status_code == 302
    paper = Paper.objects.get()
    assert (paper.added_by, paper.history.latest().history_user) == (curator, curator)
    assert [(summary.language, summary.body) for summary in paper.summaries.all()] == [("zh-hans", "一个摘要")]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("10.1145/3341301.3359646", "10.1145/3341301.3359646"),
        ("https://doi.org/10.1145/3341301.3359646", "10.1145/3341301.3359646"),
        ("https://dl.acm.org/doi/abs/10.1145/3341301.3359646", "10.1145/3341301.3359646"),
        ("doi:10.14778/ABC.DEF", "10.14778/abc.def"),
        ("https://doi.org/10.48550/arXiv.2309.06180", "10.48550/arxiv.2309.06180"),
        (" ", ""),
    ],
)
def test_a_doi_is_kept_bare(desk, paper, typed, kept):
    assert save(desk, paper, doi=typed).status_code == 302
    paper.refresh_from_db()
    assert paper.doi == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2309.06180", "2309.06180"), ("2309.06180v2", "2309.06180"), ("arXiv:2309.06180", "2309.06180"),
        ("https://arxiv.org/pdf/2309.06180v1.pdf", "2309.06180"), ("", ""),
    ],
)  # fmt: skip
def test_an_arxiv_id_is_kept_bare(desk, paper, typed, kept):
    assert save(desk, paper, arxiv_id=typed).status_code == 302
    paper.refresh_from_db()
    assert paper.arxiv_id == kept


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "This field is required"),
        ("year", "1066", "greater than or equal to 1600"),
        ("doi", "Gavel", "A DOI looks like"),
        ("arxiv_id", "Gavel", "An arXiv id looks like"),
        ("doi", "10.1/taken", "Another paper has it: “Taken”."),
        ("arxiv_id", "2309.06180", "Another paper has it: “Taken”."),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(desk, paper, field, value, words):
    make_paper("Taken", doi="10.1/taken", arxiv_id="2309.06180")
    page = save(desk, paper, nickname="Typed", **{field: value})
    assert words in errors(page)
    assert fields_of(page, "paper_form")["nickname"] == ["Typed"]
    assert fields_of(page, "paper_form")[field] == [value]


def test_authors_and_links_are_edited_with_it(desk, paper):
    babbage = Author.objects.create(name="Babbage")
    save(desk, paper, authorships__1__author=babbage.pk, authorships__1__position=2, links__0__DELETE="on",
         links__1__url="https://example.org/new", links__1__kind="code")  # fmt: skip
    assert [authorship.author.name for authorship in paper.authorships.all()] == ["Ada", "Babbage"]
    assert [(link.url, link.kind) for link in Link.objects.all()] == [("https://example.org/new", "code")]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/x", "file:///etc/x"])
def test_a_link_is_a_web_address(desk, paper, address):
    errors(save(desk, paper, links__0__url=address))
    assert Link.objects.get().url == "https://example.org/p"


@pytest.mark.parametrize("answer", ["nothing", "99999999999999999999", "-1"])
@pytest.mark.parametrize("field", ["venue", "topics", "authorships__0__author"])
def test_a_row_that_is_none_is_an_error_and_no_more(desk, paper, field, answer):
    errors(save(desk, paper, **{field: answer}))


def test_what_lists_claim_is_shown_and_cannot_be_sent(desk, paper):
    entry = make_entry(paper, make_section(make_list("A list")), claimed_venue="ATC", claimed_year=1999)
    page = desk.get(url(paper))
    assert "ATC" in page.content.decode()
    fields = filled(page, "paper_form")
    fields |= {"entries-0-id": [entry.pk], "entries-0-paper": [paper.pk], "entries-0-claimed_venue": ["OSDI"]}
    desk.post(url(paper), fields)
    entry.refresh_from_db()
    assert (entry.claimed_venue, ListEntry.objects.count()) == ("ATC", 1)


def test_a_paper_that_a_list_names_is_not_deleted(desk, paper):
    make_entry(paper, make_section(make_list("A list")))
    assert desk.post(url(paper, "delete"), {"post": "yes"}).status_code == 200
    assert Paper.objects.exists()


# Two summaries


def test_it_has_one_text_a_language_english_first(desk, paper):
    make_summary(paper, "zh-hans", "已有的摘要")
    texts = [element for element in elements(desk.get(url(paper)), "textarea") if "summaries" in element.get("name")]
    assert [element.get("lang") for element in texts] == ["en", "zh-Hans"]
    fields = fields_of(desk.get(url(paper)), "paper_form")
    assert (fields["summaries-0-body"], fields["summaries-1-body"]) == ([""], ["已有的摘要"])


def test_a_new_text_beside_one_that_is_there(desk, curator, paper):
    chinese = make_summary(paper, "zh-hans", "已有的摘要", version=3)
    assert save(desk, paper, summaries__0__body="# One\n\n- new", summaries__0__state="published").status_code == 302
    english = paper.summaries.get(language="en")
    assert (english.version, english.author, english.last_editor, english.state) == (1, curator, curator, "published")
    assert "<li>new</li>" in english.html
    assert english.in_step_with == 3
    chinese.refresh_from_db()
    assert (chinese.version, chinese.body, chinese.in_step_with, chinese.last_editor) == (3, "已有的摘要", 1, None)


def test_a_text_that_is_changed_is_a_new_version(desk, curator, paper, member):
    english = make_summary(paper, author=member, last_editor=member)
    chinese = make_summary(paper, "zh-hans", "摘要", in_step_with=1)
    save(desk, paper, summaries__0__body="Better.")
    english.refresh_from_db()
    assert (english.version, english.author, english.last_editor, english.body) == (2, member, curator, "Better.")
    assert list(Summary.objects.out_of_step()) == [chinese]
    assert english.history.latest().history_user == curator
    assert [record.body for record in english.history.order_by("history_id")] == ["A summary.", "Better."]


def test_two_texts_that_are_changed_together_are_in_step(desk, paper):
    make_summary(paper, in_step_with=1, version=4), make_summary(paper, "zh-hans", "摘要", in_step_with=4)
    save(desk, paper, summaries__0__body="Both.", summaries__1__body="两者")
    assert [(summary.version, summary.in_step_with) for summary in paper.summaries.order_by("language")] == [
        (5, 2),
        (2, 5),
    ]
    assert not Summary.objects.out_of_step().exists()


@pytest.mark.parametrize(("choice", "behind"), [("still-to-do", 1), ("in-step", 0)])
def test_a_text_that_was_behind_is_in_step_only_when_its_editor_says_so(desk, paper, choice, behind):
    make_summary(paper, in_step_with=1, version=4), make_summary(paper, "zh-hans", "摘要", in_step_with=1)
    save(desk, paper, summaries__1__body="新摘要", summaries__1__other_language=choice)
    assert Summary.objects.out_of_step().count() == behind


def test_a_change_of_words_alone_leaves_the_other_language_in_step(desk, paper):
    make_summary(paper, in_step_with=1), make_summary(paper, "zh-hans", "摘要", in_step_with=1)
    save(
        desk, paper, summaries__0__body="A summary!", summaries__0__other_language="wording", summaries__0__message="!"
    )
    assert not Summary.objects.out_of_step().exists()
    assert Summary.objects.get(language="en").history.latest().history_change_reason == "!"


@pytest.mark.parametrize("text", ["", "  \r\n\t "])
def test_an_empty_text_makes_no_summary(desk, paper, text):
    assert save(desk, paper, summaries__0__body=text, summaries__0__state="published").status_code == 302
    assert not Summary.objects.exists()


def test_a_text_is_not_emptied_by_accident(desk, paper):
    make_summary(paper)
    errors(save(desk, paper, summaries__0__body=""))
    assert Summary.objects.get().body == "A summary."


def test_a_text_can_be_deleted(desk, curator, paper):
    english, chinese = make_summary(paper), make_summary(paper, "zh-hans", "摘要")
    assert save(desk, paper, summaries__0__DELETE="on").status_code == 302
    assert list(paper.summaries.all()) == [chinese]
    assert Summary.history.filter(id=english.pk).latest().history_type == "-"


def test_a_text_that_is_too_long_stays_in_the_page(desk, paper, settings):
    text = "x" * (settings.SUMMARY_MAX_CHARS + 1)
    assert text in errors(save(desk, paper, summaries__0__body=text))
    assert not Summary.objects.exists()
