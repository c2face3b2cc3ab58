"""``manage.py let_in``: for whoever has lost password, telephone and keys."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from readinglist.operations.models import AuditEntry
from tests.factories import make_member


def let_in(name):
    out = StringIO()
    call_command("let_in", name, stdout=out)
    return out.getvalue()


def test_it_takes_the_factors_ends_the_sessions_and_gives_a_link(member, shelf, settings):
    settings.ALLOWED_HOSTS = ["papers.example.org", "testserver"]
    TOTP.activate(member, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    said = let_in("member")
    assert "Second factors taken away: 1. Sessions ended: 1." in said
    assert not Authenticator.objects.exists()
    assert shelf.get("/me/").status_code == 302
    link = urlsplit(said.splitlines()[-1])
    assert link.netloc == "papers.example.org"
    client, secret = Client(), "a long enough phrase"
    form = client.get(link.path, follow=True)
    assert form.status_code == 200
    client.post(form.request["PATH_INFO"], {"password1": secret, "password2": secret})
    assert client.post("/accounts/login/", {"username": "member", "password": secret})["Location"] == "/"
    assert set(AuditEntry.objects.filter(person=member).values_list("kind", flat=True)) >= {
        "second-factor",
        "sessions-ended",
    }


@pytest.mark.parametrize("name", ["nobody", "", "gone"])
def test_it_helps_nobody_who_is_not_in(member, name):
    make_member("gone", is_active=False)
    with pytest.raises(CommandError, match=f"No active account is called {name}."):
        let_in(name)
