"""Saved filters: kept under a name, changed by their owner, for oneself or the group."""

import pytest
from django.db import transaction

from notes import saved as saving
from notes.models import Following, SavedFilter
from papers.tagging import rename_tag
from tests.pages import elements, links_in, papers_in
from tests.saved_filters import HTMX, keep


def save(client, query="tag=gpu", name="GPU papers", headers=None, **fields):
    return client.post("/filters/", {"query": query, "name": name} | fields, headers=headers)


# Saving


def test_it_keeps_the_filters_of_an_address_in_one_spelling(catalogue, shelf, member):
    response = save(shelf, "venue=nips&tag=GPU&page=3&after=7&q=two++words&sort=title&topic=调度&no=1&status=read")
    saved = SavedFilter.objects.get()
    assert response["Location"] == saved.get_absolute_url()
    assert (saved.owner, saved.name, saved.is_shared) == (member, "GPU papers", False)
    assert saved.query == "q=two++words&topic=scheduling&tag=gpu&venue=NeurIPS&sort=title&status=read"


def test_it_keeps_what_is_not_known_and_says_so_when_opened(catalogue, shelf):
    save(shelf, "tag=gpu&tag=no-such&venue=NOWHERE")
    saved = SavedFilter.objects.get()
    assert saved.query == "tag=gpu&tag=no-such&venue=NOWHERE"
    opened = shelf.get(saved.get_absolute_url())
    assert opened.context["filters"].unknown == [("Tag", "no-such"), ("Venue", "NOWHERE")]
    assert catalogue.named(papers_in(opened)) == ["survey", "vllm", "gavel"]
    assert "NOWHERE" in shelf.get("/filters/").content.decode()


def test_it_leads_to_a_tag_that_was_renamed(catalogue, shelf, curator):
    save(shelf, "tag=fairness")
    papers_tag = catalogue.papers["gavel"].tags.get(slug="fairness")
    rename_tag(papers_tag, "Equity", curator)
    opened = shelf.get(SavedFilter.objects.get().get_absolute_url())
    assert catalogue.named(papers_in(opened)) == ["gavel"]
    assert elements(opened, id="saved-here")


