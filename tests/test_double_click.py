"""A button clicked twice makes one row: on every page where one can be made, on the site and in curation."""

import threading

import pytest
from django.contrib import admin
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from notes.models import Claim, Reading, SavedFilter, Summary, Template, Term
from papers.models import (
    Author,
    Import,
    Institution,
    Paper,
    PaperList,
    Sent,
    Tag,
    Topic,
    Venue,
)
from papers.once import only_once
from readinglist.members.models import Invitation
from tests.factories import make_paper
from tests.pages import elements

pytestmark = pytest.mark.django_db
LIST = "# Systems\n\n- [OSDI'20] Gavel: Heterogeneity-Aware Scheduling\n"


def form_on(client, page, **typed):
    """What a browser sends from the page: its hidden fields and what is chosen, and what was typed."""
    answer = client.get(page)
    assert answer.status_code == 200
    fields = [field for field in elements(answer, "input") if field.get("name")]
    sent = {field.get("name"): field.get("value") for field in fields if field.get("type") == "hidden"}
    return sent | typed


def clicked_twice(client, address, sent):
    first, second = (client.post(address, fresh(sent)) for _click in range(2))
    assert first.status_code < 400, first.content.decode()[:2000]
    return first, second


def fresh(sent):
    for value in sent.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    return dict(sent)


def upload():
    return SimpleUploadedFile("list.md", LIST.encode())


