"""What was chosen for each row, brought in: candidates, conflicts, what is skipped; all of it or nothing."""

import json

import pytest

from papers.importing import Cancelled, Refused, bring_in, resolve, take_as
from papers.models import Import, ListEntry, Lookalike, Origin, Paper, Settlement, Venue
from tests.factories import make_paper
from tests.imports import bring_in as run
from tests.imports import brought, prepared, tables

pytestmark = pytest.mark.django_db


def row_of(imported, start):
    return imported.rows.get(record__title__startswith=start)


def test_skipped_rows_are_left_out():
    imported = prepared("- [OSDI'20] One: A\n- [OSDI'20] Two: B\n")
    imported.rows.filter(line=1).update(choice="skip")
    report = bring_in(imported)
    assert list(Paper.objects.values_list("title", flat=True)) == ["Two: B"]
    assert list(imported.rows.values_list("outcome", flat=True)) == ["skipped", "created"]
    assert (report.entries, report.papers_created, report.entries_skipped) == (2, 1, 1)


def test_a_candidate_that_was_chosen_is_the_paper():
    hydro = make_paper("Hydro: Tuning Service in Datacenters", venue="OSDI", year=2023)
    imported = prepared("- [OSDI'23] Hydro: A Tuning Service in the Datacenter\n")
    (row,) = imported.rows.all()
    assert row.status == "duplicate"
    take_as(row, hydro)
    bring_in(imported)
    assert (hydro.entries.get().claimed_title, Paper.objects.count()) == (
        "Hydro: A Tuning Service in the Datacenter", 1,
    )  # fmt: skip


def test_a_new_paper_of_the_same_title_is_kept_apart_for_good(curator):
    same = make_paper("Janus: A System", venue="OSDI", year=2020)
    text = "- [SOSP'21] Janus: A System\n"
    imported = prepared(text, by=curator)
    take_as(imported.rows.get(), None)
    bring_in(imported)
    assert Paper.objects.filter(title="Janus: A System").count() == 2
    assert Lookalike.objects.get().distinct
    again = prepared(text)
    assert again.rows.get().paper != same
    bring_in(again)
    assert Paper.objects.count() == 2


def test_a_claim_that_was_chosen_corrects_the_paper_and_is_signed(curator):
    paper = make_paper("Themis: Fair Sharing", venue="NSDI", year=2020)
    imported = prepared("- [OSDI'21] Themis: Fair Sharing\n", by=curator)
    row = imported.rows.get()
    assert [conflict["field"] for conflict in row.conflicts] == ["venue", "year"]
    resolve(row, "venue", "claimed")
    resolve(row, "year", "present")
    report = bring_in(imported)
    paper.refresh_from_db()
    assert (str(paper.venue), paper.year) == ("OSDI", 2020)
    assert (paper.history.first().history_user, paper.history.first().venue.name) == (curator, "OSDI")
    origin = Origin.objects.get()
    assert (origin.field, origin.value, origin.by) == ("venue", "OSDI", curator)
    settled = Settlement.objects.get()
    assert (settled.field, settled.value, settled.by) == ("year", "2021", curator)
    assert report.conflicts == []
    assert prepared("- [OSDI'21] Themis: Fair Sharing\n").rows.get().status == "match"


def test_a_title_that_was_chosen_is_the_papers():
    paper = make_paper("Fair Sharing of a Cluster", doi="10.1145/1234.5678")
    imported = prepared("- [OSDI'20] [Fair Sharing of Clusters](https://doi.org/10.1145/1234.5678)\n")
    resolve(imported.rows.get(), "title", "claimed")
    bring_in(imported)
    paper.refresh_from_db()
    assert (paper.title, paper.title_key) == ("Fair Sharing of Clusters", "fair sharing of clusters")


def test_a_conflict_that_nobody_decided_stays_open(curator):
    make_paper("Themis: Fair Sharing", venue="NSDI", year=2020)
    imported = brought("- [NSDI'21] Themis: Fair Sharing\n", by=curator)
    assert imported.report["conflicts"][0]["claimed"] == 2021
    assert not Settlement.objects.exists()
    assert ListEntry.objects.disagreeing("year").count() == 1


