"""Searching as members meet it: what is found, why, in which other words, and what to try where nothing is."""

import re

import pytest

from notes.models import TermName
from notes.widening import other_names
from papers.admin.papers import PaperAdmin
from tests.factories import (
    make_curator,
    make_entry,
    make_institution,
    make_list,
    make_paper,
    make_reading,
    make_summary,
    make_term,
    make_topic,
    make_venue,
)
from tests.pages import elements, links_in, papers_in

HTMX = {"HX-Request": "true"}


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def row(response, paper):
    """The HTML of one paper's row."""
    return re.search(rf'<article class="row" data-paper="{paper.pk}".*?</article>', body(response), re.S)[0]


def reasons(response, paper):
    """What stands under a row, as plain words with the hits in [brackets]."""
    found = re.search(r'<ul class="matched">(.*?)</ul>', row(response, paper), re.S)
    lines = re.findall(r"<li>(.*?)</li>", found[1], re.S) if found else []
    marked = [re.sub(r"</?mark>", lambda tag: "]" if "/" in tag[0] else "[", line) for line in lines]
    return [" ".join(re.sub(r"<[^>]+>", "", line).split()) for line in marked]


# What is marked, and what else is said of a row


def test_the_row_marks_what_was_typed(db, shelf):
    paper = make_paper(
        "Cluster Scheduling", venue="OSDI", nickname="Gavel", tags=("gpu sharing",), institutions=("Stanford",)
    )
    found = row(shelf.get("/papers/?q=sched gavel osdi gpu stanford"), paper)
    assert "Cluster <mark>Scheduling</mark></a>" in found
    assert all(f"<mark>{word}</mark>" in found for word in ("Gavel", "OSDI", "gpu", "Stanford"))
    assert reasons(shelf.get("/papers/?q=sched gavel"), paper) == []


def test_a_page_without_a_search_marks_nothing(db, shelf):
    make_paper("Cluster Scheduling", abstract="Of clusters.")
    assert "<mark>" not in body(shelf.get("/papers/"))


@pytest.mark.parametrize(
    ("q", "said"),
    [
        ("narayanan", "Author Deepak [Narayanan]"),
        ("design", "Venue Operating Systems [Design]"),
        ("ntbs", "Venue [NTBS]"),
        ("leland", "Institution [Leland] Stanford Junior University"),
        ("stanferd", "Institution [Stanferd]"),
        ("accelerators", "Abstract Of many [accelerators]."),
        ("dollars", "English summary It pays, as its authors say that it pays in [dollars] &amp; more."),
        ("异构", "Chinese summary 面向[异构]集群"),
        ("系统", "Topic [系统]"),
        ("10.1145/1", "DOI [10].[1145]/[1]"),
        ("2008.09213", "arXiv [2008].[09213]"),
    ],
)
def test_a_reason_says_where_the_words_stand(db, shelf, q, said):
    make_venue("OSDI", full_name="Operating Systems Design", aliases=("NTBS",))
    make_institution("Stanford", full_name="Leland Stanford Junior University", aliases=("Stanferd",))
    topic = make_topic("Scheduling", "调度", parent=make_topic("Systems", "系统"))
    paper = make_paper(
        "Policies", venue="OSDI", institutions=("Stanford",), authors=("Deepak Narayanan", "Ada"), topics=(topic,),
        abstract="Of many accelerators.", doi="10.1145/1", arxiv_id="2008.09213",
    )  # fmt: skip
    make_summary(paper, body="**It pays**, as [its authors](https://a.example/) say that it pays in *dollars* & more.")
    make_summary(paper, "zh-hans", "面向**异构**集群")
    response = shelf.get("/papers/", {"q": q})
    assert papers_in(response) == [paper.pk]
    assert reasons(response, paper) == [said]


def test_reasons_are_two_at_most_and_the_best(db, shelf):
    paper = make_paper("Policies", authors=("Ada",), abstract="Of one two three.")
    make_summary(paper, body="One alone.")
    assert reasons(shelf.get("/papers/?q=ada two three one"), paper) == [
        "Abstract Of [one] [two] [three].",
        "Author [Ada]",
    ]


