"""A catalogue moves from one database into another as it is, or not at all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from shutil import copyfile

import pytest

from readinglist.operations.moving.tables import plain
from tests.databases import asked, new_database
from tests.test_backup import held, told
from tests.torture.servers import Site

BIG = 2**53 + 1
ODD = "Ünïcode 中文 🜲 ''quoted'' \\ and\ttab\nand line"
JSON = '{"b": 1.50, "a": [9007199254740993, -0.1, 1e3, 1e22, null, true, "\\u4e2d\\ud83d\\ude00"], "": {}}'
AT = "2026-03-29 01:30:00.123456"


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A catalogue in SQLite, as people start with one, with rows as odd as forms let them be."""
    site = Site(tmp_path_factory.mktemp("source"))
    site.database = f"sqlite:///{site.directory / 'source.sqlite3'}"
    site.manage("demo", "--no-serve")
    with asked(site.database) as ask:
        ask(f"UPDATE papers_paper SET nickname = '{ODD}' WHERE id = (SELECT max(id) FROM papers_paper)")  # noqa: S608
        values = f"'tag-renamed', 'a', 'b', '{JSON}', '{AT}'"
        for pk in (BIG, BIG - 5):
            ask(f'INSERT INTO papers_deed (id, kind, old, "new", journal, at) VALUES ({pk}, {values})')  # noqa: S608
        ask(f"DELETE FROM papers_deed WHERE id = {BIG}")  # noqa: S608
    return site


@pytest.fixture
def target(source, tmp_path):
    with new_database(tmp_path) as url:
        yield replace(source, directory=tmp_path, database=url)


@pytest.fixture
def bad(source, tmp_path):
    """A copy of the source, to be spoiled."""
    copyfile(source.database.removeprefix("sqlite:///"), tmp_path / "bad.sqlite3")
    return replace(source, database=f"sqlite:///{tmp_path / 'bad.sqlite3'}")


def move(source, target, *more):
    return told(source, "move_database", "DATABASE_URL", "TARGET_URL", *more, TARGET_URL=target.database)


def test_there_and_back_it_is_the_same(source, target, tmp_path):
    code, said, complaint = move(source, target)
    assert code == 0, complaint
    assert "220 papers can be found" in said
    assert held(target) == held(source)
    assert target.manage("check_search").strip() == "The search finds what the catalogue says."
    with asked(target.database) as ask:
        assert (ODD.replace("''", "'"),) in ask("SELECT nickname FROM papers_paper")
        values = f"'tag-renamed', 'c', 'd', '{{}}', '{AT}'"
        ask(f'INSERT INTO papers_deed (kind, old, "new", journal, at) VALUES ({values})')  # noqa: S608
        assert ask("SELECT max(id) FROM papers_deed") == [(BIG + 1,)]  # no number is given twice
    back = replace(source, directory=tmp_path, database=f"sqlite:///{tmp_path / 'back.sqlite3'}")
    code, _said, complaint = move(target, back)
    assert code == 0, complaint
    assert held(back) == held(target)
    with asked(back.database) as ask:
        assert ask(f"SELECT at FROM papers_deed WHERE id = {BIG - 5}") == [(AT,)]  # noqa: S608


def test_what_is_not_empty_is_refused(source, target):
    target.manage("migrate", "-v0")
    with asked(target.database) as ask:
        ask("INSERT INTO papers_tag (name, slug) VALUES ('theirs', 'theirs')")
        code, _said, complaint = move(source, target)
        assert (code, complaint) == (1, "CommandError: The target is not empty: there are rows in papers_tag.")
        assert ask("SELECT name FROM papers_tag") == [("theirs",)]
        ask("DELETE FROM papers_tag")
    assert move(source, target, "--without-sessions")[0] == 0  # migrated and unused is empty
    assert held(target) == held(source)


@pytest.mark.parametrize("place", ["source", "target"])
def test_another_release_is_refused(source, target, place):
    target.manage("migrate", "-v0")
    site = {"source": source, "target": target}[place]
    later = "('papers', '9999_later', '2030-01-01')"
    with asked(site.database) as ask:
        ask(f"INSERT INTO django_migrations (app, name, applied) VALUES {later}")  # noqa: S608
        assert f"The {place} is of a newer release" in move(source, target)[2]
        ask("DELETE FROM django_migrations WHERE name = '9999_later'")
        last = "SELECT id, applied, name FROM django_migrations WHERE app = 'notes' ORDER BY name DESC LIMIT 1"
        row = ask(last)[0]
        ask(f"DELETE FROM django_migrations WHERE id = {row[0]}")  # noqa: S608
        complaint = move(source, target)[2]
        assert complaint == f"CommandError: The {place} waits for 1 migrations; run manage.py migrate on it first."
        number, applied, name = row
        columns, values = "id, app, name, applied", f"{number}, 'notes', '{name}', '{applied}'"
        ask(f"INSERT INTO django_migrations ({columns}) VALUES ({values})")  # noqa: S608


def test_a_row_that_the_target_cannot_hold_leaves_nothing_there(source, bad, target):
    with asked(bad.database) as ask:
        ask("UPDATE papers_paper SET venue_id = 999999 WHERE id = (SELECT min(id) FROM papers_paper)")
    code, _said, complaint = move(bad, target)
    assert (code, complaint.count("\n")) == (1, 0)
    with asked(target.database) as ask:
        assert ask("SELECT count(*) FROM papers_paper") == [(0,)]
        assert ask("SELECT count(*) FROM auth_user") == [(0,)]
    assert move(source, target)[0] == 0


def test_text_with_nul_is_the_same_or_named(bad, target):
    with asked(bad.database) as ask:
        paper = ask("SELECT max(id) FROM papers_paper")[0][0]
        ask(f"UPDATE papers_paper SET abstract = 'nul' || char(0) || 'and more' WHERE id = {paper}")  # noqa: S608
    code, _said, complaint = move(bad, target)
    if target.database.startswith("sqlite"):
        assert code == 0, complaint
        assert held(target) == held(bad)
    else:
        assert complaint.startswith(f"CommandError: papers_paper, row {paper}: the target does not take it: ")
        assert "NUL" in complaint


def test_a_database_does_not_move_into_itself(source):
    complaint = told(source, "move_database", "DATABASE_URL", source.database)[2]
    assert complaint == "CommandError: The source and the target are one database."


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("NOWHERE_URL", "There is no variable NOWHERE_URL"),
        ("mysql://h/n", "The address is not understood"),
        ("sqlite:////nowhere/at/all/db", "The database does not answer: "),
    ],
)
def test_a_place_that_is_none_is_named(source, said, words):
    code, _said, complaint = told(source, "move_database", "DATABASE_URL", said)
    assert (code, complaint.count("\n")) == (1, 0)
    assert complaint.startswith(f"CommandError: {words}")


def test_values_are_compared_as_every_database_gives_them():
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert plain(noon) == plain(noon.astimezone(timezone(timedelta(hours=8))))
    assert plain({"a": [1.0, 1e22], "b": None}) == {"a": [1, 10**22], "b": None}
    assert plain(memoryview(b"\0x")) == plain(b"\0x") == "0078"
    assert plain(Decimal("1.50")) == plain(Decimal("1.5"))
    assert plain(date(2026, 1, 1)) == "2026-01-01"
    assert plain(True) is True
    assert plain(1.5) == 1.5
