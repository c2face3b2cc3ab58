"""What holds for every page a member sees, in both languages."""

import pytest
from playwright.sync_api import expect

from tests.browser.controls import language_switch
from tests.browser.library import pages, writing_pages
from tests.factories import make_paper, make_reading, make_writer

OVERHANG = """() => [...document.querySelectorAll('body *')].filter((e) => e.checkVisibility() &&
  e.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(e).position !== 'fixed')
  .map((e) => e.outerHTML.slice(0, 120))"""

both_languages = pytest.mark.parametrize(
    ("code", "lang", "name"), [("en", "en", "English"), ("zh-hans", "zh-Hans", "简体中文")], ids=["en", "zh"]
)


@both_languages
def test_it_has_its_language_and_policy_and_fits_every_width(visit, member, library, watch, code, lang, name):
    watch.allow("404 (Not Found)")
    make_reading(member, make_paper("A paper of long ago", year=1962))
    for page, paths in (
        (visit(member, language=code), list(pages(library).values())),
        (visit(make_writer(), language=code), writing_pages(library)),
    ):
        for path in paths:
            answer = page.goto(path)
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            expect(page.locator("html")).to_have_attribute("lang", lang)
            expect(page.locator("h1")).to_have_count(1)
            expect(language_switch(page, name)).to_have_attribute("aria-pressed", "true")
            expect(page.locator('.masthead [aria-pressed="true"]')).to_have_count(1)
            expect(page.locator('button[value="zh-hans"]')).to_have_attribute("lang", "zh-Hans")
            for width in (320, 390, 768, 1440):
                page.set_viewport_size({"width": width, "height": 800})
                over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert over <= 0, (path, width, over, page.evaluate(OVERHANG))
