"""The page where members write: what is saved, what is refused, and what each may see."""

import re

import pytest

from notes.models import Draft, Language, Summary
from notes.writing import Edit, save_summary
from tests.editor import draft, page, save, text_of, translate_url, write_both, write_url
from tests.factories import make_curator, make_member, make_paper, make_summary, make_template, make_writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    return make_paper("Gavel")


@pytest.fixture
def both(paper):
    write_both(paper)


# Writing


def test_it_shows_both_languages_each_in_a_form_of_its_own(pen, paper, both):
    html = page(pen.get(write_url(paper)))
    assert html.count('<form class="editor"') == 2
    assert 'lang="en" spellcheck' in html and "One of two.</textarea>" in html
    assert 'lang="zh-Hans" spellcheck' in html and "二之一。</textarea>" in html


def test_a_first_text_is_published_and_credited(pen, writer, paper):
    response = save(pen, paper, body="Gavel shares a cluster.", seen=0, state="published")
    assert (response.status_code, response["Location"]) == (302, f"{paper.get_absolute_url()}#summary-en")
    summary = Summary.objects.get(paper=paper)
    assert (summary.body, summary.state, summary.author) == ("Gavel shares a cluster.", "published", writer)


def test_a_draft_is_a_draft_until_it_is_published(pen, paper):
    save(pen, paper, seen=0, state="draft")
    assert Summary.objects.get(paper=paper).state == "draft"
    save(pen, paper, seen=1, state="published")
    assert Summary.objects.get(paper=paper).state == "published"


def test_a_message_goes_into_the_history(pen, paper, both):
    save(pen, paper, message="Say which two")
    assert Summary.history.filter(paper=paper, language="en").first().history_change_reason == "Say which two"


@pytest.mark.parametrize(("code", "other"), [("en", "zh-hans"), ("zh", "en")])
def test_an_edit_flags_the_other_language_and_now_in_step_clears_it(pen, paper, both, code, other):
    save(pen, paper, code)
    assert list(Summary.objects.out_of_step().values_list("language", flat=True)) == [other]
    assert "Out of step" in page(pen.get(paper.get_absolute_url()))
    kept = text_of(paper, other)
    save(pen, paper, Language(other).code, body=kept, seen=1, effect="in-step", other_seen=2)
    assert not Summary.objects.out_of_step().exists()
    assert "Out of step" not in page(pen.get(paper.get_absolute_url()))


@pytest.mark.parametrize("body", ["", "   \n"])
def test_an_empty_text_is_refused_and_the_saved_one_stays(pen, paper, both, body):
    response = save(pen, paper, body=body, message="Why not")
    assert response.status_code == 422
    assert "Write something first." in page(response)
    assert 'value="Why not"' in page(response)
    assert text_of(paper) == "One of two."


def test_a_text_too_long_is_refused_and_kept_whole(pen, paper, both, settings):
    settings.SUMMARY_MAX_CHARS = 30
    long = "A sentence with a very long tail that ends in a pineapple."
    response = save(pen, paper, body=long)
    assert response.status_code == 422
    assert f"{long}</textarea>" in page(response)
    assert "58 characters" in page(response)
    assert text_of(paper) == "One of two."


def test_a_nul_character_is_refused_in_words(pen, paper, both):
    response = save(pen, paper, body="One\0two")
    assert response.status_code == 422
    assert text_of(paper) == "One of two."


@pytest.mark.parametrize("seen", ["", "one", "-1", "9" * 30])
def test_a_form_without_its_version_is_refused_and_kept(pen, paper, both, seen):
    response = save(pen, paper, body="Mine.", seen=seen)
    assert response.status_code == 422
    assert "Mine.</textarea>" in page(response)
    assert text_of(paper) == "One of two."


@pytest.mark.parametrize("name", ["state", "effect"])
def test_a_word_nobody_offered_is_refused_and_the_text_kept(pen, paper, both, name):
    response = save(pen, paper, body="Mine.", **{name: "sideways"})
    assert response.status_code == 422
    assert "Mine.</textarea>" in page(response)
    assert text_of(paper) == "One of two."


def test_a_preview_without_javascript_saves_nothing_and_keeps_the_text(pen, paper, both):
    response = save(pen, paper, body="**Bold** words", preview="1")
    assert response.status_code == 200
    assert "<strong>Bold</strong>" in page(response)
    assert "**Bold** words</textarea>" in page(response)
    assert text_of(paper) == "One of two."


@pytest.mark.parametrize("code", ["xx", "zh-hans", "english"])
def test_an_unknown_language_is_no_page(pen, paper, code):
    for address in (f"/papers/{paper.pk}/summary/{code}/", f"/papers/{paper.pk}/summary/{code}/draft/"):
        assert pen.post(address, {"body": "x", "seen": 0}).status_code == 404
    assert pen.get(translate_url(paper, code)).status_code == 404


# Outlines


