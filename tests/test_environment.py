"""Settings that cannot be used stop the start with one line that says which and why."""

import os
import subprocess
import sys
from pathlib import Path

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from readinglist import environment, secret_key

ROOT = Path(__file__).parent.parent


def check(tmp_path, **values):
    """How `manage.py check` ends: its code and what it says."""
    given = {"DATA_DIR": str(tmp_path), "DATABASE_URL": "", "DEBUG": "", "SECRET_KEY": "", **values}
    run = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "check"], cwd=ROOT, env={**os.environ, **given}, capture_output=True, text=True
    )
    return run.returncode, run.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DEBUG", "maybe", "DEBUG is 'maybe'; write on or off."),
        ("HTTPS", "2", "HTTPS is '2'; write on or off."),
        ("DATABASE_URL", "mysql://host/name", "DATABASE_URL is not understood; write postgres://"),
        ("DATABASE_URL", "postgres://host:port/name", "DATABASE_URL is not understood: Port"),
        ("SECRET_KEY", "short", "SECRET_KEY has 5 characters and needs 50. Add to .env: SECRET_KEY="),
        ("LANGUAGE_CODE", "fr", "LANGUAGE_CODE is 'fr'; write one of: en, zh-hans."),
        ("TIME_ZONE", "Mars/Base", "TIME_ZONE is 'Mars/Base'; write a time zone such as Asia/Shanghai or UTC."),
        ("TIME_ZONE", "Asia", "TIME_ZONE is 'Asia'; write a time zone"),
        ("TIME_ZONE", "../etc/passwd", "TIME_ZONE is '../etc/passwd'; write a time zone"),
        ("DATA_DIR", "/dev/null/data", "DATA_DIR cannot be used: /dev/null/data: Not a directory."),
    ],
)
def test_it_names_the_setting_and_what_to_write(tmp_path, name, value, words):
    code, said = check(tmp_path, **{name: value})
    assert code == 1
    assert said.startswith(f"Settings: {words}")
    assert said.count("\n") == 1


def test_an_empty_value_means_the_default(tmp_path):
    names = ["DEBUG", "HTTPS", "LANGUAGE_CODE", "TIME_ZONE", "ALLOWED_HOSTS", "GROUP_NAME"]
    assert check(tmp_path, **dict.fromkeys(names, ""))[0] == 0
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_short_key_will_do_where_debug_is_on(tmp_path):
    assert check(tmp_path, SECRET_KEY="short", DEBUG="on")[0] == 0


# .env


@pytest.fixture
def outside(monkeypatch):
    """An environment of its own, that nothing else sees."""
    values = {"TAKEN": "from outside"}
    monkeypatch.setattr(environ.Env, "ENVIRON", values)
    return values


def load(tmp_path, text):
    path = tmp_path / ".env"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    environment.load(path)


def test_it_reads_a_file(tmp_path, outside):
    load(tmp_path, "# ours\n\nexport GROUP_NAME=读书会\nTAKEN=from the file\nEMPTY=\nDEBUG = on\n")
    assert outside["GROUP_NAME"] == "读书会"
    assert outside["TAKEN"] == "from outside"
    assert environment.text("EMPTY", "default") == "default"


def test_a_missing_file_is_no_file(tmp_path, outside):
    environment.load(tmp_path / ".env")
    assert outside == {"TAKEN": "from outside"}


@pytest.mark.parametrize("line", ["DEBUG", "= on", "2ND=x", "two words = x", "export", "<html>"])
def test_it_names_a_line_that_is_no_assignment(tmp_path, outside, line):
    with pytest.raises(ImproperlyConfigured) as raised:
        load(tmp_path, f"# ours\nGROUP_NAME=x\n{line}\n")
    assert str(raised.value) == f".env line 3 is not NAME=value: {line}"
    assert "GROUP_NAME" not in outside


def test_it_names_a_file_that_is_no_text(tmp_path, outside):
    with pytest.raises(ImproperlyConfigured, match=r"^\.env cannot be read: "):
        load(tmp_path, "GROUP_NAME=读书会".encode("gb18030"))
    (tmp_path / ".env").unlink()
    (tmp_path / ".env").mkdir()
    with pytest.raises(ImproperlyConfigured, match=r"^\.env cannot be read: "):
        environment.load(tmp_path / ".env")


def test_a_file_that_is_read_again_replaces_what_it_said(tmp_path, outside):
    load(tmp_path, "GROUP_NAME=Old\nGONE=soon\nTAKEN=from the file\n")
    load(tmp_path, "GROUP_NAME=New\n")
    assert outside == {"TAKEN": "from outside", "GROUP_NAME": "New"}
    environment.forget()
    assert outside == {"TAKEN": "from outside"}


# Values


@pytest.mark.parametrize(
    ("value", "expected"), [("on", True), ("YES", True), ("1", True), ("off", False), ("False", False)]
)
def test_a_flag_is_on_or_off(outside, value, expected):
    outside["FLAG"] = value
    assert environment.flag("FLAG") is expected


def test_words_are_parted_by_commas(outside):
    outside["HOSTS"] = " a.example , b.example,, "
    assert environment.words("HOSTS", ["none"]) == ["a.example", "b.example"]
    outside["HOSTS"] = " , "
    assert environment.words("HOSTS", ["none"]) == ["none"]


@pytest.mark.parametrize("value", ["0", "65", "-1", "2.5", "two", "٣", "1e1"])
def test_a_number_is_whole_and_within_its_bounds(outside, value):
    outside["WORKERS"] = value
    with pytest.raises(ImproperlyConfigured) as raised:
        environment.number("WORKERS", 2, 1, 64)
    assert str(raised.value) == f"WORKERS is {value!r}; write a number from 1 to 64."
    outside["WORKERS"] = "64"
    assert environment.number("WORKERS", 2, 1, 64) == 64
    outside["WORKERS"] = ""
    assert environment.number("WORKERS", 2, 1, 64) == 2


@pytest.mark.parametrize("value", ["nginx", "10.0.0.0/33", "10.0.0.1/8", "*", "127.0.0.1;::1"])
def test_a_proxy_is_an_address_or_a_network(outside, value):
    outside["TRUSTED_PROXIES"] = f"127.0.0.1,{value}"
    with pytest.raises(
        ImproperlyConfigured, match=r"^TRUSTED_PROXIES: .*; write addresses, networks such as 10.0.0.0/8"
    ):
        environment.networks("TRUSTED_PROXIES")


def test_proxies_are_networks_of_both_kinds_and_sockets(outside):
    outside["TRUSTED_PROXIES"] = "127.0.0.1, 10.0.0.0/8, ::1, fd00::/8, unix"
    assert environment.networks("TRUSTED_PROXIES") == ["127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8", "unix"]


# The signing key


def test_a_key_is_made_once(tmp_path):
    path = tmp_path / "data" / "secret-key"
    key = secret_key.stored(path)
    assert len(key) >= secret_key.SHORTEST
    assert secret_key.stored(path) == key
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_kept_key_that_was_cut_is_refused(tmp_path):
    path = tmp_path / "secret-key"
    path.write_text("short\n")
    with pytest.raises(ImproperlyConfigured, match="5 characters"):
        secret_key.stored(path)


def test_a_key_that_cannot_be_kept_is_named(tmp_path):
    (tmp_path / "data").touch()
    with pytest.raises(ImproperlyConfigured, match="cannot be kept in .*secret-key: "):
        secret_key.stored(tmp_path / "data" / "secret-key")
