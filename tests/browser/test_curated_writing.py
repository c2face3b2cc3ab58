"""Writing in curation: as live as on the site, and as careful."""

from playwright.sync_api import expect

from notes.models import Draft
from notes.writing import Edit, save_summary
from tests.browser.test_accessibility import languages, violations
from tests.browser.writing import TYPED, body_of, curation, field, kept, put_back, shown, waiting, write
from tests.factories import make_writer


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
