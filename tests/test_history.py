"""The history of a summary: who sees which version, and any two compared."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notes.models import Summary
from notes.writing import delete_summary
from tests.factories import make_entry, make_list, make_paper, make_summary, make_writer
from tests.pages import elements, links_in
from tests.versions import DRAFT, PUBLISHED, address, numbers_in, save


@pytest.fixture
def paper(db):
    return make_paper("Gavel")


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