def test_a_title_that_explains_all_still_gets_an_extract(db, shelf):
    paper = make_paper("Cluster scheduling", abstract="Scheduling of clusters.")
    assert reasons(shelf.get("/papers/?q=scheduling"), paper) == ["Abstract [Scheduling] of clusters."]


def test_extracts_are_escaped_and_say_their_language(db, shelf):
    paper = make_paper("Policies", abstract="<script>alert(1)</script> an accelerator")
    make_summary(paper, "zh-hans", '<img onerror="x"> 加速器')
    found = row(shelf.get("/papers/?q=accelerator"), paper)
    assert "<script>" not in found
    assert 'lang="en"' in found
    found = row(shelf.get("/papers/?q=加速器"), paper)
    assert "<img" not in found
    assert '<span lang="zh-Hans">' in found


def test_drafts_are_no_reason(db, shelf):
    paper = make_paper("Policies", abstract="Accelerators.")
    make_summary(paper, body="Accelerators and drafts.", state="draft")
    assert reasons(shelf.get("/papers/?q=accelerators"), paper) == ["Abstract [Accelerators]."]
    assert papers_in(shelf.get("/papers/?q=drafts")) == []


def test_a_private_note_is_found_by_its_own_member_only(db, member, other, as_user):
    paper = make_paper("Policies")
    make_reading(member, paper, private_note="Ask Chen about the **waterline**.")
    mine, theirs = as_user(member), as_user(other)
    assert reasons(mine.get("/papers/?q=waterline"), paper) == ["My note Ask Chen about the [waterline]."]
    assert reasons(mine.get("/papers/?q=waterline policies"), paper) == ["My note Ask Chen about the [waterline]."]
    assert "waterline" in body(mine.get("/papers/search/?q=waterline"))
    for q in ("waterline", "waterline policies"):
        assert papers_in(theirs.get("/papers/", {"q": q})) == []
    assert "data-paper" not in body(theirs.get("/papers/search/?q=waterline"))
    assert links_in(theirs.get("/papers/search/?q=waterline")) == ["/papers/?q=waterline"]
    assert "<b>0</b>" in body(theirs.get("/papers/?q=waterline"))
    assert "<b>1</b>" in body(mine.get("/papers/?q=waterline"))


def test_nobody_s_note_is_an_extract_for_others(db, member, other, as_user):
    paper = make_paper("Policies", abstract="About policies.")
    make_reading(member, paper, private_note="Policies to ask about.")
    assert reasons(as_user(other).get("/papers/?q=policies"), paper) == ["Abstract About [policies]."]


# The glossary


@pytest.fixture
def training(db):
    term = make_term("elastic training", "弹性训练")
    TermName.objects.create(term=term, language="en", name="elastic scaling")
    return term


@pytest.mark.parametrize(
    ("phrase", "names"),
    [
        ("弹性训练", ["elastic training", "elastic scaling"]),
        ("彈性訓練", ["elastic training", "elastic scaling"]),
        ("elastic training", ["弹性训练"]),
        ("elastic-training", ["弹性训练"]),
        ("elastic trainings", ["弹性训练"]),
        ("elastic scaling", ["弹性训练"]),
        ("elastic", []),
        ("elastic trainingx", []),
    ],
)
def test_a_name_stands_for_the_term_in_the_other_language(training, phrase, names):
    assert other_names([phrase, "unknown"]) == ({phrase: names} if names else {})


def test_names_that_both_languages_share_add_nothing(db):
    make_term("SGD", "SGD")
    assert other_names(["sgd"]) == {}


def test_the_glossary_asks_once(training, django_assert_num_queries):
    other_names(["elastic training"])
    with django_assert_num_queries(1):
        other_names(["elastic training", "弹性训练", "training"])
    with django_assert_num_queries(0):
        other_names([])


