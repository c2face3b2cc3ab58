"""The examples in readinglist/deployment, and the README's commands, as far as they can be tried without a server.

`python -m tests.deployment` runs all of them.
"""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from papers.views.imports import ENVELOPE
from readinglist.operations import gunicorn_conf
from tests.deployment import commands

ROOT = commands.ROOT
EXAMPLES = ROOT / "readinglist" / "deployment"
NGINX = (EXAMPLES / "nginx.conf").read_text()
MEGA = {"": 1, "k": 1024, "m": 1024**2, "MB": 1000**2}


def bytes_of(text):
    number, unit = re.fullmatch(r"(\d+)(\w*)", text).groups()
    return int(number) * MEGA[unit]


# The README


def test_it_leaves_two_choices_to_its_reader():
    first, *others = commands.blocks()
    assert len(others) >= 5
    values = {"SITE": "papers.test", "SOURCE": "/a/clone"}
    assert "export SITE=papers.test " in commands.chosen(first, values)
    assert "export SOURCE=/a/clone " in commands.chosen(first, values)
    with pytest.raises(KeyError):
        commands.chosen(first, {"SITE": "papers.test"})
    assert not any(commands.CHOICE.search(block) for block in others if "DJANGO_SUPERUSER_PASSWORD" not in block)


def test_its_commands_are_shell(tmp_path):
    script = tmp_path / "readme.sh"
    script.write_text("\n".join(commands.blocks()))
    subprocess.run(["bash", "-n", str(script)], check=True)  # noqa: S603, S607


def test_what_it_names_is_there():
    text = "\n".join(commands.blocks())
    for name in re.findall(r"readinglist/deployment/([\w.-]+)", text):
        assert (EXAMPLES / name).exists(), name
    for target in re.findall(r"(?:^|-- )make (\w+)$", text, re.MULTILINE):
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE), target
    for command in re.findall(r"manage\.py (\w+)", text):
        assert command in get_commands(), command


def test_its_settings_are_all_explained():
    explained = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    [block] = [block for block in commands.blocks() if "cat >.env" in block]
    named = set(re.findall(r"^([A-Z_]+)=", block.partition("cat >.env")[2], re.MULTILINE))
    assert len(named) > 5
    assert named <= explained


# nginx


def test_nginx_takes_its_example(tmp_path):
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if nginx is None:
        pytest.skip("nginx is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(  # noqa: S603
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=papers.example.org",  # noqa: S607
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    example = NGINX.replace("/etc/ssl/private/readinglist.key", str(key))
    example = example.replace("/etc/ssl/certs/readinglist.pem", str(certificate))
    example = example.replace("/var/log/nginx", str(tmp_path))
    example = re.sub(
        r"listen (\[::\]:)?(80|443)", lambda found: f"listen {8140 if found[2] == '80' else 8141}", example
    )
    example = re.sub(r"(listen 814[01][^;]*;)\s+\1", r"\1", example)  # one address each, without IPv6
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} http {{\n{example}\n}}")
    done = subprocess.run([nginx, "-t", "-p", str(tmp_path), "-c", str(whole)], capture_output=True, text=True)  # noqa: S603
    assert "syntax is ok" in done.stderr, done.stderr


def test_no_proxy_refuses_what_the_application_would_refuse_more_kindly():
    most = settings.IMPORT_MAX_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE + ENVELOPE
    assert bytes_of(re.search(r"client_max_body_size (\w+);", NGINX)[1]) > most
    assert bytes_of(re.search(r"max_size (\w+)", (EXAMPLES / "Caddyfile").read_text())[1]) > most
    assert bytes_of(re.search(r"large_client_header_buffers 4 (\w+);", NGINX)[1]) > gunicorn_conf.limit_request_line


