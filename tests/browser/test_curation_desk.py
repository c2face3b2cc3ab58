"""The curation desk in a browser: by keyboard, without JavaScript, narrow and wide, and what axe says of it."""

import pytest
from playwright.sync_api import expect

from papers.models import Institution, Paper, Tag, Topic
from tests.browser.conftest import PHONE
from tests.browser.controls import focused
from tests.browser.test_accessibility import in_every_look
from tests.factories import make_paper, make_topic, make_venue

PAGES = [
    "/curation/", "/curation/gaps/?gap=venue", "/curation/gaps/?gap=unused-tags", "/curation/tags/",
    "/curation/venues/", "/curation/topics/",
]  # fmt: skip


@pytest.fixture
def names(library):
    """Names that look alike, one that nothing uses, and a topic to move."""
    make_paper("One", tags=("inference serving",)), make_paper("Two", tags=("inference-serving", "scehduling"))
    make_paper("Three", tags=("scheduling",))
    Tag.objects.create(name="无人", slug="无人")
    make_venue("Nowhere"), Institution.objects.create(name="Nobody")
    make_topic("Storage", "存储", position=9)
    return library


def order(page):
    return [text.strip() for text in page.locator(".topic-name a").all_inner_texts()]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_nothing(visit, curator, names, language):
    page = visit(curator, language=language)
    found = []
    for path in PAGES:
        page.goto(path)
        found += in_every_look(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    page.goto("/curation/topics/")
    page.locator("details summary").first.click()
    found += in_every_look(page)
    tag = Tag.objects.get(name="scheduling")
    page.goto(f"/curation/tags/{tag.pk}/rename/")
    found += in_every_look(page)
    page.goto(f"/curation/names/tag/merge/?name={tag.pk}&name={Tag.objects.get(name='scehduling').pk}")
    found += in_every_look(page)
    assert not found, "\n".join(found)


def test_a_topic_is_moved_by_keyboard_and_keeps_the_focus(visit, curator, names):
    page = visit(curator, "/curation/topics/")
    storage = Topic.objects.get(name_en="Storage")
    assert order(page) == ["Scheduling", "Cluster scheduling", "Networking", "Storage"]
    page.locator(f"#topic-{storage.pk}-up").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#topics-said")).to_have_text("“Storage” is now 2 of 3 at the top level.")
    expect(focused(page)).to_have_attribute("id", f"topic-{storage.pk}-up")
    assert order(page) == ["Scheduling", "Cluster scheduling", "Storage", "Networking"]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # "In"
    expect(page.locator("#topics-said")).to_have_text("“Storage” is now 2 of 2 below “Scheduling”.")
    expect(focused(page)).to_have_attribute("id", f"topic-{storage.pk}-in")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # "Out"
    expect(page.locator("#topics-said")).to_contain_text("at the top level")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # "Change"
    page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Storing")
    page.keyboard.press("Enter")
    expect(page.locator("#topics-said")).to_contain_text("Storing")
    assert "Storing" in order(page)
    assert focused(page).count() == 1
    assert Topic.objects.get(pk=storage.pk).name_zh == "存储"


def test_a_step_that_leads_nowhere_is_said_and_the_focus_stays(visit, curator, names, watch):
    watch.allow("422 (Unprocessable")
    page = visit(curator, "/curation/topics/")
    button = page.locator(f"#topic-{names.scheduling.pk}-up")
    expect(button).to_have_attribute("aria-disabled", "true")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#topics [role=alert]")).to_contain_text("is the first here already")
    expect(focused(page)).to_have_attribute("id", f"topic-{names.scheduling.pk}-up")


def test_two_curators_at_the_tree(visit, curator, names, watch):
    watch.allow("409 (Conflict)")
    one, two = visit(curator, "/curation/topics/"), visit(curator, "/curation/topics/")
    one.locator(f"#topic-{names.networking.pk}-up").click()
    expect(one.locator("#topics-said")).to_contain_text("is now 1 of")
    two.locator(f"#topic-{names.networking.pk}-down").click()
    expect(two.locator("#topics [role=alert]")).to_contain_text("nothing was done")
    assert order(two)[0] == "Networking"
    two.locator(f"#topic-{names.networking.pk}-down").click()
    expect(two.locator("#topics-said")).to_contain_text("is now 2 of")


def test_topics_without_javascript(visit, curator, names):
    page = visit(curator, "/curation/topics/", java_script_enabled=False)
    storage = Topic.objects.get(name_en="Storage")
    page.locator(f"#topic-{storage.pk}-up").click()
    expect(page).to_have_url(f"{page.url.split('/curation')[0]}/curation/topics/#topic-{storage.pk}")
    expect(page.locator("[role=status]").first).to_contain_text("is now 2 of 3")
    assert order(page)[-1] == "Networking"


def test_names_are_merged_and_that_is_taken_back_by_keyboard(visit, curator, names):
    page = visit(curator, "/curation/tags/")
    row = page.locator(".spellings tr", has_text="inference-serving")
    row.get_by_role("button", name="Merge").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".say")).to_contain_text("is now a spelling of")
    assert Tag.objects.filter(name__startswith="inference").count() == 1
    page.get_by_role("button", name="Undo").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".say")).to_contain_text("is taken back")
    assert Tag.objects.filter(name__startswith="inference").count() == 2
    row = page.locator(".spellings tr", has_text="scehduling")
    row.get_by_role("button", name="Not the same").click()
    expect(page.locator(".say")).to_contain_text("are kept apart")
    expect(page.locator(".spellings tr", has_text="scehduling")).to_have_count(0)


def test_a_tag_is_renamed_and_its_old_address_leads_to_it(visit, curator, names):
    page = visit(curator, "/curation/tags/", viewport=PHONE)
    page.locator(".names tr", has_text="scehduling").get_by_role("link", name="Rename").click()
    page.get_by_label("New name").fill("job scheduling")
    page.keyboard.press("Enter")
    expect(page.locator(".say")).to_contain_text("job scheduling")
    page.goto("/papers/?tag=scehduling")
    expect(page.locator(".chips a", has_text="job scheduling")).to_be_visible()


def test_gaps_are_filled_where_they_are_listed(visit, curator, names):
    page = visit(curator, "/curation/")
    page.get_by_role("link", name="Without a venue").click()
    page.get_by_role("checkbox", name=names.bare.title).check()
    page.get_by_role("combobox", name="Venue").fill("osdi")
    page.get_by_label("Year").fill("2021")
    page.get_by_role("button", name="Give").click()
    expect(page.locator(".say")).to_contain_text("1 paper changed.")
    expect(page.get_by_role("checkbox", name=names.bare.title)).to_have_count(0)
    assert Paper.objects.get(pk=names.bare.pk).appeared == "OSDI ’21"