def test_the_control_beside_the_chips_keeps_the_present_filters(catalogue, shelf):
    page = shelf.get("/papers/?tag=GPU&sort=title&page=1")
    query = elements(page, "input", name="query")[0].get("value")
    save(shelf, query)
    assert SavedFilter.objects.get().query == "tag=gpu&sort=title"
    assert not elements(shelf.get("/papers/"), id="save-filter")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "required"),
        ({"name": "  "}, "required"),
        ({"name": "x" * 81}, "80"),
        ({"query": "&".join(f"tag={'长' * 40}{number}" for number in range(20))}, "more filters"),
        ({"query": "q=" + "x" * 30_000}, "20000"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_it_refuses_what_cannot_be_kept_and_loses_nothing(db, shelf, fields, words, headers):
    response = save(shelf, **({"name": "Mine", "is_shared": "on"} | fields), headers=headers)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert elements(response, "input", name="name")[0].get("value").strip() == fields.get("name", "Mine").strip()
    assert "checked" in elements(response, "input", name="is_shared")[0].attributes
    assert not SavedFilter.objects.exists()


def test_it_offers_to_replace_the_filters_of_one_s_own_filter_of_that_name(catalogue, shelf, member):
    keep(member)
    refused = save(shelf, "venue=OSDI", "gpu PAPERS")
    assert refused.status_code == 422
    assert elements(refused, "button", name="replace")
    assert SavedFilter.objects.get().query == "tag=gpu"
    assert save(shelf, "venue=osdi", "gpu PAPERS", replace="yes").status_code == 302
    assert [(one.name, one.query) for one in SavedFilter.objects.all()] == [("GPU papers", "venue=OSDI")]


def test_two_members_may_use_one_name(db, member, other, shelf):
    keep(other)
    assert save(shelf).status_code == 302
    assert SavedFilter.objects.count() == 2


def test_it_answers_htmx_with_the_control_alone(catalogue, shelf):
    response = save(shelf, headers=HTMX)
    assert response.content.lstrip().startswith(b'<p class="save-filter" id="save-filter"')
    assert SavedFilter.objects.get().get_absolute_url() in links_in(response)


def test_it_keeps_fifty_of_a_member(db, shelf, member):
    for number in range(saving.MOST):
        SavedFilter.objects.create(owner=member, name=f"Filter {number}")
    assert save(shelf).status_code == 422
    assert SavedFilter.objects.count() == saving.MOST
    assert save(shelf, name="Filter 3", replace="yes").status_code == 302


def test_it_keeps_words_exactly(db, shelf):
    save(shelf, "q=%22GPU+%E9%9B%86%E7%BE%A4%22+-a%26b&across=off")
    assert SavedFilter.objects.get().query == "q=%22GPU+%E9%9B%86%E7%BE%A4%22+-a%26b&across=off"


def test_the_database_keeps_names_apart(db, member):
    keep(member)
    with pytest.raises(saving.NameTaken), transaction.atomic():
        saving.save(SavedFilter(owner=member, name="gpu papers"))


# Changing


def test_its_owner_renames_it(db, shelf, member):
    saved = keep(member)
    assert shelf.post(f"/filters/{saved.pk}/", {"name": "  显卡  论文 "})["Location"] == "/filters/"
    saved.refresh_from_db()
    assert saved.name == "显卡 论文"


@pytest.mark.parametrize("name", ["", " ", "x" * 81, "second"])
def test_a_name_that_will_not_do_comes_back(db, shelf, member, name):
    saved = keep(member)
    keep(member, "Second")
    response = shelf.post(f"/filters/{saved.pk}/", {"name": name})
    assert response.status_code == 422
    assert elements(response, "input", name="name")[0].get("value").strip() == name.strip()
    saved.refresh_from_db()
    assert saved.name == "GPU papers"


def test_its_owner_shares_it_and_takes_it_back(db, shelf, member, other, as_user):
    saved = keep(member)
    shelf.post(f"/filters/{saved.pk}/", {"shared": "yes"})
    assert saved.get_absolute_url() in links_in(as_user(other).get("/filters/"))
    shelf.post(f"/filters/{saved.pk}/", {"shared": "no"})
    assert saved.get_absolute_url() not in links_in(as_user(other).get("/filters/"))


def test_its_owner_deletes_it(db, shelf, member):
    saved = keep(member)
    assert shelf.post(f"/filters/{saved.pk}/delete/").status_code == 302
    assert not SavedFilter.objects.exists()
    assert not Following.objects.exists()


# Who sees what


def test_another_member_s_private_filter_appears_nowhere(catalogue, shelf, member, other):
    saved = keep(other, "Secret plan", "tag=gpu")
    saving.pin(other, saved)
    Following.objects.create(member=member, filter=saved, looked=saved.created, looked_before=saved.created, position=1)
    for path in ("/", "/filters/", "/papers/?tag=gpu", saved.get_absolute_url()):
        assert "Secret plan" not in shelf.get(path).content.decode()
    for end in ("", "delete/", "pin/", "seen/"):
        fields = {"name": "Mine", "shared": "yes", "pin": "yes", "until": "2026-01-01"}
        assert shelf.post(f"/filters/{saved.pk}/{end}", fields).status_code == 404
    saved.refresh_from_db()
    assert (saved.name, saved.is_shared) == ("Secret plan", False)


def test_a_shared_filter_is_followed_by_anyone_and_changed_by_its_owner(catalogue, shelf, member, other):
    saved = keep(other, "For all", is_shared=True)
    assert shelf.post(f"/filters/{saved.pk}/pin/", {"pin": "yes"}).status_code == 302
    assert saved.get_absolute_url() in links_in(shelf.get("/"))
    for fields in ({"name": "Mine"}, {"shared": "no"}):
        assert shelf.post(f"/filters/{saved.pk}/", fields).status_code == 404
    assert shelf.post(f"/filters/{saved.pk}/delete/").status_code == 404
    assert SavedFilter.objects.get() == saved


def test_what_is_shared_no_more_leaves_the_others_pages(catalogue, shelf, member, other):
    saved = keep(other, "For all", is_shared=True)
    saving.pin(member, saved)
    SavedFilter.objects.update(is_shared=False)
    assert "For all" not in shelf.get("/").content.decode()
    assert not elements(shelf.get(saved.get_absolute_url()), id="saved-here")


def test_a_curator_may_take_a_filter_from_the_group(db, desk, member):
    saved = keep(member, is_shared=True)
    assert desk.post(f"/filters/{saved.pk}/", {"shared": "no"}).status_code == 302
    saved.refresh_from_db()
    assert (saved.is_shared, saved.owner) == (False, member)
    assert desk.post(f"/filters/{saved.pk}/", {"shared": "yes"}).status_code == 404


def test_with_a_member_their_private_filters_go_and_shared_ones_stay(catalogue, shelf, member, other, desk):
    keep(other, "Private")
    shared = keep(other, "For all", is_shared=True)
    saving.pin(member, shared)
    other.delete()
    assert list(SavedFilter.objects.all()) == [shared]
    assert SavedFilter.objects.get().owner is None
    assert "of a former member" in shelf.get("/filters/").content.decode()
    assert shared.get_absolute_url() in links_in(shelf.get("/"))
    assert catalogue.named(papers_in(shelf.get(shared.get_absolute_url()))) == ["survey", "vllm", "gavel"]
    assert shelf.post(f"/filters/{shared.pk}/", {"shared": "no"}).status_code == 404
    assert desk.post(f"/filters/{shared.pk}/", {"shared": "no"}).status_code == 302
    assert not SavedFilter.objects.exists()
    assert not Following.objects.exists()


def test_an_administrator_who_deletes_a_member_reads_no_private_names(db, administrator, other, as_user):
    keep(other, "Secret plan")
    keep(other, "For all", is_shared=True)
    desk = as_user(administrator)
    asked = desk.get(f"/admin/auth/user/{other.pk}/delete/")
    assert asked.status_code == 200
    assert "Secret plan" not in asked.content.decode()
    desk.post(f"/admin/auth/user/{other.pk}/delete/", {"post": "yes"})
    assert [(one.name, one.owner) for one in SavedFilter.objects.all()] == [("For all", None)]
