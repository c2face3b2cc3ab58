"""The first page: one's own shelf, what is new, and how much wants a hand."""

import pytest
from django.test import Client
from django.utils import timezone

from notes.claiming import claim
from notes.models import Claim, Summary
from papers.models import Paper
from tests.factories import make_paper, make_reading, make_summary
from tests.pages import elements, links_in, papers_in


def rows(response, name):
    return [reading.paper.pk for reading in response.context[name]]


def test_it_shows_one_s_own_reading_and_plans(catalogue, shelf, other, as_user):
    mine, theirs = shelf.get("/"), as_user(other).get("/")
    assert catalogue.named(rows(mine, "current")) == ["vllm"]
    assert catalogue.named(rows(mine, "planned")) == ["survey"]
    assert catalogue.named(rows(theirs, "current")) == []
    assert catalogue.named(rows(theirs, "planned")) == ["gavel"]


def test_it_shows_five_of_a_kind_the_last_changed_first(shelf, member):
    made = [make_reading(member, make_paper(), "reading").paper.pk for _ in range(7)]
    response = shelf.get("/")
    assert rows(response, "current") == made[:1:-1]
    assert papers_in(response)[:5] == made[:1:-1]


def test_it_recommends_what_one_has_not_marked(shelf, member, other):
    marked, rated, new = (make_paper(recommended=True) for _ in range(3))
    make_reading(member, marked, "read")
    make_reading(member, rated, "", rating=3)
    make_reading(other, new, "read")
    make_paper()
    assert {paper.pk for paper in shelf.get("/").context["start_with"]} == {rated.pk, new.pk}


def test_it_shows_the_newest_papers(catalogue, shelf):
    added = [paper.pk for paper in shelf.get("/").context["added"]]
    assert catalogue.named(added) == ["undated", "laws", "attention", "survey", "vllm"]


def test_it_shows_published_summaries_only(catalogue, shelf):
    written = shelf.get("/").context["written"]
    assert len(written) == 5
    assert {summary.state for summary in written} == {"published"}


def queues_by_hand():
    """How many papers want what, without drafts: the catalogue has one of each state."""

    def has(paper, language):
        return Summary.objects.filter(paper=paper, language=language, state="published").exists()

    papers = list(Paper.objects.all())
    return {
        "missing-en": sum(not has(paper, "en") for paper in papers),
        "missing-zh": sum(not has(paper, "zh-hans") for paper in papers),
        "out-of-step": 1,
    }


def test_its_queues_count_what_the_database_holds(catalogue, shelf):
    assert shelf.get("/").context["queues"] == queues_by_hand()


def test_it_counts_drafts_for_those_who_may_go_on_with_them(catalogue, desk):
    response = desk.get("/")
    assert response.context["queues"] == {**queues_by_hand(), "drafts": 2}
    assert len(papers_in(desk.get("/papers/?summary=drafts"))) == 2


@pytest.mark.parametrize("queue", ["missing-en", "missing-zh", "out-of-step"])
def test_its_queues_count_what_their_links_show(catalogue, shelf, queue):
    response = shelf.get("/")
    place = f"/papers/?summary={queue}"
    assert place in links_in(response)
    assert len(papers_in(shelf.get(place))) == response.context["queues"][queue] > 0


def test_it_counts_papers_where_both_sides_moved_on_once(shelf):
    paper = make_paper()
    make_summary(paper, version=3, in_step_with=1)
    make_summary(paper, "zh-hans", "中文", version=3, in_step_with=1)
    assert shelf.get("/").context["queues"] == {"missing-en": 0, "missing-zh": 0, "out-of-step": 1}


def test_it_shows_one_s_own_claims_while_they_run(shelf, member, other):
    mine, theirs, over = make_paper("Mine"), make_paper("Theirs"), make_paper("Over")
    claim(mine, "zh-hans", member)
    claim(theirs, "en", other)
    claim(over, "en", member)
    Claim.objects.filter(paper=over).update(until=timezone.now())
    response = shelf.get("/")
    assert [running.paper for running in response.context["claims"]] == [mine]
    assert f"/papers/{mine.pk}/translate/zh/" in links_in(response)
    assert not {f"/papers/{paper.pk}/translate/en/" for paper in (theirs, over)} & set(links_in(response))


def test_it_says_what_an_empty_catalogue_lacks(shelf):
    page = shelf.get("/").content.decode()
    assert "The catalogue is empty." in page
    assert "Nothing planned." in page


def test_it_asks_visitors_to_sign_in(catalogue):
    assert Client().get("/")["Location"] == "/accounts/login/?next=/"


def test_it_shows_visitors_the_catalogue_alone_where_it_is_open(catalogue, settings):
    settings.PUBLIC_CATALOGUE = True
    response = Client().get("/")
    assert response.status_code == 200
    assert len(papers_in(response)) == 5
    assert [rows(response, name) for name in ("current", "planned")] == [[], []]
    assert not elements(response, "progress")
    assert "/queues/" not in links_in(response)
    assert not [form for form in elements(response, "form") if form.get("action").endswith("/status/")]
