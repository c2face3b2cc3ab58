"""Reviewing an import: its rows by kind, what can be chosen, and two curators at one."""

from html import unescape

import pytest

from papers.models import Import, ImportRow
from tests.factories import make_curator, make_import, make_import_row, make_paper
from tests.pages import elements, links_in
from tests.reviewing import address, fields, fresh, seen
from tests.test_queries import queries

pytestmark = pytest.mark.django_db

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture
def imported():
    return make_import()


@pytest.fixture
def bob(as_user):
    """A second curator's client; ``desk`` is the first."""
    return as_user(make_curator("bob"))


def choose(client, row, **changes):
    return client.post(address(row.of, "rows/"), fields(row, **changes))


def titles(response):
    return [line.row.record.get("title", "") for line, _seen, _clash in response.context["lines"]]


# What it shows


def test_it_shows_what_was_understood_beside_the_line(desk, imported):
    record = {
        "venue": "OSDI", "year": 2020, "nickname": "Gavel", "authors": ["Deepak Narayanan"], "tags": ["调度"],
        "institutions": ["Stanford"], "links": [["https://example.org/gavel", "paper", ""]], "doi": "10.1/x",
        "arxiv_id": "2008.09213", "section": 0,
    }  # fmt: skip
    imported.outline = {"sections": [{"title": "Scheduling", "level": 1, "line": 1}]}
    imported.save()
    make_import_row(imported, "Heterogeneity-Aware", raw="- [OSDI'20] Heterogeneity-Aware", line=17, record=record)
    page = desk.get(address(imported)).content.decode()
    for words in ("Line 17", "- [OSDI&#x27;20] Heterogeneity-Aware", "OSDI 2020", "Gavel", "Deepak Narayanan", "调度",
                  "Stanford", "https://example.org/gavel", "10.1/x", "2008.09213", "§ Scheduling"):  # fmt: skip
        assert words in page


def test_its_tabs_count_every_kind_and_show_it(desk, imported):
    for number, status in enumerate(["new", "new", "match", "duplicate", "conflict", "problem"]):
        make_import_row(imported, f"{status} {number}", status=status, choice="skip" if status == "problem" else "take")
    page = desk.get(address(imported))
    assert [(tab.value, tab.rows) for tab in page.context["tabs"]] == [
        ("", 6), ("new", 2), ("match", 1), ("duplicate", 1), ("conflict", 1), ("problem", 1), ("skip", 1),
    ]  # fmt: skip
    assert "Import 5 rows" in page.content.decode()
    assert titles(desk.get(address(imported, "?status=new"))) == ["new 0", "new 1"]
    assert titles(desk.get(address(imported, "?choice=skip"))) == ["problem 5"]


def test_a_newer_version_of_a_list_has_tabs_by_what_changed(desk, imported):
    for change in ("added", "moved", "renamed", "same"):
        make_import_row(imported, change, change=change)
    make_import_row(imported, "", change="removed", status="match", record={}, paper=make_paper("Gone"))
    page = desk.get(address(imported))
    changes = [tab.value for tab in page.context["tabs"] if tab.column == "change"]
    assert changes == ["added", "moved", "renamed", "removed", "same"]
    assert "Mark as gone from the list" in page.content.decode()
    assert titles(desk.get(address(imported, "?change=moved"))) == ["moved"]


@pytest.mark.parametrize("query", ["status=nonsense", "change=x&page=NaN", "page=-1", "page=99999999999999999999", "x"])
def test_an_odd_address_shows_all_rows(desk, imported, query):
    make_import_row(imported)
    assert titles(desk.get(address(imported, f"?{query}"))) == ["Gavel"]


def test_it_pages(desk, imported, settings):
    settings.IMPORT_PAGE_SIZE = 2
    for title in "abc":
        make_import_row(imported, title)
    assert titles(desk.get(address(imported, "?status=new&page=2"))) == ["c"]
    assert "?status=new&page=2" in links_in(desk.get(address(imported, "?status=new")))


def make_rows(imported, count):
    for number in range(count):
        paper = make_paper(f"Paper {imported.pk} {imported.rows.count()}", "OSDI", year=2020)
        candidate = {"paper": paper.pk, "title": paper.title, "score": 90, "reasons": [{"code": "title"}]}
        conflict = {"field": "venue", "claimed": "SOSP", "present": "OSDI", "keep": "present"}
        status = ("match", "duplicate", "conflict")[number % 3]
        found = {"record": {"title": "x", "year": 1999}, "registry": "Crossref"}
        make_import_row(
            imported, paper.title, paper=paper, status=status,
            candidates=[candidate], conflicts=[conflict], found=found,
        )  # fmt: skip


