"""Who did what and when: written down once, read in one page, taken away as a file, never changed."""

import csv
import io
import json

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from notes.models import Summary
from papers.models import Author, Paper, Venue
from readinglist.group.models import GroupSettings
from readinglist.group.roles import give
from readinglist.operations import audit
from readinglist.operations.audit.sources import SOURCES
from readinglist.operations.audit.trail import PAGE, Asked, every, page, place_of
from readinglist.operations.models import AuditEntry
from tests.factories import PASSWORD, make_member, make_paper, make_reading, make_summary, make_venue
from tests.pages import elements

AUDIT = "/admin/operations/auditentry/"
EXPORT = f"{AUDIT}export/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(administrator, as_user):
    return as_user(administrator)


def whole():
    return list(every(SOURCES, Asked()))


def whats(lines):
    return [line.what for line in lines]


def rows_of(response):
    return elements(response, "time")


# What is written down


def test_every_kind_of_entry_is_of_one_source():
    named = [kind for source in SOURCES for kind in getattr(source, "kinds", ())]
    assert sorted(named) == sorted(AuditEntry.Kind)


def test_sign_ins_are_with_the_address_they_came_from(member):
    client = Client(REMOTE_ADDR="192.0.2.1")
    client.post("/accounts/login/", {"username": "member", "password": "wrong-secret"})
    client.post("/accounts/login/", {"username": "member", "password": PASSWORD})
    client.post("/accounts/logout/")
    entries = AuditEntry.objects.order_by("pk")
    assert [(entry.kind, entry.by, entry.person) for entry in entries] == [
        ("sign-in-failed", None, member),
        ("signed-in", member, None),
        ("signed-out", member, None),
    ]
    assert {entry.address for entry in entries} == {"192.0.2.1"}


def test_of_a_name_that_is_nobody_s_nothing_is_kept(db):
    Client().post("/accounts/login/", {"username": "my secret password", "password": "x-secret"})
    (entry,) = AuditEntry.objects.values("kind", "by", "person", "detail")
    assert entry == {"kind": "sign-in-failed", "by": None, "person": None, "detail": {}}


def test_a_changed_password_is_and_no_password(shelf, member):
    new = "quite another horse 7"
    shelf.post("/accounts/login/", {})
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert shelf.post("/accounts/password/", form).status_code == 302
    assert AuditEntry.objects.get(kind="password").by == member
    held = json.dumps(list(AuditEntry.objects.values()), default=str)
    assert PASSWORD not in held and new not in held


def test_an_entry_is_never_changed(member):
    entry = audit.note("signed-in", member)
    entry.kind = "signed-out"
    with pytest.raises(TypeError):
        entry.save()
    assert AuditEntry.objects.get().kind == "signed-in"


def test_an_unknown_kind_is_refused(member):
    with pytest.raises(ValueError, match="nonsense"):
        audit.note("nonsense", member)


@pytest.mark.parametrize("address", ["", "unix:", "nonsense", "192.0.2.1:80"])
def test_what_is_no_address_is_not_kept(member, rf, address):
    request = rf.get("/", REMOTE_ADDR=address)
    assert audit.note("signed-in", member, request=request).address is None


# What is read together


def test_it_tells_of_catalogue_roles_settings_and_sign_ins_the_latest_first(desk, curator, administrator, office):
    desk.post("/admin/papers/venue/add/", {"name": "OSDI", "area": "systems", "kind": "conference", **FORMSETS})
    give(make_member("wen"), "writer", by=administrator)
    office.post("/admin/group/groupsettings/add/", {"name_en": "Ours", "second_factor_required": "nobody"})
    lines = whole()
    assert whats(lines)[:3] == ["settings of the group: Created", "Role changed", "venue: Created"]
    assert [line.who for line in lines[:3]] == ["admin", "admin", "curator"]
    assert (lines[1].about, lines[1].detail) == ("wen", "Member → Writer")
    assert [line.at for line in lines] == sorted([line.at for line in lines], reverse=True)
    for line in lines[:3]:
        assert office.get(line.link).status_code == 200, line


