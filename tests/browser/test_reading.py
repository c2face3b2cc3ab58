"""Both summaries of a paper as they are read: beside each other, one at a time on a phone, copied, printed."""

from typing import NamedTuple

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from notes.writing import Edit, save_summary
from papers.models import Paper
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import in_every_look
from tests.factories import make_paper, make_summary, make_writer

ENGLISH = """# Problem

Clusters mix accelerators, and every model runs at another speed on each of them.

# Idea

Write a policy as an **optimisation problem**: $\\max_X \\min_m \\rho(m, X)$, over the share of time on each kind.

# Method

- least attained service
- finish time fairness

| policy | goal |
|---|---|
| LAS | fairness |

# Evaluation

Up to 3.5 times shorter on 48 GPUs[^1].

[^1]: On a physical cluster; see [the paper](https://example.org/).
"""
CHINESE = """# 问题

集群里混着几代加速器，每个模型在它们上面的速度各不相同。

# 思路

把策略写成一个**优化问题**：$\\max_X \\min_m \\rho(m, X)$，变量是在每种加速器上所占的时间比例。

# 方法

- 最少已得服务
- 完成时间公平

| 策略 | 目标 |
|---|---|
| LAS | 公平 |
"""
PLACES = """([code, what]) => [...document.querySelectorAll(`#summary-${code} ${what}`)].map((group) => {
  const {left, top, height} = group.getBoundingClientRect();
  return {left: Math.round(left), top: Math.round(top), height: Math.round(height)};
})"""


class Spread(NamedTuple):
    paper: Paper  # both languages; the Chinese is behind, and the English has a part more
    writer: User

    @property
    def path(self):
        return self.paper.get_absolute_url()


@pytest.fixture
def spread(db):
    writer = make_writer()
    paper = make_paper("Gavel", venue="OSDI", year=2020, links=("https://example.org/gavel.pdf",))
    save_summary(paper, "en", Edit(ENGLISH.replace("every model", "each model")), writer)
    save_summary(paper, "zh-hans", Edit(CHINESE), writer)
    save_summary(paper, "en", Edit(ENGLISH, seen=1), writer)
    make_summary(make_paper("Themis"), body="Unlike [[Gavel]].")
    return Spread(paper, writer)


def places(page, code, what=".group"):
    return page.evaluate(PLACES, [code, what])


def column(page, code):
    return page.locator(f"#summary-{code}")


def choose(page, name):
    page.locator(".apparatus").get_by_text(name, exact=True).click()


@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])
def test_paragraphs_stand_beside_each_other(visit, spread, scripted):
    page = visit(spread.writer, spread.path, java_script_enabled=scripted)
    for what in ("header", ".contents", ".group", ".credit"):
        english, chinese = places(page, "en", what), places(page, "zh", what)
        assert len(english) == len(chinese) > 0
        for here, there in zip(english, chinese, strict=True):
            assert (here["top"], here["height"]) == (there["top"], there["height"])
            assert here["left"] + 300 < there["left"]
    assert len(places(page, "en")) == 10
    assert page.evaluate("[...document.querySelectorAll('.summary')].map((one) => one.lang)") == ["en", "zh-Hans"]


def test_the_column_that_is_read_first_is_on_the_left(visit, spread):
    page = visit(spread.writer, spread.path)
    with page.expect_response("**/summary-language/") as answer:
        choose(page, "中文")
    assert answer.value.status == 204
    assert places(page, "zh")[0]["left"] < places(page, "en")[0]["left"]
    assert [one["top"] for one in places(page, "zh")] == [one["top"] for one in places(page, "en")]
    page.reload()
    assert page.evaluate("[...document.querySelectorAll('.summary')].map((one) => one.lang)") == ["zh-Hans", "en"]
    assert places(page, "zh")[0]["left"] < places(page, "en")[0]["left"]


@pytest.mark.parametrize(("language", "first", "second"), [("en", "en", "zh"), ("zh-hans", "zh", "en")])
def test_a_phone_shows_one_language_and_changes_without_javascript(visit, spread, language, first, second):
    page = visit(spread.writer, spread.path, language=language, viewport=PHONE, java_script_enabled=False)
    expect(column(page, first)).to_be_visible()
    expect(column(page, second)).to_be_hidden()
    choose(page, "中文" if second == "zh" else "English")
    expect(column(page, second)).to_be_visible()
    expect(column(page, first)).to_be_hidden()
    page.locator(".apparatus .no-js").click()
    expect(page).to_have_url(spread.path)
    expect(column(page, second)).to_be_visible()
    expect(column(page, first)).to_be_hidden()


