"""Taking everything along that is one's own, and nothing that is another's; and leaving by oneself."""

import io
import json
import time
import tracemalloc
import zipfile

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from notes import saved
from notes.models import Claim, Draft, Reading, Summary
from papers.models import Paper, SearchDoc
from readinglist.members.models import Invitation
from readinglist.members.privacy.taking import TABLES
from readinglist.operations import audit
from readinglist.operations.models import AuditEntry
from tests.factories import PASSWORD, make_admin, make_paper, make_reading, make_suggestion, make_summary, make_term

DATA, DELETE = "/accounts/data/", "/accounts/delete/"

pytestmark = pytest.mark.django_db


def archive(client):
    answer = client.post(DATA)
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def table(files, name):
    return json.loads(files.read(f"{name}.json"))


def leave_marks(person, word):
    """A row with the word in every table that the archive is made of."""
    papers = list(Paper.objects.order_by("pk"))
    make_reading(person, papers[0], "read", rating=4, private_note=f"{word} note")
    make_summary(papers[0] if word == "mine" else papers[1], body=f"{word} summary", author=person)
    Summary.history.filter(body__startswith=word).update(history_user=person)
    Draft.objects.create(member=person, paper=papers[0], language="zh-hans", body=f"{word} draft")
    Claim.objects.create(member=person, paper=papers[0 if word == "mine" else 1], language="en", until=timezone.now())
    saved.create(person, name=f"{word} filter", query="tag=gpu")
    make_suggestion(person, title=f"{word} suggestion")
    term = make_term(f"{word} term", "我的" if word == "mine" else "他的")
    term.history.update(history_user=person)
    Invitation.objects.create(
        digest=word, role="member", email=f"{word}@example.org", invited_by=person, language="en",
        expires=timezone.now(),
    )  # fmt: skip
    audit.note("role", by=person, before=word)


@pytest.fixture
def both(member, other):
    """Two members with the same papers and the same kinds of rows."""
    for title in ("Gavel: 调度", "Pollux/../x"):
        make_paper(title, venue="OSDI", year=2020)
    member.email, other.email = "mine@example.org", "theirs@example.org"
    member.save(), other.save()
    leave_marks(member, "mine")
    leave_marks(other, "theirs")


def test_the_page_says_what_there_is_and_sends_nothing(shelf):
    page = shelf.get(DATA)
    assert page.status_code == 200 and page["Content-Type"].startswith("text/html")
    assert not AuditEntry.objects.filter(kind="exported").exists()


def test_it_holds_all_that_is_mine(shelf, both):
    files = archive(shelf)
    assert files.testzip() is None
    assert [name for name in files.namelist() if "/" not in name] == [
        "README.md", "account.json", *(f"{name}.json" for name in TABLES)
    ]  # fmt: skip
    (reading,) = table(files, "readings")
    assert (reading["status"], reading["rating"], reading["private_note"]) == ("read", 4, "mine note")
    paper = reading["paper"]
    assert (paper["title"], paper["venue"], paper["year"]) == ("Gavel: 调度", "OSDI", 2020)
    for name in TABLES.keys() - {"imports", "sessions"}:
        assert "mine" in json.dumps(table(files, name)) or name in {"readings", "claims"}, name
        assert len(table(files, name)) == (3 if name == "audit" else 1), name
    assert json.loads(files.read("account.json"))["email_addresses"][0]["email"] == "mine@example.org"


def test_it_holds_nothing_of_anybody_else(shelf, both, other):
    files = archive(shelf)
    for name in files.namelist():
        text = files.read(name).decode()
        assert "theirs" not in text and "他的" not in text and '"other"' not in text, name


def test_each_paper_with_notes_or_summaries_of_mine_is_a_markdown_file(shelf, both):
    files = archive(shelf)
    (name,) = [name for name in files.namelist() if name.startswith("papers/")]
    text = files.read(name).decode()
    assert text.startswith("# Gavel: 调度\n\nOSDI 2020\n")
    assert [part in text for part in ("mine note", "mine summary", "mine draft")] == [True] * 3


def test_the_readme_names_every_file(shelf, both):
    files = archive(shelf)
    readme = files.read("README.md").decode()
    assert [name for name in files.namelist() if name.endswith(".json") and f"`{name}`" not in readme] == []


def test_names_of_papers_lead_nowhere_outside_of_the_archive(shelf, member):
    for title in ("../../etc/passwd", "/absolute", "C:\\x", "a\x00b", "…", "x" * 400):
        make_reading(member, make_paper(title.replace("\x00", "")), private_note="x")
    names = [name for name in archive(shelf).namelist() if name.startswith("papers/")]
    assert len(names) == 6
    assert not [name for name in names if ".." in name or "\\" in name or name.count("/") > 1 or len(name) > 90]


