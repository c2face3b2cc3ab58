"""An import from its rows to its report: sent off, cancelled, taken up again, undone; what registries know of it."""

import csv
import time
from io import StringIO

import pytest
from django.core.cache import cache

from papers import lookup
from papers.formats.records import Record
from papers.import_desk import completing
from papers.importing import jobs
from papers.lookup import Found, LookupFailed, Reason
from papers.models import Import, ImportRow, Paper, PaperList
from tests.factories import make_import, make_import_row, make_reading
from tests.imports import tables
from tests.pages import elements, links_in

pytestmark = pytest.mark.django_db

LIST = "# Systems\n\n- [OSDI'20] Gavel: Heterogeneity-Aware Scheduling\n- [SOSP'19] PipeDream\n"


@pytest.fixture
def imported(desk):
    """The list as it stands after its reading."""
    desk.post("/import/", {"into": "new", "text": LIST})
    return Import.objects.get()


def address(imported, rest=""):
    return f"/import/{imported.pk}/{rest}"


def state_of(imported):
    imported.refresh_from_db()
    return imported.state


def send_off(desk, imported):
    rows = {f"choice-{row.pk}": "take" for row in imported.rows.all() if row.choice == "take"}
    return desk.post(address(imported, "rows/"), {"do": "send-off", **rows})


# Bringing in


def test_it_is_brought_in_and_says_what_became_of_every_row(desk, imported):
    ImportRow.objects.filter(position=2).update(choice="skip")
    response = send_off(desk, imported)
    assert response["Location"] == address(imported)
    assert state_of(imported) == "done"
    assert [paper.title for paper in Paper.objects.all()] == ["Gavel: Heterogeneity-Aware Scheduling"]
    report = desk.get(address(imported))
    assert [(tab.value, tab.rows) for tab in report.context["tabs"]] == [("", 2), ("created", 1), ("skipped", 1)]
    assert Paper.objects.get().get_absolute_url() in links_in(report)
    assert PaperList.objects.get().get_absolute_url() in links_in(report)
    only = desk.get(address(imported, "?outcome=skipped"))
    assert [line.row.line for line in only.context["lines"]] == [4]


def test_choices_that_were_not_saved_yet_go_with_it(desk, imported):
    from papers.import_desk.choices import stamp
    from papers.import_desk.lines import Line, lines

    one, two = lines(imported, imported.rows.all())
    sent = {f"seen-{row.pk}": stamp(Line(row, imported)) for row in (one, two)}
    sent |= {"row": [one.pk, two.pk], f"choice-{one.pk}": "take", "do": "send-off"}
    desk.post(address(imported, "rows/"), sent)
    assert Paper.objects.count() == 1


def test_the_report_is_a_table_to_take_away(desk, imported):
    ImportRow.objects.filter(position=1).update(raw="=cmd|calc", reason="@sum", line=7)
    send_off(desk, imported)
    response = desk.get(address(imported, "report.csv"))
    assert response["Content-Disposition"] == f'attachment; filename="import-{imported.pk}.csv"'
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    head, first, _second = csv.reader(StringIO(text[1:]))
    row = dict(zip(head, first, strict=True))
    assert row["line"] == "7"
    assert row["outcome"] == "created"
    assert row["as the file has it"] == "'=cmd|calc"
    assert row["reason"] == "'@sum"


def test_a_text_without_papers_says_so(desk):
    desk.post("/import/", {"into": "new", "text": "Nothing but prose."})
    page = desk.get(address(Import.objects.get()))
    assert "No papers were found in this text." in page.content.decode()


# Under way


@pytest.fixture
def under_way(imported):
    """Being brought in by another process."""
    cache.set(jobs.key(imported.pk, "alive"), True)
    cache.set(jobs.key(imported.pk, "progress"), (30, 120, time.time() - 10))
    Import.objects.update(state="writing")
    return imported


def test_it_says_how_far_it_is(desk, under_way):
    page = desk.get(address(under_way))
    text = page.content.decode()
    assert "25% · 30 of 120 rows · about 30 seconds left" in text
    bar = elements(page, "progress")[0]
    assert (bar.get("value"), bar.get("max")) == ("30", "120")
    assert elements(page, "meta", http_equiv="refresh")
    assert "<noscript>" in text