# page, where it is sent, what is typed, and the model of which there is one row more
SITE = {
    "a paper": ("/papers/add/", "/papers/add/", {"title": "New"}, Paper),
    "a status": ("/papers/{paper}/paper/", "/papers/{paper}/status/", {"status": "read"}, Reading),
    "a note": ("/papers/{paper}/paper/", "/papers/{paper}/note/", {"private_note": "Mine"}, Reading),
    "a summary": ("/papers/{paper}/write/", "/papers/{paper}/summary/en/", {"body": "Text", "seen": "0"}, Summary),
    "a claim": ("/papers/{paper}/write/", "/papers/{paper}/claim/zh/", {"action": "take"}, Claim),
    "a filter": ("/papers/?q=gavel", "/filters/", {"name": "Mine", "query": "q=gavel"}, SavedFilter),
    "an import of a file": ("/import/", "/import/", {"into": "new", "file": upload}, Import),
    "an import of a text": ("/import/", "/import/", {"into": "new", "text": LIST}, Import),
    "a topic": ("/curation/topics/", "/curation/topics/", {"name_en": "Networks"}, Topic),
    "an invitation by link": ("/accounts/invitations/", "/accounts/invitations/", {"language": "en"}, Invitation),
    "an invitation by mail": (
        "/accounts/invitations/", "/accounts/invitations/", {"language": "en", "email": "ada@example.org"}, Invitation
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SITE)
def test_it_makes_one_row_on_the_site(what, curator, as_user):
    page, address, typed, model = SITE[what]
    paper = make_paper("Paper")
    client = as_user(curator)
    typed = {name: value() if callable(value) else value for name, value in typed.items()}
    if model is Invitation:
        typed["role"] = "member"
    before = model.objects.count()
    clicked_twice(client, address.format(paper=paper.pk), form_on(client, page.format(paper=paper.pk), **typed))
    assert model.objects.count() == before + 1
    assert len(mail.outbox) == ("email" in typed)


NONE_WITHIN = {"authorships-TOTAL_FORMS": "0", "links-TOTAL_FORMS": "0"}
# model: what a curator types for a new one
CURATION = {
    Paper: {"title": "New", "kind": "paper", "publication": "published", **NONE_WITHIN},
    Author: {"name": "Ada Byron"},
    Venue: {"name": "OSDI", "kind": "conference", "area": "systems"},
    Institution: {"name": "Stanford"},
    Tag: {"name": "gpu", "slug": "gpu"},
    Topic: {"name_en": "Scheduling", "position": "0"},
    PaperList: {"name": "A list", "kind": "list"},
    Summary: {"language": "en", "body": "Text", "state": "published"},
    Term: {"english": "straggler", "chinese": "掉队节点", "slug": "straggler"},
    Template: {"language": "en", "name": "Ours", "body": "## Idea", "position": "9"},
}
# names of people and of groups are unique; there is one row of settings; an import is brought at the desk
ELSEWHERE = {"auth.User", "auth.Group", "group.GroupSettings", "papers.Import", "notes.Reading"}


def test_every_form_of_curation_is_tried(administrator, rf):
    request = rf.get("/")
    request.user = administrator
    registered = admin.site._registry.items()
    open_to_all = {model for model, page in registered if page.has_add_permission(request)}
    assert {model._meta.label for model in open_to_all - set(CURATION)} <= ELSEWHERE


def forms_of(answer):
    context = answer.context_data
    return [
        context["adminform"].form,
        *(form for inline in context["inline_admin_formsets"] for form in inline.formset),
    ]


@pytest.mark.parametrize("model", CURATION, ids=lambda model: model.__name__)
def test_it_makes_one_row_in_curation(model, administrator, as_user):
    client = as_user(administrator)
    typed = dict(CURATION[model])
    if model is Summary:
        typed["paper"] = make_paper().pk
    page = f"/admin/{model._meta.app_label}/{model._meta.model_name}/add/"
    before = model.objects.count()
    first, second = clicked_twice(client, page, form_on(client, page, **typed))
    assert first.status_code == 302, [form.errors for form in forms_of(first)]
    assert model.objects.count() == before + 1
    if model not in {Summary, Template}:
        assert second["Location"] == first["Location"]


def test_the_same_again_from_a_page_opened_anew_is_another(administrator, as_user):
    client = as_user(administrator)
    for _page in range(2):
        page = "/admin/papers/paper/add/"
        client.post(page, form_on(client, page, **CURATION[Paper]))
    assert Paper.objects.count() == 2


def test_another_text_from_the_same_page_is_another(curator, as_user):
    """As after going back in the browser, which shows the page as it was."""
    client = as_user(curator)
    sent = form_on(client, "/import/", into="new")
    for name in ("One", "Two"):
        assert client.post("/import/", sent | {"text": LIST.replace("Systems", name)}).status_code == 302
    assert Import.objects.count() == 2


def test_another_person_s_is_another(curator, administrator, as_user):
    client, other = as_user(curator), as_user(administrator)
    sent = form_on(client, "/import/", into="new", text=LIST)
    for one in (client, other):
        one.post("/import/", sent)
    assert Import.objects.count() == 2


def test_what_was_refused_may_be_sent_again(curator, as_user):
    client = as_user(curator)
    sent = form_on(client, "/import/", into="new", text="")
    assert client.post("/import/", sent).status_code == 422
    assert not Sent.objects.exists()
    assert client.post("/import/", sent | {"text": LIST}).status_code == 302


def test_it_is_forgotten_after_a_day(curator, as_user, monkeypatch):
    client = as_user(curator)
    sent = form_on(client, "/import/", into="new", text=LIST)
    client.post("/import/", sent)
    monkeypatch.setattr("papers.once.KEPT", -only_once.__globals__["KEPT"])
    client.post("/import/", sent)
    assert Sent.objects.count() == 1
    assert Import.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's test database lives in one connection")
def test_two_clicks_at_the_same_moment_make_one_row(curator, settings):
    client = Client()
    client.force_login(curator)
    sent = form_on(client, "/admin/papers/paper/add/", **CURATION[Paper])
    start = threading.Barrier(2)
    answers = []

    def click():
        mine = Client()
        mine.cookies = client.cookies
        start.wait()
        answers.append(mine.post("/admin/papers/paper/add/", sent)["Location"])
        connection.close()

    threads = [threading.Thread(target=click) for _click in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Paper.objects.count() == 1
    assert len(set(answers)) == 1
