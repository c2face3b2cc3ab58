"""The pages where summaries are written, for the tests that write."""

from django.conf import settings
from playwright.sync_api import expect

from notes.models import Summary
from tests.factories import PASSWORD

TYPED = "Like [[Pollux]], but $a^2$.\n\n```python\nreturn 1\n```\n\n**公平**。"
SAVED = "The first line.\n\nThe second line.\n\nThe third line."


def write(paper):
    return f"/papers/{paper.pk}/write/"


def curation(paper):
    return f"/admin/papers/paper/{paper.pk}/change/"


def field(page, code="en"):
    return page.locator(f"#body-{code}")


def form(page, code="en"):
    return page.locator(f"#editor-{code}")


def shown(page, code="en"):
    return page.locator(f"#preview-{code} .text")


def kept(page, code="en"):
    return page.locator(f"#preview-{code} .kept")


def put_back(page):
    return page.locator(".put-back")


def save(page, name="Save", code="en"):
    form(page, code).get_by_role("button", name=name, exact=True).click()


def body_of(paper, language="en"):
    return Summary.objects.get(paper=paper, language=language).body


def sign_out_elsewhere(page):
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def sign_in(page, user):
    page.get_by_label("User name or e-mail address").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def in_another_tab(page, user):
    tab = page.context.new_page()
    tab.goto("/accounts/login/")
    sign_in(tab, user)
    expect(tab.get_by_role("button", name="Sign out")).to_be_visible()
    tab.close()


def waiting(page):
    """What this browser keeps of texts."""
    page.wait_for_load_state()
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('text:'))")
