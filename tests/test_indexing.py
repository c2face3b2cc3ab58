"""The index follows the catalogue: when it is told, when it is made anew, and when it is compared."""

import json
from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from papers.generation import generation
from papers.indexing import differences, is_behind, keeping, rebuild, reindex, sqlite
from papers.indexing.backends import backend
from papers.indexing.documents import VERSION
from papers.indexing.warnings import up_to_date
from papers.models import Paper, SearchDoc, Venue
from papers.search.numbering import own_number, own_range, paper_of
from papers.search.plain import plain
from tests.factories import make_paper, make_reading, make_summary, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(member):
    paper = make_paper(
        "Gavel", venue="OSDI", year=2020, nickname="Gavel", tags=("gpu",), topics=(make_topic("Scheduling", "调度"),),
        authors=("Deepak Narayanan",), institutions=("Stanford",), abstract="Heterogeneous.", doi="10.1145/1",
    )  # fmt: skip
    make_summary(paper, body="Shares **accelerators**.")
    make_reading(member, paper, private_note="My own words.")
    return paper


def kinds():
    return sorted((one.kind, one.is_private) for one in differences())


def said(*arguments, **options):
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def break_all(paper):
    """A ghost, what is stale, and what is missing, in the catalogue and among the notes."""
    missing, unindexed = make_paper("Missing"), make_paper("Without tokens")
    gone = make_paper("Gone")
    Paper.objects.filter(pk=gone.pk).delete()
    SearchDoc.objects.filter(pk=missing.pk).delete()
    backend().delete([unindexed.pk])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE papers_searchdoc SET everything = NULL WHERE id = %s", [unindexed.pk])
    Paper.objects.filter(pk=paper.pk).update(title="Renamed")
    paper.readings.all().delete()


def test_a_paper_has_a_public_document_and_one_for_each_note(paper, member, other):
    make_reading(other, paper, private_note="Others.")
    make_reading(make_paper().readings.model and other, make_paper("No note"))
    numbers = {*SearchDoc.objects.filter(paper=paper).values_list("pk", flat=True)}
    assert numbers == {paper.pk, own_number(member.pk, paper.pk), own_number(other.pk, paper.pk)}
    assert {paper_of(number) for number in numbers} == {paper.pk}
    low, high = own_range(member.pk)
    assert low <= own_number(member.pk, paper.pk) <= high < 0
    assert not low <= own_number(other.pk, paper.pk) <= high


def test_it_writes_only_what_is_another_thing_now(paper, monkeypatch):
    written = []
    for name in ("write", "write_heads"):
        real = getattr(backend(), name)
        monkeypatch.setattr(
            backend(), name, lambda rows, name=name, real=real: (written.append((name, [*rows])), real(rows))
        )
    reindex([paper.pk])
    assert written == []
    Venue.objects.update(full_name="Operating Systems Design and Implementation")
    reindex([paper.pk])
    assert written[0] == ("write", []) and ("write_heads", [paper.pk]) in written
    assert Paper.objects.search("implementation accelerators").count() == 1
    assert kinds() == []


def test_a_digest_does_not_stand_for_tokens_that_are_not_there(paper):
    """As where documents came with loaddata, and the index did not."""
    backend().delete([paper.pk])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE papers_searchdoc SET everything = NULL, head = NULL")
    reindex([paper.pk])
    assert kinds() == []
    assert Paper.objects.search("accelerators").count() == 1


def test_what_is_gone_leaves_the_index(paper, member):
    number = paper.pk
    paper.delete()
    assert kinds() == [("ghost", False), ("ghost", True)]
    reindex([number])
    assert kinds() == []
    assert backend().texts([number, own_number(member.pk, number)]) == {}


def test_a_rolled_back_change_is_found_no_more(paper):
    before = generation()
    try:
        with transaction.atomic():
            Paper.objects.filter(pk=paper.pk).update(title="Pollux")
            reindex([paper.pk])
            assert Paper.objects.search("pollux").exists()
            raise TimeoutError
    except TimeoutError:
        assert not Paper.objects.search("pollux").exists()
    assert generation() == before
    assert kinds() == []


