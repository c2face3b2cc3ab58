"""The curator's desk: what waits, in numbers, and the ways to and from it."""

import pytest

from papers.models import Deed, Import, Lookalike, Merge, Suggestion, Tag
from tests.factories import make_entry, make_list, make_member, make_paper, make_topic, make_venue, permit
from tests.pages import elements, links_in
from tests.test_queries import queries

pytestmark = pytest.mark.django_db

PAGE = "/curation/"


def lines(page):
    return {line.url: line.rows for block in page.context["blocks"] for line in block.lines}


def make_import(**fields):
    return Import.objects.create(name="A list", format="markdown", text="- One", **fields)


def test_an_empty_catalogue_waits_for_nothing(desk):
    page = desk.get(PAGE)
    assert lines(page) == {}
    for words in ("Nothing waits for a decision.", "No paper lacks anything.", "Every name is used"):
        assert words in page.content.decode()


def test_it_counts_what_waits(desk, member):
    for state in ("review", "review", "reading", "writing", "done", "failed"):
        make_import(state=state)
    one, two, three = (make_paper(title, "OSDI", year=2020, doi=f"10.1/{title}") for title in ("One", "Two", "Three"))
    Lookalike.objects.create(one=one, other=two)
    Lookalike.objects.create(one=one, other=three, distinct=True)
    for state in ("waiting", "accepted"):
        Suggestion.objects.create(record={"title": "x"}, by=member, state=state)
    make_entry(one, make_list("A list"), claimed_venue="OSDI", claimed_year=2019)
    make_entry(two, make_list("Another"), claimed_venue="OSDI", claimed_year=2020)
    make_venue("Nowhere"), make_topic("Nothing")
    Tag.objects.create(name="a-b", slug="a-b"), Tag.objects.create(name="a b", slug="a-b2")
    found = lines(desk.get(PAGE))
    assert [line for block in desk.get(PAGE).context["blocks"] for line in block.lines if line.url == "/import/"]
    assert found == {
        "/import/": 2, "/curation/suggestions/": 1, "/curation/disagreements/": 1, "/curation/duplicates/": 1,
        "/curation/gaps/?gap=topic": 3, "/curation/gaps/?gap=link": 3, "/curation/gaps/?gap=authors": 3,
        "/curation/gaps/?gap=unused-venues": 1, "/curation/gaps/?gap=unused-topics": 1,
        "/curation/gaps/?gap=unused-tags": 2, "/curation/tags/#variants": 1,
    }  # fmt: skip


def test_every_line_leads_where_as_many_rows_are(desk):
    for number in range(3):
        make_paper(f"Paper {number}")
    for url, count in lines(desk.get(PAGE)).items():
        if "gap=" in url:
            assert desk.get(url).context["page"].paginator.count == count


def test_it_says_what_was_done_lately(desk, curator):
    kept = make_paper("Kept")
    row = make_import(state="done", by=curator, file_name="ours.md")
    Merge.objects.create(kept=kept, dropped=999, dropped_title="Dropped one", by=curator)
    Deed.objects.create(kind="tags-merged", old="gpus", new="GPU", by=curator)
    page = desk.get(PAGE)
    assert f"/import/{row.pk}/" in links_in(page)
    assert kept.get_absolute_url() in links_in(page)
    for words in ("A list", "Dropped one", "gpus"):
        assert words in page.content.decode()


def test_it_asks_as_often_for_20_rows_as_for_10(desk, member, curator):
    def more():
        for _ in range(10):
            paper, other = make_paper(), make_paper(venue="OSDI", year=2020)
            make_import(state="done", by=curator)
            Lookalike.objects.create(one=paper, other=other)
            Merge.objects.create(kept=paper, dropped=paper.pk + 10_000, dropped_title="x", by=curator)
            Suggestion.objects.create(record={"title": f"Suggested {paper.pk}"}, by=member)
            make_entry(other, make_list(f"List {other.pk}"), claimed_year=2019)
            make_venue(f"Venue {paper.pk}"), make_venue(f"Venue-{paper.pk}")

    more()
    ten = queries(desk, PAGE)
    more()
    assert queries(desk, PAGE) == ten
    assert ten <= 30


# The ways there


def test_curators_are_led_to_the_desk_and_members_to_none(desk, shelf):
    (link,) = [link for link in elements(desk.get("/papers/"), "a") if link.text == "Curation"]
    assert link.get("href") == PAGE
    assert "aria-current" not in link.attributes
    assert elements(desk.get(PAGE), "a", href=PAGE, aria_current="page")
    assert not [link for link in elements(shelf.get("/papers/"), "a") if link.text == "Curation"]


def test_staff_who_may_not_change_papers_are_led_to_the_admin(as_user):
    helper = make_member("helper", is_staff=True)
    permit(helper, "view_venue")
    client = as_user(helper)
    (link,) = [link for link in elements(client.get("/papers/"), "a") if link.text == "Curation"]
    assert link.get("href") == "/admin/"
    assert client.get(PAGE).status_code == 403
    assert PAGE not in links_in(client.get("/admin/"))


@pytest.mark.parametrize(
    "path",
    [PAGE, "/import/", "/curation/disagreements/", "/curation/duplicates/", "/curation/suggestions/",
     "/curation/gaps/", "/curation/tags/", "/curation/topics/"],
)  # fmt: skip
def test_every_page_of_the_desk_leads_to_all_others_and_says_where_it_is(desk, path):
    page = desk.get(path)
    nav = page.content.decode().split('id="desk-nav"')[1].split("</nav>")[0]
    assert [link.text for link in elements(nav, "a")] == [
        "Overview", "Import", "Disagreements", "Duplicates", "Suggestions", "Gaps", "Tags", "Topics",
        "People", "All tables",
    ]  # fmt: skip
    assert [link.get("href") for link in elements(nav, "a", aria_current="page")] == [path]


def test_the_admin_leads_to_the_desk(desk):
    assert {PAGE, "/import/", "/curation/gaps/", "/curation/tags/", "/curation/topics/"} <= set(
        links_in(desk.get("/admin/"))
    )
