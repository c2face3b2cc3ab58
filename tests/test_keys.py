"""What the keyboard does: a page for everybody, and a panel for scripts."""

import pytest
from django.test import Client

from tests.pages import elements

HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "words"), [("en", "words side by side"), ("zh-hans", "相邻的词")])
def test_visitors_read_it_as_a_page(language, words):
    page = Client().get("/keys/", headers={"Accept-Language": language})
    assert len(elements(page, "h1")) == 1
    assert words in page.content.decode()


def test_scripts_get_the_panel_alone():
    answer = Client().get("/keys/", headers=HTMX)
    panel = elements(answer)[1]
    assert (panel.tag, panel.get("id"), "popover" in panel.attributes) == ("section", "keys", True)
    assert not elements(answer, "h1")
    assert "HX-Request" in answer["Vary"]


def test_every_page_leads_to_it(as_user, member):
    for client, path in ((Client(), "/accounts/login/"), (as_user(member), "/papers/")):
        assert [link.get("href") for link in elements(client.get(path), "a", id="show-keys")] == ["/keys/"]
