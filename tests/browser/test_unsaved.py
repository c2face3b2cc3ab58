"""Text that is not saved yet: kept on the server or in the browser, put back, and never left behind unasked."""

from playwright.sync_api import expect

from notes.models import Draft
from notes.writing import Edit, save_summary
from tests.browser.writing import (
    SAVED,
    body_of,
    field,
    in_another_tab,
    kept,
    put_back,
    save,
    shown,
    sign_in,
    sign_out_elsewhere,
    waiting,
    write,
)
from tests.factories import make_writer


def test_unsaved_text_outlives_the_tab(visit, writer, both):
    page = visit(writer, write(both))
    field(page).fill("Begun yesterday.")
    expect(kept(page)).to_contain_text("not saved yet")
    page.close()
    page = visit(writer, write(both))
    expect(field(page)).to_have_value("Begun yesterday.")
    expect(page.locator("#unsaved-en")).to_contain_text("This is your unsaved text")
    expect(page.locator("#unsaved-zh")).to_have_count(0)
    page.get_by_role("button", name="Throw it away and show what is saved").click()
    expect(field(page)).to_have_value(SAVED)
    assert not Draft.objects.exists()


def test_a_lost_session_keeps_the_text_in_the_browser_and_signing_in_again_goes_on(visit, writer, both, watch):
    watch.allow("403")  # the token of the session before
    page = visit(writer, write(both))
    sign_out_elsewhere(page)
    field(page).fill("Typed in vain?")
    expect(kept(page)).to_contain_text("You were signed out. Your text is kept in this browser.")
    expect(field(page)).to_be_focused()
    expect(page.get_by_label("User name or e-mail address")).to_have_count(0)
    assert len(waiting(page)) == 1
    in_another_tab(page, writer)
    field(page).press_sequentially(" No.")
    expect(kept(page)).to_contain_text("not saved yet")
    assert Draft.objects.get().body == "Typed in vain? No."
    assert waiting(page) == []
    save(page)
    expect(page.locator("#summary-en .text")).to_contain_text("Typed in vain? No.")


def test_coming_back_to_the_tab_after_signing_in_is_enough(visit, writer, both):
    page = visit(writer, write(both))
    sign_out_elsewhere(page)
    field(page).fill("Typed in vain?")
    expect(kept(page)).to_contain_text("You were signed out.")
    in_another_tab(page, writer)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(kept(page)).to_contain_text("not saved yet")


def test_another_members_session_takes_no_text_over(visit, writer, both, watch):
    watch.allow("403")
    page = visit(writer, write(both))
    sign_out_elsewhere(page)
    field(page).fill("Mine.")
    expect(kept(page)).to_contain_text("You were signed out.")
    in_another_tab(page, make_writer("second"))
    field(page).press_sequentially(" Still mine.")
    expect(kept(page)).to_contain_text("Not on the server yet.")
    assert not Draft.objects.exists()
    assert len(waiting(page)) == 1
    page.context.new_page().goto(write(both))
    expect(put_back(page.context.pages[-1])).to_have_count(0)


def test_a_text_that_never_reached_the_server_is_put_back(visit, writer, both):
    page = visit(writer, write(both))
    sign_out_elsewhere(page)
    field(page).fill("Only in the browser.")
    expect(kept(page)).to_contain_text("You were signed out.")
    page.close()
    page = page.context.new_page()
    page.goto(write(both))
    sign_in(page, writer)
    expect(put_back(page)).to_contain_text("It has been put back.")
    expect(field(page)).to_have_value("Only in the browser.")
    expect(shown(page)).to_have_text("Only in the browser.")
    expect(kept(page)).to_contain_text("not saved yet")
    page.get_by_role("button", name="Show what the server has instead").click()
    expect(field(page)).to_have_value(SAVED)
    expect(shown(page)).to_contain_text("The third line.")
    expect(put_back(page)).to_have_count(0)
    expect(field(page)).to_be_focused()


def test_a_text_put_back_does_not_go_over_what_another_saved_meanwhile(visit, writer, both, watch):
    watch.allow("409")
    page = visit(writer, write(both))
    sign_out_elsewhere(page)
    field(page).fill(SAVED.replace("third line", "third line, mine"))
    expect(kept(page)).to_contain_text("You were signed out.")
    page.close()
    save_summary(both, "en", Edit(SAVED.replace("first line", "first line, theirs"), seen=1), make_writer("second"))
    page = page.context.new_page()
    page.goto(write(both))
    sign_in(page, writer)
    expect(put_back(page)).to_be_visible()
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("second saved version 2 while you were writing.")
    expect(field(page)).to_have_value(
        SAVED.replace("first line", "first line, theirs").replace("third line", "third line, mine")
    )


def test_what_was_sent_with_a_lost_session_comes_back_after_signing_in(visit, writer, both, watch):
    watch.allow("403 (Forbidden)")
    page = visit(writer, write(both))
    field(page).fill("Sent into the void.")
    sign_out_elsewhere(page)
    save(page)
    expect(page.locator("h1")).to_have_text("You were signed out")
    expect(page.locator("pre")).to_have_text("Sent into the void.")
    page.locator("main").get_by_role("link", name="Sign in").click()
    sign_in(page, writer)
    expect(field(page)).to_have_value("Sent into the void.")
    assert body_of(both) == SAVED
    page.close()
    page = page.context.new_page()
    page.goto(both.get_absolute_url())
    page.goto(write(both))
    expect(field(page)).to_have_value("Sent into the void.")
    save(page)
    expect(page.locator("#summary-en .text")).to_contain_text("Sent into the void.")
    assert waiting(page) == []


def test_leaving_with_unsaved_text_asks_first_and_saving_does_not(visit, writer, both, watch):
    page = visit(writer, write(both))
    field(page).press("Control+End")
    page.keyboard.type(" Unsaved.")
    expect(kept(page)).to_contain_text("not saved yet")
    with page.expect_event("dialog") as asked:
        page.locator(".masthead .name").click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
    expect(field(page)).to_be_visible()
    watch.problems.remove("dialog: ")
    save(page)
    expect(page.locator(".say")).to_be_visible()
    page.locator(".masthead .name").click()
    expect(page).to_have_url("/")


def test_nothing_typed_asks_nothing(visit, writer, both):
    page = visit(writer, write(both))
    field(page).click()
    page.locator(".masthead .name").click()
    expect(page).to_have_url("/")
