"""The history of a summary: who sees which version, any two compared, and the way back to one."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notes.models import Draft, Language, Summary
from notes.versions import restore
from notes.writing import Edit, confirm_in_step, delete_summary, save_summary
from tests.factories import make_entry, make_list, make_member, make_paper, make_summary, make_writer
from tests.pages import elements, links_in

DRAFT, PUBLISHED = Summary.State.DRAFT, Summary.State.PUBLISHED


@pytest.fixture
def paper(db):
    return make_paper("Gavel")


def save(paper, body, editor, language="en", **fields):
    """The next version of the summary, whatever stands now."""
    present = Summary.objects.filter(paper=paper, language=language).first()
    fields.setdefault("seen", present.version if present else 0)
    return save_summary(paper, language, Edit(body=body, **fields), editor)


def address(paper, code="en", page="history"):
    return f"/papers/{paper.pk}/summary/{code}/{page}/"


def numbers_in(response):
    """The versions that are listed, in order."""
    rows = [row.get("id") for row in elements(response, "tr") if row.get("id")]
    return [int(row.removeprefix("version-")) for row in rows]


def compared_in(response):
    """The versions that are chosen as (from, to)."""
    chosen = [radio for radio in elements(response, "input") if "checked" in radio.attributes]
    return tuple(int(radio.get("value")) for name in ("from", "to") for radio in chosen if radio.get("name") == name)


def changes_in(response):
    """What is shown as removed and as added, without the legend."""
    html = response.content.decode().partition('class="diff text"')[2]
    return re.findall("<del>(.*?)</del>", html), re.findall("<ins>(.*?)</ins>", html)


def restorable_in(response):
    return [int(button.get("value")) for button in elements(response, "button", name="version")]


def test_it_lists_every_version_with_author_time_message_and_effect(paper, writer, pen):
    save(paper, "Slow.", writer)
    save(paper, "Fast.", make_writer("second"), message="Measured again")
    save(paper, "Fast!", make_writer("third"), effect="wording")
    response = pen.get(address(paper))
    page = response.content.decode()
    assert numbers_in(response) == [3, 2, 1]
    assert len(elements(response, "time")) == 3
    row_3, row_2, row_1 = page.split('<tr id="version-')[1:]
    assert "third" in row_3 and "Wording only" in row_3 and "Current" in row_3
    assert "second" in row_2 and "Measured again" in row_2 and "Meaning" in row_2
    assert "writer" in row_1 and "Meaning" not in row_1


def test_it_compares_the_newest_two_at_first(paper, writer, pen):
    for body in ("It is slow.", "It is fast.", "It is very fast."):
        save(paper, body, writer)
    response = pen.get(address(paper))
    assert compared_in(response) == (2, 3)
    assert changes_in(response) == ([], ["very "])
    assert "It is " in response.content.decode()


def test_it_compares_any_two_both_ways(paper, writer, pen):
    for body in ("It is slow.", "It is fast.", "It is cheap."):
        save(paper, body, writer)
    response = pen.get(address(paper) + "?from=1&to=3")
    assert (compared_in(response), changes_in(response)) == ((1, 3), (["slow"], ["cheap"]))
    response = pen.get(address(paper) + "?from=3&to=1")
    assert (compared_in(response), changes_in(response)) == ((3, 1), (["cheap"], ["slow"]))


def test_it_compares_chinese_by_character_and_names_the_language(paper, writer, pen):
    save(paper, "这个方法很快。", writer, "zh-hans")
    save(paper, "这个方法不快。", writer, "zh-hans")
    response = pen.get(address(paper, "zh"))
    assert changes_in(response) == (["很"], ["不"])
    assert [one.get("lang") for one in elements(response, "div", class_="diff text")] == ["zh-Hans"]


@pytest.mark.parametrize(
    ("query", "compared", "ignored"),
    [
        ("from=9&to=2", (1, 2), ["9"]),
        ("from=1&to=nine", (1, 3), ["nine"]),
        ("from=&to=", (2, 3), []),
        ("from=0&to=-1", (2, 3), ["0", "-1"]),
        ("from=99999999999999999999&to=%00", (2, 3), ["99999999999999999999", "\0"]),
        ("from=³&to=1.5", (2, 3), ["³", "1.5"]),
        ("from=2", (2, 3), []),
        ("to=2", (1, 2), []),
        ("to=1", (1, 1), []),
        ("from=3&to=3", (3, 3), []),
        ("page=99&from=1", (1, 3), []),
        ("page=x", (2, 3), []),
    ],
)
def test_it_leaves_out_what_is_no_version_and_says_so(paper, writer, pen, query, compared, ignored):
    for body in ("One.", "Two.", "Three."):
        save(paper, body, writer)
    response = pen.get(f"{address(paper)}?{query}")
    assert response.status_code == 200
    assert compared_in(response) == compared
    notes = [note.text for note in elements(response, "p", class_="note")]
    assert len(notes) == len(ignored)
    assert all(word.replace("\0", "�") in note or word in note for word, note in zip(ignored, notes, strict=True))


def test_it_escapes_what_people_wrote(paper, writer, pen):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    save(paper, "Good.", writer)
    save(paper, evil, writer, message=evil)
    response = pen.get(f"{address(paper)}?from={evil}&whole=1")
    assert not elements(response, "img")
    assert not [script for script in elements(response, "script") if not script.get("src")]


def test_it_leaves_out_long_unchanged_text_unless_asked(paper, writer, pen):
    start = "The start that nobody has touched. " * 20
    save(paper, start + "Old end.", writer)
    save(paper, start + "New end.", writer)
    assert len(elements(pen.get(address(paper)), "span", class_="gap")) == 1
    whole = pen.get(address(paper) + "?whole=1")
    assert not elements(whole, "span", class_="gap")
    assert start in whole.content.decode()


def test_one_version_has_nothing_to_compare(paper, writer, pen):
    save(paper, "Alone.", writer)
    response = pen.get(address(paper))
    assert compared_in(response) == (1, 1)
    assert "one version only" in response.content.decode()
    assert restorable_in(response) == []


def test_publishing_is_no_version_of_its_own(paper, writer, pen):
    save(paper, "A draft.", writer, state=DRAFT, message="First thoughts")
    save(paper, "A draft.", make_writer("second"), state=PUBLISHED, message="Ready")
    response = pen.get(address(paper))
    page = response.content.decode()
    assert numbers_in(response) == [1]
    assert [event.text for event in elements(response, "p", class_="standing event")] == [""]
    assert "Published" in page and "second" in page and "Ready" in page
    assert "First thoughts" in page
    assert "Draft" not in [mark.text for mark in elements(response, "span", class_="mark")]


def test_one_summary_written_anew_after_a_deletion_is_one_history(paper, writer, pen):
    save(paper, "First.", writer)
    delete_summary(Summary.objects.get())
    save(paper, "Second.", writer)
    response = pen.get(address(paper))
    assert numbers_in(response) == [2, 1]
    assert "Deleted" in response.content.decode()
    assert changes_in(response) == (["First"], ["Second"])


def test_a_first_version_from_a_list_names_the_list(paper, member, shelf):
    entry = make_entry(paper, make_list("List B"))
    make_summary(paper, after=entry)
    assert "after “List B”" in shelf.get(address(paper)).content.decode()


# Who sees what


def test_drafts_are_for_their_author_and_those_who_see_drafts(paper, writer, pen, shelf, desk, as_user):
    save(paper, "Public.", writer, state=PUBLISHED)
    save(paper, "Secret thoughts.", writer, state=DRAFT)
    stranger = as_user(make_writer("stranger"))
    for client in (shelf, stranger):
        for query in ("", "?from=1&to=2", "?from=2&to=2&whole=1"):
            response = client.get(address(paper) + query)
            assert numbers_in(response) == [1]
            assert "Secret" not in response.content.decode()
    for client in (pen, desk):
        response = client.get(address(paper))
        assert numbers_in(response) == [2, 1]
        assert "Secret" in response.content.decode()


def test_a_history_of_drafts_only_looks_like_none(paper, writer, pen, shelf, as_user):
    save(paper, "Secret.", writer, state=DRAFT)
    stranger = as_user(make_writer("stranger"))
    for client in (shelf, stranger):
        assert client.get(address(paper)).status_code == client.get(address(paper, "zh")).status_code == 404
    assert pen.get(address(paper)).status_code == 200


def test_what_was_published_and_taken_back_is_hidden_again(paper, writer, pen, shelf):
    save(paper, "Oops.", writer, state=PUBLISHED)
    save(paper, "Oops.", writer, state=DRAFT)
    assert shelf.get(address(paper)).status_code == 404
    response = pen.get(address(paper))
    assert numbers_in(response) == [1]
    assert "Made a draft again" in response.content.decode()


def test_the_history_of_a_deleted_summary_is_for_those_who_write(paper, writer, pen, shelf):
    save(paper, "Gone.", writer)
    save(paper, "Noch da.", writer, "zh-hans")
    delete_summary(Summary.objects.get(language="en"))
    assert shelf.get(address(paper)).status_code == 404
    assert address(paper) not in links_in(shelf.get(address(paper, "zh")))
    response = pen.get(address(paper))
    assert "This summary has been deleted" in response.content.decode()
    assert restorable_in(response) == [1]


@pytest.mark.parametrize("path", ["/papers/0/summary/en/history/", "/papers/{}/summary/de/history/"])
def test_it_knows_no_other_history(paper, writer, pen, path):
    save(paper, "Here.", writer)
    assert pen.get(path.format(paper.pk)).status_code == 404
    assert pen.post(path.format(paper.pk).replace("history", "restore"), {"version": 1, "seen": 1}).status_code == 404


def test_only_those_who_write_are_offered_to_restore(paper, writer, pen, shelf, desk):
    save(paper, "One.", writer)
    save(paper, "Two.", writer)
    assert restorable_in(pen.get(address(paper))) == restorable_in(desk.get(address(paper))) == [1]
    response = shelf.get(address(paper))
    assert restorable_in(response) == []
    assert f"/papers/{paper.pk}/write/" not in links_in(response)


def test_nobody_is_offered_to_write_over_a_draft_they_cannot_see(paper, writer, as_user):
    save(paper, "One.", writer)
    save(paper, "Two.", writer, state=DRAFT)
    stranger = as_user(make_writer("stranger"))
    assert restorable_in(stranger.get(address(paper))) == []
    assert stranger.post(address(paper, page="restore"), {"version": 1, "seen": 2}).status_code == 404
    assert Summary.objects.get().body == "Two."


# Restoring


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


# Many versions


def fill(paper, count):
    """That many versions, straight into the history."""
    make_summary(paper, body=f"Text number {count}.", version=count)
    row = Summary.history.get()
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} | {"history_id": None}
    row.delete()
    older = [row.__class__(**fields | {"version": n, "body": f"Text number {n}."}) for n in range(1, count)]
    row.__class__.objects.bulk_create([*older, row.__class__(**fields)])


@pytest.mark.parametrize("person", ["member", "curator"])
def test_its_queries_do_not_grow_with_the_versions(paper, writer, request, as_user, person):
    client = as_user(request.getfixturevalue(person))
    save(paper, "First.", writer)
    queries = []
    for count in (10, 20):
        for number in range(Summary.objects.get().version, count):
            save(paper, f"Text {number}.", make_writer(f"writer {number}"))
            save(paper, f"Text {number}.", writer, state=DRAFT if number % 2 else PUBLISHED)
        save(paper, "Shown to all.", writer, state=PUBLISHED)
        with CaptureQueriesContext(connection) as captured:
            assert len(numbers_in(client.get(address(paper)))) >= count // 2
        queries.append(len(captured))
    assert queries[0] == queries[1] <= 11


def test_a_confirmation_says_who_and_makes_nobody_an_editor(paper, writer, desk):
    save(paper, "One.", writer)
    save(paper, "一。", writer, "zh-hans")
    save(paper, "Two.", writer)
    sent = {"action": "confirm", "_selected_action": [Summary.objects.get(language="zh-hans").pk]}
    assert desk.post("/admin/notes/summary/", sent).status_code == 302
    (version,) = desk.get(address(paper, "zh")).context["versions"]
    (event,) = version.events
    assert (version.number, version.who, event.who) == (1, "writer", "curator")
    assert str(event.label) == "Confirmed: both languages say the same"
    assert not Summary.objects.out_of_step().exists()
    assert "with edits by" not in desk.get(paper.get_absolute_url()).content.decode()


def test_two_thousand_versions_come_in_pages(paper, writer, pen, settings):
    fill(paper, 2_000)
    response = pen.get(address(paper))
    assert numbers_in(response) == list(range(2_000, 2_000 - settings.PAGE_SIZE, -1))
    response = pen.get(address(paper) + "?page=100&from=3&to=1999")
    assert numbers_in(response) == list(range(settings.PAGE_SIZE, 0, -1))
    hidden = [one for one in elements(response, "input", type="hidden") if one.get("form") == "compare"]
    assert [(one.get("name"), one.get("value")) for one in hidden] == [("to", "1999")]
    assert "?from=3&to=1999&page=99" in links_in(response)


def test_it_reads_no_more_texts_than_it_compares(paper, pen):
    fill(paper, 15)
    with CaptureQueriesContext(connection) as captured:
        pen.get(address(paper))
    reading = [query["sql"] for query in captured if '"notes_historicalsummary"."body"' in query["sql"]]
    assert len(reading) == 1


def test_the_page_speaks_chinese(paper, writer, pen):
    """The reader's language around the text, and the text's own inside."""
    save(paper, "One.", writer)
    save(paper, "Two.", writer)
    pen.cookies["django_language"] = "zh-hans"
    response = pen.get(address(paper))
    assert elements(response, "html")[0].get("lang") == "zh-Hans"
    assert [one.get("lang") for one in elements(response, "div", class_="diff text")] == ["en"]


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