def test_many_papers_take_as_many_queries_as_few(paper, django_assert_max_num_queries):
    numbers = [make_paper(tags=("a",), authors=(f"Author {n}",), institutions=(f"I{n}",)).pk for n in range(20)]
    Paper.objects.update(abstract="Another one.")
    for some in (numbers[:2], numbers[2:]):
        with django_assert_max_num_queries(30):
            reindex(some)


def test_every_reindexing_moves_the_generation_on(paper):
    before = generation()
    reindex([])
    assert generation() == before
    reindex(iter([paper.pk]))
    assert generation() != before


def test_a_comparison_tells_what_differs(paper):
    assert kinds() == []
    assert said("check_search") == "The search finds what the catalogue says.\n"
    break_all(paper)
    assert kinds() == [("ghost", False), ("ghost", True), ("missing", False), ("missing", False), ("stale", False)]
    out = StringIO()
    with pytest.raises(CommandError, match="5 of the search differ"):
        call_command("check_search", stdout=out)
    assert "missing: paper" in out.getvalue() and "ghost: a private note on paper" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("check_search", json=True, stdout=(out := StringIO()))
    assert {(one["kind"], one["private"]) for one in json.loads(out.getvalue())} == {*kinds()}
    assert said("check_search", repair=True).endswith("5 repaired.\n")
    assert kinds() == [] and json.loads(said("check_search", json=True)) == []


def test_making_it_anew_mends_everything(paper):
    break_all(paper)
    before = generation()
    assert said("rebuild_search") == f"{Paper.objects.count()} papers can be found.\n"
    assert kinds() == []
    assert generation() != before
    assert said("rebuild_search", verbosity=0) == ""


def test_a_check_warns_where_the_index_is_behind(paper):
    assert [one.id for one in run_checks(tags=["database"], databases=["default"])] == []
    SearchDoc.objects.filter(pk=paper.pk).update(tokeniser=VERSION - 1)
    (warning,) = run_checks(tags=["database"], databases=["default"])
    assert (warning.id, warning.hint) == ("papers.W001", "Run: manage.py rebuild_search")
    rebuild()
    assert not is_behind()
    SearchDoc.objects.filter(pk=paper.pk).delete()
    assert is_behind()
    assert up_to_date() == []  # no database is asked without being told


@pytest.mark.django_db(transaction=True)
def test_emptying_the_database_empties_the_index():
    make_paper("Gavel")
    call_command("flush", interactive=False, verbosity=0)
    assert backend().strays() == [] and not SearchDoc.objects.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("把**缓存**分页", "把缓存分页"),
        ("a [link](https://example.org/secret) here", "a link here"),
        ("see https://example.org/x?y=z。然后", "see  。然后"),
        ("# Heading\ntext", "Heading\n\ntext"),
        ("一行\n又一行", "一行又一行"),
        ("- one\n- two", "one\n\ntwo"),
        ("[[Gavel]] and `code` ~~gone~~", "Gavel and code gone"),
        ("snake_case and *stress* 1\\. first", "snake_case and stress 1. first"),
        ("- [x] done[^1]\n\n[^1]: because", "done\n\n"),
    ],
)
def test_it_reads_what_a_reader_sees(text, words):
    assert [*plain(text).split()] == [*words.split()]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps statistics by itself")
def test_sqlite_learns_how_large_the_catalogue_has_become(monkeypatch):
    monkeypatch.setattr(keeping, "MANY", 2)
    papers = [make_paper(f"Paper {number}") for number in range(4)]
    for named, known in ((papers[:1], 0), (papers, 4), (papers, 4)):
        reindex([paper.pk for paper in named])
        assert sqlite.counted_when_analysed() == known
    papers += [make_paper(f"More {number}") for number in range(3)]
    reindex([paper.pk for paper in papers])
    assert sqlite.counted_when_analysed() == 4  # not twice as many yet
    papers.append(make_paper("The eighth"))
    reindex([paper.pk for paper in papers])
    assert sqlite.counted_when_analysed() == 8