@pytest.mark.parametrize("state", ["review", "done"])
def test_it_asks_as_often_for_20_rows_as_for_10(desk, imported, state):
    Import.objects.update(state=state)
    make_rows(imported, 10)
    ten = queries(desk, address(imported))
    make_rows(imported, 10)
    assert queries(desk, address(imported)) == ten


def test_what_the_file_says_never_runs(desk, imported):
    paper = make_paper(EVIL[:100], nickname=EVIL[:50])
    candidate = {"paper": paper.pk, "title": EVIL, "score": 90, "reasons": [{"code": "doi", "value": EVIL}]}
    record = {
        "nickname": EVIL, "venue": EVIL, "authors": [EVIL], "tags": [EVIL], "institutions": [EVIL], "doi": EVIL,
        "links": [["https://a.example/" + EVIL, "paper", EVIL]], "arxiv_id": EVIL, "section": 0, "notes": EVIL,
    }  # fmt: skip
    imported.outline = {
        "sections": [{"title": EVIL, "level": 1, "line": 1}],
        "changes": [{"change": "added", "before": EVIL, "now": EVIL}],
    }
    imported.name = imported.file_name = EVIL
    imported.save()
    row = make_import_row(
        imported, EVIL, raw=EVIL, reason=EVIL, record=record, status="duplicate", paper=paper, candidates=[candidate],
        conflicts=[{"field": "title", "claimed": EVIL, "present": EVIL, "keep": "present"}],
        found={"record": {"title": EVIL, "abstract": EVIL}, "registry": EVIL},
    )  # fmt: skip
    for state in Import.State.values:
        Import.objects.update(state=state, error=EVIL, beat="2999-01-01T00:00Z")
        for path in ("/import/", address(imported), address(imported, f"rows/{row.pk}/")):
            page = desk.get(path).content.decode()
            assert "<script>alert" not in page
            assert "<img" not in page


# Choices


def test_a_row_is_skipped_and_taken(desk, imported):
    row, other = make_import_row(imported), make_import_row(imported)
    response = choose(desk, row, **{f"choice-{row.pk}": None, "page": "1", "status": "new"})
    assert response["Location"] == address(imported, "?status=new&page=1")
    assert (fresh(row).choice, fresh(other).choice) == ("skip", "take")
    choose(desk, fresh(row), **{f"choice-{row.pk}": "take"})
    assert fresh(row).choice == "take"


def test_what_has_nothing_to_bring_in_cannot_be_taken(desk, imported):
    row = make_import_row(imported, "", status="problem", choice="skip")
    choose(desk, row, **{f"choice-{row.pk}": "take"})
    desk.post(address(imported, "rows/"), {"do": "take-all"})
    assert fresh(row).choice == "skip"


def test_a_conflict_is_decided(desk, imported):
    paper = make_paper("Gavel", "OSDI", year=2020)
    conflict = {"field": "year", "claimed": 2019, "present": 2020, "keep": "present"}
    row = make_import_row(imported, "Gavel", status="conflict", paper=paper, conflicts=[conflict])
    choose(desk, row, **{f"keep-{row.pk}-year": "claimed"})
    assert fresh(row).conflicts[0]["keep"] == "claimed"
    choose(desk, fresh(row), **{f"keep-{row.pk}-year": "both"})
    assert fresh(row).conflicts[0]["keep"] == "claimed"


def duplicate(imported):
    paper = make_paper("Heterogeneity-Aware Cluster Scheduling Policies")
    candidate = {"paper": paper.pk, "title": paper.title, "score": 91, "reasons": [{"code": "likeness", "score": 91}]}
    title = "Heterogeneity Aware Cluster Scheduling Policy"
    return paper, make_import_row(imported, title, status="duplicate", candidates=[candidate])


def test_a_possible_duplicate_wants_an_answer_and_gets_one(desk, imported):
    paper, row = duplicate(imported)
    page = desk.get(address(imported))
    assert "titles 91% alike" in page.content.decode()
    radios = elements(page, "input", name=f"paper-{row.pk}")
    assert [(radio.get("value"), "checked" in radio.attributes) for radio in radios] == [
        (str(paper.pk), False), ("new", False),
    ]  # fmt: skip
    choose(desk, row, **{f"paper-{row.pk}": paper.pk})
    assert fresh(row).paper == paper
    choose(desk, fresh(row), **{f"paper-{row.pk}": "new"})
    assert fresh(row).paper is None
    assert fresh(row).candidates[0]["apart"]


