"""Curators decide on what members suggest: a new paper, one that is here, or an answer that says no."""

import pytest

from papers.formats.plain import plain
from papers.formats.records import Link, Record
from papers.models import Origin, Paper, Suggestion
from papers.suggestions import Decided, accept
from tests.factories import make_curator, make_member, make_paper, make_suggestion, make_topic
from tests.filling import fields_of, filled
from tests.pages import elements, links_in
from tests.test_queries import queries
from tests.xss import HOSTILE_TITLE

URL = "/curation/suggestions/"
RECORD = Record(
    "Sharing a GPU Cluster Fairly",
    venue="SOSP",
    year=2019,
    authors=("Ada Byron", "Hua Li"),
    doi="10.1145/3341301.3359646",
    links=(Link("https://doi.org/10.1145/3341301.3359646", "paper"), Link("https://github.com/a/b", "code", "Code")),
    abstract="Jobs share.",
    tags=("GPU",),
)


def url(row):
    return f"{URL}{row.pk}/"


def send(desk, row, decision="accept", page=None, **changes):
    data = filled(page or desk.get(url(row)), "suggestion-form", **changes)
    return desk.post(url(row), data | {"decision": decision})


def signed(paper):
    return {one.field: (one.source, one.registry, one.by) for one in Origin.objects.filter(paper=paper)}


@pytest.fixture
def row(member):
    return make_suggestion(
        member, RECORD.title, record=plain(RECORD), registry="Crossref", found=["title", "authors", "venue", "doi"],
        topic=make_topic("Scheduling"), why="We run one.",
    )  # fmt: skip


def test_what_waits_is_listed_with_what_is_known(desk, row):
    make_suggestion(title="Declined before", state="declined")
    page = desk.get(URL)
    text = page.content.decode()
    assert all(word in text for word in (RECORD.title, "SOSP", "2019", RECORD.doi, "Crossref", "We run one.", "member"))
    assert "Declined before" not in text
    assert "Declined before" in desk.get(URL, {"state": "declined"}).content.decode()
    assert url(row) in links_in(page)


@pytest.mark.parametrize("state", ["", "nonsense", "waiting", "accepted", "declined"])
def test_every_state_has_its_page(desk, row, state):
    assert desk.get(URL, {"state": state}).status_code == 200


@pytest.mark.parametrize(
    ("fields", "mark"),
    [
        ({"title": "Another", "doi": "10.1145/3341301.3359646"}, "match"),
        ({"title": "Sharing a GPU cluster, fairly"}, "duplicate"),
        ({"title": "Another", "links": ("http://github.com/a/b/",)}, "match"), ({"title": "Another"}, "new"),
    ],
)  # fmt: skip
def test_it_says_what_the_catalogue_has(desk, row, fields, mark):
    paper = make_paper(**fields)
    page = desk.get(URL)
    assert len(elements(page, "span", class_=f"mark {mark}")) == 1
    assert (paper.get_absolute_url() in links_in(page)) == (mark != "new")


def test_a_paper_of_a_like_title_is_offered_too(desk, row):
    paper = make_paper("Sharing One GPU Cluster Fairly")
    assert f'value="{paper.pk}"' in desk.get(url(row)).content.decode()


def test_accepted_it_becomes_a_paper(desk, curator, member, row):
    assert send(desk, row, answer="Thanks!").status_code == 302
    paper = Paper.objects.get()
    assert (paper.title, paper.venue.name, paper.year, paper.doi) == (RECORD.title, "SOSP", 2019, RECORD.doi)
    assert (paper.abstract, paper.added_by) == ("Jobs share.", member)
    assert [author.author.name for author in paper.authorships.all()] == ["Ada Byron", "Hua Li"]
    assert {(link.url, link.kind, link.label) for link in paper.links.all()} == {
        ("https://doi.org/10.1145/3341301.3359646", "paper", ""), ("https://github.com/a/b", "code", "Code")
    }  # fmt: skip
    assert [topic.name for topic in paper.topics.all()] == ["Scheduling"]
    row.refresh_from_db()
    assert (row.state, row.paper, row.decided_by, row.answer) == ("accepted", paper, curator, "Thanks!")
    assert row.decided is not None


def test_each_value_is_signed_by_whoever_gave_it(desk, curator, member, row):
    send(desk, row, venue="OSDI", tags="GPU, fairness")
    origins = signed(Paper.objects.get())
    assert origins["title"] == origins["doi"] == ("registry", "Crossref", member)
    assert origins["venue"] == origins["tags"] == ("curator", "", curator)
    assert origins["year"] == origins["links"] == origins["topics"] == ("member", "", member)


