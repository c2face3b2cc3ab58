"""The translator's page: the original, what changed in it, the group's terms, and one's own text together."""

import pytest
from playwright.sync_api import expect

from notes.writing import Edit, save_summary
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import in_every_look, languages
from tests.browser.writing import field, kept, put_back, save, shown, sign_out_elsewhere
from tests.factories import make_paper, make_term

ENGLISH = "A straggler slows all.\n\nThe throughput falls."


@pytest.fixture
def paper(writer):
    """The Chinese is one version behind the English."""
    make_term("straggler", "掉队节点").names.create(name="落后节点", language="zh-hans")
    make_term("throughput", "吞吐量")
    paper = make_paper("Pollux")
    save_summary(paper, "en", Edit(ENGLISH), writer)
    save_summary(paper, "zh-hans", Edit("掉队节点拖慢所有节点。\n\n吞吐量下降。"), writer)
    save_summary(paper, "en", Edit(f"{ENGLISH}\n\nFairness suffers.", seen=1), writer)
    return paper


def translate(paper, code="zh"):
    return f"/papers/{paper.pk}/translate/{code}/"


def terms(page):
    return page.locator("#terms-zh")


def behind(page):
    return page.locator("#summary-zh .behind")


def test_original_changes_terms_and_own_text_together(visit, writer, paper):
    page = visit(writer, paper.get_absolute_url())
    behind(page).get_by_role("link").click()
    expect(page).to_have_url(translate(paper))
    expect(page.locator(".changes ins")).to_contain_text("Fairness suffers.")
    expect(page.locator(".original > .text")).to_contain_text("A straggler slows all.")
    expect(field(page, "zh")).to_have_value("掉队节点拖慢所有节点。\n\n吞吐量下降。")
    original, own, glossary = (page.locator(place).bounding_box() for place in (".original", ".own", ".term-uses"))
    assert original["x"] + original["width"] <= own["x"]
    assert glossary["y"] >= original["y"] + original["height"]
    assert glossary["x"] + glossary["width"] <= own["x"]
    page.set_viewport_size(PHONE)
    original, own, glossary = (page.locator(place).bounding_box() for place in (".original", ".own", ".term-uses"))
    assert original["y"] < own["y"] < glossary["y"]


def test_it_warns_of_another_name_while_one_types(visit, writer, paper):
    page = visit(writer, translate(paper))
    expect(terms(page)).to_contain_text("2 terms in the original")
    expect(terms(page).locator(".warning")).to_have_count(0)
    field(page, "zh").fill("落后节点拖慢所有节点。")
    expect(terms(page).locator(".warning")).to_have_text("The text says “落后节点” instead.")
    expect(terms(page)).to_contain_text("Not found in the text.")
    expect(terms(page)).to_have_count(1)
    expect(field(page, "zh")).to_be_focused()
    field(page, "zh").fill("掉队节点拖慢所有节点。吞吐量下降。")
    expect(terms(page).locator(".warning")).to_have_count(0)
    expect(terms(page)).not_to_contain_text("Not found in the text.")
    expect(shown(page, "zh")).to_have_text("掉队节点拖慢所有节点。吞吐量下降。")


def test_now_in_step_clears_the_mark(visit, writer, paper):
    page = visit(writer, translate(paper))
    field(page, "zh").press("Control+End")
    page.keyboard.type("\n\n公平性受损。")
    save(page, "Save: now in step", "zh")
    expect(page.locator("#summary-zh .text")).to_contain_text("公平性受损。")
    expect(behind(page)).to_have_count(0)


def test_still_to_do_keeps_the_mark(visit, writer, paper):
    page = visit(writer, translate(paper))
    field(page, "zh").press("Control+End")
    page.keyboard.type("\n\n公平性。")
    save(page, "Save: still to do", "zh")
    expect(page.locator("#summary-zh .text")).to_contain_text("公平性。")
    expect(behind(page)).to_be_visible()
    page.goto(translate(paper))
    expect(page.locator(".changes ins")).to_contain_text("Fairness suffers.")


def test_in_step_without_a_word_changed(visit, writer, paper):
    page = visit(writer, translate(paper))
    field(page, "zh").press("Control+Enter")
    expect(page.locator(".say")).to_be_visible()
    expect(behind(page)).to_have_count(0)


def test_a_language_that_is_missing(visit, writer):
    paper = make_paper("Gavel")
    save_summary(paper, "en", Edit("The only one."), writer)
    page = visit(writer, paper.get_absolute_url())
    page.locator("#summary-zh").get_by_role("link", name="Translate it").click()
    field(page, "zh").fill("唯一的一篇。")
    save(page, "Publish", "zh")
    expect(page.locator("#summary-zh .text")).to_contain_text("唯一的一篇。")
    expect(page.locator("#summary-zh .credit")).to_contain_text("Translated by writer")
    expect(page.locator(".behind")).to_have_count(0)


def test_a_translation_that_never_reached_the_server_is_put_back(visit, writer, paper):
    page = visit(writer, translate(paper))
    sign_out_elsewhere(page)
    field(page, "zh").fill("只在浏览器里。")
    expect(kept(page, "zh")).to_contain_text("You were signed out.")
    expect(terms(page)).to_have_count(1)
    context = page.context
    page.close()
    context.add_cookies(visit(writer).context.cookies())
    page = context.new_page()
    page.goto(translate(paper))
    expect(put_back(page)).to_be_visible()
    expect(field(page, "zh")).to_have_value("只在浏览器里。")
    expect(terms(page)).to_contain_text("Not found in the text.")


def test_without_javascript_it_ends_in_step(visit, writer, paper):
    page = visit(writer, translate(paper), java_script_enabled=False)
    field(page, "zh").fill("落后节点。公平性受损。")
    save(page, "Preview", "zh")
    expect(terms(page).locator(".warning")).to_be_visible()
    expect(shown(page, "zh")).to_have_text("落后节点。公平性受损。")
    save(page, "Save: now in step", "zh")
    expect(behind(page)).to_have_count(0)


@languages
def test_everybody_can_use_it(visit, writer, paper, language):
    page = visit(writer, translate(paper), language=language)
    found = in_every_look(page)
    page.set_viewport_size(DESK)
    field(page, "zh").fill("落后节点拖慢所有节点。")
    terms(page).locator(".warning").wait_for()
    page.locator(".source summary").click()
    found += in_every_look(page)
    page = visit(writer, translate(paper, "en"), language=language)
    found += in_every_look(page)
    assert not found, "\n".join(found)