def test_it_becomes_no_paper_that_was_not_offered(desk, imported):
    _paper, row = duplicate(imported)
    for number in (make_paper("Another").pk, "99999999999999999999", "x", ""):
        assert choose(desk, row, **{f"paper-{row.pk}": number}).status_code == 302
    assert fresh(row).paper is None


@pytest.mark.parametrize(("do", "choices"), [("skip-all", ["skip", "take"]), ("take-all", ["take", "skip"])])
def test_all_of_a_tab_at_once(desk, imported, do, choices):
    before = "take" if do == "skip-all" else "skip"
    rows = [make_import_row(imported, status=status, choice=before) for status in ("new", "match")]
    desk.post(address(imported, "rows/"), {"do": do, "status": "new"})
    assert [fresh(row).choice for row in rows] == choices


def test_rows_of_another_import_are_left_alone(desk, imported):
    row = make_import_row(make_import(name="Another"))
    for number in (row.pk, "99999999999999999999", "x", "٣", "-1"):
        response = desk.post(address(imported, "rows/"), fields(row, row=[number]))
        assert response.status_code == 302
    assert fresh(row).choice == "take"
    for method in (desk.get, desk.post):
        assert method(address(imported, f"rows/{row.pk}/")).status_code == 404


# For htmx


def swap(client, row, **changes):
    return client.post(address(row.of, "rows/"), fields(row, **changes), headers={"HX-Request": "true"})


def test_one_row_saves_itself_and_the_count_follows(desk, imported):
    row, _other = make_import_row(imported), make_import_row(imported)
    response = swap(desk, row, **{f"choice-{row.pk}": None})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Saved." in page
    assert "Import 1 row<" in page
    assert elements(response, "input", name=f"seen-{row.pk}")[0].get("value") == seen(fresh(row))
    assert fresh(row).choice == "skip"


def test_a_row_that_is_another_paper_now_is_shown_anew(desk, imported):
    paper, row = duplicate(imported)
    response = swap(desk, row, **{f"paper-{row.pk}": paper.pk})
    assert response["HX-Retarget"] == f"#row-{row.pk}"
    assert elements(response, "input", name=f"keep-{row.pk}-title")


# Two curators


def test_what_the_other_did_not_touch_is_not_theirs(desk, bob, imported):
    one, two = make_import_row(imported), make_import_row(imported)
    page = fields(one, two)
    choose(bob, one, **{f"choice-{one.pk}": None})
    assert desk.post(address(imported, "rows/"), page | {f"choice-{two.pk}": ""}).status_code == 302
    assert (fresh(one).choice, fresh(two).choice) == ("skip", "skip")


@pytest.mark.parametrize("header", [{}, {"HX-Request": "true"}])
def test_the_second_of_two_is_shown_both(desk, bob, imported, header):
    paper, row = duplicate(imported)
    page = fields(row, **{f"paper-{row.pk}": "new"})
    choose(bob, row, **{f"paper-{row.pk}": paper.pk})
    response = desk.post(address(imported, "rows/"), page | {"do": "send-off"}, headers=header)
    assert response.status_code == 409
    words = unescape(response.content.decode())
    assert f"Theirs: Take, paper {paper.pk}, Title: the catalogue's." in words
    assert "Yours, not saved: Take, a new paper" in words
    assert fresh(row).paper == paper
    assert Import.objects.get().state == "review"
    again = fields(fresh(row), **{f"paper-{row.pk}": "new"})
    assert desk.post(address(imported, "rows/"), again).status_code == 302
    assert fresh(row).paper is None


@pytest.mark.parametrize("state", [state for state in Import.State.values if state != "review"])
def test_an_import_that_is_not_under_review_is_not_changed(desk, imported, state):
    row = make_import_row(imported)
    Import.objects.update(state=state, beat="2999-01-01T00:00Z")
    before = ImportRow.objects.values().get()
    for path, data in [
        ("rows/", fields(row, **{f"choice-{row.pk}": None})),
        ("rows/", {"do": "skip-all"}),
        (f"rows/{row.pk}/", {"title": "Typed by me", "seen": seen(row)}),
        (f"rows/{row.pk}/", {"do": "accept", "field": "year"}),
        ("look-up/", {}),
    ]:
        for header in ({}, {"HX-Request": "true"}):
            response = desk.post(address(imported, path), data, headers=header)
            assert response.status_code == 409
            assert "because somebody was quicker" in response.content.decode()
            assert ("Typed by me" in response.content.decode()) == ("title" in data)
    assert ImportRow.objects.values().get() == before
