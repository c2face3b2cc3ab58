"""Files that cannot be read, records that cannot be taken, odd names: said in one line, and nothing half done."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from papers.formats.records import Document, Record
from papers.models import Link, ListEntry, Paper
from tests.factories import make_paper
from tests.imports import B, bring_in, brought_document, is_empty, refused, said

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64)


# Files


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (PNG, "PNG"),
        ("- [OSDI'20] A: Paper\n".encode("utf-16"), "UTF-16"),
        (b"", "empty"),
        (b" \n\t\n\xe3\x80\x80\n", "empty"),
        (b"- [OSDI'20] A: Pa\x00per\n", "U+0000 at line 1"),
        (b"# List\n- [OSDI'20] A\xff\n", "not valid UTF-8 at line 2"),
        (b"- [OSDI'20] A: Paper\n" * 100, "limit is 1,000 bytes"),
    ],
    ids=["png", "utf-16", "empty", "white space", "nul", "latin-1", "too large"],
)
def test_it_says_why_a_file_cannot_be_read(tmp_path, settings, content, reason):
    settings.IMPORT_MAX_BYTES = 1000
    path = tmp_path / "list.md"
    path.write_bytes(content)
    said = refused(path)
    assert said.startswith(f"{path}: ")
    assert reason in said
    assert "\n" not in said
    assert is_empty()


def test_it_names_a_file_that_is_not_there(tmp_path):
    assert refused(tmp_path / "none.md") == f"{tmp_path / 'none.md'}: No such file or directory"
    assert refused(tmp_path) == f"{tmp_path}: Is a directory"
    assert is_empty()


def test_it_names_a_file_that_cannot_be_opened(tmp_path):
    path = tmp_path / "list.md"
    path.symlink_to(path)
    assert refused(path) == f"{path}: Too many levels of symbolic links"


def test_a_file_of_just_the_limit_is_read(tmp_path, settings):
    path = tmp_path / "list.md"
    path.write_text("- [OSDI'20] A: Paper\n")
    settings.IMPORT_MAX_BYTES = path.stat().st_size
    assert bring_in(path)["entries"] == 1


def ended(path, tmp_path):
    """How the command ends on a database that nobody has prepared: its code, and all it says."""
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": "", "DEBUG": ""}
    command = [sys.executable, "manage.py", "import_list", str(path)]
    root = Path(__file__).parent.parent
    run = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)  # noqa: S603
    assert run.stdout == ""
    return run.returncode, run.stderr


def test_the_command_ends_with_one_line_and_1(tmp_path):
    path = tmp_path / "none.md"
    assert ended(path, tmp_path) == (1, f"CommandError: {path}: No such file or directory\n")


def test_the_command_names_a_database_that_is_not_ready(tmp_path):
    path = tmp_path / "list.md"
    path.write_text("- [OSDI'20] A: Paper\n")
    assert ended(path, tmp_path) == (
        1,
        f"CommandError: {path}: the database refused: no such table: papers_import\n",
    )


def test_an_unknown_language_is_refused():
    with pytest.raises(CommandError, match="invalid choice: 'fr'"):
        call_command("import_list", "list.md", "--language", "fr")


def test_a_file_without_papers_makes_no_list(bring, tmp_path):
    report = bring("# Our plans\n\nNothing is decided yet.\n")
    assert (report["entries"], report["papers_created"], report["name"]) == (0, 0, "Our plans")
    assert "no papers found" in said(tmp_path / "our list.md")
    assert is_empty()


# All or nothing


def test_a_failure_in_the_middle_leaves_nothing(monkeypatch):
    def fail(*args):
        raise RuntimeError("power cut")

    monkeypatch.setattr("papers.importing.bringing.FOLLOWERS", [fail])
    with pytest.raises(RuntimeError):
        bring_in(B)
    assert is_empty()


def test_a_row_that_the_database_refuses_leaves_nothing(monkeypatch):
    monkeypatch.setattr("papers.importing.looking.new_paper", lambda record, identified: Paper(title=""))
    with pytest.raises(CommandError, match="the database refused"):
        bring_in(B)
    assert is_empty()


# Records


LONG_URL = "https://example.org/" + "x" * 1000


@pytest.mark.parametrize(
    ("line", "reason", "entries"),
    [
        (f"- [OSDI'20] {'Word ' * 101}", "title has more than 500", 1),
        (f"- [OSDI'20] [A: Paper]({LONG_URL})", "1,000 bytes", 2),
        (f"- [OSDI'20] [A: Paper](https://example.org/{'调' * 340})", "1,000 bytes", 2),
        ("- [OSDI'20] [A: Paper](https://not_a_host/x)", "is not valid", 2),
        (f"- [OSDI'20][{'Uni' * 34}] [A: Paper](https://example.org/)", "institutions has more than 100", 2),
        (f"- [OSDI'20] [A: Paper](https://doi.org/10.1234/{'x' * 250})", "doi has more than 255", 2),
    ],
)
def test_it_names_what_the_database_cannot_hold_and_takes_the_rest(bring, line, reason, entries):
    report = bring(f"# List\n{line}\n- [SOSP'21] Another: Paper\n")
    (problem,) = report["problems"]
    assert problem["line"] == 2
    assert reason in problem["reason"]
    assert problem["text"] == line.strip()[:200]
    assert (report["entries"], report["entries_refused"]) == (2, 2 - entries)
    assert report["entries"] == report["papers_created"] + report["papers_matched"] + report["entries_refused"]
    assert Paper.objects.count() == ListEntry.objects.count() == entries
    assert Link.objects.filter(url=LONG_URL).count() == 0


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ({"venue": "x" * 101}, "venue has more than 100"),
        ({"nickname": "x" * 81}, "nickname has more than 80"),
        ({"year": 1066}, "year 1066"),
        ({"tags": ("x" * 101, "short")}, "tags has more than 100"),
        ({"authors": ("x" * 201,)}, "authors has more than 200"),
        ({"arxiv_id": "x" * 33}, "arxiv id has more than 32"),
    ],
)
def test_it_leaves_out_a_claim_that_does_not_fit(claim, reason):
    record = Record("A: Paper", line=3, raw="- A: Paper", **claim)
    report = brought_document(Document("List", (), (record,), ()), "List")
    assert [problem["line"] for problem in report.problems] == [3]
    assert reason in report.problems[0]["reason"]
    paper = Paper.objects.get()
    assert (paper.venue, paper.year, paper.nickname, paper.arxiv_id) == (None, None, "", "")
    assert [tag.name for tag in paper.tags.all()] == [tag for tag in claim.get("tags", ()) if tag == "short"]


def test_it_takes_an_address_with_its_scheme_in_capitals(bring):
    bring("# List\n- [OSDI'20] [A: Paper](HTTPS://EXAMPLE.ORG/Paper)\n")
    assert Link.objects.get().url == "https://EXAMPLE.ORG/Paper"


def test_one_doi_on_two_titles_is_a_slip_that_is_named(bring):
    text = (
        "# List\n- [OSDI'20] [Fair Sharing of Clusters](https://doi.org/10.1145/1234.5678)\n"
        "- [SOSP'21] [Paged Attention for Models](https://doi.org/10.1145/1234.5678)\n"
    )
    for _run in range(2):
        (problem,) = bring(text)["problems"]
        assert (problem["line"], "10.1145/1234.5678" in problem["reason"]) == (3, True)
    assert sorted(Paper.objects.values_list("title", "doi")) == [
        ("Fair Sharing of Clusters", "10.1145/1234.5678"), ("Paged Attention for Models", ""),
    ]  # fmt: skip


def test_one_doi_on_two_spellings_of_a_title_is_one_paper(bring):
    bring(
        "# List\n- [OSDI'20] [Fair Sharing of GPU Clusters](https://doi.org/10.1145/1234.5678)\n"
        "- [OSDI'20] [Fair Sharing of a GPU Cluster](https://doi.org/10.1145/1234.5678)\n"
    )
    assert Paper.objects.get().entries.count() == 2


def test_venue_and_year_are_filled_as_one_claim(bring):
    paper = make_paper("A: Paper", year=2019)
    report = bring("# List\n- [OSDI'20] A: Paper\n")
    paper.refresh_from_db()
    assert (paper.venue, paper.year) == (None, 2019)
    assert [conflict["field"] for conflict in report["conflicts"]] == ["year"]