def test_a_chinese_search_finds_an_english_paper_and_says_so(training, shelf):
    english = make_paper("Elastic Training in Clusters", year=2020)
    chinese = make_paper("弹性训练综述", year=2010)
    response = shelf.get("/papers/?q=弹性训练")
    assert papers_in(response) == [chinese.pk, english.pk]
    assert "<mark>Elastic Training</mark> in Clusters" in row(response, english)
    assert reasons(response, english) == ["Found through the glossary: elastic training"]
    assert reasons(response, chinese) == []
    assert "Also searched, from the glossary:" in body(response)
    assert papers_in(shelf.get("/papers/?q=elastic+training")) == [english.pk, chinese.pk]


def test_the_glossary_can_be_switched_off_and_on_again(training, shelf):
    make_paper("Elastic Training in Clusters")
    chinese = make_paper("弹性训练综述", tags=("gpu",))
    (off,) = elements(shelf.get("/papers/?q=弹性训练"), "a", id="across")
    response = shelf.get(f"/papers/{off.get('href')}")
    assert "across=off" in off.get("href")
    assert papers_in(response) == [chinese.pk]
    assert len(elements(response, "input", name="across", value="off")) == 2  # of the filters and of the export
    assert any("tag=gpu" in link and "across=off" in link for link in links_in(response))
    (on,) = elements(response, "a", id="across")
    assert "across" not in on.get("href")
    assert len(papers_in(shelf.get(f"/papers/{on.get('href')}"))) == 2


def test_the_switch_is_no_filter_and_goes_with_the_words(training, shelf):
    make_paper("弹性训练综述")
    (chip,) = elements(shelf.get("/papers/?q=弹性训练&across=off"), "a", id="chip-1")
    assert chip.get("href") == "?"
    assert not elements(shelf.get("/papers/?q=弹性训练&across=off"), "a", id="chip-2")


def test_exports_follow_the_switch(training, shelf):
    make_paper("Elastic Training in Clusters")
    make_paper("弹性训练综述")

    def exported(query):
        return b"".join(shelf.get(f"/papers/export/?format=csv&{query}").streaming_content).decode()

    assert "Elastic Training" in exported("q=弹性训练")
    assert "Elastic Training" not in exported("q=弹性训练&across=off")


def test_a_search_that_the_glossary_does_not_know_says_nothing_of_it(training, shelf):
    make_paper("Elastic Training in Clusters")
    assert "glossary:" not in body(shelf.get("/papers/?q=clusters"))


# What to try


def test_only_exclusions_find_nothing_and_say_so(db, shelf):
    make_paper("Cluster scheduling")
    response = shelf.get("/papers/?q=-survey")
    assert papers_in(response) == []
    assert "There is nothing to look for" in body(response)


def test_no_word_at_all_is_said(db, shelf):
    paper = make_paper("Cluster scheduling")
    response = shelf.get("/papers/?q=%21%3F")
    assert papers_in(response) == [paper.pk]
    assert "There is no word in this to look for." in body(response)


def test_nothing_found_offers_the_search_without_other_filters(db, shelf):
    paper = make_paper("Cluster scheduling", venue="OSDI")
    make_paper("Memory", venue="SOSP")
    response = shelf.get("/papers/?q=cluster&venue=SOSP&sort=title")
    assert papers_in(response) == []
    (alone,) = elements(response, "a", id="alone")
    assert papers_in(shelf.get(f"/papers/{alone.get('href')}")) == [paper.pk]
    assert not elements(shelf.get("/papers/?q=nowhere"), "a", id="alone")


@pytest.mark.parametrize(
    ("q", "is_cut"),
    [
        ("a" * 256, False),
        ("a" * 257, True),
        (" ".join("abcdefghijklmnop"), False),
        (" ".join("abcdefghijklmnopq"), True),
    ],
)
def test_a_search_that_is_cut_says_so(db, shelf, q, is_cut):
    assert ("The search was cut" in body(shelf.get("/papers/", {"q": q}))) is is_cut


# While one types


