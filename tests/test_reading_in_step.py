"""The two summaries on a paper's page: what is out of step between them, and whose they are."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from notes.models import Summary
from notes.writing import confirm_in_step
from tests.factories import make_member, make_paper, make_summary
from tests.pages import elements, links_in
from tests.summaries import CHINESE, ENGLISH, edit, make_both, page_of, words_of


@pytest.fixture
def paper(db, writer):
    return make_both(writer)


def marked(response):
    """By language what follows each mark of a change."""
    language, found = "", {"en": [], "zh-Hans": []}
    page = elements(response)
    for place, element in enumerate(page):
        if element.get("class") == "summary":
            language = element.get("lang")
        if element.get("class") == "group changed":
            assert page[place + 1].text.startswith("Changed since version")
            found[language].append(page[place + 2].text)
    return found


# Out of step


def test_it_says_which_side_is_behind_and_marks_what_changed_in_the_other(shelf, paper, writer):
    edit(paper, "en", ENGLISH.replace("The idea is simple.", "The idea is *not* simple.") + "\n\nThe limits.", writer)
    response = page_of(shelf, paper)
    words = words_of(shelf, paper)
    assert words.count("Out of step") == 1
    assert "Out of step: the English summary has moved on since." in words
    assert "Marked: what changed since version 1, which the Chinese summary matches." in words
    assert marked(response) == {"en": ["The idea is", "The limits."], "zh-Hans": []}


def test_it_marks_what_changed_since_the_version_that_was_matched_and_not_since_the_last(shelf, paper, writer):
    second = edit(paper, "en", ENGLISH.replace("problem", "question"), writer)
    confirm_in_step(paper)
    edit(paper, "en", second.body.replace("idea", "plan"), writer)
    edit(paper, "en", second.body.replace("idea", "method"), writer)
    response = page_of(shelf, paper)
    assert marked(response) == {"en": ["The method is simple."], "zh-Hans": []}
    assert "since version 2," in words_of(shelf, paper)


def test_both_sides_may_be_behind(shelf, paper, writer):
    edit(paper, "en", ENGLISH.replace("problem", "question"), writer)
    edit(paper, "zh-hans", CHINESE.replace("很简单", "并不简单"), writer)
    response = page_of(shelf, paper)
    assert words_of(shelf, paper).count("Out of step") == 2
    assert marked(response) == {"en": ["The question."], "zh-Hans": ["思路并不简单。"]}


@pytest.mark.parametrize("effect", ["wording", "in-step"])
def test_it_marks_nothing_where_the_meaning_stayed(shelf, paper, writer, effect):
    edit(paper, "en", ENGLISH.replace("problem", "issue"), writer, effect=effect, other_seen=1)
    assert "Out of step" not in words_of(shelf, paper)
    assert marked(page_of(shelf, paper)) == {"en": [], "zh-Hans": []}


def test_it_marks_no_paragraph_where_the_history_does_not_reach_back(shelf, paper, writer):
    edit(paper, "en", ENGLISH.replace("problem", "question"), writer)
    Summary.history.filter(version=1).delete()
    assert "Out of step" in words_of(shelf, paper)
    assert marked(page_of(shelf, paper)) == {"en": [], "zh-Hans": []}
    assert "Marked:" not in words_of(shelf, paper)


def test_it_marks_no_paragraph_where_the_html_is_of_another_text(shelf, paper, writer):
    edit(paper, "en", ENGLISH.replace("problem", "question"), writer)
    Summary.objects.filter(paper=paper, language="en").update(html="<p>Something else.</p>")
    assert marked(page_of(shelf, paper)) == {"en": [], "zh-Hans": []}


def test_only_writers_are_led_to_the_translation(shelf, as_user, paper, writer):
    edit(paper, "en", "Another text.", writer)
    place = f"/papers/{paper.pk}/translate/zh/"
    assert place in links_in(page_of(as_user(writer), paper))
    assert place not in links_in(page_of(shelf, paper))
    assert not [link for link in links_in(page_of(shelf, paper)) if "/write/" in link]


def test_writers_are_led_to_what_is_missing(as_user, writer):
    paper = make_paper()
    client = as_user(writer)
    links = links_in(page_of(client, paper))
    assert [link for link in links if "write" in link] == [
        f"/papers/{paper.pk}/write/#side-en", f"/papers/{paper.pk}/write/#side-zh"
    ]  # fmt: skip
    make_summary(paper, "zh-hans", "中文。")
    links = links_in(page_of(client, paper))
    assert f"/papers/{paper.pk}/translate/en/" in links
    assert f"/papers/{paper.pk}/translate/zh/" not in links


# Credits


def test_it_says_who_wrote_and_who_translated(shelf, paper):
    words = words_of(shelf, paper)
    assert "Written by writer" in words
    assert "Translated by writer" in words


def test_it_names_those_who_edited_beside_the_author(shelf, paper, writer):
    for name in ("ada", "li"):
        edit(paper, "en", f"{ENGLISH}\n\n{name}", make_member(name))
    edit(paper, "en", f"{ENGLISH}\n\nagain", writer)
    edit(paper, "zh-hans", f"{CHINESE}\n\n李", make_member("hua", first_name="Li", last_name="<Hua>"))
    words = words_of(shelf, paper)
    assert "with edits by ada, li<" in words
    assert "with edits by Li &lt;Hua&gt;<" in words


def test_it_names_five_editors_and_says_that_there_are_more(shelf, paper):
    for number in range(6):
        edit(paper, "en", f"{ENGLISH}\n\n{number}", make_member(f"editor{number}"))
    assert "with edits by editor0, editor1, editor2, editor3, editor4 and others" in words_of(shelf, paper)


def test_a_summary_without_author_names_its_editors(shelf, paper, other):
    Summary.objects.filter(paper=paper).update(author=None)
    edit(paper, "en", "Another.", other)
    words = words_of(shelf, paper)
    assert "Edited by writer, other<" in words
    assert "with edits by" not in words


def test_it_leads_to_the_history(shelf, paper, writer):
    edit(paper, "en", "Another.", writer)
    response = page_of(shelf, paper)
    history = f"/papers/{paper.pk}/summary/en/history/"
    assert [link.text for link in elements(response, "a", href=history)] == ["version 2"]


def test_it_tells_visitors_no_name(paper, settings, other):
    settings.PUBLIC_CATALOGUE = True
    edit(paper, "en", "Another.", other)
    response = page_of(Client(), paper)
    words = response.content.decode()
    assert "version 2" in words
    for hidden in ("Written by", "Translated by", "edits by", "writer", "other<"):
        assert hidden not in words
    assert not [link for link in links_in(response) if "history" in link]


# Queries


def queries(client, paper):
    page_of(client, paper)
    with CaptureQueriesContext(connection) as captured:
        page_of(client, paper)
    return len(captured)


def test_it_asks_no_more_however_many_write_and_name_it(shelf, paper, writer):
    few = queries(shelf, paper)
    for number in range(8):
        editor = make_member(f"editor{number}")
        edit(paper, "en", f"{ENGLISH}\n\n{number}", editor, effect="wording")
        edit(paper, "zh-hans", f"{CHINESE}\n\n{number}", editor, effect="wording")
        make_summary(make_paper(f"Naming {number}"), body="[[Gavel]]")
    assert queries(shelf, paper) == few


def test_it_looks_into_the_history_once_where_something_is_behind(shelf, paper, writer):
    in_step = queries(shelf, paper)
    edit(paper, "en", ENGLISH.replace("problem", "question"), writer)
    behind = queries(shelf, paper)
    edit(paper, "zh-hans", CHINESE.replace("很简单", "并不简单"), writer)
    assert queries(shelf, paper) == behind
    assert behind - in_step <= 2  # the version that was matched, and who has taken the translation on