def test_it_fills_what_is_empty_from_any_format():
    paper = make_paper("Gavel: A Scheduler")
    entry = {
        "type": "paper-conference", "title": "Gavel: A Scheduler", "abstract": "What it does.", "DOI": "10.1/x",
        "author": [{"family": "Person", "given": "A."}], "issued": {"date-parts": [[2020]]},
    }  # fmt: skip
    brought(json.dumps([entry]), format="csl-json")
    paper.refresh_from_db()
    assert (paper.abstract, paper.doi, paper.year) == ("What it does.", "10.1/x", 2020)
    assert [str(one) for one in paper.authorships.all()] == ["A. Person"]


def test_new_papers_have_a_citation_key_of_their_own():
    text = "@inproceedings{gavel20, title={Gavel: A Scheduler}, booktitle={OSDI}, year={2020}}\n"
    brought(text, format="bibtex")
    assert Paper.objects.get().cite_key == "gavel20"
    brought("- [OSDI'20] Other: A\n- [OSDI'20] Third: B\n")
    assert len(set(Paper.objects.values_list("cite_key", flat=True))) == 3


def test_the_list_learns_how_its_file_is_written():
    imported = brought("# List\n- **[OSDI'20] One: A**\n- **[OSDI'20] Two: B**\n")
    assert (imported.list.format, imported.list.style, imported.list.kind) == ("markdown", "bold", "list")


def test_rows_say_what_became_of_them():
    make_paper("Gavel: A Scheduler")
    imported = brought(f"- [OSDI'20] Gavel: A Scheduler\n- [OSDI'20] New: A\n- [OSDI'20] {'Word ' * 101}\n")
    assert list(imported.rows.values_list("outcome", flat=True)) == ["matched", "created", "refused"]
    assert all(row.paper and row.entry for row in imported.rows.exclude(outcome="refused"))
    assert (imported.report["entries"], imported.report["entries_refused"]) == (3, 1)


def test_one_bad_row_in_a_thousand_is_left_out():
    lines = [f"- [OSDI'20] Name{n}: Study of Kind{n} and Sort{n * 7}\n" for n in range(1000)]
    lines[500] = f"- [OSDI'20] {'Word ' * 101}\n"
    imported = brought("".join(lines))
    report = imported.report
    assert (report["entries"], report["papers_created"], report["entries_refused"]) == (1000, 999, 1)
    assert Paper.objects.count() == ListEntry.objects.count() == 999
    assert [problem["line"] for problem in report["problems"]] == [501]


def test_it_can_be_cancelled_and_writes_nothing():
    imported = prepared("- [OSDI'20] One: A\n- [OSDI'20] Two: B\n")
    steps = []

    def stop(done, total):
        steps.append((done, total))
        if done == total:
            raise Cancelled

    before = tables()
    with pytest.raises(Cancelled):
        bring_in(imported, stop)
    assert tables() == before
    assert Import.objects.get().state == "review"
    assert len(steps) > 5
    assert not imported.rows.exclude(outcome="").exists()


def test_it_is_brought_in_once():
    imported = brought("- [OSDI'20] One: A\n")
    with pytest.raises(Refused, match="already"):
        bring_in(imported)


def test_the_command_keeps_an_import_that_can_be_undone(tmp_path):
    path = tmp_path / "list.bib"
    path.write_text("@inproceedings{gavel, title={Gavel: A Scheduler}, booktitle={OSDI}, year={2020}}\n")
    report = run(path)
    assert report["papers_created"] == 1
    imported = Import.objects.get()
    assert (imported.format, imported.file_name, imported.by, imported.state) == ("bibtex", "list.bib", None, "done")
    assert imported.text == path.read_text()
    run(path, dry_run=True)
    assert Import.objects.count() == 1


def test_the_command_can_be_told_the_format(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("- [OSDI'20] Gavel: A Scheduler\n")
    run(path, format="markdown")
    assert Import.objects.get().format == "markdown"


def test_a_venue_learns_its_long_name_and_kind():
    text = (
        "@inproceedings{a, title={One: A}, year={2020}, "
        "booktitle={Proceedings of the 3rd Workshop on Unheard Things (WUT 20)}}\n"
    )
    brought(text, format="bibtex")
    venue = Venue.objects.get()
    assert venue.full_name
    assert venue.kind == "workshop"
