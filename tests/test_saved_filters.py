"""Saved filters: under a name, for oneself or the group, on the home page, with what is new since the last look."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notes import saved as saving
from notes.models import Following, SavedFilter
from papers.models import Paper
from papers.tagging import rename_tag
from tests.factories import make_paper, make_topic
from tests.pages import elements, links_in, papers_in

HTMX = {"HX-Request": "true"}


def keep(member, name="GPU papers", query="tag=gpu", **fields):
    return saving.create(member, name=name, query=query, **fields)


def save(client, query="tag=gpu", name="GPU papers", headers=None, **fields):
    return client.post("/filters/", {"query": query, "name": name} | fields, headers=headers)


def looked(member, saved, ago):
    """As if the member had last looked that long ago."""
    then = timezone.now() - ago
    Following.objects.filter(member=member, filter=saved).update(looked=then, looked_before=then)
    return then


def age(papers, ago):
    Paper.objects.filter(pk__in=[paper.pk for paper in papers]).update(added=timezone.now() - ago)


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


# On the home page


def test_it_stands_on_one_s_own_home_page_in_one_s_own_order(db, shelf, member, other, as_user):
    first, second, third = (keep(member, name) for name in ("A", "B", "C"))
    for saved in (first, second, third):
        shelf.post(f"/filters/{saved.pk}/pin/", {"pin": "yes"})
    shelf.post(f"/filters/{third.pk}/pin/", {"pin": "up"})
    shelf.post(f"/filters/{first.pk}/pin/", {"pin": "up"})
    shelf.post(f"/filters/{first.pk}/pin/", {"pin": "down"})
    pins = [link for link in links_in(shelf.get("/")) if "saved=" in link]
    assert pins == [saved.get_absolute_url() for saved in (third, first, second)]
    shelf.post(f"/filters/{first.pk}/pin/", {"pin": "no"})
    assert len([link for link in links_in(shelf.get("/")) if "saved=" in link]) == 2
    assert not [link for link in links_in(as_user(other).get("/")) if "saved=" in link]


def test_there_is_room_for_twenty(db, shelf, member):
    saved = [SavedFilter.objects.create(owner=member, name=f"Filter {number}") for number in range(21)]
    answers = [shelf.post(f"/filters/{one.pk}/pin/", {"pin": "yes"}).status_code for one in saved]
    assert answers == [302] * 20 + [422]


@pytest.mark.parametrize("word", ["", "left"])
def test_it_knows_no_other_pin(db, shelf, member, word):
    assert shelf.post(f"/filters/{keep(member).pk}/pin/", {"pin": word}).status_code == 422


# What is new


@pytest.fixture
def weekly(catalogue, member):
    """A filter last looked at a week ago, before the papers of today came."""
    age(catalogue.papers.values(), timedelta(days=30))
    saved = keep(member)
    saving.pin(member, saved)
    looked(member, saved, timedelta(days=7))
    return saved


def new_on_home(client):
    found = [element.text for element in elements(client.get("/"), "span", class_="fresh")]
    return found[0] if found else ""


def test_home_counts_what_came_into_it_since_the_last_look(weekly, shelf):
    assert new_on_home(shelf) == ""
    for _ in range(3):
        make_paper(tags=("GPU",))
    make_paper(tags=("memory",))
    assert new_on_home(shelf) == "3 new"
    assert "3 new" in shelf.get("/filters/").content.decode()


def test_it_counts_to_ninety_nine(weekly, shelf):
    now = timezone.now()
    Paper.objects.bulk_create([Paper(title=f"New {n}", title_key=f"new {n}", year=2020, added=now) for n in range(120)])
    SavedFilter.objects.update(query="year_min=2020&year_max=2020")
    assert new_on_home(shelf) == "99+ new"


def test_its_page_says_what_is_new_marks_it_and_narrows_to_it(weekly, shelf, catalogue):
    new = make_paper(tags=("GPU",))
    page = shelf.get(weekly.get_absolute_url())
    assert "1 paper is new since you last looked" in page.content.decode()
    assert len(elements(page, "span", class_="fresh")) == 1
    assert papers_in(page)[-1] == new.pk  # it has no year
    address = next(link for link in links_in(page) if "added_since=" in link)
    narrowed = shelf.get(f"/papers/{address}")
    assert papers_in(narrowed) == [new.pk]
    assert [chip.label for chip in narrowed.context["filters"].chips] == ["Tag", "Added since"]


def test_a_look_is_remembered_by_post_alone(weekly, shelf, member):
    make_paper(tags=("GPU",))
    before = Following.objects.get()
    shelf.get(weekly.get_absolute_url())
    assert Following.objects.get().looked == before.looked
    until = elements(shelf.get(weekly.get_absolute_url()), "input", name="until")[0].get("value")
    answer = shelf.post(f"/filters/{weekly.pk}/seen/", {"until": until}, headers=HTMX)
    assert (answer.status_code, answer.content) == (204, b"")
    assert new_on_home(shelf) == ""


def test_marks_stay_through_a_visit_until_they_are_marked_as_seen(weekly, shelf):
    make_paper(tags=("GPU",))

    def post(**fields):
        until = elements(shelf.get(weekly.get_absolute_url()), "input", name="until")[0].get("value")
        return shelf.post(f"/filters/{weekly.pk}/seen/", {"until": until} | fields)

    post()
    post()
    assert len(elements(shelf.get(weekly.get_absolute_url()), "span", class_="fresh")) == 1
    assert post(seen="yes").status_code == 302
    assert not elements(shelf.get(weekly.get_absolute_url()), "span", class_="fresh")


def test_what_comes_while_one_looks_is_new_afterwards(weekly, shelf):
    until = elements(shelf.get(weekly.get_absolute_url()), "input", name="until")[0].get("value")
    make_paper(tags=("GPU",))
    shelf.post(f"/filters/{weekly.pk}/seen/", {"until": until})
    assert new_on_home(shelf) == "1 new"


@pytest.mark.parametrize("until", ["", "soon", "0001-01-01", "9" * 400, "\x00"])
def test_a_look_at_no_time_is_refused(weekly, shelf, until):
    assert shelf.post(f"/filters/{weekly.pk}/seen/", {"until": until}).status_code == 404


def test_nobody_looks_into_the_future(weekly, shelf):
    shelf.post(f"/filters/{weekly.pk}/seen/", {"until": "2199-01-01"})
    assert Following.objects.get().looked <= timezone.now()


def test_each_member_looks_for_themselves(weekly, shelf, other, as_user):
    SavedFilter.objects.update(is_shared=True)
    theirs = as_user(other)
    theirs.post(f"/filters/{weekly.pk}/pin/", {"pin": "yes"})
    make_paper(tags=("GPU",))
    theirs.post(f"/filters/{weekly.pk}/seen/", {"until": "2199-01-01"})
    assert new_on_home(theirs) == ""
    assert new_on_home(shelf) == "1 new"


@pytest.mark.parametrize("query", ["tag=gpu&saved=x", "tag=gpu&saved=99999", "tag=gpu&saved=" + "9" * 30, "saved="])
def test_an_address_without_such_a_filter_is_the_catalogue(weekly, shelf, query):
    assert not elements(shelf.get(f"/papers/?{query}"), id="saved-here")


def test_other_filters_are_not_the_saved_ones(weekly, shelf):
    assert elements(shelf.get(f"/papers/?tag=gpu&page=1&saved={weekly.pk}"), id="saved-here")
    for query in ("tag=memory", "tag=gpu&venue=OSDI", "q=x"):
        assert not elements(shelf.get(f"/papers/?{query}&saved={weekly.pk}"), id="saved-here")


def test_its_pages_know_it_too(weekly, shelf, settings):
    settings.PAGE_SIZE = 1
    following = elements(shelf.get(weekly.get_absolute_url()), "a", rel="next")[0].get("href")
    assert following.startswith(f"?tag=gpu&saved={weekly.pk}&page=2&after=")
    assert elements(shelf.get(f"/papers/{following}"), id="saved-here")


@pytest.mark.parametrize("value", ["2026-01-01", "2026-01-01T10:00:00Z", "2026-01-01T10:00:00.000001Z"])
def test_the_catalogue_is_narrowed_to_what_came_since(catalogue, shelf, value):
    Paper.objects.exclude(pk=catalogue["gavel"]).update(added="2025-12-31T00:00:00Z")
    assert catalogue.named(papers_in(shelf.get("/papers/", {"added_since": value}))) == ["gavel"]


# However many there are


def make_pins(member, several, start=0):
    for number in range(start, start + several):
        query = f"q=word{number}&topic=topic-{number}&tag=gpu&venue=OSDI&institution=Stanford&status=none&summary=en"
        saving.pin(member, saved := keep(member, f"Filter {number}", query))
        looked(member, saved, timedelta(days=1))


@pytest.mark.parametrize("path", ["/", "/filters/"])
def test_it_asks_as_often_for_ten_filters_as_for_five(db, shelf, member, path):
    for number in range(10):
        make_paper(tags=("GPU",), venue="OSDI", institutions=("Stanford",), topics=(make_topic(f"Topic {number}"),))

    def queries():
        shelf.get(path)
        with CaptureQueriesContext(connection) as captured:
            shelf.get(path)
        return len(captured)

    make_pins(member, 5)
    five = queries()
    make_pins(member, 5, start=5)
    assert queries() == five


def test_the_database_keeps_names_apart(db, member):
    keep(member)
    with pytest.raises(saving.NameTaken), transaction.atomic():
        saving.save(SavedFilter(owner=member, name="gpu papers"))
