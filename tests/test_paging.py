"""Pages of the catalogue: every paper once in each order, whatever comes or goes between two of them."""

import random

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from papers.models import Paper
from papers.ordering import ORDERS
from papers.paging import Pages
from tests.factories import make_paper
from tests.pages import elements, papers_in

SIZE = 3


@pytest.fixture
def many(db, settings):
    """Papers with equal and with unknown years, titles and venues, in no order."""
    settings.PAGE_SIZE = SIZE
    dice = random.Random(5)  # noqa: S311 - the same order in every run
    facts = [
        {"venue": venue, "year": year, "title": title}
        for venue in ("", "OSDI", "arXiv", "SOSP")
        for year in (None, 2001, 2020)
        for title in ("Beta", "alpha", "调度")
    ]
    dice.shuffle(facts)
    return [make_paper(**one).pk for one in facts]


def pages(sort, papers=None):
    rows = Paper.objects.all() if papers is None else papers
    return Pages(rows, ORDERS[sort], Paper.objects.for_rows(), SIZE)


def turn(sort, query, papers=None):
    return pages(sort, papers).asked(QueryDict(query))


def numbers(page):
    return [paper.pk for paper in page.object_list]


def in_order(sort, papers=None):
    return list(ORDERS[sort].of(Paper.objects.all() if papers is None else papers).values_list("pk", flat=True))


@pytest.mark.parametrize("sort", ORDERS)
def test_it_shows_every_paper_once_from_page_to_page(many, sort):
    seen, query, told = [], "", []
    while query is not None:
        page = turn(sort, query)
        seen += numbers(page)
        told.append(page.number)
        query = page.next_query if page.has_next() else None
    assert seen == in_order(sort)
    assert told == list(range(1, 13))


@pytest.mark.parametrize("sort", ORDERS)
def test_it_leads_back_the_same_way(many, sort):
    page = turn(sort, "page=12")
    shown, told = [numbers(page)], [page.number]
    while page.has_previous():
        page = turn(sort, page.previous_query)
        shown.insert(0, numbers(page))
        told.append(page.number)
    assert [pk for some in shown for pk in some] == in_order(sort)
    assert told == list(range(12, 0, -1))


@pytest.mark.parametrize("sort", ORDERS)
def test_a_number_alone_leads_to_the_same_page(many, sort):
    assert [pk for number in range(1, 13) for pk in numbers(turn(sort, f"page={number}"))] == in_order(sort)


@pytest.mark.parametrize("sort", ORDERS)
def test_it_keeps_to_the_papers_under_the_filters(many, sort):
    papers = Paper.objects.filter(title__in=["Beta", "调度"], venue__isnull=False)
    seen, query = [], ""
    while query is not None:
        page = turn(sort, query, papers)
        seen += numbers(page)
        query = page.next_query if page.has_next() else None
    assert seen == in_order(sort, papers)


@pytest.mark.parametrize("sort", ORDERS)
def test_what_comes_and_goes_in_front_neither_repeats_nor_skips_a_paper(many, sort):
    first = turn(sort, "")
    before = in_order(sort)
    facts = Paper.objects.get(pk=before[0])
    for _ in range(5):  # of the same place as the first one, in front of it or behind, in whichever order
        make_paper(facts.title, venue=facts.venue.name if facts.venue else "", year=facts.year)
    Paper.objects.filter(pk=before[1]).delete()
    after = turn(sort, first.next_query)
    anchor = before[SIZE - 1]
    now = in_order(sort)
    assert numbers(after) == now[now.index(anchor) + 1 :][:SIZE]
    assert [pk for pk in numbers(after) if pk in before] == numbers(after) or sort in ("oldest", "title")


def test_a_paper_added_on_top_moves_nothing_under_the_reader(many):
    first = turn("newest", "")
    new = make_paper(year=2024).pk
    second = turn("newest", first.next_query)
    assert numbers(second) == in_order("newest")[SIZE + 1 : 2 * SIZE + 1]
    assert not {new, *numbers(first)} & {*numbers(second)}
    assert numbers(turn("newest", second.previous_query)) == in_order("newest")[1 : SIZE + 1]
    assert turn("newest", second.previous_query).has_previous()  # the new one is before it


