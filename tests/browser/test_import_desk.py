"""A curator brings a file in by keyboard alone; the desk on a phone, without JavaScript, and under axe."""

from __future__ import annotations

import time

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from papers.formats import FORMATS
from papers.importing import jobs
from papers.models import Import, ImportRow, ListEntry, Paper
from tests.browser.conftest import PHONE
from tests.browser.test_accessibility import in_every_look, languages
from tests.factories import make_import, make_import_row, make_paper

MOST_TABS = 120  # presses of the key until something has the focus
SWAPPING = "SwapAdvisor: Pushing Deep Learning Beyond the GPU Memory Limit via Smart Swapping"
TOO_LONG = "A title that somebody pasted together with its whole abstract, " * 9


@pytest.fixture
def five_hundred(tmp_path):
    """A list of 500 entries: two cannot be taken as they are, one claims another venue than the catalogue has, and one
    is a paper of the catalogue under another title.
    """
    lines = [
        f"- [OSDI'{number % 20:02}] Paper {number} on a subject of its own: {number * 7919:x}" for number in range(496)
    ]
    lines[50:50] = [f"- [ASPLOS'20] {SWAPPING.replace('Pushing', 'Push')}"]
    lines[100:100] = [f"- [OSDI'20] {TOO_LONG}", "- [SOSP'20] Heterogeneity-Aware Cluster Scheduling"]
    lines[400:400] = [f"- [NSDI'21] {TOO_LONG} again"]
    path = tmp_path / "five hundred.md"
    path.write_text("# Five hundred papers\n\n## Systems\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def reach(page, target, tab="Tab"):
    """Walk there with the Tab key, or backwards with "Shift+Tab"."""
    expect(target).to_be_visible()
    for _press in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(tab)
    raise AssertionError(f"{target} is not reached by Tab")


def press(page, target, key="Enter", tab="Tab"):
    reach(page, target, tab)
    page.keyboard.press(key)


def tab_named(page, name):
    return page.locator(".tabs").get_by_role("link", name=name)


def correct_first(page, title):
    press(page, page.locator(".import-row").first.get_by_role("link", name="Correct"))
    field = page.get_by_label("Title", exact=True)
    expect(field).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(title)
    page.keyboard.press("Enter")
    expect(page.locator(".import-row").first.locator(".title")).to_have_text(title)
    expect(page.locator(".import-row h2").first).to_be_focused()


def test_five_hundred_entries_by_keyboard(visit, curator, five_hundred, settings):
    settings.IMPORTS_IN_BACKGROUND = True
    gavel = make_paper("Heterogeneity-Aware Cluster Scheduling", "OSDI", year=2020)
    make_paper(SWAPPING, "ASPLOS", year=2020)
    page = visit(curator, "/curation/")
    press(page, page.locator("#desk-nav").get_by_role("link", name="Import"))
    with page.expect_file_chooser() as chooser:
        press(page, page.get_by_label("File", exact=True))
    chooser.value.set_files(five_hundred)
    press(page, page.get_by_role("button", name="Read and review"))
    expect(page.get_by_role("button", name="Import 498 rows")).to_be_visible(timeout=60_000)

    press(page, tab_named(page, "Problem"))
    for number, title in enumerate(["The first one, put right", "The second one, put right"]):
        correct_first(page, title)
        expect(page.locator("#import-count")).to_have_text(f"Import {499 + number} rows")
        press(page, tab_named(page, "Problem"))

    press(page, tab_named(page, "Conflict"))
    press(page, page.get_by_label("Catalogue: OSDI"), "ArrowDown")
    expect(page.get_by_label("This file: SOSP")).to_be_checked()
    expect(page.get_by_role("status")).to_have_text("Saved.")

    press(page, page.get_by_role("button", name="Import 500 rows"))
    expect(page.locator(".import-head .facts")).to_contain_text("Brought in", timeout=60_000)
    assert Paper.objects.count() == 501
    gavel.refresh_from_db()
    assert gavel.venue.name == "SOSP"
    expect(tab_named(page, "New paper")).to_contain_text("499")

    report = page.url
    press(page, page.get_by_role("link", name="To the list"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Five hundred papers")
    press(page, page.locator(".export > summary"))
    with page.expect_download() as file:
        press(page, page.get_by_role("button", name="Download"))
    exported = FORMATS["markdown"].read(file.value.path().read_text(encoding="utf-8"))
    assert [record.title for record in exported.records] == list(
        ListEntry.objects.order_by("position").values_list("claimed_title", flat=True)
    )

    press(page, page.locator(".masthead").get_by_role("link", name="Curation"), tab="Shift+Tab")
    press(page, page.locator("#desk-nav").get_by_role("link", name="Duplicates"))
    press(page, page.locator(".pairs > li", has_text="SwapAdvisor").get_by_role("link", name="Compare"))
    press(page, page.get_by_role("button", name="Merge B into A"))
    expect(page.get_by_role("status").first).to_contain_text("SwapAdvisor")
    assert Paper.objects.count() == 500
    press(page, page.get_by_role("button", name="Undo"))
    expect(page.get_by_role("status").first).to_contain_text("is a paper of its own again")
    assert Paper.objects.count() == 501

    page.goto(report)
    press(page, page.get_by_text("Undo this import…"))
    press(page, page.get_by_role("button", name="Undo this import"))
    expect(page.get_by_role("status").first).to_contain_text("the catalogue is as it was before")
    assert list(Paper.objects.order_by("pk").values_list("venue__name", flat=True)) == ["OSDI", "ASPLOS"]


@pytest.fixture
def reviewed(db):
    """An import with a row of every kind."""
    paper = make_paper("Gavel", "OSDI", year=2020)
    imported = make_import(
        name="我们的列表", outline={"changes": [{"change": "added", "before": "", "now": "Scheduling"}]}
    )
    make_import_row(imported, "A new one", record={"doi": "10.1145/1.2", "links": [["https://a.example/", "code", ""]]})
    make_import_row(imported, "面向深度学习的集群调度", status="match", paper=paper, change="moved")
    candidate = {"paper": paper.pk, "title": paper.title, "score": 90, "reasons": [{"code": "likeness", "score": 90}]}
    make_import_row(imported, "Gavels", status="duplicate", candidates=[candidate])
    conflict = {"field": "venue", "claimed": "SOSP", "present": "OSDI", "keep": "present"}
    make_import_row(imported, "Gavel", status="conflict", paper=paper, conflicts=[conflict])
    make_import_row(imported, "", status="problem", choice="skip", raw="- ???", reason="No title.")
    found = {"record": {"title": "Found", "authors": ["Ada"], "year": 2021}, "registry": "Crossref"}
    make_import_row(imported, "Found", found=found)
    return imported


def path_of(imported, rest=""):
    return f"/import/{imported.pk}/{rest}"


@languages
def test_nothing_on_the_desk_breaks_a_rule(visit, curator, reviewed, language, watch):
    watch.allow("422 (Unprocessable")
    page = visit(curator, "/import/", language=language)
    found = in_every_look(page)
    page.locator("#upload button.main").click()
    page.locator(".errors").first.wait_for()
    found += in_every_look(page)
    page.goto(path_of(reviewed))
    page.locator("summary").last.click()
    found += in_every_look(page)
    page.locator(".import-row").first.locator(".take a").click()
    page.locator(".correct").wait_for()
    found += in_every_look(page)
    page.goto(path_of(reviewed, f"rows/{reviewed.rows.first().pk}/"))
    found += in_every_look(page)
    ImportRow.objects.update(outcome="created")
    for state in ("done", "failed", "cancelled"):
        Import.objects.update(state=state, error="The database refused. Nothing was written; try again.")
        page.goto(path_of(reviewed))
        found += in_every_look(page)
    cache.set(jobs.key(reviewed.pk, "alive"), True)
    cache.set(jobs.key(reviewed.pk, "progress"), (30, 120, time.time() - 10))
    Import.objects.update(state="writing")
    page.goto(path_of(reviewed))
    found += in_every_look(page)
    assert not found, "\n".join(found)


def test_the_progress_moves_and_ends_by_itself(visit, curator, reviewed):
    cache.set(jobs.key(reviewed.pk, "alive"), True)
    cache.set(jobs.key(reviewed.pk, "progress"), (30, 120, time.time() - 10))
    Import.objects.update(state="reading")
    page = visit(curator, path_of(reviewed))
    expect(page.locator(".working .count")).to_contain_text("25% · 30 of 120 rows")
    page.get_by_role("button", name="Cancel").focus()
    cache.set(jobs.key(reviewed.pk, "progress"), (60, 120, time.time() - 20))
    expect(page.locator(".working .count")).to_contain_text("50% · 60 of 120 rows")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    Import.objects.update(state="review")
    expect(page.locator(".import-row")).to_have_count(6)


def test_it_works_without_javascript(visit, curator, reviewed):
    page = visit(curator, path_of(reviewed), java_script_enabled=False)
    page.get_by_label("This file: SOSP").check()
    page.locator(".import-row").first.get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="Save the choices").click()
    expect(page.get_by_label("This file: SOSP")).to_be_checked()
    expect(page.get_by_role("button", name="Import 4 rows")).to_be_visible()
    page.get_by_role("link", name="Correct line 1").click()
    page.get_by_label("Title", exact=True).fill("Corrected")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".import-row .title").first).to_contain_text("Corrected")
    row = reviewed.rows.first()
    assert (row.record["title"], row.record["doi"]) == ("Corrected", "10.1145/1.2")


