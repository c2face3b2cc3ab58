"""A paper from an address to the shelf: suggested by a member, decided by a curator, completed from a registry."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from papers.models import Paper, Suggestion
from tests.browser.conftest import PHONE
from tests.browser.controls import focused
from tests.browser.test_accessibility import in_every_look, languages
from tests.factories import make_paper, make_suggestion, make_topic
from tests.registries import CSL, DOI, WORK

ACM = "https://dl.acm.org/doi/10.1145/3341301.3359646"
either_way = pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])


@pytest.fixture
def acm(registries):
    registries.serve(DOI, WORK, CSL)
    return registries


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


@either_way
def test_a_member_suggests_a_paper_by_its_address(visit, member, acm, scripted):
    make_topic("Scheduling")
    page = visit(
        member, "/papers/", viewport=PHONE if scripted else {"width": 1440, "height": 900}, java_script_enabled=scripted
    )
    page.goto("/papers/add/")
    page.get_by_label("Address, DOI or arXiv id").fill(ACM)
    page.get_by_role("button", name="Look up", exact=True).click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Sharing a GPU Cluster Fairly")
    expect(page.locator("#said")).to_contain_text("Filled in by doi.org")
    page.get_by_label("Topic").select_option(label="Scheduling")
    page.get_by_label("Why the group should read it").fill("We run one.")
    page.get_by_role("button", name="Suggest it").click()
    expect(page.locator(".mine")).to_contain_text("Sharing a GPU Cluster Fairly")
    expect(page.locator(".mine")).to_contain_text("Waiting")
    assert Suggestion.objects.get().topic.name_en == "Scheduling"
    page.get_by_role("button", name="Withdraw “Sharing a GPU Cluster Fairly”").click()
    expect(page.locator(".say")).to_contain_text("withdrawn")
    assert not Suggestion.objects.exists()


def test_a_mistake_is_named_beside_its_field_and_nothing_is_lost(visit, member, watch):
    watch.allow("422 (Unprocessable")
    page = visit(member, "/papers/add/")
    page.get_by_label("Title", exact=True).fill("Kept")
    page.get_by_label("Links").fill("javascript:alert(1)")
    page.get_by_role("button", name="Suggest it").click()
    expect(page.locator("#id_links_error")).to_be_visible()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Kept")
    expect(page.get_by_label("Links")).to_have_attribute("aria-invalid", "true")


def test_by_keyboard_alone(visit, member, acm):
    page = visit(member, "/papers/add/")
    page.get_by_label("Address, DOI or arXiv id").focus()
    page.keyboard.type(ACM)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Sharing a GPU Cluster Fairly")
    page.get_by_label("Tags").focus()
    page.keyboard.type("GPU")
    page.keyboard.press("Enter")
    expect(page.locator(".mine")).to_contain_text("Sharing a GPU Cluster Fairly")


def test_the_bookmark_opens_the_form_for_the_page_one_is_on(visit, member, live_server):
    page = visit(member, "/papers/add/")
    code = page.locator("#bookmarklet").get_attribute("href")
    page.goto("/glossary/")
    with page.context.expect_page() as opened:
        page.evaluate(code.removeprefix("javascript:"))
    form = opened.value
    expect(form.get_by_label("Address, DOI or arXiv id")).to_have_value(f"{live_server.url}/glossary/")
    expect(form.get_by_label("Title", exact=True)).to_have_value("Glossary · Reading list")


def test_a_curator_accepts_and_declines_by_keyboard(visit, curator, member):
    make_suggestion(member, "Sharing a GPU Cluster", record={"year": 2019})
    make_suggestion(member, "A Blog Post")
    here = make_paper("Sharing a GPU cluster!")
    page = visit(curator, "/curation/suggestions/")
    expect(page.locator(".mark.duplicate")).to_have_count(1)
    page.get_by_role("link", name="Sharing a GPU Cluster", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Sharing a GPU cluster!")).to_be_checked()
    page.get_by_role("radio", name="Sharing a GPU cluster!").focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name="A new paper")).to_be_checked()
    press(page, "ArrowDown")
    page.get_by_role("button", name="Accept").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".say")).to_contain_text("is filled in")
    here.refresh_from_db()
    assert (here.year, Paper.objects.count()) == (2019, 1)
    page.get_by_role("link", name="A Blog Post").press("Enter")
    page.get_by_label("Answer to the member").fill("We keep to papers.")
    page.get_by_role("button", name="Decline").press("Enter")
    expect(page.locator(".empty")).to_be_visible()
    assert Suggestion.objects.get(title_key="blog post").answer == "We keep to papers."


@either_way
def test_a_curator_completes_a_paper_from_a_registry(visit, curator, acm, scripted):
    paper = make_paper("Fair Sharing", doi="10.1145/3341301.3359646", authors=("Typed Name",))
    page = visit(curator, paper.get_absolute_url(), java_script_enabled=scripted)
    page.get_by_role("link", name="Look up", exact=True).click()
    expect(page.get_by_role("checkbox", name="Title")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Venue")).to_be_checked()
    page.get_by_role("button", name="Take over what is ticked").click()
    expect(page.locator(".say")).to_contain_text("fields taken over")
    paper.refresh_from_db()
    assert (paper.title, paper.year, paper.venue.name) == ("Fair Sharing", 2019, "SOSP")
    assert [author.author.name for author in paper.authorships.all()] == ["Typed Name"]


@languages
def test_nothing_here_shuts_anybody_out(visit, member, curator, acm, watch, language):
    watch.allow("422 (Unprocessable")
    make_suggestion(member, "Waiting")
    make_suggestion(member, "Sharing a GPU cluster fairly", record={"year": 2019}, why="Because.")
    make_suggestion(member, "No", state="declined", answer="We keep to papers.", decided_by=curator)
    paper = make_paper("Sharing a GPU cluster, fairly", year=2018)
    page = visit(member, language=language)
    found = []
    for path in ("/papers/add/", f"/papers/add/?url={ACM}", "/papers/add/?url=https://example.org/"):
        page.goto(path)
        found += in_every_look(page)
    page.locator("#id_doi").fill("nonsense")
    page.locator("#add-form button.main").click()
    page.locator("#id_doi_error").wait_for()
    found += in_every_look(page)
    desk = visit(curator, language=language)
    waiting = Suggestion.objects.get(title_key="sharing a gpu cluster fairly")
    for path in (
        "/curation/suggestions/", "/curation/suggestions/?state=declined", f"/curation/suggestions/{waiting.pk}/",
        f"/curation/look-up/{paper.pk}/", f"/curation/look-up/{paper.pk}/?by=10.1145/3341301.3359646",
    ):  # fmt: skip
        desk.goto(path)
        found += in_every_look(desk)
        for width in (320, 390, 768):
            desk.set_viewport_size({"width": width, "height": 800})
            assert desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (path, width)
    expect(focused(desk)).to_have_count(0)
    assert not found, "\n".join(found)