def test_no_proxy_sends_a_form_twice_or_logs_addresses():
    assert re.search(r"proxy_next_upstream error timeout;", NGINX)
    assert not re.search(r"\$(request|args|request_uri|uri|http_referer)\b", re.search(r"log_format [^;]*;", NGINX)[0])
    for server in NGINX.split("\nserver {")[1:]:
        assert re.search(r"access_log \S+ readinglist;", server)


# systemd


def unit(name):
    """Its settings; of one that is given several times, the last."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read_string((EXAMPLES / name).read_text())
    return parser


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.service")))
def test_every_service_runs_a_command_that_there_is(name):
    service = unit(name)["Service"]
    assert service["User"] == "readinglist"
    assert service["WorkingDirectory"] == "/opt/readinglist"
    command = re.match(r"/opt/readinglist/\.venv/bin/python manage\.py (\w+)", service["ExecStart"])[1]
    assert command in get_commands()
    for protection in ("ProtectSystem", "NoNewPrivileges", "PrivateTmp", "ProtectHome"):
        assert service[protection] in {"strict", "yes"}
    assert int(service["UMask"], 8) & 0o077 == 0o077


def test_every_timer_has_its_service():
    timers = list(EXAMPLES.glob("*.timer"))
    assert timers
    for timer in timers:
        assert timer.with_suffix(".service").exists()
        assert "OnCalendar" in unit(timer.name)["Timer"]


def test_a_stop_waits_longer_than_requests_may_take():
    assert int(unit("readinglist.service")["Service"]["TimeoutStopSec"]) > gunicorn_conf.graceful_timeout


def test_systemd_takes_its_units():
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    paths = [str(path) for path in sorted(EXAMPLES.iterdir()) if path.suffix in {".service", ".timer"}]
    done = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True)  # noqa: S603, S607
    ours = [line for line in done.stderr.splitlines() if "readinglist" in line]
    assert [line for line in ours if "is not executable: No such file" not in line] == []


# Containers


@pytest.fixture
def compose():
    return yaml.safe_load((EXAMPLES / "compose.yaml").read_text())


def test_its_services_stand_on_each_other(compose):
    services = compose["services"]
    assert set(services) == {"web", "prepare", "database", "cache", "proxy"}
    for name, service in services.items():
        for other in service.get("depends_on", []):
            assert other in services, name
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source in compose["volumes"] or (EXAMPLES / source).exists(), volume
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]


def test_its_settings_are_settings(compose):
    explained = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    given = compose["x-application"]["environment"]
    assert set(given) <= explained
    assert given["HTTPS"] == "on"
    assert given["TRUSTED_PROXIES"] == compose["networks"]["default"]["ipam"]["config"][0]["subnet"]


def test_no_secret_is_in_it(compose):
    text = (EXAMPLES / "compose.yaml").read_text()
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        values = re.findall(rf"^\s+{name}: (.*)$", text, re.MULTILINE)
        assert values
        assert all(value == f"${{{name}:?}}" for value in values)


def test_the_image_holds_the_whole_application():
    copied = set(re.findall(r"^COPY (\S+)", (EXAMPLES / "Dockerfile").read_text(), re.MULTILINE))
    allowed = set(re.findall(r"^!(\S+)", (EXAMPLES / "Dockerfile.dockerignore").read_text(), re.MULTILINE))
    assert copied == allowed == {"manage.py", "requirements.lock", "readinglist", "papers", "notes", "templates"}
    assert all((ROOT / name).exists() for name in copied)
    text = (EXAMPLES / "Dockerfile").read_text()
    assert "--require-hashes" in text
    assert re.search(r"^USER readinglist$", text, re.MULTILINE)


def test_the_guide_names_files_that_are_there():
    text = (EXAMPLES / "README.md").read_text()
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert Path(EXAMPLES, link).exists(), link
    for path in EXAMPLES.iterdir():
        stem = path.name.removesuffix(".dockerignore").removesuffix(path.suffix if path.suffix == ".timer" else "")
        assert path.name == "README.md" or stem in text, path.name
    for command in re.findall(r"manage\.py (\w+)", text):
        assert command in get_commands(), command