def test_it_is_sent_to_this_person_alone_and_written_down(shelf, member):
    answer = shelf.post(DATA)
    assert answer.streaming and answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith('attachment; filename="my-data-member-')
    assert AuditEntry.objects.get(kind="exported").by == member


def test_an_address_of_who_did_something_to_me_is_theirs(shelf, member, administrator):
    AuditEntry.objects.create(kind="role", by=administrator, person=member, address="192.0.2.9")
    AuditEntry.objects.create(kind="sign-in-failed", person=member, address="192.0.2.8")
    rows = table(archive(shelf), "audit")
    assert [row["address"] for row in rows if row["kind"] in {"role", "sign-in-failed"}] == [None, "192.0.2.8"]


def test_30_000_readings_take_no_more_memory_than_a_few(shelf, member):
    papers = Paper.objects.bulk_create(
        [Paper(title=f"Paper {n}", title_key=f"paper {n}", cite_key=f"p{n}") for n in range(30_000)], 500
    )
    Reading.objects.bulk_create(
        [
            Reading(member=member, paper=paper, status="read", private_note=f"Note {n}" * (n % 10 == 0))
            for n, paper in enumerate(papers)
        ],
        500,
    )
    answer = shelf.post(DATA)
    tracemalloc.start()
    size = largest = 0
    for piece in answer.streaming_content:
        size, largest = size + len(piece), max(largest, len(piece))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 500_000
    assert largest < 300_000
    assert peak < 24_000_000


# Leaving


def test_it_asks_for_the_password_and_then_all_is_gone(shelf, member, both):
    assert "What stays" in shelf.get(DELETE).content.decode()
    answer = shelf.post(DELETE, {"password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert not User.objects.filter(username="member").exists()
    assert "Your account is deleted." in shelf.get("/accounts/login/").content.decode()
    assert shelf.get("/me/").status_code == 302


def test_the_private_notes_leave_the_search(shelf, member, both):
    shelf.post(DELETE, {"password": PASSWORD})
    kept = [str(row) for row in SearchDoc.objects.values()]
    assert not [row for row in kept if "mine note" in row]


@pytest.mark.parametrize("typed", [{}, {"password": ""}, {"password": "wrong"}, {"password": " " + PASSWORD}])
def test_with_a_wrong_password_nothing_is(shelf, member, typed):
    answer = shelf.post(DELETE, typed)
    assert answer.status_code == 422
    assert User.objects.filter(pk=member.pk).exists() and shelf.get("/me/").status_code == 200


def test_passwords_are_not_tried_for_long(shelf, member):
    statuses = [shelf.post(DELETE, {"password": "wrong"}).status_code for _ in range(25)]
    assert statuses[-1] == 429
    assert shelf.post(DELETE, {"password": PASSWORD}).status_code == 429


def signed_in_before(client, person, seconds):
    """As allauth remembers it in the session."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "socialaccount", "at": time.time() - seconds}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def test_without_a_password_a_sign_in_of_just_now_is_asked_for(shelf, member):
    member.set_unusable_password()
    member.save()
    shelf.force_login(member)
    assert not shelf.post(DELETE, {"sure": "on"}).wsgi_request.POST.get("password")
    assert User.objects.filter(pk=member.pk).exists()
    signed_in_before(shelf, member, 20)
    assert shelf.post(DELETE, {}).status_code == 422
    assert shelf.post(DELETE, {"sure": "on"}).status_code == 302
    assert not User.objects.filter(pk=member.pk).exists()


def test_an_old_sign_in_does_not_do(shelf, member):
    member.set_unusable_password()
    member.save()
    shelf.force_login(member)
    signed_in_before(shelf, member, 1_000)
    shelf.post(DELETE, {"sure": "on"})
    assert User.objects.filter(pk=member.pk).exists()


def test_the_last_administrator_stays(administrator, as_user):
    client = as_user(administrator)
    assert client.post(DELETE, {"password": PASSWORD}).status_code == 409
    assert User.objects.filter(pk=administrator.pk, is_superuser=True).exists()
    make_admin("another")
    assert client.post(DELETE, {"password": PASSWORD}).status_code == 302


def test_looking_at_it_deletes_nothing(shelf, member):
    for method in ("get", "head", "put", "delete"):
        getattr(shelf, method)(DELETE)
    assert User.objects.filter(pk=member.pk).exists()
