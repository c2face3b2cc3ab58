"""Correcting a row of an import: there and then, with nothing typed lost."""

import pytest

from tests.factories import make_curator, make_import, make_import_row
from tests.filling import fields_of
from tests.pages import elements
from tests.reviewing import address, fresh, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported():
    return make_import()


@pytest.fixture
def bob(as_user):
    """A second curator's client; ``desk`` is the first."""
    return as_user(make_curator("bob"))


def correction(client, row):
    return fields_of(client.get(address(row.of, f"rows/{row.pk}/")), f"correct-form-{row.pk}")


def test_a_row_is_corrected_there_and_then(desk, imported):
    record = {
        "venue": "OSDl",
        "links": [["https://a.example/", "code", "Artifact of ours"]],
        "notes": "kept",
        "line": 1,
    }
    row = make_import_row(imported, "Gavel", status="problem", reason="What is OSDl?", record=record)
    sent = correction(desk, row)
    assert sent["links"] == ["https://a.example/ Artifact of ours"]
    sent |= {
        "venue": "OSDI", "year": "2020", "authors": "Ada\n Li  Hua \n\nAda", "doi": "https://doi.org/10.1145/1.2",
        "arxiv_id": "arXiv:2008.09213v2", "tags": "调度",
        "links": "https://a.example/ Artifact of ours\nhttps://b.example/x.pdf\nhttps://c.example/ code",
    }  # fmt: skip
    response = desk.post(address(imported, f"rows/{row.pk}/"), sent)
    assert response["Location"] == address(imported, f"?page=1#row-{row.pk}")
    row = fresh(row)
    assert row.corrected
    assert (row.reason, row.choice) == ("", "take")
    assert row.record == {
        "title": "Gavel", "venue": "OSDI", "year": 2020, "authors": ["Ada", "Li Hua"], "tags": ["调度"],
        "doi": "10.1145/1.2", "arxiv_id": "2008.09213", "notes": "kept", "line": 1,
        "links": [["https://a.example/", "code", "Artifact of ours"], ["https://b.example/x.pdf", "paper", ""],
                  ["https://c.example/", "code", ""]],
    }  # fmt: skip


def test_a_line_that_was_not_understood_becomes_an_entry(desk, imported):
    row = make_import_row(imported, "", status="problem", choice="skip", raw="- ???", reason="No title.")
    desk.post(address(imported, f"rows/{row.pk}/"), {"title": "Gavel", "seen": seen(row)})
    assert (fresh(row).record["title"], fresh(row).choice, fresh(row).status) == ("Gavel", "take", "new")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", ""), ("title", "t" * 501), ("year", "MMXX"), ("year", "99999999999999999999"), ("year", "1066"),
        ("doi", "eleven"), ("arxiv_id", "x"), ("links", "javascript:alert(1)"),
        ("links", "https://ok.example/\nnot one"),
        ("tags", "t" * 101), ("authors", "a" * 201), ("venue", "v" * 101), ("nickname", "n\0"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("header", [{}, {"HX-Request": "true"}])
def test_what_will_not_do_stays_in_the_form(desk, imported, name, value, header):
    row = make_import_row(imported)
    sent = correction(desk, row) | {"nickname": "Typed", name: value}
    response = desk.post(address(imported, f"rows/{row.pk}/"), sent, headers=header)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [name]
    assert response.context["form"]["nickname"].value() == sent["nickname"]
    assert fresh(row).record == {"title": "Gavel"}


def test_the_second_correction_is_shown_the_first(desk, bob, imported):
    row = make_import_row(imported)
    mine, theirs = correction(desk, row), correction(bob, row)
    bob.post(address(imported, f"rows/{row.pk}/"), theirs | {"title": "Theirs"})
    response = desk.post(address(imported, f"rows/{row.pk}/"), mine | {"title": "Mine"})
    assert response.status_code == 409
    assert response.context["line"].record.title == "Theirs"
    assert fields_of(response, f"correct-form-{row.pk}")["title"] == ["Mine"]
    again = fields_of(response, f"correct-form-{row.pk}")
    assert desk.post(address(imported, f"rows/{row.pk}/"), again).status_code == 302
    assert fresh(row).record["title"] == "Mine"


def test_the_form_is_a_part_of_the_page_and_a_page(desk, imported):
    row = make_import_row(imported)
    path = address(imported, f"rows/{row.pk}/")
    part = desk.get(path, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "<html" in desk.get(path).content.decode()
    left = desk.get(path + "?shown=1", headers={"HX-Request": "true"})
    assert elements(left, "li", id=f"row-{row.pk}")


def test_a_corrected_row_takes_its_place(desk, imported):
    row = make_import_row(imported)
    sent = correction(desk, row) | {"title": "Gavel, corrected"}
    response = desk.post(address(imported, f"rows/{row.pk}/"), sent, headers={"HX-Request": "true"})
    assert elements(response, "li", id=f"row-{row.pk}")
    assert "Gavel, corrected" in response.content.decode()
    assert elements(response, id="import-count", hx_swap_oob="true")