def test_what_a_registry_knows_is_accepted_in_its_place(visit, curator, reviewed):
    page = visit(curator, path_of(reviewed))
    row = page.locator(".import-row").last
    row.get_by_label("Year: 2021").uncheck()
    row.get_by_role("button", name="Accept these").click()
    expect(row.locator(".facts").first).to_contain_text("Ada")
    assert "year" not in reviewed.rows.last().record


def test_two_curators_are_told_of_each_other(visit, curator, reviewed, watch):
    watch.allow("409 (Conflict)")
    watch.allow("Response Status Error Code 409")
    page = visit(curator, path_of(reviewed))
    row = reviewed.rows.get(position=1)
    row.choice, row.record = "skip", row.record | {"title": "Changed by the other"}
    row.save()
    place = page.locator(f"#row-{row.pk}")
    place.get_by_role("checkbox").focus()
    reviewed.rows.filter(pk=row.pk).update(choice="take")
    page.keyboard.press("Space")
    expect(place.get_by_role("alert")).to_contain_text("Theirs: Take. Yours, not saved: Skip.")
    expect(place.locator(".title")).to_have_text("Changed by the other")
    expect(place.locator("h2")).to_be_focused()


def test_it_fits_a_phone(visit, curator, reviewed):
    page = visit(curator, "/import/", viewport=PHONE, has_touch=True)
    for path in ("/import/", path_of(reviewed), path_of(reviewed, f"rows/{reviewed.rows.first().pk}/")):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
    page.goto(path_of(reviewed))
    page.get_by_label("This file: SOSP").tap()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    page.get_by_role("button", name="Import 5 rows").tap()
    expect(page.locator(".import-head .facts")).to_contain_text("Brought in")


def test_a_text_that_is_too_large_is_said_before_it_is_sent(visit, curator):
    page = visit(curator, "/import/")
    page.get_by_label("Or its text").evaluate("field => { field.value = 'x'.repeat(3 << 20); }")
    page.get_by_label("Or its text").press("End")
    page.get_by_label("Or its text").dispatch_event("input")
    page.get_by_role("button", name="Read and review").click()
    assert page.get_by_label("Or its text").evaluate("field => field.validity.customError")
    expect(page).to_have_url(page.url.split("/import/")[0] + "/import/")
    assert not Import.objects.exists()
