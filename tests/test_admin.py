"""The pages of curation: who may open them, that they stay quick, and what their actions do."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from notes.models import Claim, Reading, Summary, Template, Term
from papers.indexing import reindex
from papers.models import Author, Import, Institution, ListEntry, Paper, PaperList, Tag, Topic, Venue
from tests import factories
from tests.curation import url
from tests.factories import make_entry, make_list, make_paper, make_reading, make_section, make_topic, make_venue
from tests.test_headers import assert_nothing_inline

pytestmark = pytest.mark.django_db

CURATED = [Author, Institution, Paper, PaperList, Tag, Topic, Venue, Summary, Template, Term]
LOOKED_AT = [ListEntry, Reading]
DELETED_ONLY = [Claim]
AT_THE_DESK = [Import]  # their rows lead to the import desk: tests/test_import_desk.py


def shelve(number, member):
    """One row of everything a curator sees."""
    topic = make_topic(f"Topic {number}", f"主题 {number}")
    venue = make_venue(f"Venue {number}", aliases=(f"V{number}", f"Ven. {number}"))
    paper = make_paper(
        f"Paper {number}", venue=venue.name, year=2000 + number, topics=(topic, make_topic(f"Second {number}")),
        tags=(f"tag {number}",), institutions=(f"Institution {number}",), links=(f"https://example.org/{number}",),
        authors=(f"Author {number}", f"Other {number}"),
    )  # fmt: skip
    Institution.objects.get(name=f"Institution {number}").aliases.create(name=f"Inst. {number}")
    section = make_section(make_list(f"List {number}"), topic=topic)
    entry = make_entry(paper, section, claimed_venue="Elsewhere", claimed_year=1999)
    factories.make_summary(paper, "en", author=member, last_editor=member, after=entry, in_step_with=1)
    factories.make_summary(paper, "zh-hans", "中文", last_editor=member, version=2, state="draft")
    factories.make_reading(member, paper, private_note="Only mine.")
    Claim.objects.create(member=member, paper=paper, language="zh-hans", until=timezone.now())
    factories.make_term(f"Term {number}", f"术语{number}").names.create(language="en", name=f"Other term {number}")
    Template.objects.create(language="en", name=f"Template {number}", body="**Why.**")
    return paper


@pytest.fixture
def paper(member):
    return shelve(1, member)


# Who may open what


@pytest.mark.parametrize("model", [*CURATED, *LOOKED_AT, *DELETED_ONLY])
@pytest.mark.parametrize("who", ["curator", "administrator"])
def test_they_open_every_page(request, as_user, paper, model, who):
    client = as_user(request.getfixturevalue(who))
    row = model.objects.first()
    pages = [url(model, "changelist"), url(model, "change", row.pk), url(model, "history", row.pk)]
    pages += [url(model, "add")] if model in CURATED else []
    pages += [url(model, "delete", row.pk)] if model in CURATED or model in DELETED_ONLY else []
    if model is PaperList and who == "curator":
        pages.remove(url(model, "delete", row.pk))
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


@pytest.mark.parametrize("model", [*CURATED, *LOOKED_AT, *DELETED_ONLY])
def test_no_page_holds_a_script_or_style_of_its_own(desk, paper, model):
    row = model.objects.last()  # the first template is from a migration and has no history
    for page in ("history", "change"):
        assert_nothing_inline(desk.get(url(model, page, row.pk)))
    if hasattr(model, "history"):
        record = row.history.first()
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_simple_history"
        assert_nothing_inline(desk.get(reverse(name, args=[row.pk, record.pk])))


@pytest.mark.parametrize("model", [*CURATED, *LOOKED_AT, *DELETED_ONLY])
def test_nobody_else_does(as_user, member, paper, model):
    row = model.objects.first()
    for page in (
        url(model, "changelist"),
        url(model, "change", row.pk),
        url(model, "add"),
        url(model, "history", row.pk),
    ):
        answer = Client().get(page)
        assert (answer.status_code, answer["Location"].split("?")[0]) in [
            (302, "/admin/login/"), (302, "/accounts/login/"),
        ]  # fmt: skip
        assert as_user(member).get(page).status_code in {302, 403}
        assert as_user(member).post(page).status_code in {302, 403}


@pytest.mark.parametrize("model", LOOKED_AT)
@pytest.mark.parametrize("who", ["curator", "administrator"])
def test_a_source_and_a_members_reading_are_looked_at_only(request, as_user, paper, model, who):
    client, row = as_user(request.getfixturevalue(who)), model.objects.first()
    before = list(model.objects.values())
    assert client.get(url(model, "add")).status_code == 403
    assert client.post(url(model, "change", row.pk), {"raw": "x", "status": "read"}).status_code == 403
    assert client.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    client.post(url(model, "changelist"), data)
    assert list(model.objects.values()) == before


@pytest.mark.parametrize("who", ["curator", "administrator"])
def test_a_claim_is_taken_off_and_otherwise_left_alone(request, as_user, paper, who):
    client, row = as_user(request.getfixturevalue(who)), Claim.objects.get()
    assert client.get(url(Claim, "add")).status_code == 403
    assert client.post(url(row), {"language": "en", "until_0": "2099-01-01"}).status_code == 403
    assert Claim.objects.values().get() == Claim.objects.filter(pk=row.pk, language="zh-hans").values().get()
    assert client.post(url(row, "delete"), {"post": "yes"}).status_code == 302
    assert not Claim.objects.exists()


@pytest.mark.parametrize("who", ["curator", "administrator"])
def test_private_notes_are_shown_to_nobody(request, as_user, paper, who):
    client, reading = as_user(request.getfixturevalue(who)), Reading.objects.get()
    for page in (
        url(Reading, "changelist"), url(Reading, "changelist") + "?q=Only", url(Reading, "change", reading.pk),
        url(Reading, "history", reading.pk), url(Paper, "change", paper.pk), url(Paper, "delete", paper.pk),
    ):  # fmt: skip
        assert "Only mine." not in client.get(page).content.decode()


def test_a_search_finds_nothing_by_a_private_note(desk, paper):
    assert desk.get(url(Reading, "changelist"), {"q": "Only mine"}).context["cl"].result_count == 0


@pytest.mark.parametrize("page", ["/admin/auth/user/", "/admin/auth/user/add/", "/admin/auth/group/"])
def test_a_curator_has_no_say_about_accounts(desk, curator, page):
    assert desk.get(page).status_code == 403
    assert desk.post(f"/admin/auth/user/{curator.pk}/change/", {"is_superuser": "on"}).status_code == 403
    curator.refresh_from_db()
    assert not curator.is_superuser


@pytest.mark.parametrize(("change", "status"), [({"is_active": False}, 302), ({"is_staff": False}, 302), ({}, 403)])
def test_who_is_a_curator_no_longer_cannot_save(desk, curator, paper, change, status):
    page = desk.get(url(Paper, "change", paper.pk))
    assert page.status_code == 200
    if change:
        type(curator).objects.filter(pk=curator.pk).update(**change)
    else:
        curator.groups.remove(curator.groups.get())
    assert desk.post(url(Paper, "change", paper.pk), {"title": "Theirs"}).status_code == status
    paper.refresh_from_db()
    assert paper.title == "Paper 1"


def test_every_model_of_the_group_can_be_curated():
    registered = {model for model in admin.site._registry if model._meta.app_label in {"papers", "notes"}}
    assert registered == {*CURATED, *LOOKED_AT, *DELETED_ONLY, *AT_THE_DESK}


# How much work a page is


def test_a_page_of_rows_is_as_many_queries_for_30_as_for_10(desk, member):
    found_by = {**dict.fromkeys((ListEntry, Reading, Summary, Claim), "Paper"), PaperList: "List"}
    models = [*CURATED, *LOOKED_AT, *DELETED_ONLY]
    pages = [(model, words) for model in models for words in ({}, {"q": found_by.get(model, model.__name__)})]
    counts = []
    for numbers in (range(10), range(10, 30)):
        for number in numbers:
            shelve(number, member)
        counts.append({})
        for model, words in pages:
            with CaptureQueriesContext(connection) as captured:
                answer = desk.get(url(model, "changelist"), words)
            counts[-1][model.__name__, *words] = len(captured)
            assert answer.context["cl"].result_count >= numbers.stop
    assert counts[0] == counts[1]


FILTERS = [
    (Paper, "missing=venue", 0), (Paper, "missing=links", 1), (Paper, "missing=nonsense", 2),
    (Paper, "disagree=year", 1), (Paper, "disagree=venue", 1), (Paper, "summary=draft", 1),
    (Paper, "summary=missing-en", 1), (Paper, "summary=missing-zh-hans", 1), (Paper, "recommended__exact=0", 2),
    (Paper, "venue__area=systems", 1), (Paper, "year=2001&kind__exact=paper", 1), (Summary, "step=out", 1),
    (Summary, "language__exact=en", 1), (Venue, "area__exact=systems", 1), (Reading, "status__exact=read", 1),
    (Claim, "language__exact=en", 0), (Claim, "language__exact=zh-hans", 1),
]  # fmt: skip


@pytest.mark.parametrize(("model", "query", "found"), FILTERS)
def test_a_filter_finds(desk, paper, model, query, found):
    make_paper("Bare", venue="Systems Venue")
    Venue.objects.filter(name="Systems Venue").update(area="systems")
    Summary.objects.update(state="published") if model is Summary else None
    assert desk.get(f"{url(model, 'changelist')}?{query}").context["cl"].result_count == found


def test_a_spelling_of_the_venue_is_no_disagreement(desk, paper):
    for entry in ListEntry.objects.all():
        entry.claimed_venue, entry.claimed_year = "VEN. 1", 2001
        entry.save()
    for fact in ("venue", "year"):
        assert desk.get(f"{url(Paper, 'changelist')}?disagree={fact}").context["cl"].result_count == 0


@pytest.mark.parametrize("words", ["Paper 1", "Author 1", "主题 1", "Inst", "中文", "tag 1"])
def test_a_search_looks_everywhere(desk, paper, words):
    make_paper("Something else")
    Summary.objects.update(state="published")
    reindex([paper.pk])
    assert [row.pk for row in desk.get(url(Paper, "changelist"), {"q": words}).context["cl"].result_list] == [paper.pk]


@pytest.mark.parametrize(
    ("model", "field", "term", "found"),
    [
        ("paper", "venue", "ven", ["Venue 1"]), ("paper", "venue", "V1", ["Venue 1"]),
        ("paper", "topics", "主题", ["Topic 1"]), ("paper", "institutions", "Inst.", ["Institution 1"]),
        ("authorship", "author", "oth", ["Other 1"]), ("section", "topic", "Second", ["Second 1"]),
        ("topic", "parent", "Second", ["Second 1"]), ("taggedpaper", "tag", "tag", ["tag 1"]),
    ],
)  # fmt: skip
def test_a_field_completes_what_is_typed(desk, paper, model, field, term, found):
    query = {"app_label": "papers", "model_name": model, "field_name": field, "term": term}
    answer = desk.get("/admin/autocomplete/", query)
    assert [row["text"] for row in answer.json()["results"]] == found


def test_a_field_completes_for_curators_only(shelf, paper):
    query = {"app_label": "papers", "model_name": "paper", "field_name": "venue", "term": "v"}
    assert shelf.get("/admin/autocomplete/", query).status_code in {302, 403}


@pytest.mark.parametrize(
    "lookup", ["private_note__contains=sek", "private_note__startswith=s", "rating=2", "rating__gte=1"]
)
def test_nobody_guesses_private_notes_by_filters_in_the_address(desk, member, lookup):
    make_reading(member, make_paper(), private_note="sekret", rating=2)
    assert desk.get(f"/admin/notes/reading/?{lookup}").status_code == 400
    assert desk.get("/admin/notes/reading/?status__exact=read").status_code == 200
