"""A backup is whole, private and brings everything back; whatever is not one changes nothing."""

import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from dataclasses import replace

import pytest

from readinglist.operations.backup import archive
from tests.databases import asked, new_database
from tests.serving import ROOT, passwords, served, surroundings
from tests.torture.load import Person
from tests.torture.servers import Site

needs_age = pytest.mark.skipif(shutil.which("age") is None and "CI" not in os.environ, reason="age is not installed")


def told(site, *arguments, **more):
    """How a command ends: its code, what it prints, and its complaint."""
    run = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=surroundings(site.directory, site.environment | more),
        capture_output=True, text=True,
    )  # fmt: skip
    return run.returncode, run.stdout.strip(), run.stderr.strip()


def held(site):
    return json.loads(site.python("-m", "tests.holdings"))


def backed_up(site, directory, **more):
    code, said, complaint = told(site, "backup", str(directory), **more)
    assert code == 0, complaint
    return directory / said.rsplit("/", 1)[-1]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A catalogue with people; no test changes it."""
    directory = tmp_path_factory.mktemp("site")
    with new_database(directory) as url:
        made = Site(directory, url, {"BACKUP_ENCRYPT": "", "BACKUP_DECRYPT": ""})
        made.manage("demo", "--no-serve")
        made.manage("migrate", "-v0")  # as a restore does, which gives everybody the roles that they have
        yield made


@pytest.fixture(scope="module")
def before(site):
    return held(site)


@pytest.fixture(scope="module")
def backup(site, tmp_path_factory):
    return backed_up(site, tmp_path_factory.mktemp("backups"))


@pytest.fixture
def elsewhere(site, tmp_path):
    """Another machine: its own directory and an empty database."""
    (tmp_path / "elsewhere").mkdir()
    with new_database(tmp_path / "elsewhere") as url:
        yield replace(site, directory=tmp_path / "elsewhere", database=url)


def signs_in(site, name, password):
    with served(site.directory, **site.environment) as port:
        person = Person(port).enter(name, password)
        paper = re.findall(r'data-paper="(\d+)"', person.ask("/papers/?q=gandiva").text)[0]
        return person.send(f"/papers/{paper}/status/", status="read").status == 302


# What a backup is


def test_a_backup_is_one_file_that_only_its_owner_reads(site, backup):
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]
    assert backup.parent.stat().st_mode & 0o077 == 0
    with tarfile.open(backup) as whole:
        names = whole.getnames()
        manifest = json.loads(json.loads(whole.extractfile("manifest.json").read())["manifest"])
    assert names[0] == "manifest.json"
    assert manifest["counts"]["papers_paper"] == 220
    assert {part["name"] for part in manifest["parts"]} == {*names[1:]}
    assert manifest["release"] == archive.release()


def test_no_key_is_in_it(site, backup):
    key = surroundings(site.directory, site.environment)["SECRET_KEY"].encode()
    with tarfile.open(backup) as whole:
        texts = [whole.extractfile(name).read() for name in whole.getnames()]
    assert not any(key in text or (text[:2] == b"\x1f\x8b" and key in gzip.decompress(text)) for text in texts)


def test_it_is_named_where_a_file_is_given(site, tmp_path):
    assert told(site, "backup", str(tmp_path / "deep" / "mine.backup"))[0] == 0
    assert (tmp_path / "deep" / "mine.backup").stat().st_mode & 0o777 == 0o600


def test_a_place_that_cannot_be_written_is_named(site):
    code, said, complaint = told(site, "backup", "/dev/null/backups")
    assert (code, said) == (1, "")
    assert complaint.startswith("CommandError: The backup cannot be written: ")
    assert complaint.count("\n") == 0


def test_rotation_leaves_the_newest_and_all_that_is_not_ours(site, tmp_path):
    for name in ("readinglist-20200101T000000Z.backup", "readinglist-20210101T000000Z.backup", "notes.txt"):
        (tmp_path / name).touch()
    new = backed_up(site, tmp_path)
    assert told(site, "backup", str(tmp_path), "--keep", "2")[0] == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert new.name in names
    assert len(names) == 3
    assert "notes.txt" in names
    assert "readinglist-20210101T000000Z.backup" not in names


# Bringing it back


def test_the_drill(site, before, backup, elsewhere):
    """Back up, restore on a machine that has nothing, compare, sign in."""
    code, said, complaint = told(elsewhere, "restore", str(backup))
    assert code == 0, complaint
    assert "220 papers can be found" in said
    assert held(elsewhere) == before
    assert elsewhere.manage("check_search").strip() == "The search finds what the catalogue says."
    assert signs_in(elsewhere, "member", passwords(site.directory)["member"])


def test_a_backup_of_an_earlier_release_is_migrated(site, elsewhere, tmp_path):
    with new_database(tmp_path, of=site.database) as url:
        earlier = replace(site, directory=tmp_path, database=url)
        for app, migration in (("papers", "0005"), ("notes", "0004")):
            earlier.manage("migrate", "-v0", app, migration)
        with asked(url) as ask:
            then = {table: ask(f"SELECT count(*), max(id) FROM {table}") for table in KEPT}  # noqa: S608
            assert "0006_scale" not in {name for (name,) in ask("SELECT name FROM django_migrations")}
        old = backed_up(earlier, tmp_path / "old")
    code, _said, complaint = told(elsewhere, "restore", str(old))
    assert code == 0, complaint
    with asked(elsewhere.database) as ask:
        assert {table: ask(f"SELECT count(*), max(id) FROM {table}") for table in KEPT} == then  # noqa: S608
    elsewhere.manage("migrate", "--check", "-v0")
    assert signs_in(elsewhere, "member", passwords(site.directory)["member"])


KEPT = ("papers_paper", "papers_listentry", "notes_summary", "notes_historicalsummary", "auth_user")


def test_what_was_there_is_kept_aside(site, backup, elsewhere):
    assert told(elsewhere, "restore", str(backup))[0] == 0
    with asked(elsewhere.database) as ask:
        ask("INSERT INTO papers_tag (name, slug) VALUES ('before', 'before')")
    code, said, complaint = told(elsewhere, "restore", str(backup))
    assert code == 0, complaint
    aside = said.split("is kept as ")[1].split(".\n")[0]
    if elsewhere.database.startswith("sqlite"):
        address, table = f"sqlite:///{aside}", "papers_tag"
        assert os.stat(aside).st_mode & 0o777 == 0o600
    else:
        address, table = elsewhere.database, f"{aside}.papers_tag"
    with asked(address) as ask:
        assert ("before",) in ask(f"SELECT name FROM {table}")  # noqa: S608
    with asked(elsewhere.database) as ask:
        assert ("before",) not in ask("SELECT name FROM papers_tag")
    assert [path.name for path in elsewhere.directory.iterdir() if "restoring" in path.name] == []


def test_a_database_that_is_in_use_is_not_replaced(site, before, backup):
    with served(site.directory, **site.environment) as port:
        assert Person(port).ask("/healthz").status == 200
        code, _said, complaint = told(site, "restore", str(backup))
        assert Person(port).ask("/healthz").status == 200
    assert code == 1
    assert "in use" in complaint
    assert complaint.endswith("Stop the server, and restore again. Nothing was changed.")
    assert held(site) == before


# What is refused


def rewritten(backup, target, change):
    """The backup with its manifest changed, under the same signature."""
    with tarfile.open(backup) as old, tarfile.open(target, "w") as new:
        for member in old:
            data = old.extractfile(member).read()
            if member.name == "manifest.json":
                signed = json.loads(data)
                signed["manifest"] = json.dumps(change(json.loads(signed["manifest"])))
                data = json.dumps(signed).encode()
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))


def make_truncated(backup, target):
    target.write_bytes(backup.read_bytes()[: backup.stat().st_size * 2 // 3])


def make_empty(backup, target):
    target.write_bytes(b"")


def make_text(backup, target):
    target.write_text("Not a backup, but a letter.\n" * 100)


def make_foreign(backup, target):
    with tarfile.open(target, "w") as whole:
        whole.add(ROOT / "README.md", "manifest.json")


def make_damaged(backup, target):
    with tarfile.open(backup) as whole:
        part = max(whole, key=lambda member: member.size)
    data = bytearray(backup.read_bytes())
    data[part.offset_data + part.size // 2] ^= 0x40
    target.write_bytes(data)


def make_tampered(backup, target):
    rewritten(backup, target, lambda said: said | {"counts": said["counts"] | {"papers_paper": 1}})


REFUSALS = {
    make_truncated: "The backup is not whole",
    make_empty: "This is no backup, is not whole, or is encrypted",
    make_text: "This is no backup, is not whole, or is encrypted",
    make_foreign: "This is no backup of a reading list.",
    make_damaged: "The backup is damaged: ",
    make_tampered: "The backup was changed after it was made.",
}


def test_what_is_no_whole_backup_changes_nothing(site, before, backup, tmp_path):
    for make, words in REFUSALS.items():
        make(backup, tmp_path / "bad.backup")
        code, said, complaint = told(site, "restore", str(tmp_path / "bad.backup"))
        assert (code, said) == (1, ""), make.__name__
        assert complaint.startswith(f"CommandError: {words}")
        assert complaint.endswith("Nothing was changed.")
        assert complaint.count("\n") == 0
    assert held(site) == before


def test_a_file_that_is_not_there_is_named(site):
    assert told(site, "restore", "/nowhere.backup")[2].startswith("CommandError: There is no file /nowhere.backup.")


def test_a_migration_that_nobody_knows_is_of_a_newer_release(site, tmp_path, monkeypatch):
    with asked(site.database) as ask:
        ask("INSERT INTO django_migrations (app, name, applied) VALUES ('papers', '9999_later', '2030-01-01')")
        later = backed_up(site, tmp_path)
        ask("DELETE FROM django_migrations WHERE name = '9999_later'")
    complaint = told(site, "restore", str(later))[2]
    assert "made by a newer release" in complaint
    assert "papers 9999_later" in complaint


def test_a_backup_of_the_other_kind_of_database_is_named(site, backup, tmp_path):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}
    code = (
        "import django, sys; django.setup()\n"
        "from pathlib import Path\n"
        "from readinglist.operations.backup.archive import Manifest, pack\n"
        "pack(Manifest(sys.argv[2], [], {}), [], Path(sys.argv[1]))"
    )
    kind = "sqlite" if site.database.startswith("sqlite") else "postgresql"
    site.python("-c", code, str(tmp_path / "x"), other[kind])
    complaint = told(site, "restore", str(tmp_path / "x"))[2]
    assert "bring it here by move_database" in complaint


# Encrypted


@needs_age
def test_it_is_encrypted_and_decrypted_by_commands(site, before, elsewhere, tmp_path):
    key = subprocess.run(["age-keygen"], capture_output=True, text=True, check=True).stdout  # noqa: S607
    (tmp_path / "key").write_text(key)
    to = key.split("public key: ")[1].split()[0]
    sealed = backed_up(site, tmp_path / "sealed", BACKUP_ENCRYPT=f"age -r {to}")
    assert sealed.read_bytes().startswith(b"age-encryption.org/")
    assert sealed.stat().st_mode & 0o777 == 0o600
    assert "set BACKUP_DECRYPT" in told(elsewhere, "restore", str(sealed))[2]
    code, _said, complaint = told(elsewhere, "restore", str(sealed), BACKUP_DECRYPT=f"age -d -i {tmp_path / 'key'}")
    assert code == 0, complaint
    assert held(elsewhere) == before
    sealed.write_bytes(sealed.read_bytes()[:-1000])
    complaint = told(elsewhere, "restore", str(sealed), BACKUP_DECRYPT=f"age -d -i {tmp_path / 'key'}")[2]
    assert complaint.startswith("CommandError: BACKUP_DECRYPT failed: ")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("no-such-program", "cannot be run"),
        ("false", "failed: it ended with 1"),
        ("true", "failed"),
        ("a 'b", "cannot"),
    ],
)
def test_where_encryption_fails_there_is_no_backup(site, tmp_path, command, words):
    code, _said, complaint = told(site, "backup", str(tmp_path / "none"), BACKUP_ENCRYPT=command)
    assert code == 1
    assert complaint.startswith("CommandError: BACKUP_ENCRYPT")
    assert words in complaint
    assert list((tmp_path / "none").iterdir()) == []
