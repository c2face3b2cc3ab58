"""What is installed is what was locked, and what it is licensed under is written down."""

import json
import re
import subprocess
import sys

import pytest

from tests import audit, third_party

ROOT = third_party.ROOT
LOCKS = ["requirements.lock", "requirements-dev.lock"]
PIN = re.compile(r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9,_-]+\])?==[\w.+!-]+( ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def logical(name):
    """(pin, hashes) of each package; asserts that there is nothing else but comments."""
    found = []
    for line in (ROOT / name).read_text().splitlines():
        if line.startswith("#") or line.startswith("    # "):
            continue
        if PIN.fullmatch(line):
            found.append((line, []))
        else:
            assert HASH.fullmatch(line), f"{name}: {line}"
            found[-1][1].append(line)
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_line_has_its_hashes(name):
    packages = logical(name)
    assert len(packages) > 30
    for pin, hashes in packages:
        assert hashes, pin
        assert all(line.endswith("\\") for line in hashes[:-1])
        assert not hashes[-1].endswith("\\")


@pytest.mark.parametrize("name", [*LOCKS, "pyproject.toml", "Makefile", ".ci/run"])
def test_no_file_says_where_packages_come_from(name):
    text = (ROOT / name).read_text()
    assert not re.search(r"--(extra-)?index-url|--find-links|--trusted-host|://[^/ ]+/simple", text)
    if name in LOCKS:
        assert "://" not in text


def test_the_development_lock_holds_the_other_one():
    pins = {pin for pin, _ in logical(LOCKS[0])}
    assert pins <= {pin for pin, _ in logical(LOCKS[1])}


def test_every_named_package_is_locked():
    names = re.findall(
        r'^    "([a-z0-9_.-]+)', (ROOT / "pyproject.toml").read_text().partition("[tool.")[0], re.MULTILINE
    )
    locked = set(third_party.locked(LOCKS[1]))
    assert len(names) > 30
    assert {name for name in names if name not in locked} == set()


def test_what_packages_are_licensed_under_is_written_down():
    assert third_party.FILE.read_text() == third_party.page(), "Run: make licences"


def test_what_is_shipped_is_there_with_its_licence():
    paths = re.findall(r"`([^`]+)`", third_party.SHIPPED)
    assert len(paths) == 4
    for path in paths:
        assert (ROOT / path).exists(), path
    version = re.search(r'version:"(\d+\.\d+)', (ROOT / "readinglist/static/katex/katex.min.js").read_text())[1]
    assert f"KaTeX {version}" in third_party.SHIPPED


def test_a_licence_that_is_not_known_is_no_licence(monkeypatch):
    with pytest.raises(LookupError, match="is not installed"):
        third_party.licence("a-package-that-nobody-has")
    monkeypatch.setattr(third_party, "READ", {})
    with pytest.raises(LookupError, match="read its licence"):
        third_party.licence("fido2")


# The audit


def said(packages, code=0, error=""):
    out = json.dumps({"dependencies": packages, "fixes": []}) if packages is not None else ""
    return subprocess.CompletedProcess([], code, out, error)


SOUND = {"name": "django", "version": "5.2.1", "vulns": []}
FAULTY = {"name": "pillow", "version": "9.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["9.1"], "aliases": []}]}


@pytest.mark.parametrize(
    ("asked", "code", "words"),
    [
        (said([SOUND]), 0, "1 packages, no known faults."),
        (said([SOUND, FAULTY], 1), 1, "pillow 9.0: PYSEC-1, mended in 9.1"),
        (said([SOUND, {"name": "x", "skip_reason": "not found"}], 1), 0, "NOT AUDITED: nothing is known of x."),
        (said([]), 0, "NOT AUDITED: nothing is known of any package."),
        (
            said(None, 1, "WARNING\nConnectionError: no route"),
            0,
            "NOT AUDITED: pip-audit did not get through. ConnectionE",
        ),
        (said(None, 1), 0, "NOT AUDITED"),
    ],
)
def test_an_audit_that_did_not_happen_is_no_success(asked, code, words):
    ended, lines = audit.verdict(asked, must=False)
    assert ended == code
    assert lines[0].startswith(words)
    if words.startswith("NOT"):
        assert audit.verdict(asked, must=True)[0] == 3


def test_it_asks_of_every_locked_package(tmp_path):
    """With pip-audit itself, which refuses a line without a hash before it asks anybody."""
    bad = tmp_path / "requirements.lock"
    bad.write_text("django==5.2\n")
    asked = audit.ask(bad)
    assert asked.returncode != 0
    assert "hash" in asked.stderr.lower()
    assert asked.args[0] == sys.executable
    assert "--strict" in asked.args