def test_typing_offers_the_first_hits_and_all_of_them(db, shelf):
    papers = [make_paper(f"Cluster number {number}", year=2000 + number, venue="OSDI") for number in range(10)]
    response = shelf.get("/papers/search/?q=cluster")
    options = elements(response, role="option")
    assert [option.get("href") for option in options] == [
        *(paper.get_absolute_url() for paper in reversed(papers[2:])), "/papers/?q=cluster",
    ]  # fmt: skip
    assert options[-1].text == "All 10 papers"
    assert "<mark>Cluster</mark> number 9" in body(response)
    assert "<html" not in body(response)


def test_what_is_offered_says_why_where_the_title_does_not(training, shelf):
    make_paper("Policies", abstract="Of accelerators.", authors=("Ada",))
    make_paper("Elastic Training in Clusters", abstract="Elastic training.")
    assert "Of <mark>accelerators</mark>." in body(shelf.get("/papers/search/?q=accelerators"))
    answer = body(shelf.get("/papers/search/?q=弹性训练"))
    assert "Found through the glossary:" in answer
    assert "Abstract" not in answer


@pytest.mark.parametrize("q", ["", " ", "nowhere", "-survey", "%", "\x00", "'\"><script>"])
def test_what_finds_nothing_leads_to_what_to_try(db, shelf, q):
    make_paper("Cluster scheduling")
    response = shelf.get("/papers/search/", {"q": q})
    (all_of_them,) = elements(response, role="option")
    assert "<script>" not in body(response)
    assert all_of_them.get("href").startswith("/papers/?q=")


def test_what_is_offered_takes_few_queries_however_many_are_found(db, shelf, django_assert_max_num_queries):
    for number in range(10):
        paper = make_paper(f"Cluster {number}", authors=(f"Author {number}",), tags=("gpu",), abstract="Of clusters.")
        make_summary(paper, body="Cluster.")
    shelf.get("/papers/search/?q=cluster")
    with django_assert_max_num_queries(15):
        assert len(elements(shelf.get("/papers/search/?q=cluster author"), role="option")) == 9


def test_visitors_of_an_open_catalogue_are_offered_papers(db, client, settings):
    settings.PUBLIC_CATALOGUE = True
    make_paper("Cluster scheduling")
    assert "Cluster" in body(client.get("/papers/search/?q=cluster"))


# Curation


def test_the_admin_finds_the_same_the_best_first(training, as_user):
    old = make_paper("Elastic Training", year=2010)
    new = make_paper("Serving", year=2024, abstract="Elastic training is compared.")
    client = as_user(make_curator())

    def found(query):
        return [paper.pk for paper in client.get(f"/admin/papers/paper/?{query}").context["cl"].result_list]

    assert found("q=弹性训练") == [old.pk, new.pk]
    assert found("q=elastic+training") == [old.pk, new.pk]
    assert found("q=elastic+training&o=-3") == [new.pk, old.pk]
    assert found("q=nowhere") == []
    assert found("q=-elastic") == []


@pytest.mark.parametrize("nothing", ["id__isnull=1", "year=99999999999", "title__in="])
def test_the_admin_finds_nothing_where_a_filter_lets_nothing_through(training, as_user, nothing):
    found = as_user(make_curator()).get(f"/admin/papers/paper/?{nothing}&q=training")
    assert (found.status_code, list(found.context["cl"].result_list)) == (200, [])


def test_the_admin_pages_through_hits_in_order(db, as_user, monkeypatch):
    monkeypatch.setattr(PaperAdmin, "list_per_page", 2)
    papers = [make_paper(f"Cluster {number}", year=2000 + number) for number in range(5)]
    client = as_user(make_curator())
    pages = [client.get(f"/admin/papers/paper/?q=cluster&p={page}").context["cl"].result_list for page in (1, 2, 3)]
    assert [paper.pk for page in pages for paper in page] == [paper.pk for paper in reversed(papers)]


def test_a_paper_to_compare_is_named_by_words(db, as_user):
    one, other = make_paper("Cluster scheduling"), make_paper("Memory")
    make_entry(one, make_list())
    response = as_user(make_curator()).get("/curation/duplicates/compare/?one=cluster&other=memory")
    assert response.status_code == 200
    assert one.title in body(response)
    assert other.title in body(response)