def test_what_is_polled_is_the_progress_alone_and_then_the_page(desk, under_way):
    part = desk.get(address(under_way), headers={"HX-Request": "true"})
    assert elements(part, "div", id="import-progress")
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part["Vary"]
    Import.objects.update(state="done")
    assert desk.get(address(under_way), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_it_is_cancelled_from_its_page(desk, under_way):
    assert desk.post(address(under_way, "cancel/"))["Location"] == address(under_way)
    assert jobs.is_cancelled(under_way)
    assert state_of(under_way) == "writing"
    assert "Being cancelled" in desk.get(address(under_way)).content.decode()
    cache.delete(jobs.key(under_way.pk, "alive"))
    page = desk.get(address(under_way))  # whoever worked at it is gone: the page sees to it
    assert state_of(under_way) == "cancelled"
    assert "Nothing of this import is in the catalogue." in page.content.decode()
    assert not Paper.objects.exists()


def test_a_page_takes_up_what_a_dead_server_left(desk, under_way):
    cache.clear()
    assert state_of(under_way) == "writing"
    desk.get(address(under_way))
    assert state_of(under_way) == "done"
    assert Paper.objects.count() == 2


def test_it_is_left_at_the_review_and_taken_up_again(desk, imported):
    ImportRow.objects.filter(position=1).update(choice="skip")
    desk.post(address(imported, "cancel/"))
    assert state_of(imported) == "cancelled"
    assert desk.post(address(imported, "again/")).status_code == 302
    assert state_of(imported) == "review"
    assert [row.choice for row in imported.rows.all()] == ["skip", "take"]


def test_one_that_failed_says_why_and_is_tried_again(desk):
    imported = make_import(LIST, state="failed", error="The database refused. Nothing was written; try again.")
    page = desk.get(address(imported)).content.decode()
    assert "The database refused." in page
    assert "Try again" in page
    desk.post(address(imported, "again/"))
    assert state_of(imported) == "review"
    assert imported.error == ""
    assert imported.rows.count() == 2


@pytest.mark.parametrize(("path", "states"), [
    ("cancel/", ("done", "failed", "cancelled", "undone")),
    ("again/", ("review", "done", "undone")),
    ("undo/", ("review", "failed", "cancelled", "undone")),
])  # fmt: skip
def test_what_cannot_be_done_any_more_is_said(desk, imported, path, states):
    for state in states:
        Import.objects.update(state=state)
        response = desk.post(address(imported, path))
        assert response.status_code == 409
        assert "Nothing was changed" in response.content.decode()
        assert state_of(imported) == state


# Undoing


def ours():
    return {label: rows for label, rows in tables().items() if label not in {"papers.Import", "papers.ImportRow"}}


def test_it_is_undone_as_if_it_had_never_been(desk, imported):
    before = ours()
    send_off(desk, imported)
    assert ours() != before
    response = desk.post(address(imported, "undo/"), follow=True)
    assert "the catalogue is as it was before" in response.content.decode()
    assert state_of(imported) == "undone"
    assert ours() == before
    assert [line.row.outcome for line in response.context["lines"]] == ["created", "created"]


def test_what_was_built_on_is_not_undone_and_says_what(desk, member, imported):
    send_off(desk, imported)
    make_reading(member, Paper.objects.get(title="PipeDream"))
    response = desk.post(address(imported, "undo/"))
    assert response.status_code == 409
    assert "PipeDream" in " ".join(response.context["reasons"])
    assert state_of(imported) == "done"
    assert Paper.objects.count() == 2


# Look-up


@pytest.fixture
def registry(monkeypatch):
    """What a registry knows, by identifier; an exception is raised."""
    known = {}

    def look_up(identifier):
        known.setdefault("asked", []).append(identifier.value)
        found = known.get(identifier.value) or LookupFailed(Reason.NOT_FOUND, "Crossref")
        if isinstance(found, LookupFailed):
            raise found
        return Found(found, "Crossref", identifier.address)

    monkeypatch.setattr(completing, "look_up", look_up)
    return known


@pytest.fixture
def row(imported):
    return make_import_row(imported, "Gavel", record={"doi": "10.1145/1.2", "year": 2020})


KNOWN = Record(
    "Gavel: the whole title", authors=("Ada", "Li Hua"), venue="OSDI", year=2019, doi="10.1145/1.2", abstract="A text."
)


def post(desk, row, **data):
    return desk.post(f"/import/{row.of_id}/rows/{row.pk}/", data, headers={"HX-Request": "true"})


def test_what_is_missing_is_offered_and_taken_field_by_field(desk, row, registry):
    registry["10.1145/1.2"] = KNOWN
    offered = post(desk, row, do="look-up")
    boxes = [box.get("value") for box in elements(offered, "input", name="field")]
    assert boxes == ["authors", "venue", "abstract"]
    row.refresh_from_db()
    assert "authors" not in row.record
    post(desk, row, do="accept", field=["authors", "abstract", "year", "nonsense"])
    row.refresh_from_db()
    assert (row.record["authors"], row.record["abstract"]) == (["Ada", "Li Hua"], "A text.")
    assert (row.record["title"], row.record["year"]) == ("Gavel", 2020)
    assert "venue" not in row.record


@pytest.mark.parametrize("reason", list(Reason))
def test_a_registry_that_does_not_answer_is_said(desk, row, registry, reason):
    registry["10.1145/1.2"] = LookupFailed(reason, "Crossref")
    page = post(desk, row, do="look-up")
    assert page.status_code == 200
    assert str(LookupFailed(reason, "Crossref")) in page.content.decode()


def test_all_rows_that_have_something_to_ask_by_are_asked_once(desk, imported, row, registry):
    registry["10.1145/1.2"] = KNOWN
    make_import_row(imported, "Pollux", record={"arxiv_id": "2008.12260"})
    make_import_row(imported, "Linked", record={"links": [["https://arxiv.org/abs/2104.04473", "preprint", ""]]})
    assert desk.post(address(imported, "look-up/"))["Location"] == address(imported)
    assert registry["asked"] == ["10.1145/1.2", "2008.12260", "2104.04473"]
    desk.post(address(imported, "look-up/"))
    assert registry["asked"][3:] == ["2008.12260", "2104.04473"]
    assert not completing.is_asking(imported)


@pytest.mark.parametrize(("reason", "most"), [(Reason.OFF, 1), (Reason.OFFLINE, 3), (Reason.NOT_FOUND, 6)])
def test_who_is_offline_is_not_asked_about_every_row(desk, imported, registry, reason, most):
    for number in range(6):
        doi = f"10.1145/{number}"
        registry[doi] = LookupFailed(reason, "Crossref")
        make_import_row(imported, f"Paper {number}", record={"doi": doi})
    desk.post(address(imported, "look-up/"))
    assert len(registry["asked"]) == most


def test_a_round_that_runs_is_not_begun_again(desk, imported, row, registry):
    cache.add(f"import-{imported.pk}-asking", True)
    desk.post(address(imported, "look-up/"))
    assert "asked" not in registry
    assert "The registries are being asked" in desk.get(address(imported)).content.decode()


def test_a_look_up_names_what_it_asks_by():
    assert completing.identifier_of(Record("Gavel")) is None
    assert completing.identifier_of(Record("Gavel", doi="10.1145/1.2", arxiv_id="2008.12260")) == lookup.identify(
        "10.1145/1.2"
    )


# In the admin


def test_the_admin_leads_to_the_desk(desk, imported):
    assert address(imported) in links_in(desk.get("/admin/papers/import/"))
    assert desk.get("/admin/papers/import/add/")["Location"] == "/import/"
    assert desk.get(f"/admin/papers/import/{imported.pk}/change/")["Location"] == address(imported)
    assert desk.get("/admin/papers/import/99999999999999999999/change/").status_code == 404
    assert desk.post(f"/admin/papers/import/{imported.pk}/delete/").status_code == 403
    assert "/import/" in links_in(desk.get("/admin/"))
