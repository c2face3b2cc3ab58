"""The way back to an earlier version of a summary: as a new one, over nothing that somebody else has saved."""

import pytest

from notes.models import Draft, Language, Summary
from notes.versions import restore
from notes.writing import Edit, confirm_in_step, delete_summary, save_summary
from tests.factories import make_member, make_paper, make_writer
from tests.pages import links_in
from tests.versions import DRAFT, PUBLISHED, address, numbers_in, save


@pytest.fixture
def paper(db):
    return make_paper("Gavel")


def test_it_restores_a_version_as_a_new_one(paper, writer, pen):
    for body in ("Best.", "Worse.", "Worst."):
        save(paper, body, writer)
    response = pen.post(address(paper, page="restore"), {"version": 1, "seen": 3}, follow=True)
    summary = Summary.objects.get()
    newest = Summary.history.first()
    assert (summary.body, summary.version, summary.state, summary.last_editor) == ("Best.", 4, PUBLISHED, writer)
    assert (newest.history_change_reason, newest.history_user, newest.effect) == (
        "Restored version 1", writer, "meaning",
    )  # fmt: skip
    assert "Best." in summary.html
    assert response.redirect_chain == [(address(paper), 302)]
    assert "Version 1 is restored as version 4." in response.content.decode()
    assert numbers_in(response) == [4, 3, 2, 1]


def test_restoring_puts_the_other_language_out_of_step(paper, writer, pen):
    save(paper, "One.", writer)
    save(paper, "一。", writer, "zh-hans")
    save(paper, "Two.", writer, effect="in-step")
    assert not Summary.objects.out_of_step().exists()
    pen.post(address(paper, page="restore"), {"version": 1, "seen": 2})
    assert [summary.language for summary in Summary.objects.out_of_step()] == ["zh-hans"]


def test_restoring_keeps_a_draft_a_draft(paper, writer, pen):
    save(paper, "One.", writer, state=PUBLISHED)
    save(paper, "Two.", writer, state=DRAFT)
    pen.post(address(paper, page="restore"), {"version": 1, "seen": 2})
    assert Summary.objects.get().state == DRAFT


@pytest.mark.parametrize("seen", [0, 1, 3, 2**31 - 1])
def test_restoring_over_a_newer_version_is_refused(paper, writer, pen, seen):
    save(paper, "One.", writer)
    save(paper, "Two.", make_writer("second"))
    response = pen.post(address(paper, page="restore"), {"version": 1, "seen": seen})
    assert response.status_code == 409
    assert "second saved version 2" in response.content.decode()
    assert f"{address(paper)}?from={seen}&to=2#changes" in links_in(response)
    assert (Summary.objects.get().body, Summary.history.count()) == ("Two.", 2)


def test_restoring_what_was_deleted_meanwhile_is_refused(paper, writer, pen):
    save(paper, "One.", writer)
    save(paper, "Two.", writer)
    delete_summary(Summary.objects.get())
    response = pen.post(address(paper, page="restore"), {"version": 1, "seen": 2})
    assert response.status_code == 409
    assert "was deleted" in response.content.decode()
    assert not Summary.objects.exists()


@pytest.mark.parametrize(
    "data", [{}, {"version": 1}, {"seen": 2}, {"version": "x", "seen": 2}, {"version": 1, "seen": 2**31}]
)
def test_a_request_that_names_no_numbers_is_refused(paper, writer, pen, data):
    save(paper, "One.", writer)
    save(paper, "Two.", writer)
    assert pen.post(address(paper, page="restore"), data).status_code == 422
    assert Summary.objects.get().body == "Two."


def test_it_restores_only_what_one_may_see(paper, writer, as_user, pen):
    save(paper, "Secret.", writer, state=DRAFT)
    save(paper, "Public.", writer, state=PUBLISHED)
    stranger = as_user(make_writer("stranger"))
    for version in (1, 7):
        assert stranger.post(address(paper, page="restore"), {"version": version, "seen": 2}).status_code == 404
    assert Summary.objects.get().body == "Public."
    assert pen.post(address(paper, page="restore"), {"version": 1, "seen": 2}).status_code == 302


