"""A curator's work in the admin, as a curator does it."""

from playwright.sync_api import expect

from papers.models import Paper
from tests.factories import PASSWORD, make_curator


def save(page):
    page.locator('input[name="_save"]').first.click()


def text(page, place):
    return page.locator(f"#id_summaries-{place}-body")


def test_a_curator_edits_a_paper_and_both_summaries(visit, library):
    page = visit(path=library.gavel.get_absolute_url())
    page.get_by_label("User name or e-mail address").fill("curator")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Edit in curation").click()
    page.get_by_label("Title:").first.fill("Gavel, corrected")
    expect(text(page, 0)).to_have_attribute("lang", "en")
    expect(text(page, 1)).to_have_attribute("lang", "zh-Hans")
    text(page, 0).fill("Fair **sharing**.")
    text(page, 1).fill("公平**共享**。")
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("Gavel, corrected")
    page.goto(Paper.objects.get(pk=library.gavel.pk).get_absolute_url())
    expect(page.locator("h1")).to_have_text("Gavel, corrected")
    expect(page.locator('.summary[lang="en"] strong')).to_have_text("sharing")
    expect(page.locator('.summary[lang="zh-Hans"] strong')).to_have_text("共享")


def test_a_curator_writes_the_summary_that_is_missing(visit, curator, library):
    page = visit(curator, f"/admin/papers/paper/{library.bare.pk}/change/")
    text(page, 0).fill("The first words.")
    page.locator("#id_summaries-0-state").select_option("published")
    save(page)
    page.goto(library.bare.get_absolute_url())
    expect(page.locator('.summary[lang="en"] .text')).to_have_text("The first words.")
    expect(page.locator('.summary[lang="zh-Hans"] .text')).to_have_count(0)


def test_the_second_of_two_curators_is_told_and_keeps_the_text(visit, curator, library, watch):
    watch.allow("409 (Conflict)")
    path = f"/admin/papers/paper/{library.gavel.pk}/change/"
    first, second = visit(curator, path), visit(make_curator("second"), path)
    text(first, 0).fill("What the first one wrote.")
    save(first)
    expect(first.locator(".messagelist")).to_be_visible()
    text(second, 0).fill("What the second one wrote.")
    save(second)
    expect(second.locator("#summaries-group .errorlist")).to_contain_text("What the first one wrote.")
    expect(second.locator("#summaries-group .errorlist")).to_contain_text("curator")
    expect(text(second, 0)).to_have_value("What the second one wrote.")
    save(second)
    second.goto(library.gavel.get_absolute_url())
    expect(second.locator('.summary[lang="en"] .text')).to_contain_text("What the second one wrote.")


def test_an_action_asks_for_a_topic_by_typing(visit, curator, library):
    page = visit(curator, "/admin/papers/paper/")
    page.get_by_role("row", name=library.bare.title).get_by_role("checkbox").check()
    page.locator('select[name="action"]').select_option(label="Move to a topic…")
    page.get_by_role("button", name="Go").click()
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").fill("网络")
    page.locator(".select2-results__option", has_text="Networking").click()
    page.locator('input[type="submit"].default').click()
    expect(page.locator(".messagelist")).to_contain_text("1 paper changed.")
    page.goto(library.bare.get_absolute_url())
    expect(page.locator(".margin")).to_contain_text("Networking")


def test_a_link_that_would_run_is_refused_beside_its_field(visit, curator, library):
    page = visit(curator, f"/admin/papers/paper/{library.bare.pk}/change/")
    page.locator("#id_links-0-url").evaluate("field => field.type = 'text'")
    page.locator("#id_links-0-url").fill("javascript:alert(1)")
    save(page)
    expect(page.locator("#links-group .errorlist")).to_be_visible()
    page.goto(library.bare.get_absolute_url())
    expect(page.locator('a[href^="javascript"]')).to_have_count(0)


def test_curation_speaks_both_languages(visit, curator, library):
    page = visit(curator, f"/admin/papers/paper/{library.gavel.pk}/change/")
    switch = page.locator("#user-tools .languages button")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    switch.click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(page.locator("#summaries-group")).to_be_visible()
    expect(switch).to_have_text("English")
    page.get_by_role("link", name="查看站点").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
