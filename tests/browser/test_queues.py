"""Taking work on and giving it back, and one's own note, with JavaScript and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from notes.claiming import claim
from notes.models import Claim, Reading, Summary
from tests.browser.conftest import PHONE
from tests.browser.controls import focused, row
from tests.browser.test_accessibility import in_every_look, languages
from tests.factories import make_writer

either_way = pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])


@pytest.fixture
def writer(library):
    return make_writer()


def take(place):
    return place.get_by_role("button", name="Take it for a week", exact=True)


def give_back(place):
    return place.get_by_role("button", name="Give it back", exact=True)


def note(page):
    return page.get_by_label("My note, in Markdown")


def save(page):
    return page.get_by_role("button", name="Save my note", exact=True)


@either_way
def test_a_writer_takes_a_text_and_gives_it_back(visit, writer, library, scripted):
    page = visit(writer, "/queues/?queue=missing-zh", java_script_enabled=scripted)
    bare = row(page, library.bare)
    take(bare).click()
    expect(bare.locator(".taken")).to_contain_text("Yours until")
    assert Claim.objects.get().member == writer
    assert "queue=missing-zh" in page.url
    page.goto("/")
    expect(page.get_by_role("heading", name="My claims")).to_be_visible()
    page.goto(library.bare.get_absolute_url())
    give_back(page).click()
    expect(take(page)).to_have_count(2)
    assert not Claim.objects.exists()


@either_way
def test_who_comes_second_is_told_who_has_it(visit, writer, curator, library, watch, scripted):
    watch.allow("409 (Conflict)")
    watch.allow("Response Status Error Code 409")
    page = visit(writer, "/queues/?queue=missing-zh", java_script_enabled=scripted)
    claim(library.bare, "zh-hans", curator)
    take(row(page, library.bare)).click()
    place = row(page, library.bare) if scripted else page.locator("main")
    expect(place).to_contain_text("curator has taken this until")
    assert Claim.objects.get().member == curator


def test_the_focus_stays_on_what_was_pressed(visit, writer, library):
    page = visit(writer, "/queues/?queue=missing-zh")
    take(row(page, library.bare)).focus()
    page.keyboard.press("Enter")
    expect(give_back(row(page, library.bare))).to_be_focused()
    page.keyboard.press("Enter")
    expect(take(row(page, library.bare))).to_be_focused()


def test_a_queue_leads_to_the_work(visit, writer, library):
    page = visit(writer, "/")
    page.get_by_role("link", name="By topic, and who does what").click()
    page.locator(".tabs a", has_text="Chinese missing").click()
    page.get_by_role("row", name="Scheduling").get_by_role("link", name="Scheduling").click()
    row(page, library.chinese).get_by_role("link", name="Translate into Chinese").click()
    expect(page).to_have_url(f"{page.url.split('/papers/')[0]}/papers/{library.chinese.pk}/translate/zh/")


@either_way
def test_a_note_is_written_changed_and_emptied(visit, member, library, scripted):
    page = visit(member, library.bare.get_absolute_url(), java_script_enabled=scripted)
    page.get_by_text("Write a note", exact=True).click()
    note(page).fill("Ask **Li** about $O(n^2)$.")
    page.get_by_label("My rating").select_option("4")
    save(page).click()
    mine = page.locator("#my-note")
    expect(mine.locator(".text strong")).to_have_text("Li")
    expect(mine.locator(".rated")).to_have_text("My rating: 4/5")
    if scripted:
        expect(mine.locator("summary")).to_be_focused()
        expect(mine.get_by_role("status")).to_have_text("Saved.")
    page.reload()
    if scripted:
        expect(mine.locator(".katex")).to_be_visible()
    page.get_by_text("Edit my note", exact=True).click()
    expect(note(page)).to_have_value("Ask **Li** about $O(n^2)$.")
    note(page).fill("")
    page.get_by_label("My rating").select_option("")
    save(page).click()
    expect(page.get_by_text("Write a note", exact=True)).to_be_visible()
    assert not Reading.objects.filter(member=member, paper=library.bare).exists()


@either_way
def test_two_tabs_lose_nothing(visit, member, library, watch, scripted):
    watch.allow("409 (Conflict)")
    watch.allow("Response Status Error Code 409")
    first, second = (visit(member, library.bare.get_absolute_url(), java_script_enabled=scripted) for _ in range(2))
    for page, text in ((first, "From the first tab."), (second, "From the second tab.")):
        page.get_by_text("Write a note", exact=True).click()
        note(page).fill(text)
        save(page).click()
        expect(page.locator("#my-note")).to_contain_text("From the first tab.")
    expect(second.get_by_role("alert")).to_contain_text("Nothing is lost")
    expect(note(second)).to_have_value("From the second tab.")
    note(second).fill("From both tabs.")
    save(second).click()
    expect(second.locator("#my-note .text")).to_have_text("From both tabs.")


def test_a_note_that_cannot_be_sent_stays(visit, member, library, watch):
    watch.allow("ERR_FAILED")
    watch.allow("htmx:sendError")
    watch.allow("dialog: ")
    page = visit(member, library.bare.get_absolute_url())
    page.route("**/note/", lambda route: route.abort())
    page.get_by_text("Write a note", exact=True).click()
    note(page).fill("A long evening's work.")
    save(page).click()
    expect(page.locator(".not-saved")).to_be_visible()
    expect(note(page)).to_have_value("A long evening's work.")
    expect(save(page)).to_be_enabled()


def test_the_field_grows_with_the_note(visit, member, library):
    page = visit(member, library.bare.get_absolute_url())
    page.get_by_text("Write a note", exact=True).click()
    before = note(page).bounding_box()["height"]
    note(page).fill("\n".join(f"Line {number}" for number in range(30)))
    assert note(page).bounding_box()["height"] > before + 300


@languages
def test_nothing_here_shuts_anybody_out(visit, writer, curator, library, watch, language):
    watch.allow("409 (Conflict)")
    watch.allow("Response Status Error Code 409")
    claim(library.bare, "zh-hans", curator)
    claim(library.chinese, "zh-hans", writer)
    Summary.objects.create(paper=library.bare, language="en", body="Begun.", state="draft", author=writer)
    page = visit(writer, language=language, viewport=PHONE)
    found = []
    for path in ("/queues/", "/queues/?queue=missing-zh&topic=scheduling", "/queues/?queue=drafts", "/queues/?queue=x",
                 "/queues/?scope=read", "/", library.bare.get_absolute_url()):  # fmt: skip
        page.goto(path)
        found += in_every_look(page)
    page.locator("#my-note summary").click()
    found += in_every_look(page)
    Reading.objects.create(member=writer, paper=library.bare, private_note="Meanwhile.", note_html="<p>Meanwhile.</p>")
    page.locator("#note-private_note").fill("Mine.")
    page.locator("#note-save").click()
    page.locator("#my-note pre").wait_for()
    found += in_every_look(page)
    page.locator("#note-save").click()
    expect(page.locator("#my-note .text")).to_have_text("Mine.")
    found += in_every_look(page)
    expect(focused(page)).to_have_count(1)
    assert not found, "\n".join(found)