FORMSETS = {f"aliases-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}


def test_it_tells_of_tables_without_a_history(desk, curator):
    desk.post("/admin/papers/author/add/", {"name": "Ada Lovelace"})
    assert Author.objects.exists()
    (line,) = [line for line in whole() if line.who == "curator" and "author" in line.what]
    assert (line.what, line.about) == ("author: Added", "Ada Lovelace")


def test_every_source_makes_lines_of_its_rows(catalogue, desk, curator):
    """By a catalogue in which something was done to every table that has a history."""
    make_venue("Another")
    lines = whole()
    told = {(source.kind, source.line(row, (0, 0)).what) for source in SOURCES for row in source.rows()[:3]}
    assert {(line.kind, line.what) for line in lines} >= told
    assert {line.kind for line in lines} >= {"catalogue", "texts", "sign-ins"}


@pytest.mark.parametrize("kind", ["people", "sign-ins", "settings", "catalogue"])
def test_it_filters_by_kind(office, administrator, member, kind):
    give(member, "writer", by=administrator)
    GroupSettings.objects.create(pk=1)
    make_paper()
    lines = office.get(f"{AUDIT}?kind={kind}").context["lines"]
    assert lines and {line.kind for line in lines} == {kind}


def test_it_filters_by_person_also_whom_it_is_about(office, administrator, member):
    make_member("other")
    give(member, "writer", by=administrator)
    give(User.objects.get(username="other"), "writer", by=administrator)
    lines = office.get(f"{AUDIT}?person=member").context["lines"]
    assert [(line.what, line.about) for line in lines] == [("Role changed", "member")]
    page = office.get(f"{AUDIT}?person=nobody")
    assert "Nobody has this user name." in page.content.decode()


def test_it_filters_by_day(office, member):
    audit.note("exported", member)
    AuditEntry.objects.filter(kind="exported").update(at="2020-05-05T12:00Z")
    for query, found in (("since=2020-05-05&until=2020-05-05", 1), ("until=2020-05-04", 0), ("since=2020-05-06", 0)):
        lines = office.get(f"{AUDIT}?kind=exports&{query}").context["lines"]
        assert len(lines) == found, query


@pytest.mark.parametrize(
    "query",
    ["before=x", "before=2020-01-01~1~1", "before=2020-13-01T00:00Z~1~1", "before=%00", "before=~~", "since=x",
     "since=0001-01-01", "until=9999-12-31", "kind=x", "person=%2500", "person=" + "x" * 500,
     f"before=2020-01-01T00:00:00%2B00:00~1~{10**20}"],
)  # fmt: skip
def test_no_word_in_its_address_breaks_it(office, query):
    assert office.get(f"{AUDIT}?{query}").status_code in {200, 400}


def test_page_by_page_it_tells_everything_once(administrator):
    for number in range(PAGE):
        audit.note("exported", administrator, number=number)
        make_paper(f"Paper {number}")
    AuditEntry.objects.update(at=Paper.history.first().history_date)  # many at one moment
    told, cursor = [], ""
    while True:
        lines, cursor = page(SOURCES, Asked(before=place_of(cursor)))
        told += lines
        if not cursor:
            break
    assert [line.key for line in told] == [line.key for line in whole()]
    assert len({line.place for line in told}) == len(told) >= 2 * PAGE


def test_it_asks_as_often_for_many_rows_as_for_few(office, administrator):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            office.get(AUDIT)
        return len(captured)

    audit.note("exported", administrator)
    make_summary(make_paper())
    few = queries()
    for number in range(12):
        audit.note("role", administrator, make_member(f"m{number}"))
        make_summary(make_paper(f"P{number}"), author=administrator, last_editor=administrator)
    assert queries() == few


# Who reads it


@pytest.mark.parametrize("path", [AUDIT, EXPORT, f"{AUDIT}1/change/", f"{AUDIT}add/", f"{AUDIT}1/delete/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_but_administrators(desk, shelf, path, method):
    for client in (desk, shelf, Client()):
        assert getattr(client, method)(path).status_code in {302, 403}


def test_administrators_read_and_change_nothing(office, administrator):
    entry = audit.note("exported", administrator)
    before = list(AuditEntry.objects.values())
    assert office.get(f"{AUDIT}{entry.pk}/change/").status_code == 200
    for path in (f"{AUDIT}{entry.pk}/change/", f"{AUDIT}{entry.pk}/delete/", f"{AUDIT}add/"):
        assert office.post(path, {"kind": "deleted", "post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
    assert office.post(AUDIT, data).status_code == 405
    assert list(AuditEntry.objects.values()) == before
    assert not administrator.has_perm("operations.delete_auditentry") or entry


# As a file


def test_it_is_taken_as_json_lines_and_that_is_written_down(office, administrator, member):
    give(member, "writer", by=administrator)
    assert office.get(EXPORT).status_code == 405
    response = office.post(EXPORT, {"format": "jsonl"})
    lines = [json.loads(line) for line in b"".join(response.streaming_content).decode().splitlines()]
    assert [line["what"] for line in lines][:2] == ["Data exported", "Role changed"]
    assert AuditEntry.objects.get(kind="exported").by == administrator
    assert response["Content-Disposition"] == 'attachment; filename="audit.jsonl"'


def test_it_is_taken_as_a_table_without_formulas(office):
    make_paper("=HYPERLINK(1)")
    response = office.post(EXPORT, {"format": "csv", "kind": "catalogue"})
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert {row["kind"] for row in rows} == {"catalogue"}
    assert rows[0]["about"] == "'=HYPERLINK(1)"


# What it never holds


def test_it_holds_no_private_note_no_text_and_no_secret(office, desk, member, shelf):
    paper = make_paper("Gavel")
    make_reading(member, paper, private_note="xq-secret")
    shelf.post(f"/papers/{paper.pk}/note/", {"private_note": "xq-secret again"})
    make_summary(paper, body="xq-secret summary", state="draft")
    Summary.objects.update(body="xq-secret summary too")
    Venue.objects.create(name="V")
    response = office.post(EXPORT, {"format": "jsonl"})
    assert "xq-secret" not in b"".join(response.streaming_content).decode()
    assert "xq-secret" not in office.get(AUDIT).content.decode()


def test_the_log_of_the_server_holds_none_either(shelf, member, caplog):
    caplog.set_level("DEBUG")
    paper = make_paper("Gavel")
    Client().post("/accounts/login/", {"username": "member", "password": "xq-secret"})
    Client().post("/accounts/login/", {"username": "xq-secret", "password": "x"})
    shelf.post(f"/papers/{paper.pk}/note/?token=xq-secret", {"private_note": "xq-secret"})
    shelf.get("/papers/?q=xq-secret")
    shelf.post("/accounts/delete/", {"password": "xq-secret"})
    shelf.get("/xq-secret")
    records = [record.getMessage() + str(record.__dict__) for record in caplog.records if record.name != "django.db"]
    assert not [text for text in records if "xq-secret" in text and "django.db.backends" not in text]
