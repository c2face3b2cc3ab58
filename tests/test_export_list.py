"""``export_list``: a list written out is the list that was brought in."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from papers.formats.plain import plain, record_of
from papers.models import Paper, PaperList
from tests.factories import make_entry, make_list, make_paper
from tests.imports import A, B, C, D, bring_in

pytestmark = pytest.mark.django_db

OWN = {A: "numbered", B: "bold", C: "bare", D: "linked"}
SOURCE = ("line", "raw", "notes_line", "section")


def exported(slug, **options):
    out = StringIO()
    call_command("export_list", slug, stdout=out, **options)
    return out.getvalue()


def content(group):
    """All that the list says, without where in its file it stood."""
    sections = [
        (section.number, section.title, section.level, section.parent and section.parent.position)
        for section in group.sections.select_related("parent").order_by("position")
    ]
    entries = [
        (entry.section and entry.section.position, entry.paper.title, entry.notes, claim_of(entry))
        for entry in group.entries.select_related("section", "paper").order_by("position")
    ]
    return sections, entries


def claim_of(entry):
    record = plain(record_of(entry.record))
    return {name: value for name, value in record.items() if name not in SOURCE}


@pytest.mark.parametrize("style", ["own", "plain"])
@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_what_is_exported_is_what_was_imported(path, style, tmp_path):
    first = PaperList.objects.get(slug=bring_in(path, name="First")["slug"])
    options = {} if style == "own" else {"style": style}
    copy = tmp_path / "copy.md"
    copy.write_text(exported("first", **options), encoding="utf-8")
    assert first.style == OWN[path]
    report = bring_in(copy, name="Second")
    assert (report["papers_created"], report["conflicts"]) == (0, [])
    assert content(PaperList.objects.get(slug="second")) == content(first)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_it_is_the_same_in_an_empty_catalogue(path, tmp_path):
    before = content(PaperList.objects.get(slug=bring_in(path)["slug"]))
    slug = PaperList.objects.get().slug
    copy = tmp_path / "copy.md"
    call_command("export_list", slug, output=copy)
    PaperList.objects.all().delete()
    Paper.objects.all().delete()
    bring_in(copy)
    group = PaperList.objects.get()
    assert (group.slug, content(group)) == (slug, before)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_importing_what_was_exported_changes_nothing(path, tmp_path):
    slug = bring_in(path)["slug"]
    before = content(PaperList.objects.get())
    copy = tmp_path / "copy.md"
    copy.write_text(exported(slug), encoding="utf-8")
    report = bring_in(copy)
    assert (report["papers_created"], report["slug"]) == (0, slug)
    assert content(PaperList.objects.get()) == before


def test_every_line_of_d_comes_back_to_the_letter():
    text = exported(bring_in(D)["slug"])
    lines = {line.strip() for line in D.read_text(encoding="utf-8").splitlines() if line.startswith("[")}
    odd = {line for line in lines if line.startswith("[NSDI22]") or not line.endswith(")")}
    assert len(odd) == 2
    assert lines - odd <= {line.strip() for line in text.splitlines()}


@pytest.mark.parametrize("name", ["bibtex", "ris", "csl-json", "csv"])
def test_it_writes_the_other_formats(name):
    make_entry(make_paper("Gavel", venue="OSDI", year=2020), make_list("Cluster papers"))
    assert "Gavel" in exported("cluster-papers", format=name)


def test_it_names_a_list_that_is_not_there():
    make_list("Cluster papers")
    with pytest.raises(CommandError) as error:
        exported("nothing")
    assert str(error.value) == "There is no list 'nothing'. There are: cluster-papers"
    assert error.value.returncode == 1


def test_it_says_in_one_line_that_a_file_cannot_be_written(tmp_path):
    make_list("Cluster papers")
    with pytest.raises(CommandError) as error:
        exported("cluster-papers", output=tmp_path / "no" / "such" / "folder.md")
    assert "No such file" in str(error.value) and "\n" not in str(error.value)


def test_it_exports_a_file_that_is_a_source_only():
    make_entry(make_paper("Gavel"), make_list("A file", kind=PaperList.Kind.FILE))
    assert "Gavel" in exported("a-file")