def test_a_phone_changes_by_keyboard_and_remembers(visit, spread):
    page = visit(spread.writer, spread.path, viewport=PHONE)
    expect(page.locator(".apparatus .no-js")).to_be_hidden()
    page.get_by_role("radio", name="English").focus()
    with page.expect_response("**/summary-language/"):
        page.keyboard.press("ArrowRight")
    expect(column(page, "zh")).to_be_visible()
    expect(column(page, "en")).to_be_hidden()
    expect(page.locator(".apparatus label:has(:focus-visible)")).to_have_css("outline-style", "solid")
    page.reload()
    expect(column(page, "zh")).to_be_visible()
    assert not places(page, "en")[0]["height"]


def test_an_address_that_names_the_other_language_shows_it(visit, spread):
    page = visit(spread.writer, f"{spread.path}#summary-zh", viewport=PHONE)
    expect(column(page, "zh")).to_be_visible()
    expect(column(page, "en")).to_be_hidden()
    expect(page.get_by_role("radio", name="中文")).to_be_checked()


def test_what_changed_is_marked_in_the_margin_and_in_words(visit, spread):
    page = visit(spread.writer, spread.path)
    expect(page.locator(".group.changed")).to_have_count(1)
    changed = column(page, "en").locator(".group.changed")
    expect(changed).to_contain_text("Changed since version 1")
    expect(changed).to_contain_text("every model runs")
    mark = changed.evaluate("(group) => getComputedStyle(group, '::before').borderInlineStartWidth")
    assert mark == "3px"
    expect(column(page, "zh").locator(".behind")).to_contain_text("Out of step")
    column(page, "zh").get_by_role("link", name="See what changed, and translate").click()
    expect(page).to_have_url(f"/papers/{spread.paper.pk}/translate/zh/")


def test_it_is_copied_as_markdown_and_the_link_says_so(visit, spread):
    page = visit(spread.writer, spread.path, permissions=["clipboard-read", "clipboard-write"])
    copy = column(page, "en").locator("[data-copy-from]")
    copy.click()
    expect(copy).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("# Gavel\n\nOSDI ’20\n\n# Problem")
    assert "Written by writer" in copied
    expect(copy).to_have_text("Copy as Markdown")
    expect(page).to_have_url(spread.path)


def test_where_the_browser_does_not_copy_the_link_is_followed(visit, spread, watch):
    watch.allow("favicon.ico")  # a plain text names no icon
    page = visit(spread.writer)
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")  # as on plain http
    page.goto(spread.path)
    column(page, "en").locator("[data-copy-from]").click()
    expect(page).to_have_url(f"/papers/{spread.paper.pk}/summary/en.md")
    expect(page.locator("body")).to_contain_text("# Gavel")


def test_the_button_prints(visit, spread):
    page = visit(spread.writer)
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(spread.path)
    page.get_by_role("button", name="Print", exact=True).click()
    assert page.evaluate("window.printed")
    plain = visit(spread.writer, spread.path, java_script_enabled=False)
    expect(plain.locator("[data-print]")).to_be_hidden()


@pytest.mark.parametrize("is_wide", [True, False], ids=["landscape", "portrait"])
def test_paper_holds_both_languages_and_their_credits(visit, spread, is_wide):
    page = visit(spread.writer, spread.path, viewport={"width": 1050 if is_wide else 700, "height": 800})
    page.emulate_media(media="print")
    english, chinese = places(page, "en")[0], places(page, "zh")[0]
    assert (english["top"] == chinese["top"]) is is_wide
    for code in ("en", "zh"):
        expect(column(page, code).locator(".credit time")).to_be_visible()
        expect(column(page, code).locator(".contents")).to_be_hidden()
    for hidden in (".apparatus", "[data-copy-from]", ".behind a", ".mentions"):
        for one in page.locator(hidden).all():
            expect(one).to_be_hidden()
    target = page.locator('#summary-en a[href="https://example.org/"]')
    assert "https://example.org/" in target.evaluate("(link) => getComputedStyle(link, '::after').content")
    before = page.pdf(format="A4", landscape=is_wide)
    assert before.startswith(b"%PDF")


def test_the_contents_lead_to_the_headings(visit, spread):
    page = visit(spread.writer, spread.path, viewport=PHONE)
    contents = page.get_by_role("navigation", name="Contents of the English summary")
    expect(contents.get_by_role("link")).to_have_text(["Problem", "Idea", "Method", "Evaluation"])
    contents.get_by_role("link", name="Method").click()
    heading = page.get_by_role("heading", name="Method")
    expect(heading).to_be_in_viewport()
    assert heading.evaluate("(heading) => heading.matches(':target')")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_nobody_is_shut_out(visit, spread, language):
    page = visit(spread.writer, spread.path, language=language)
    found = in_every_look(page)
    page.set_viewport_size(PHONE)
    choose(page, "English" if language == "zh-hans" else "中文")
    found += in_every_look(page)
    assert not found, "\n".join(found)


def test_it_fits_every_width(visit, spread):
    page = visit(spread.writer, spread.path)
    for width in (320, 390, 768, 1199, 1200, DESK["width"], 2560):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
