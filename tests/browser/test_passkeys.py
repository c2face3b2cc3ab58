"""From an invitation to leaving: passkeys of a virtual key, as a person uses them."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.controls import late_scripts
from tests.browser.test_accessibility import in_every_look
from tests.factories import PASSWORD, make_invitation

SECRET = "a long enough phrase"


@pytest.fixture
def by_name(live_server):
    """The same server under a name: browsers keep no passkeys for an address of numbers."""
    return re.sub(r"//[^:]+:", "//localhost:", live_server.url)


@pytest.fixture
def visitor(visit, by_name, watch):
    """A page nobody is signed in to, in a browser with a key that unlocks by itself."""
    watch.origin = by_name
    page = visit(base_url=by_name)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    page.key = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    page.devtools = devtools
    return page


def accept(page, link):
    page.goto(link)
    page.get_by_label("Display name").fill("Ada 爱达")
    page.get_by_label("User name").fill("ada")
    for label in ("Password", "The same once more"):
        page.get_by_label(label, exact=True).fill(SECRET)
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Welcome.")


def add_passkey(page):
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("link", name="Second factor").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator("h1")).to_have_text("Recovery codes")
    assert len(page.locator("#codes").inner_text().split()) == 10


def sign_out(page):
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.locator("h1")).to_have_text("Sign in")


def test_from_an_invitation_to_leaving(visitor, curator, by_name):
    _, link = make_invitation(curator)
    accept(visitor, link)
    add_passkey(visitor)
    sign_out(visitor)
    visitor.get_by_role("button", name="Sign in with a passkey").click()
    expect(visitor.get_by_text("Signed in as Ada 爱达")).to_be_visible()
    visitor.goto("/accounts/data/")
    with visitor.expect_download() as download:
        visitor.get_by_role("button", name="Download my data").click()
    assert download.value.suggested_filename.endswith(".zip")
    visitor.goto("/accounts/delete/")
    visitor.get_by_label("Password").or_(visitor.get_by_label("User name")).first.fill(SECRET)
    visitor.get_by_role("button", name="Delete my account").click()
    expect(visitor.locator("h1")).to_have_text("Sign in")
    assert not User.objects.filter(username="ada").exists()
    assert not Authenticator.objects.exists()


def test_the_password_still_asks_for_the_key(visitor, curator):
    _, link = make_invitation(curator)
    accept(visitor, link)
    add_passkey(visitor)
    sign_out(visitor)
    visitor.get_by_label("User name or e-mail address").fill("ada")
    visitor.get_by_label("Password").fill(SECRET)
    visitor.get_by_role("button", name="Sign in", exact=True).click()
    expect(visitor.locator("h1")).to_have_text("Second factor")
    visitor.get_by_role("button", name="Use a passkey").click()
    expect(visitor.get_by_text("Signed in as Ada 爱达")).to_be_visible()


def test_it_leads_to_the_page_that_was_asked_for(visitor, curator):
    _, link = make_invitation(curator)
    accept(visitor, link)
    add_passkey(visitor)
    sign_out(visitor)
    visitor.goto("/lists/?a=1")
    visitor.get_by_role("button", name="Sign in with a passkey").click()
    expect(visitor).to_have_url(re.compile(r"/lists/\?a=1$"))


def test_it_is_renamed_and_removed(visitor, curator):
    _, link = make_invitation(curator)
    accept(visitor, link)
    add_passkey(visitor)
    visitor.get_by_role("link", name="Done").click()
    expect(visitor.get_by_text("Passkey 1", exact=True)).to_be_visible()
    visitor.get_by_role("link", name=re.compile("^Rename")).click()
    visitor.get_by_label("Name").fill("Telephone")
    visitor.get_by_role("button", name="Rename").click()
    visitor.get_by_role("link", name=re.compile("^Remove.*Telephone")).click()
    visitor.get_by_role("button", name="Remove").click()
    expect(visitor.get_by_role("status")).to_contain_text("The passkey is removed.")
    assert not Authenticator.objects.exists()


def test_a_key_that_says_no_is_told_in_words(visitor, curator):
    visitor.devtools.send("WebAuthn.setUserVerified", {"authenticatorId": visitor.key, "isUserVerified": False})
    _, link = make_invitation(curator)
    accept(visitor, link)
    visitor.goto("/accounts/factor/passkeys/add/")
    visitor.get_by_role("button", name="Add a passkey").click()
    expect(visitor.get_by_role("alert")).to_have_text("No passkey was used. Try again, or go another way.")
    assert not Authenticator.objects.exists()


def test_a_press_before_the_script_has_come_is_not_lost(visitor, curator):
    _, link = make_invitation(curator)
    accept(visitor, link)
    with late_scripts(visitor):
        add_passkey(visitor)


def test_a_key_of_nobody_here_does_not_sign_in(visitor, curator, watch):
    _, link = make_invitation(curator)
    accept(visitor, link)
    add_passkey(visitor)
    sign_out(visitor)
    User.objects.filter(username="ada").delete()
    visitor.get_by_role("button", name="Sign in with a passkey").click()
    expect(visitor.get_by_role("status")).to_contain_text("This code is not right, or not any more.")
    visitor.goto("/me/")
    expect(visitor.locator("h1")).to_have_text("Sign in")


def test_a_deactivated_member_s_key_does_not_sign_in(visitor, curator):
    _, link = make_invitation(curator)
    accept(visitor, link)
    add_passkey(visitor)
    sign_out(visitor)
    User.objects.filter(username="ada").update(is_active=False)
    visitor.get_by_role("button", name="Sign in with a passkey").click()
    expect(visitor.get_by_role("status")).to_contain_text("This code is not right, or not any more.")


def test_an_address_of_numbers_is_told_in_words(visit, live_server, watch):
    watch.origin = re.sub(r"//[^:]+:", "//127.0.0.1:", live_server.url)
    page = visit(path="/accounts/login/", base_url=watch.origin)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("They need https and a name, not a number")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_on_the_way_can_be_used_by_everybody(visitor, curator, language, by_name):
    """axe over what only exists while somebody is on the way: with a key, with codes, at the second step."""
    _, link = make_invitation(curator, note="See you on Tuesday.")
    accept(visitor, link)
    add_passkey(visitor)
    visitor.context.add_cookies([{"name": "django_language", "value": language, "url": by_name}])
    key = Authenticator.objects.get(type="webauthn").pk
    found = []
    for path in ("", "app/", "codes/", "codes/new/", "passkeys/add/", f"passkeys/{key}/", f"passkeys/{key}/remove/"):
        visitor.goto(f"/accounts/factor/{path}")
        found += in_every_look(visitor)
    visitor.context.clear_cookies(name="session")
    visitor.goto("/accounts/login/")
    visitor.locator('[name="username"]').fill("ada")
    visitor.locator('[name="password"]').fill(SECRET)
    visitor.locator("main form.fields button").first.click()
    visitor.locator('[name="code"]').wait_for()
    found += in_every_look(visitor)
    assert not found, "\n".join(found)


def test_it_works_on_a_telephone(visit, member, by_name, watch):
    watch.origin = by_name
    page = visit(path="/accounts/login/", viewport=PHONE, base_url=by_name)
    page.get_by_label("User name or e-mail address").fill("member")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/accounts/factor/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
