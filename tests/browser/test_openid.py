"""Signing in at the group's own provider under the policy of production, which holds for redirects of forms, too."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.provider import CLIENT, Provider
from tests.serving import manage, served

MEMBER = """
from tests.factories import make_address, make_member
make_address(make_member(), "ada@example.org")
"""


@pytest.fixture
def provider():
    provider = Provider()
    provider.person = {"sub": "ada-1", "email": "ada@example.org", "email_verified": True, "name": "Ada"}
    yield provider
    provider.close()


def test_it_goes_there_and_comes_back(new_context, provider, tmp_path):
    values = {
        "OIDC_NAME": "The Lab", "OIDC_SERVER_URL": provider.url,
        "OIDC_CLIENT_ID": CLIENT["id"], "OIDC_CLIENT_SECRET": CLIENT["secret"],
    }  # fmt: skip
    manage(tmp_path, "migrate", "-v0", **values)
    manage(tmp_path, "shell", "-c", MEMBER, **values)
    with served(tmp_path, **values) as port:
        page = new_context(base_url=f"http://127.0.0.1:{port}").new_page()
        problems: list[str] = []
        page.on("console", lambda message: message.type == "error" and problems.append(message.text))
        answer = page.goto("/accounts/login/")
        assert f"form-action 'self' {provider.url};" in answer.headers["content-security-policy"]
        page.get_by_role("button", name="Sign in with The Lab").click()
        expect(page.get_by_text("Signed in as member")).to_be_visible()
        assert page.url == f"http://127.0.0.1:{port}/"
        assert not problems
