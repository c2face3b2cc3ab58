"""Files out of every measure, as they come in through the page and through the command."""

import sqlite3

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from papers.formats import FORMATS
from papers.models import Import, ImportRow, Link, ListEntry, Paper
from tests.imports import bring_in, is_empty, refused

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024
ENTRY = "- [OSDI'20] [System{0}: A Word {0}](https://example.org/{0}.pdf)\n"


def upload(desk, content, name="list.md"):
    return desk.post("/import/", {"into": "new", "file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("name", ["list.md", "list.bib", "list.json"])
def test_twenty_megabytes_are_413_and_the_limit_is_named(desk, name):
    answer = upload(desk, b"x" * (20 * MEGABYTE), name)
    assert answer.status_code == 413
    assert "A file may have 10.0\xa0MB." in answer.content.decode()
    assert is_empty()
    assert not Import.objects.exists()


def test_the_command_names_the_limit_too(tmp_path):
    path = tmp_path / "list.md"
    path.write_bytes(b"x" * (20 * MEGABYTE))
    said = refused(path)
    assert "the limit is 10,485,760 bytes" in said
    assert is_empty()


@pytest.fixture
def few_variables():
    """SQLite as old and small builds of it are: 999 values a statement at most. PostgreSQL has its own limit."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    before = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
    yield
    connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, before)


MANY = 2_500


def many():
    return "# Many\n\n" + "".join(ENTRY.format(number) for number in range(MANY))


def test_many_entries_are_brought_in_by_the_page(desk):
    address = upload(desk, many().encode())["Location"]
    assert ImportRow.objects.count() == MANY
    assert desk.post(f"{address}rows/", {"do": "send-off"}).status_code == 302
    assert Import.objects.get().state == "done"
    assert Paper.objects.count() == ListEntry.objects.count() == MANY
    assert desk.get(address).status_code == 200


def test_many_entries_are_brought_in_by_the_command_and_nothing_is_new_again(few_variables, tmp_path):
    path = tmp_path / "many.md"
    path.write_text(many(), encoding="utf-8")
    first, second = bring_in(path), bring_in(path)
    assert (first["entries"], first["papers_created"], first["problems"]) == (MANY, MANY, [])
    assert (second["papers_created"], second["papers_matched"]) == (0, MANY)
    assert Paper.objects.count() == MANY


def test_more_rows_than_are_taken_are_refused_with_the_limit(desk, settings, tmp_path):
    settings.IMPORT_MAX_ROWS = 2
    text = "# Many\n\n" + "".join(ENTRY.format(number) for number in range(3))
    page = desk.get(upload(desk, text.encode())["Location"]).content.decode()
    assert Import.objects.get().state == "failed"
    path = tmp_path / "many.md"
    path.write_text(text, encoding="utf-8")
    for said in (page, refused(path)):
        assert "3 rows" in said and "2" in said.replace("3 rows", "")
    assert is_empty()


CONTROLS = ["\x00", "\x01", "\x08", "\x0b", "\x0c", "\x1b", "\x7f", "\x80", "\x9f"]


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
def test_a_control_character_is_named_with_its_line(desk, tmp_path, control):
    text = f"# List\n- [OSDI'20] A: Pa{control}per\n"
    path = tmp_path / "list.md"
    path.write_text(text, encoding="utf-8")
    expected = f"U+{ord(control):04X} at line 2"
    answer = upload(desk, text.encode())
    assert answer.status_code == 422
    assert expected in answer.context["form"].errors["file"][0]
    assert expected in refused(path)
    pasted = desk.post("/import/", {"into": "new", "text": text})
    assert pasted.status_code == 422
    reason = "Null characters are not allowed." if control == "\x00" else expected
    assert reason in pasted.context["form"].errors["text"][0]
    assert is_empty()
    assert not Import.objects.exists()


def test_one_bad_row_in_a_thousand_is_named_and_the_others_counted(tmp_path):
    path = tmp_path / "list.md"
    bad = f"- [OSDI'20] {'Word ' * 101}\n"
    lines = [ENTRY.format(number) for number in range(999)]
    path.write_text("# List\n" + "".join([*lines[:500], bad, *lines[500:]]), encoding="utf-8")
    report = bring_in(path)
    (problem,) = report["problems"]
    assert (problem["line"], "title has more than 500" in problem["reason"]) == (502, True)
    assert (report["entries"], report["entries_refused"], report["papers_created"]) == (1000, 1, 999)
    assert Paper.objects.count() == ListEntry.objects.count() == 999


SCRIPTS = {
    "bibtex": "@article{a, title={T}, url={JavaScript:alert(1)}}",
    "ris": "TY  - JOUR\nTI  - T\nUR  - javascript:alert(1)\nER  - \n",
    "csl-json": '[{"id": "a", "type": "article", "title": "T", "URL": "javascript:alert(1)"}]',
    "csv": "title,url\nT,javascript:alert(1)\n",
    "markdown": "# List\n- [OSDI'20] [T: a thing](javascript:alert(1))\n",
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_address_that_is_a_script_is_left_out_and_named(desk, name):
    found = FORMATS[name].read(SCRIPTS[name])
    assert [record.links for record in found.records] == [()]
    (problem,) = found.problems
    assert "javascript" in problem.reason.lower() and "it was left out" in problem.reason
    sent = {"into": "new", "name": "Ours", "text": SCRIPTS[name], "format": name}
    address = desk.post("/import/", sent)["Location"]
    assert "it was left out" in desk.get(address).content.decode()
    desk.post(f"{address}rows/", {"do": "send-off"})
    assert Paper.objects.count() == 1
    assert not Link.objects.exists()
