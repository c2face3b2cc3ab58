"""Saved filters on the home page, with what is new since the last look."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notes import saved as saving
from notes.models import Following, SavedFilter
from papers.models import Paper
from tests.factories import make_paper, make_topic
from tests.pages import elements, links_in, papers_in
from tests.saved_filters import HTMX, keep


def looked(member, saved, ago):
    """As if the member had last looked that long ago."""
    then = timezone.now() - ago
    Following.objects.filter(member=member, filter=saved).update(looked=then, looked_before=then)
    return then


def age(papers, ago):
    Paper.objects.filter(pk__in=[paper.pk for paper in papers]).update(added=timezone.now() - ago)


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