def test_members_cannot_restore(paper, writer, shelf):
    save(paper, "One.", writer)
    save(paper, "Two.", writer)
    assert shelf.post(address(paper, page="restore"), {"version": 1, "seen": 2}).status_code == 403
    assert Summary.objects.get().body == "Two."


def test_restoring_what_stands_changes_nothing(paper, writer, pen):
    for body in ("Same.", "Other.", "Same."):
        save(paper, body, writer)
    response = pen.post(address(paper, page="restore"), {"version": 1, "seen": 3}, follow=True)
    assert "Nothing was changed" in response.content.decode()
    assert Summary.history.count() == Summary.objects.get().version == 3


def test_restoring_loses_nothing_that_is_typed(paper, writer, pen):
    save(paper, "One.", writer)
    save(paper, "Two.", writer)
    Draft.objects.create(member=writer, paper=paper, language="en", body="Half a sentence", version=2)
    pen.post(address(paper, page="restore"), {"version": 1, "seen": 2})
    draft = Draft.objects.get()
    assert (draft.body, draft.version, Summary.objects.get().version) == ("Half a sentence", 2, 3)


def test_a_deleted_summary_comes_back_as_the_work_of_its_author(paper, writer, desk):
    author = make_member("author")
    save(paper, "One.", author)
    save(paper, "一。", make_member("translator"), "zh-hans")
    confirm_in_step(paper)
    delete_summary(Summary.objects.get(language="en"))
    save(paper, "二。", writer, "zh-hans")
    assert desk.post(address(paper, page="restore"), {"version": 1, "seen": 0}).status_code == 302
    summary = Summary.objects.get(language="en")
    assert (summary.body, summary.version, summary.state) == ("One.", 2, PUBLISHED)
    assert (summary.author, summary.last_editor.username, summary.is_translation) == (author, "curator", False)


def test_a_deleted_draft_comes_back_as_a_draft(paper, writer, pen):
    save(paper, "One.", writer, state=DRAFT)
    delete_summary(Summary.objects.get())
    pen.post(address(paper, page="restore"), {"version": 1, "seen": 0})
    assert Summary.objects.get().state == DRAFT


def test_a_text_that_comes_back_is_in_step_only_with_what_it_stood_beside(paper, writer, pen):
    save(paper, "One.", writer)
    save(paper, "一。", writer, "zh-hans")
    save(paper, "One!", writer, effect="wording")
    delete_summary(Summary.objects.get(language="en"))
    save(paper, "二。", writer, "zh-hans")
    pen.post(address(paper, page="restore"), {"version": 2, "seen": 0})
    assert [summary.language for summary in Summary.objects.out_of_step()] == ["en"]


def test_two_who_restore_at_once_do_not_both(paper, writer, pen, desk):
    save(paper, "One.", writer)
    save(paper, "Two.", writer)
    data = {"version": 1, "seen": 2}
    answers = [client.post(address(paper, page="restore"), data).status_code for client in (pen, desk)]
    assert answers == [302, 409]
    assert Summary.objects.get().version == 3


def test_what_was_in_step_comes_back_in_step(paper, writer):
    save_summary(paper, "en", Edit("One."), writer)
    save_summary(paper, "zh-hans", Edit("一。", other_seen=1), writer)
    save_summary(paper, "en", Edit("Two.", seen=1), writer)
    save_summary(paper, "zh-hans", Edit("二。", seen=1, effect="in-step", other_seen=2), writer)
    delete_summary(Summary.objects.get(language="zh-hans"))
    restore(paper, Language.CHINESE, 2, 0, writer)
    assert not Summary.objects.out_of_step().exists()


def test_what_was_behind_is_behind_when_the_original_comes_back(paper, writer):
    save_summary(paper, "en", Edit("One."), writer)
    save_summary(paper, "zh-hans", Edit("一。", other_seen=1), writer)
    save_summary(paper, "en", Edit("Two.", seen=1), writer)
    delete_summary(Summary.objects.get(language="en"))
    restore(paper, Language.ENGLISH, 2, 0, writer)
    assert [late.language for late in Summary.objects.out_of_step()] == ["zh-hans"]
