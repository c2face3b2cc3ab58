"""What every answer says to the browser and to caches, and what no page contains."""

import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.test import Client

from papers.models import Link
from tests.factories import make_entry, make_list, make_paper, make_reading, make_section, make_summary, make_topic
from tests.headed import assert_headed, assert_nothing_inline

ANSWERS = {
    "/": 200,
    "/papers/": 200,
    "/papers/?q=gavel&tag=nothing&venue=OSDI&page=2": 200,
    "/lists/": 200,
    "/lists/cluster-papers/": 200,
    "/me/": 200,
    "/me/export.csv": 200,
    "/accounts/login/": 302,
    "/accounts/password/": 200,
    "/accounts/profile/": 200,
    "/accounts/factor/": 200,
    "/accounts/sessions/": 200,
    "/accounts/invitations/": 200,
    "/accounts/reset/": 200,
    "/accounts/signup/": 403,
    "/nothing": 404,
    "/papers/0/": 404,
    "/keys/": 200,
    "/theme/": 405,
    "/accounts/logout/": 405,
    "/admin/": 200,
    "/healthz": 200,
}


@pytest.fixture
def paper(curator):
    """A paper with something in every corner of its page."""
    paper = make_paper(
        "Gavel: 调度", venue="OSDI", year=2020, nickname="Gavel", topics=(make_topic("Scheduling", "调度"),),
        doi="10.1/x", arxiv_id="2008.09213", tags=("GPU",), institutions=("Stanford",), authors=("Ada", "张三"),
        abstract="One.\n\nTwo.", recommended=True, kind="survey", publication="to-appear",
    )  # fmt: skip
    Link.objects.create(paper=paper, url="https://a.example/p.pdf")
    make_entry(paper, make_section(make_list("Cluster papers"), number="1.2"), claimed_venue="ICML", claimed_year=1999)
    make_summary(paper, body="# One\n\n- two\n\n| a | b |\n|--:|---|\n| 1 | 2 |", author=curator, in_step_with=1)
    make_summary(paper, "zh-hans", "中文", version=2)
    make_reading(curator, paper, "read", rating=3)
    return paper


@pytest.fixture
def answers(administrator, as_user, paper):
    client = as_user(administrator)
    found = {path: client.get(path) for path in (*ANSWERS, paper.get_absolute_url())}
    assert {path: found[path].status_code for path in ANSWERS} == ANSWERS
    return found


def test_every_answer_says_all_of_it(answers):
    for path, response in answers.items():
        assert_headed(response, path)
        assert "public" not in response["Cache-Control"], path


@pytest.mark.parametrize("path", ["/papers/", "/me/", "/nothing", "/accounts/login/"])
def test_it_says_the_same_to_visitors(db, path):
    response = Client().get(path)
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert "private" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_it_names_no_server_and_no_version(answers):
    for response in answers.values():
        assert not {"Server", "X-Powered-By"} & set(response.headers)


def test_its_cookies_are_out_of_reach_of_scripts(member):
    client = Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"username": "member", "password": "correct horse battery"})
    for name in ("session", "csrf"):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_it_is_strict_where_tls_is_on(tmp_path):
    names = [
        "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
        "LANGUAGE_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    ]  # fmt: skip
    program = f"from django.conf import settings\nfor name in {names}: print(getattr(settings, name))"
    environment = {
        **os.environ,
        "HTTPS": "on",
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "readinglist.settings",
    }
    run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    assert run.stdout.split() == ["__Host-session", "__Host-csrf", "True", "True", "True", "True", "31536000", "True"]


# What no page contains


def test_no_page_holds_a_script_or_style_of_its_own(answers):
    for path, response in answers.items():
        if path != "/me/export.csv":
            assert_nothing_inline(response)


@pytest.mark.parametrize(
    "path",
    [
        "", "papers/paper/", "papers/paper/?q=gavel", "papers/paper/?missing=venue", "papers/paper/add/",
        "papers/paper/{pk}/change/", "papers/paper/{pk}/delete/", "papers/topic/", "papers/topic/add/",
        "papers/venue/", "papers/institution/", "papers/author/", "papers/tag/", "papers/paperlist/",
        "papers/listentry/", "notes/summary/", "notes/reading/", "auth/user/", "auth/user/add/", "password_change/",
    ],
)  # fmt: skip
def test_no_page_of_curation_does(administrator, as_user, paper, path):
    response = as_user(administrator).get("/admin/" + path.format(pk=paper.pk))
    assert response.status_code in {200, 302}, path
    assert_nothing_inline(response)


@pytest.mark.parametrize("model", ["topic", "tag", "venue", "institution", "author", "paperlist"])
def test_no_form_of_curation_does(administrator, as_user, paper, model):
    row = apps.get_model("papers", model).objects.first()
    response = as_user(administrator).get(f"/admin/papers/{model}/{row.pk}/change/")
    assert response.status_code == 200
    assert_nothing_inline(response)


@pytest.mark.parametrize("action", ["add_tags", "move_to_topic", "set_venue", "delete_selected"])
def test_no_question_of_curation_does(desk, paper, action):
    response = desk.post("/admin/papers/paper/", {"action": action, "_selected_action": [paper.pk]})
    assert response.status_code == 200
    assert_nothing_inline(response)
