"""Writing a summary, on the site and in curation: what one sees while typing, and that nothing typed is ever lost."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from notes.models import Draft, Summary, Template
from notes.writing import Edit, save_summary
from tests.browser.conftest import DESK, PHONE
from tests.browser.controls import focused
from tests.browser.test_accessibility import in_every_look, languages, violations
from tests.factories import PASSWORD, make_paper, make_writer

OUTLINE = "## Problem\n\n## Idea\n"
TYPED = "Like [[Pollux]], but $a^2$.\n\n```python\nreturn 1\n```\n\n**公平**。"
SAVED = "The first line.\n\nThe second line.\n\nThe third line."


@pytest.fixture
def writer(db):
    return make_writer()


@pytest.fixture
def paper(db):
    make_paper("Co-adaptive Cluster Scheduling", nickname="Pollux")
    return make_paper("Heterogeneity-Aware Cluster Scheduling", nickname="Gavel")


@pytest.fixture
def both(paper, writer):
    save_summary(paper, "en", Edit(SAVED), writer)
    save_summary(paper, "zh-hans", Edit("第一行。\n\n第二行。"), writer)
    return paper


def write(paper):
    return f"/papers/{paper.pk}/write/"


def curation(paper):
    return f"/admin/papers/paper/{paper.pk}/change/"


def field(page, code="en"):
    return page.locator(f"#body-{code}")


def form(page, code="en"):
    return page.locator(f"#editor-{code}")


def shown(page, code="en"):
    return page.locator(f"#preview-{code} .text")


def kept(page, code="en"):
    return page.locator(f"#preview-{code} .kept")


def put_back(page):
    return page.locator(".put-back")


def save(page, name="Save", code="en"):
    form(page, code).get_by_role("button", name=name, exact=True).click()


def body_of(paper, language="en"):
    return Summary.objects.get(paper=paper, language=language).body


def sign_out_elsewhere(page):
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def sign_in(page, user):
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def in_another_tab(page, user):
    tab = page.context.new_page()
    tab.goto("/accounts/login/")
    sign_in(tab, user)
    expect(tab.get_by_role("button", name="Sign out")).to_be_visible()
    tab.close()


def waiting(page):
    """What this browser keeps of texts."""
    page.wait_for_load_state()
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('text:'))")


def test_a_first_text_from_an_outline(visit, writer, paper):
    Template.objects.create(language="en", name="Five parts", body=OUTLINE)
    page = visit(writer, paper.get_absolute_url())
    page.get_by_role("link", name="Write it").first.click()
    page.get_by_role("link", name="Five parts").click()
    expect(field(page)).to_have_value(OUTLINE)
    expect(field(page)).to_be_focused()
    expect(shown(page).locator("h3, h4").first).to_have_text("Problem")
    expect(page.get_by_text("Five parts")).to_be_hidden()
    field(page).fill(TYPED)
    expect(shown(page).get_by_role("link", name="Pollux")).to_be_visible()
    expect(shown(page).locator(".katex").first).to_be_visible()
    expect(shown(page).locator("pre")).to_have_text("return 1\n")
    expect(page.locator("#preview-en .measure")).to_contain_text("2 Chinese characters")
    expect(kept(page)).to_contain_text("not saved yet")
    seen = shown(page).inner_text()
    save(page, "Publish")
    expect(page.locator(".say")).to_contain_text("The English summary is saved.")
    assert page.locator("#summary-en .text").inner_text().split() == seen.split()
    assert waiting(page) == []


def test_write_it_leads_to_the_language_it_stands_under(visit, writer, paper):
    page = visit(writer, paper.get_absolute_url(), viewport=PHONE)
    page.locator("#summary-zh").get_by_role("link", name="Write it").click()
    expect(page.locator("#side-zh")).to_be_in_viewport()


def test_the_field_grows_with_its_text(visit, writer, paper):
    page = visit(writer, write(paper))
    before = field(page).bounding_box()
    field(page).fill("A line.\n" * 40)
    expect(kept(page)).not_to_be_empty()
    after = field(page).bounding_box()
    assert after["height"] > before["height"] + 200
    assert (after["x"], after["width"]) == (before["x"], before["width"])
    assert field(page).evaluate("text => text.scrollHeight <= text.clientHeight")


def test_typing_keeps_the_focus_and_the_place(visit, writer, both):
    page = visit(writer, write(both), viewport={"width": 1440, "height": 400})
    field(page).press("Control+End")
    page.keyboard.type("\n\nMore")
    before = page.evaluate("scrollY")
    expect(shown(page)).to_contain_text("More")
    expect(field(page)).to_be_focused()
    assert page.evaluate("scrollY") == before
    page.keyboard.type(" of it")
    expect(shown(page)).to_contain_text("More of it")


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
    expect(page.get_by_label("Username")).to_have_count(0)
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


def test_control_and_enter_save_and_the_keyboard_reaches_everything(visit, writer, both):
    page = visit(writer, write(both))
    field(page).focus()
    order = []
    for _ in range(4):
        page.keyboard.press("Tab")
        order.append(focused(page).evaluate("e => e.value || e.name"))
    assert order == ["message", "meaning", "published", order[3]]
    field(page).press("Control+End")
    page.keyboard.type(" By hand.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#summary-en .text")).to_contain_text("By hand.")


def test_an_edit_says_what_it_does_to_the_other_language(visit, writer, both):
    page = visit(writer, write(both))
    field(page).fill("A slip corrected.")
    page.locator("#editor-en").get_by_label("No change of meaning").check()
    save(page)
    expect(page.locator("#summary-zh .behind")).to_have_count(0)
    page.get_by_role("link", name="Edit", exact=True).click()
    field(page).fill("Another claim.")
    save(page)
    expect(page.locator("#summary-zh .behind")).to_be_visible()


def test_both_languages_typed_and_saved_one_after_the_other(visit, writer, both):
    page = visit(writer, write(both))
    field(page, "zh").fill("另一种说法。")
    expect(kept(page, "zh")).to_contain_text("not saved yet")
    field(page).fill("Another way to say it.")
    expect(kept(page)).to_contain_text("not saved yet")
    save(page)
    expect(page.locator(".say")).to_contain_text("The English summary is saved.")
    expect(field(page, "zh")).to_have_value("另一种说法。")
    expect(page.locator("#unsaved-zh")).to_be_visible()
    save(page, code="zh")
    expect(page.locator("#summary-zh .text")).to_contain_text("另一种说法。")
    assert body_of(both) == "Another way to say it."


def test_two_browsers_saving_one_text(visit, writer, both, watch):
    watch.allow("409 (Conflict)")
    first, second = visit(writer, write(both)), visit(make_writer("second"), write(both))
    field(first).fill(SAVED.replace("first", "opening"))
    field(second).fill(SAVED.replace("third", "closing"))
    save(first)
    expect(first.locator(".say")).to_be_visible()
    save(second)
    expect(second.get_by_role("alert")).to_contain_text("writer saved version 2 while you were writing.")
    expect(second.locator("[aria-labelledby=theirs] ins")).to_have_text("opening")
    expect(second.locator("[aria-labelledby=yours] ins")).to_have_text("closing")
    together = SAVED.replace("first", "opening").replace("third", "closing")
    expect(field(second)).to_have_value(together)
    expect(put_back(second)).to_have_count(0)
    save(second)
    expect(second.locator(".say")).to_be_visible()
    assert body_of(both) == together


def test_two_browsers_changing_one_place(visit, writer, both, watch):
    watch.allow("409 (Conflict)")
    first, second = visit(writer, write(both)), visit(make_writer("second"), write(both))
    field(first).fill(SAVED.replace("first", "opening"))
    field(second).fill(SAVED.replace("first", "initial"))
    save(first)
    expect(first.locator(".say")).to_be_visible()
    save(second)
    expect(second.get_by_role("alert")).to_contain_text("You both changed the same place.")
    expect(field(second)).to_have_value(SAVED.replace("first", "initial"))
    second.get_by_text("Their whole text").click()
    expect(second.locator("#their-text")).to_have_text(SAVED.replace("first", "opening"))
    second.goto(write(both))
    expect(second.locator("#unsaved-en")).to_contain_text("Somebody has saved another version since")
    expect(field(second)).to_have_value(SAVED.replace("first", "initial"))


def test_two_browsers_saving_different_languages(visit, writer, both):
    first, second = visit(writer, write(both)), visit(make_writer("second"), write(both))
    field(first).fill("English at once.")
    field(second, "zh").fill("同时写的中文。")
    save(first)
    save(second, code="zh")
    expect(first.locator("#summary-en .text")).to_contain_text("English at once.")
    expect(second.locator("#summary-zh .text")).to_contain_text("同时写的中文。")
    expect(second.locator("#summary-en .text")).to_contain_text("English at once.")


def test_without_javascript_it_is_a_form(visit, writer, paper):
    Template.objects.create(language="en", name="Five parts", body=OUTLINE)
    page = visit(writer, write(paper), java_script_enabled=False)
    page.get_by_role("link", name="Five parts").click()
    expect(field(page)).to_have_value(OUTLINE)
    field(page).fill("Plain **words** and [[Pollux]].")
    save(page, "Preview")
    expect(shown(page).locator("strong")).to_have_text("words")
    expect(field(page)).to_have_value("Plain **words** and [[Pollux]].")
    save(page, "Save as a draft")
    expect(page.locator(".say")).to_contain_text("The English draft is saved.")
    page.goto(write(paper))
    save(page, "Publish")
    expect(page.locator("#summary-en strong")).to_have_text("words")


def test_a_text_too_long_comes_back_with_its_length(visit, writer, both, settings, watch):
    watch.allow("422")
    settings.SUMMARY_MAX_CHARS = 50
    page = visit(writer, write(both))
    field(page).fill("Too long a text. " * 4)
    expect(page.locator("#preview-en .measure")).to_contain_text("of at most 50 characters")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Shorten it")
    expect(field(page)).to_have_value("Too long a text. " * 4)
    expect(put_back(page)).to_have_count(0)


@languages
def test_everybody_can_use_it(visit, writer, both, language, watch):
    watch.allow("409 (Conflict)")
    page = visit(writer, write(both), language=language)
    found = in_every_look(page)
    page.set_viewport_size(DESK)
    field(page).fill(TYPED)
    page.locator("#preview-en .katex").first.wait_for()
    page.locator(".hints summary").click()
    found += in_every_look(page)
    expect(kept(page)).not_to_be_empty()
    page.close()
    page = visit(writer, write(both), language=language)
    page.locator("#unsaved-en").wait_for()
    found += in_every_look(page)
    save_summary(both, "en", Edit("Somebody was faster.", seen=1), make_writer("second"))
    page.locator("#editor-en button.main").click()
    page.locator("#their-text").wait_for(state="attached")
    for opened in page.locator(".source summary").all():
        opened.click()
    found += in_every_look(page)
    page.goto(f"/papers/{both.pk}/summary/en/history/")
    found += in_every_look(page)
    assert not found, "\n".join(found)


# Curation


def curated(page, place=0):
    return page.locator(f"#id_summaries-{place}-body")


def press(page, name):
    page.locator(f'input[name="{name}"]').first.click()


def test_curation_shows_both_as_they_will_look(visit, curator, both):
    page = visit(curator, curation(both))
    expect(shown(page)).to_contain_text("The first line.")
    curated(page).fill(TYPED)
    expect(shown(page).locator(".katex").first).to_be_visible()
    expect(shown(page).get_by_role("link", name="Pollux")).to_be_visible()
    curated(page, 1).fill("**新的**。")
    expect(shown(page, "zh").locator("strong")).to_have_text("新的")
    expect(kept(page, "zh")).to_contain_text("not saved yet")
    press(page, "_continue")
    expect(page.locator(".messagelist")).to_be_visible()
    expect(curated(page)).to_have_value(TYPED)
    expect(put_back(page)).to_have_count(0)
    assert (waiting(page), Draft.objects.count()) == ([], 0)
    curated(page).press("Control+End")
    page.keyboard.type(" End.")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url("/admin/papers/paper/")
    assert waiting(page) == []
    assert body_of(both) == f"{TYPED} End."


def test_curation_offers_unsaved_text_again(visit, curator, both, watch):
    page = visit(curator, write(both))
    field(page).fill("Begun on the site.")
    expect(kept(page)).to_contain_text("not saved yet")
    page.close()
    save_summary(both, "en", Edit("Somebody was faster.", seen=1), make_writer("second"))
    watch.allow("409 (Conflict)")
    page = visit(curator, curation(both))
    expect(curated(page)).to_have_value("Somebody was faster.")
    page.get_by_role("button", name="Put it here").click()
    expect(curated(page)).to_have_value("Begun on the site.")
    expect(shown(page)).to_have_text("Begun on the site.")
    press(page, "_save")
    expect(page.locator("#summaries-group .errorlist")).to_contain_text("Somebody was faster.")
    expect(curated(page)).to_have_value("Begun on the site.")
    press(page, "_save")
    expect(page.locator(".messagelist")).to_be_visible()
    assert body_of(both) == "Begun on the site."


def test_curation_deletes_and_asks_only_where_text_is_unsaved(visit, curator, both):
    page = visit(curator, curation(both))
    page.locator("#id_summaries-1-DELETE").check()
    press(page, "_save")
    expect(page.locator(".messagelist")).to_be_visible()
    assert not both.summaries.filter(language="zh-hans").exists()
    page.goto(curation(both))
    page.locator(".deletelink").first.click()
    page.locator('#content input[type="submit"]').click()
    expect(page.locator(".messagelist")).to_contain_text("deleted")


def test_a_summary_of_its_own_in_curation(visit, curator, paper):
    page = visit(curator, "/admin/notes/summary/add/")
    page.locator("#id_body").fill("A **new** one.")
    expect(shown(page).locator("strong")).to_have_text("new")
    page.locator(".field-paper .select2-selection").click()
    page.locator(".select2-search__field").fill("Gavel")
    page.locator(".select2-results__option", has_text="Heterogeneity").click()
    page.locator("#id_language").select_option("en")
    page.locator("#id_state").select_option("published")
    press(page, "_save")
    expect(page.locator(".messagelist")).to_be_visible()
    assert (body_of(paper), waiting(page)) == ("A **new** one.", [])
    page.goto(f"/admin/notes/summary/{paper.summaries.get().pk}/change/")
    expect(shown(page).locator("strong")).to_have_text("new")
    page.locator("#id_body").fill("A newer one.")
    expect(shown(page)).to_have_text("A newer one.")
    press(page, "_continue")
    expect(page.locator(".messagelist")).to_be_visible()
    page.goto("/admin/notes/summary/add/")
    expect(page.locator("#id_body")).to_have_value("")
    expect(put_back(page)).to_have_count(0)


@languages
def test_everybody_can_use_it_in_curation(visit, curator, both, language):
    page = visit(curator, write(both), language=language, reduced_motion="reduce")
    field(page).fill("Begun on the site.")
    expect(kept(page)).not_to_be_empty()
    page.close()
    found = []
    for scheme in ("light", "dark"):
        page = visit(curator, curation(both), language=language, color_scheme=scheme, reduced_motion="reduce")
        page.locator("#summaries-group [data-start]").click()
        expect(shown(page)).to_have_text("Begun on the site.")
        found += violations(page, within=["#summaries-group"])
        page.close(run_before_unload=False)
    assert not found, "\n".join(found)