def test_an_outline_can_be_started_from_and_is_offered_only_where_nothing_is_written(pen, paper, both):
    outline = make_template("zh-hans", "**问题：**\n\n**思路：**")
    assert "Start from" not in page(pen.get(write_url(paper)))
    Summary.objects.filter(paper=paper, language="zh-hans").delete()
    html = page(pen.get(write_url(paper)))
    assert f"?start={outline.pk}" in html
    started = page(pen.get(write_url(paper), {"start": outline.pk}))
    assert f"{outline.body}</textarea>" in started
    assert re.findall(r'<textarea id="(.+?)"[^>]* autofocus', started) == ["body-zh"]
    assert "One of two.</textarea>" in started
    assert not Draft.objects.exists()


@pytest.mark.parametrize("start", ["x", "0", "-1", "9" * 30, ""])
def test_an_unknown_outline_is_ignored(pen, paper, start):
    assert pen.get(write_url(paper), {"start": start}).status_code == 200


# Who may


def test_members_without_the_permission_write_nothing(shelf, paper, both):
    assert shelf.get(write_url(paper)).status_code == 403
    assert shelf.get(translate_url(paper)).status_code == 403
    assert save(shelf, paper).status_code == 403
    assert draft(shelf, paper).status_code == 403
    assert shelf.post("/preview/en/", {"body": "x"}).status_code == 403
    assert "/write/" not in page(shelf.get(paper.get_absolute_url()))
    assert text_of(paper) == "One of two."


def test_a_draft_of_another_is_closed_to_writers_and_open_to_curators(pen, paper, as_user):
    make_summary(paper, "en", "Not for you yet.", state="draft", author=make_member("somebody"))
    html = page(pen.get(write_url(paper)))
    assert "Not for you yet." not in html and "Somebody else is drafting" in html
    assert save(pen, paper).status_code == 404
    assert draft(pen, paper).status_code == 404
    assert pen.get(translate_url(paper, "en")).status_code == 404
    assert text_of(paper) == "Not for you yet."
    assert "Not for you yet." in page(as_user(make_curator("chief")).get(write_url(paper)))


def test_what_was_typed_comes_back_when_the_sign_in_has_run_out(client, paper, both):
    response = client.post(
        f"/papers/{paper.pk}/summary/en/", {"body": "An hour's work", "seen": 1, "next": write_url(paper)}
    )
    assert response.status_code == 403
    assert "An hour&#x27;s work" in page(response)
    assert f"/accounts/login/?next={write_url(paper)}" in page(response)
    assert text_of(paper) == "One of two."


def test_what_was_typed_comes_back_when_the_form_is_too_old(writer, paper, both):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)
    response = save(client, paper, body="An hour of work")
    assert response.status_code == 403
    assert "An hour of work" in page(response)


# What only other people's drafts said


def test_a_conflict_shows_nothing_of_a_version_that_was_only_a_draft(pen, paper, as_user):
    author = make_writer("author")
    save_summary(paper, "en", Edit("Alpha, not for you, gamma.", state="draft"), author)
    save_summary(paper, "en", Edit("Alpha gamma.", seen=1), author)
    html = page(save(pen, paper, body="Mine", seen=1))
    assert "Alpha gamma." in html and "not for you" not in html
    assert "not for you" in page(save(as_user(author), paper, body="Mine", seen=1))


def test_a_translator_sees_nothing_of_a_version_that_was_only_a_draft(pen, paper):
    author = make_writer("author")
    save_summary(paper, "en", Edit("Alpha, not for you, gamma.", state="draft"), author)
    save_summary(paper, "zh-hans", Edit("甲。", other_seen=1), author)
    save_summary(paper, "en", Edit("Alpha gamma.", seen=1), author)
    html = page(pen.get(translate_url(paper)))
    assert "Alpha gamma." in html and "not for you" not in html


def test_nobody_makes_a_draft_of_what_another_published(pen, paper, both, as_user):
    save(pen, paper, body="Better.", state="draft")
    assert Summary.objects.get(paper=paper, language="en").state == "published"
    save(as_user(make_curator("chief")), paper, body="Withdrawn.", seen=2, state="draft")
    assert Summary.objects.get(paper=paper, language="en").state == "draft"


def test_unsaved_text_is_shown_where_somebody_else_has_begun_a_draft_since(pen, paper):
    draft(pen, paper, body="Typed before", seen=0)
    make_summary(paper, "en", "Theirs.", state="draft", author=make_member("somebody"))
    html = page(pen.get(write_url(paper)))
    assert "Typed before" in html and "Theirs." not in html
    response = save(pen, paper, body="Typed since", seen=0)
    assert response.status_code == 404
    assert "Typed since" in page(response)


# Hostile


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "unicode_escape"])
def test_a_form_in_another_encoding_is_refused(pen, client, paper, charset):
    for someone, address in ((pen, f"/papers/{paper.pk}/summary/en/"), (client, "/accounts/login/")):
        response = someone.post(address, b"body=x&seen=0", f"application/x-www-form-urlencoded; charset={charset}")
        assert response.status_code == 400


def test_a_header_that_is_no_address_does_no_harm(shelf, paper):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://[::bad"}
    assert shelf.get("/papers/", headers=headers).status_code == 200


def test_a_number_that_no_paper_has_is_no_page(pen):
    for tail in ("summary/en.md", "summary/en/history/", "write/", "translate/zh/"):
        assert pen.get(f"/papers/{10**20}/{tail}").status_code == 404
