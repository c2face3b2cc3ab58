"""What is old goes, and what is not stays."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from notes.models import Claim
from readinglist.group.models import GroupSettings, Logo
from readinglist.members.models import Invitation
from readinglist.members.privacy.retention import KEPT
from readinglist.operations.models import AuditEntry
from tests.factories import make_paper

pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def rows(member, settings):
    """Of each kind one old row and one that has a day left: {name: [old, young]}."""
    paper = make_paper()

    def invitation(digest, **fields):
        fields = {"expires": ago(-1)} | fields
        return Invitation.objects.create(digest=digest, role="member", email="a@b.example", language="en", **fields)

    def entry(kind, days, **fields):
        row = AuditEntry.objects.create(kind=kind, by=member, **fields)
        AuditEntry.objects.filter(pk=row.pk).update(at=ago(days))
        return row

    def log(days):
        return LogEntry.objects.create(user=member, action_flag=ADDITION, object_repr="x", action_time=ago(days))

    def logo(digest, days):
        row = Logo.objects.create(digest=digest, image=b"x", width=1, height=1)
        Logo.objects.filter(pk=row.pk).update(added=ago(days))
        return row

    for key, days in (("old", 1), ("young", -1)):
        Session.objects.create(session_key=key, session_data="", expire_date=ago(days))
    held = logo("held", 2)
    GroupSettings.objects.create(pk=1, logo=held)
    end, sign_in = settings.INVITATION_KEPT_DAYS, settings.SIGN_IN_DAYS
    addresses, log_days = settings.AUDIT_ADDRESS_DAYS, settings.ADMIN_LOG_DAYS
    return {
        "sessions": list(Session.objects.order_by("expire_date")),
        "records": [
            UserSession.objects.create(user=member, session_key=key, ip="192.0.2.1", user_agent="x")
            for key in ("old", "young")
        ],
        "expired": [invitation(f"e{days}", expires=ago(days)) for days in (end + 1, end - 1)],
        "revoked": [invitation(f"r{days}", revoked=ago(days)) for days in (end + 1, end - 1)],
        "claims": [
            Claim.objects.create(member=member, paper=paper, language=language, until=ago(days))
            for language, days in (("en", 1), ("zh-hans", -1))
        ],
        "sign-ins": [entry("signed-in", days) for days in (sign_in + 1, sign_in - 1)],
        "failed": [entry("sign-in-failed", days) for days in (sign_in + 1, sign_in - 1)],
        "log": [log(days) for days in (log_days + 1, log_days - 1)],
        "logos": [logo("old", 2), logo("young", 0)],
        "kept": [entry("role", 9_000), held],
        "blanked": [entry("role", addresses + 1, address="192.0.2.1"), invitation("u1", used=ago(end + 1))],
        "not blanked": [entry("role", addresses - 1, address="192.0.2.1"), invitation("u2", used=ago(end - 1))],
    }


def is_there(row):
    return type(row)._base_manager.filter(pk=row.pk).exists()


def secrets(row):
    row.refresh_from_db()
    return getattr(row, "address", "") or getattr(row, "email", "")


def test_what_is_old_goes_and_what_is_not_stays(rows):
    call_command("clear_old")
    untouched = {"kept", "blanked", "not blanked"}
    left = {name: [is_there(row) for row in pair] for name, pair in rows.items()}
    assert left == {name: [True, True] if name in untouched else [False, True] for name in rows}
    assert [secrets(row) for row in rows["blanked"]] == ["", ""]
    assert [secrets(row) for row in rows["not blanked"]] == ["192.0.2.1", "a@b.example"]


def test_a_dry_run_counts_the_same_and_changes_nothing(rows, capsys):
    call_command("clear_old", "--dry-run")
    dry = capsys.readouterr().out.splitlines()
    assert all(is_there(row) for pair in rows.values() for row in pair)
    call_command("clear_old")
    assert dry == [*capsys.readouterr().out.splitlines(), "Nothing was changed."]
    assert len(dry) == len(KEPT) + 1 and "      0" not in "".join(dry)


def test_twice_clears_nothing_more(rows, capsys):
    call_command("clear_old")
    capsys.readouterr()
    call_command("clear_old")
    assert {line.split()[0] for line in capsys.readouterr().out.splitlines()} == {"0"}


def test_it_clears_more_rows_than_one_statement_takes(member):
    AuditEntry.objects.bulk_create(
        [AuditEntry(kind="exported", by=member, address="192.0.2.1") for _ in range(2_500)], 500
    )
    AuditEntry.objects.update(at=ago(1_000))
    call_command("clear_old")
    assert AuditEntry.objects.filter(address=None).count() == 2_500
