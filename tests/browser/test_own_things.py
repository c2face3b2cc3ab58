"""A visit asks nothing of anybody else, and loads files whose names say what is in them: the server as it is served."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, TELL_VIOLATIONS
from tests.browser.controls import rows
from tests.serving import manage, passwords, served

HASHED = re.compile(r"/static/[\w./-]+\.[0-9a-f]{12}\.\w+")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of a server with collected files and the demonstration catalogue, and a member's password."""
    directory = tmp_path_factory.mktemp("own-things")
    manage(directory, "demo", "--no-serve")
    manage(directory, "collectstatic", "--noinput")
    with served(directory) as port:
        yield f"http://127.0.0.1:{port}", passwords(directory)["member"]


def test_a_visit_asks_this_server_only_and_loads_only_what_is_hashed(site, new_context):
    origin, password = site
    context = new_context(base_url=origin, viewport=DESK)
    context.add_init_script(TELL_VIOLATIONS)
    asked, said, answers = [], [], []
    context.on("request", lambda request: asked.append((request.resource_type, request.url)))
    context.on("response", lambda answer: answers.append(answer))
    context.on("console", lambda message: said.append(message.text))
    page = context.new_page()
    page.goto("/accounts/login/?next=/papers/")
    page.locator("[name=username]").fill("member")
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    expect(rows(page).first).to_be_visible()
    page.locator("#search").fill("scheduling")
    expect(page.locator(".chips")).to_be_visible()
    rows(page).first.locator("a").first.click()
    expect(page.locator("#summary-en")).to_be_visible()
    for path in ("/", "/lists/", "/me/", "/glossary/", "/queues/", "/filters/", "/papers/add/", "/accounts/profile/"):
        assert page.goto(path).status == 200
    assert [url for _kind, url in asked if not url.startswith(f"{origin}/")] == []
    pages = {"document", "xhr", "fetch"}
    files = {url.removeprefix(origin) for kind, url in asked if kind not in pages}
    assert len(files) >= 5
    assert [path for path in files if not HASHED.fullmatch(path)] == []
    kept = {answer.url: answer.headers.get("cache-control", "") for answer in answers if "/static/" in answer.url}
    assert [url for url, words in kept.items() if "immutable" not in words] == []
    assert said == []