def test_it_can_join_a_paper_that_is_here(desk, row):
    paper = make_paper("Another Name", year=2018, authors=("Typed Name",), arxiv_id="2309.06180")
    page = desk.get(url(row))
    data = fields_of(page, "suggestion-form") | {"decision": "accept", "paper": str(paper.pk)}
    assert desk.post(url(row), data).status_code == 422, "only what the page offers"
    paper.doi = RECORD.doi
    paper.save()
    assert send(desk, row).status_code == 302, "it is offered, and chosen, by its DOI"
    paper.refresh_from_db()
    assert Paper.objects.count() == 1
    assert (paper.title, paper.year, paper.venue.name) == ("Another Name", 2018, "SOSP")
    assert (paper.abstract, paper.arxiv_id) == ("Jobs share.", "2309.06180")
    assert [author.author.name for author in paper.authorships.all()] == ["Typed Name"]
    assert paper.links.count() == 2
    assert {"abstract", "links", "venue"} <= signed(paper).keys()
    assert not {"title", "year", "authors"} & signed(paper).keys()
    row.refresh_from_db()
    assert row.paper == paper


def test_what_is_surely_here_is_not_made_again(desk, row):
    paper = make_paper("Another", doi=RECORD.doi)
    response = send(desk, row, paper="new", another="on")
    assert response.status_code == 422
    assert paper.title in response.content.decode()
    row.refresh_from_db()
    assert (row.state, Paper.objects.count()) == ("waiting", 1)


def test_the_same_title_can_be_another_paper(desk, row):
    make_paper(RECORD.title)
    assert send(desk, row, paper="new").status_code == 422
    assert send(desk, row, paper="new", another="on").status_code == 302
    assert Paper.objects.count() == 2


def test_declined_the_member_sees_why(desk, shelf, curator, row):
    assert send(desk, row, "decline", answer="It is <i>not</i> ours.", title="").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answer, row.decided_by) == ("declined", "It is <i>not</i> ours.", curator)
    assert not Paper.objects.exists()
    assert "It is &lt;i&gt;not&lt;/i&gt; ours." in shelf.get("/papers/add/").content.decode()


@pytest.mark.parametrize("decision", ["accept", "decline"])
def test_who_comes_second_is_told(desk, as_user, row, decision):
    second = as_user(make_curator("second"))
    page = second.get(url(row))
    send(desk, row)
    response = send(second, row, decision, page=page)
    assert response.status_code == 409
    assert "Accepted: curator" in response.content.decode()
    assert Paper.objects.count() == 1
    row.refresh_from_db()
    assert row.state == "accepted"


def test_a_double_click_makes_one_paper(desk, row):
    page = desk.get(url(row))
    assert [send(desk, row, page=page).status_code for _ in range(2)] == [302, 409]
    assert Paper.objects.count() == 1


def test_one_that_was_withdrawn_meanwhile_is_no_page(desk, row, curator):
    page = desk.get(url(row))
    Suggestion.objects.all().delete()
    assert send(desk, row, page=page).status_code == 404
    with pytest.raises(Decided) as decided:
        accept(row.pk, RECORD, None, None, curator)
    assert decided.value.suggestion is None
    assert not Paper.objects.exists()


def test_one_that_is_decided_on_shows_what_became_of_it(desk, row):
    send(desk, row, "decline", answer="No.")
    page = desk.get(url(row))
    assert page.status_code == 200
    assert not elements(page, "form", id="suggestion-form")
    assert "No." in page.content.decode()


@pytest.mark.parametrize(
    "fields",
    [{"title": ""}, {"year": "12"}, {"links": "javascript:alert(1)"}, {"doi": "x"}, {"paper": "99"}, {"paper": "x"}],
)
def test_a_field_that_cannot_be_is_named_and_nothing_is_made(desk, row, fields):
    response = send(desk, row, **fields)
    assert response.status_code == 422
    assert any(span.get("id").endswith("_error") for span in elements(response))
    row.refresh_from_db()
    assert row.state == "waiting"
    assert not Paper.objects.exists()


def test_hostile_suggestions_are_text(desk):
    said = {"venue": HOSTILE_TITLE[:90], "authors": [HOSTILE_TITLE], "abstract": HOSTILE_TITLE, "tags": [HOSTILE_TITLE]}
    row = make_suggestion(title=HOSTILE_TITLE, record=said, why=HOSTILE_TITLE, url="javascript:alert(1)")
    for page in (desk.get(URL), desk.get(url(row))):
        assert page.status_code == 200
        assert not elements(page, "img")
        assert not [href for href in links_in(page) if href.lower().startswith("javascript:")]


def test_the_list_has_pages(desk):
    for number in range(25):
        make_suggestion(title=f"Paper {number}")
    assert elements(desk.get(URL), "a", rel="next")


def test_it_asks_as_often_for_20_rows_as_for_10(desk):
    def fill(count):
        for number in range(count):
            row = make_suggestion(
                title=f"Paper {number}", record={"links": [["https://a.example/", "other", ""]]}, topic=make_topic()
            )
            make_paper(row.record["title"], links=(f"https://a.example/{row.pk}",), venue=f"V{row.pk}")

    fill(9)
    make_paper(links=("https://a.example",))
    ten = queries(desk, URL)
    fill(11)
    assert queries(desk, URL) == ten


def test_a_member_s_own_page_and_the_desk_agree(desk, shelf, row):
    other = make_member("third")
    assert row.title_key == "sharing a gpu cluster fairly"
    assert make_suggestion(other, "sharing a gpu cluster fairly!").title_key == row.title_key
    assert len([href for href in links_in(desk.get(URL)) if href.startswith(URL)]) >= 2
