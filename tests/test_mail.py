"""Mail: the server that the settings name, and what is sent, in both languages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).parents[1]
SENDER = {"DEFAULT_FROM_EMAIL": "reading@example.org"}
PROGRAM = """
import json
from django.conf import settings
from django.core.mail import get_connection
server = get_connection()
print(json.dumps({
    "backend": f"{type(server).__module__}.{type(server).__qualname__}",
    "MAIL_SERVER": settings.MAIL_SERVER,
    "DEFAULT_FROM_EMAIL": settings.DEFAULT_FROM_EMAIL,
    **{name: getattr(server, name, None) for name in
       ("host", "port", "username", "password", "use_tls", "use_ssl", "timeout")},
}))
"""


def started(directory, *options, **values):
    environment = {**os.environ, "DATA_DIR": str(directory), "DJANGO_SETTINGS_MODULE": "readinglist.settings", **values}
    command = [sys.executable, *options, "-c", PROGRAM]
    return subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603


def server_of(directory, **values):
    return json.loads(started(directory, **values).stdout)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp+tls://me%40x.org:p%2Fss@mail.x.org", ("mail.x.org", 587, "me@x.org", "p/ss", True, False)),
        ("smtp+ssl://me:secret@mail.x.org:4465", ("mail.x.org", 4465, "me", "secret", False, True)),
        ("smtp://localhost", ("localhost", 25, "", "", False, False)),
    ],
)
def test_it_goes_by_the_server_that_is_named(tmp_path, url, expected):
    found = server_of(tmp_path, EMAIL_URL=url, **SENDER)
    assert tuple(found[name] for name in ("host", "port", "username", "password", "use_tls", "use_ssl")) == expected
    assert (found["backend"], found["timeout"]) == ("django.core.mail.backends.smtp.EmailBackend", 10)
    assert (found["MAIL_SERVER"], found["DEFAULT_FROM_EMAIL"]) == (True, "reading@example.org")


def test_without_one_it_is_printed(tmp_path):
    found = server_of(tmp_path, EMAIL_URL="")
    assert (found["backend"], found["MAIL_SERVER"]) == ("django.core.mail.backends.console.EmailBackend", False)


def test_no_setting_is_on_its_way_out(tmp_path):
    said = started(tmp_path, "-Wa", EMAIL_URL="smtp://localhost", **SENDER).stderr
    assert "setting is deprecated" not in said


@pytest.mark.parametrize("url", ["mail.x.org", "http://mail.x.org", "smtp://", "smtp://x:99999", "smtp+tls://x:port"])
def test_what_is_no_server_stops_the_start(tmp_path, url):
    run = started(tmp_path, EMAIL_URL=url, **SENDER)
    assert run.returncode == 1
    assert "EMAIL_URL is not understood; write smtp+tls://user:password@host:587" in run.stderr.splitlines()[-1]


def test_nobody_to_send_from_stops_the_start(tmp_path):
    run = started(tmp_path, EMAIL_URL="smtp://mail.x.org", DEFAULT_FROM_EMAIL="")
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].endswith("Add to .env: DEFAULT_FROM_EMAIL=reading-list@x.org")


def theirs():
    """The mails that allauth can send with our settings: of what we have switched off, none."""
    import allauth

    off = ("login_code", "unknown_account", "account_already_exists", "password_reset_code", "base_", "email_confirm_")
    found = Path(allauth.__file__).parent.glob("templates/*/email/*.txt")
    return sorted(str(Path(*path.parts[-3:])) for path in found if not path.name.startswith(off))


@pytest.mark.parametrize("name", theirs())
def test_every_mail_is_in_our_words(name):
    assert Path(get_template(name).origin.name).is_relative_to(ROOT / "templates"), name
