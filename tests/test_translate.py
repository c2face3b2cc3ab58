"""The translator's page, and when two texts are in step: only with what their writers have seen."""

import pytest

from notes.models import Summary
from notes.writing import Edit, save_summary
from tests.editor import page, save, translate_url, write_both, write_url
from tests.factories import make_curator, make_member, make_paper, make_summary, make_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    return make_paper("Gavel")


@pytest.fixture
def both(paper):
    write_both(paper)


# Translating


def test_the_translator_sees_original_changes_and_own_text(pen, paper, both):
    save_summary(paper, "en", Edit("One of three.", seen=1), make_curator("chief"))
    html = page(pen.get(translate_url(paper)))
    assert "from version 1 to 2" in html
    assert "<del>two</del>" in html and "<ins>three</ins>" in html
    assert "<p>One of three.</p>" in html
    assert "二之一。</textarea>" in html
    assert "now in step" in html and "still to do" in html


def test_it_ends_in_step_or_still_to_do(pen, paper, both):
    save_summary(paper, "en", Edit("One of three.", seen=1), make_curator("chief"))
    save(pen, paper, "zh", body="三之", effect="still-to-do", other_seen=2, page="translate")
    assert Summary.objects.out_of_step().count() == 1
    save(pen, paper, "zh", body="三之一。", seen=2, effect="in-step", other_seen=2, page="translate")
    assert Summary.objects.out_of_step().count() == 0


def test_a_missing_language_is_translated_from_an_outline_or_nothing(pen, paper):
    make_summary(paper, "en", "One of two.")
    make_template("zh-hans", "**问题：**")
    html = page(pen.get(translate_url(paper)))
    assert "<p>One of two.</p>" in html and "Publish" in html and "Start from" in html
    save(pen, paper, "zh", body="二之一。", seen=0, other_seen=1, state="published", page="translate")
    assert Summary.objects.get(language="zh-hans").is_translation


def test_without_an_original_there_is_nothing_to_translate(pen, paper):
    assert pen.get(translate_url(paper))["Location"] == write_url(paper)


def test_a_refused_translation_comes_back_on_the_translators_page(pen, paper, both):
    response = save(pen, paper, "zh", body="", page="translate")
    assert response.status_code == 422
    assert "The original, in English" in page(response)


def test_the_pages_ask_the_same_number_of_queries_however_long_the_history(
    pen, paper, both, django_assert_max_num_queries
):
    curator = make_curator("chief")
    for version in range(1, 12):
        save_summary(paper, "en", Edit(f"Text {version}", seen=version), curator)
    for address in (write_url(paper), translate_url(paper)):
        with django_assert_max_num_queries(24):
            pen.get(address)


# In step only with what one has seen


def test_two_first_texts_whose_writers_saw_neither_are_not_compared(pen, paper, as_user):
    save(as_user(make_curator()), paper, "zh", body="甲。", seen=0, other_seen=0)
    save(pen, paper, "en", body="Alpha.", seen=0, other_seen=0)
    assert set(Summary.objects.values_list("in_step_with", "is_translation")) == {(None, False)}


def test_a_hidden_draft_is_no_original(pen, paper):
    make_summary(paper, "zh-hans", "草稿", state="draft", author=make_member("somebody"))
    save(pen, paper, "en", body="Alpha.", seen=0)
    english = Summary.objects.get(language="en")
    assert (english.in_step_with, english.is_translation) == (None, False)


def test_nobody_is_in_step_with_a_version_to_come(pen, paper, both):
    save(pen, paper, "zh", body="一", seen=1, effect="in-step", other_seen=2**31 - 1)
    save(pen, paper, "en", body="Two", seen=1)
    assert [late.language for late in Summary.objects.out_of_step()] == ["zh-hans"]


def test_a_draft_translation_is_published_in_step(pen, paper):
    save(pen, paper, "en", body="Alpha.", seen=0, other_seen=0)
    save(pen, paper, "zh", body="甲", seen=0, other_seen=1, state="draft")
    html = page(pen.get(write_url(paper)))
    assert 'value="in-step" checked' in html


def test_still_to_do_puts_a_text_that_was_in_step_into_the_queue(pen, paper, both):
    save(pen, paper, "zh", body="一", seen=1, effect="still-to-do", other_seen=1)
    assert [late.language for late in Summary.objects.out_of_step()] == ["zh-hans"]