@pytest.mark.parametrize("sort", ORDERS)
def test_a_paper_that_is_gone_leaves_its_number(many, sort):
    query = turn(sort, "page=4").next_query
    Paper.objects.filter(pk=query.rsplit("=")[-1]).delete()
    page = turn(sort, query)
    assert (page.number, numbers(page)) == (5, in_order(sort)[4 * SIZE : 5 * SIZE])


def test_a_paper_that_fits_no_more_leaves_its_number(many):
    papers = Paper.objects.filter(title="Beta")
    query = turn("title", "page=2", papers).next_query
    Paper.objects.filter(pk=query.rsplit("=")[-1]).update(title="Gamma", title_key="gamma")
    page = turn("title", query, papers)
    assert (page.number, numbers(page)) == (3, in_order("title", papers)[2 * SIZE : 3 * SIZE])


def test_where_nothing_is_left_behind_a_paper_the_last_page_comes(many):
    last = in_order("newest")[-1]
    assert numbers(turn("newest", f"page=13&after={last}")) == in_order("newest")[-SIZE:]


def test_the_way_back_ends_with_a_full_first_page(many):
    order = in_order("newest")
    page = turn("newest", f"page=1&before={order[2]}")
    assert (page.number, numbers(page)) == (1, order[:SIZE])


@pytest.mark.parametrize("name", ["after", "before"])
@pytest.mark.parametrize("value", ["", "-1", "NaN", "1.5", "²", "１", "0", str(10**20), str(2**63), "\x00", "9" * 5000])
def test_it_ignores_what_names_no_paper(many, name, value):
    query = QueryDict(mutable=True)
    query.update({"page": "2", name: value})
    assert numbers(pages("newest").asked(query)) == in_order("newest")[SIZE : 2 * SIZE]


@pytest.mark.parametrize(
    ("value", "number"), [("-1", 12), ("0", 12), ("NaN", 1), ("last", 1), ("1e2", 1), (str(10**20), 12), ("12", 12)]
)
def test_it_shows_the_nearest_page(many, value, number):
    assert turn("oldest", f"page={value}").number == number
    assert turn("oldest", f"page={value}&after={in_order('oldest')[5]}").number in range(2, 13)


def test_its_numbers_stay_within_the_total(many):
    order = in_order("newest")
    page = turn("newest", f"page=12&after={order[2]}")
    assert page.has_next()
    assert (page.number, page.paginator.num_pages) == (11, 12)
    page = turn("newest", f"page=2&after={order[-2]}")
    assert not page.has_next()
    assert (page.number, page.paginator.num_pages) == (12, 12)


def test_an_empty_catalogue_has_one_page(db):
    for query in ("", "page=7", "page=2&after=1", "page=2&before=1"):
        page = turn("newest", query)
        assert (page.number, numbers(page), page.paginator.num_pages) == (1, [], 1)


@pytest.mark.parametrize("sort", ORDERS)
def test_a_deep_page_asks_no_more_often(many, sort):
    def asked(query):
        with CaptureQueriesContext(connection) as captured:
            turn(sort, query)
        return len(captured)

    early, late = in_order(sort)[SIZE], in_order(sort)[-2 * SIZE - 4]
    assert asked(f"page=10&after={late}") <= asked(f"page=2&after={early}") + 1  # the known, then the unknown
    assert asked("page=9") == asked("page=3")


def test_it_shows_its_neighbours_and_a_field_for_the_number(many, shelf):
    response = shelf.get("/papers/?sort=title&page=2")
    shown = papers_in(response)
    led = {rel: elements(response, "a", rel=rel)[0].get("href") for rel in ("next", "prev")}
    assert led == {"next": f"?sort=title&page=3&after={shown[-1]}", "prev": f"?sort=title&page=1&before={shown[0]}"}
    field = elements(response, "input", name="page")[0]
    assert (field.get("min"), field.get("max"), field.get("value")) == ("1", "12", "2")
    assert elements(response, "input", type="hidden", name="sort", value="title")


def test_the_pages_of_a_search_by_relevance_are_numbers(many, shelf):
    first = shelf.get("/papers/?q=beta")
    assert [link.get("href") for link in elements(first, "a", rel="next")] == ["?q=beta&page=2"]
