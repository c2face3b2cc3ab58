"""axe on every page, in both languages, both themes, wide and narrow: no violation at all in what is ours."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.conftest import DESK, PHONE
from tests.browser.controls import row, status, undo
from tests.browser.library import pages

OURS = ["#user-tools .languages", "#summaries-group", "#change-history"]  # in the admin
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHORT = {"resultTypes": ["violations"], "preload": False}  # preloading would break the policy
ALL = {**SHORT, "runOnly": TAGS}
COLOURS = {**SHORT, "runOnly": {"type": "rule", "values": ["color-contrast"]}}

languages = pytest.mark.parametrize("language", ["en", "zh-hans"])


def violations(page, options=ALL, within=("html",)):
    """One line for every element that breaks a rule."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    present = [selector for selector in within if page.locator(selector).count()]
    scope = {"include": present, "exclude": [".select2"]}
    found = page.evaluate("([scope, options]) => axe.run(scope, options)", [scope, options])["violations"]
    return [
        f"{page.url} {rule['id']}: {node['html'][:200]} {' '.join(node['failureSummary'].split())}"
        for rule in found
        for node in rule["nodes"]
    ]


def in_every_look(page):
    """The violations of the page as it stands, wide and narrow; in dark only what colours can break."""
    found = []
    for viewport in (DESK, PHONE):
        page.set_viewport_size(viewport)
        for scheme, options in (("light", ALL), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found += [f"{viewport['width']} {scheme} {line}" for line in violations(page, options)]
    return found


@languages
@pytest.mark.parametrize("part", [0, 1])
def test_pages_of_a_member(visit, member, library, watch, language, part):
    watch.allow("404 (Not Found)")
    page = visit(member, language=language)
    found = []
    for path in list(pages(library).values())[part::2]:
        page.goto(path)
        found += in_every_look(page)
    assert not found, "\n".join(found)


@languages
def test_pages_of_an_administrator(visit, administrator, library, language):
    page = visit(administrator, language=language)
    found = []
    for path in ("/curation/people/", "/accounts/invitations/"):
        page.goto(path)
        found += in_every_look(page)
    page.goto("/admin/operations/auditentry/")
    found += violations(page, COLOURS) + violations(page, within=["#content-main"])
    assert not found, "\n".join(found)


@languages
def test_pages_with_nothing_on_them(visit, member, language):
    page = visit(member, language=language)
    found = []
    for path in ("/", "/papers/", "/lists/", "/me/"):
        page.goto(path)
        found += in_every_look(page)
    assert not found, "\n".join(found)


@languages
def test_forms_with_errors(visit, member, watch, language):
    watch.allow("responded with a status of 4")
    page = visit(path="/accounts/login/", language=language)
    found = in_every_look(page)
    page.locator('[name="username"]').fill("nobody")
    page.locator('[name="password"]').fill("wrong")
    page.locator("main button").first.click()
    page.locator(".errors:visible").wait_for()
    found += in_every_look(page)
    for path in ("reset", "reset/sent", "reset/done", "reset/1-x", "signup", "invitation/x", "email/confirm/x"):
        page.goto(f"/accounts/{path}/")
        found += in_every_look(page)
    page = visit(member, "/accounts/password/", language=language)
    for name in ("oldpassword", "password1", "password2"):
        page.locator(f'[name="{name}"]').fill(name)
    page.locator("main button").click()
    page.locator(".errors").first.wait_for()
    found += in_every_look(page)
    assert not found, "\n".join(found)


def test_what_opens_and_changes(visit, member, library):
    page = visit(member, "/papers/", viewport=PHONE)
    status(row(page, library.bare), "Read").click()
    undo(row(page, library.bare)).wait_for()
    page.keyboard.press("?")
    found = in_every_look(page)
    page.keyboard.press("Escape")
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Filter", exact=True).click()
    found += violations(page)
    page.goto("/me/?status=read")
    page.get_by_text("As a table").click()
    found += in_every_look(page)
    page.goto(library.gavel.get_absolute_url())
    page.locator("summary", has_text="BibTeX").click()
    found += in_every_look(page)
    status(page, "Read").click()
    undo(page).wait_for()
    found += in_every_look(page)
    assert not found, "\n".join(found)


@languages
def test_what_we_add_to_the_admin(visit, curator, library, language):
    """The stock admin breaks rules of its own (unnamed fields in tables, select2, small targets); only its colours,
    which are ours, and our additions are held to them."""
    page = visit(curator, language=language, reduced_motion="reduce")
    found = []
    change = f"/admin/papers/paper/{library.gavel.pk}/change/"
    for path in ("/admin/papers/paper/", change, f"/admin/papers/paper/{library.gavel.pk}/history/"):
        for scheme, viewport in (("light", PHONE), ("dark", DESK)):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size(viewport)
            page.goto(path)  # anew each time: the admin's colours change slowly
            found += violations(page, COLOURS) + violations(page, within=OURS)
    page.set_viewport_size(DESK)
    page.goto("/admin/papers/paper/")
    page.locator(".action-select").first.check()
    page.locator('select[name="action"]').select_option("move_to_topic")
    page.locator('button[name="index"]').click()
    page.locator(".select2-selection").wait_for()
    found += violations(page, COLOURS) + violations(page, within=["#content"])
    assert not found, "\n".join(found)
