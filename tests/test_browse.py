"""The catalogue's page: what each parameter keeps, in which order, and what the address and the page say of it."""

import re
from urllib.parse import parse_qsl, urlencode

import pytest
from django.test import Client

from papers.models import Paper
from tests.factories import make_paper, make_venue
from tests.pages import elements, links_in, papers_in

HTMX = {"HX-Request": "true"}

KEPT = [
    ("", "survey vllm laws gavel attention undated"),
    # words: title, nickname, author, institution, tag, topic in either language, venue, abstract, published summary
    ("q=heterogeneity", "gavel"),
    ("q=HETEROGENEITY+policies", "gavel"),
    ("q=policies+heterogeneity", "gavel"),
    ("q=heterogeneity+attention", ""),
    ("q=gavel", "gavel"),
    ("q=ｇａｖｅｌ", "gavel"),
    ("q=ＧＡＶＥＬ　ｏｓｄｉ", "gavel"),
    ("q=narayanan", "gavel"),
    ("q=张三", "survey"),
    ("q=berkeley", "vllm"),
    ("q=stanford+university&sort=newest", "vllm gavel"),
    ("q=清华", "survey"),
    ("q=fairness", "gavel"),
    ("q=llm+serving&sort=newest", "survey vllm laws"),
    ("q=调度&sort=newest", "survey vllm gavel"),
    ("q=调度+综述", "survey"),
    ("q=osdi", "gavel"),
    ("q=neural+information", "attention"),
    ("q=throughput", "vllm"),
    ("q=accelerators", "gavel"),
    ("q=吞吐量", "vllm"),
    ("q=草稿", ""),
    ("q=unfinished", ""),
    ("q=100%25", "vllm"),
    ("q=%25", "survey vllm laws gavel attention undated"),
    ("q=_", "survey vllm laws gavel attention undated"),
    ("q=", "survey vllm laws gavel attention undated"),
    ("q=+++", "survey vllm laws gavel attention undated"),
    # topic: by slug or name in either language, with its subtopics
    ("topic=systems", "survey vllm laws gavel"),
    ("topic=scheduling", "vllm gavel"),
    ("topic=llm-serving", "survey vllm laws"),
    ("topic=LLM+Serving", "survey vllm laws"),
    ("topic=调度", "vllm gavel"),
    ("topic=models&topic=scheduling", "vllm gavel"),
    # tags: all must hold
    ("tag=gpu", "survey vllm gavel"),
    ("tag=GPU", "survey vllm gavel"),
    ("tag=gpu&tag=fairness", "gavel"),
    ("tag=fairness&tag=memory", ""),
    ("tag=推理", "survey"),
    ("tag=gpu&tag=推理", "survey"),
    # venues: any
    ("venue=OSDI", "gavel"),
    ("venue=osdi&venue=SOSP", "vllm gavel"),
    ("venue=NIPS", "attention"),
    ("venue=nips", "attention"),
    ("venue=ARXIV", "laws"),
    ("venue=corr&venue=nips", "laws attention"),
    ("year_min=2020", "survey vllm laws gavel"),
    ("year_max=2020", "laws gavel attention"),
    ("year_min=2020&year_max=2020", "laws gavel"),
    ("year_min=2024&year_max=2020", ""),
    ("year_min=+2023+", "survey vllm"),
    ("institution=Stanford", "vllm gavel"),
    ("institution=standford", "vllm gavel"),
    ("institution=清华大学", "survey"),
    ("list=cluster-papers", "vllm gavel"),
    ("list=大模型论文", "survey"),
    # one's own status; the other member's rows do not count
    ("status=read", "gavel"),
    ("status=reading", "vllm"),
    ("status=to-read", "survey"),
    ("status=set-aside", "attention"),
    ("status=none", "laws undated"),
    # published summaries
    ("summary=en", "vllm laws gavel"),
    ("summary=zh", "survey vllm laws"),
    ("summary=both", "vllm laws"),
    ("summary=missing-en", "survey attention undated"),
    ("summary=missing-zh", "gavel attention undated"),
    ("summary=out-of-step", "vllm"),
    # together
    ("topic=systems&tag=gpu&year_max=2023&institution=stanford&q=gpu&sort=newest", "vllm gavel"),
    ("topic=systems&tag=gpu&year_max=2023&institution=stanford&q=gpu&status=read&summary=missing-zh", "gavel"),
    ("list=cluster-papers&venue=osdi&venue=sosp&year_min=2021", "vllm"),
    ("q=gpu&status=to-read&summary=zh&tag=推理&topic=大模型推理&list=大模型论文", "survey"),
    ("status=read&summary=zh", ""),
]  # fmt: skip


@pytest.mark.parametrize(("query", "names"), KEPT)
def test_it_keeps(catalogue, shelf, query, names):
    assert catalogue.named(papers_in(shelf.get(f"/papers/?{query}"))) == names.split()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("sort=newest", "survey vllm laws gavel attention undated"),
        ("sort=relevance", "survey vllm laws gavel attention undated"),
        ("sort=oldest", "attention gavel laws vllm survey undated"),
        ("sort=title", "attention vllm gavel undated laws survey"),
        ("sort=venue", "laws attention gavel vllm survey undated"),
        ("sort=added", "undated laws attention survey vllm gavel"),
        ("sort=title&venue=sosp&venue=osdi", "vllm gavel"),
    ],
)
def test_it_sorts_with_what_is_unknown_last(catalogue, shelf, query, names):
    assert catalogue.named(papers_in(shelf.get(f"/papers/?{query}"))) == names.split()


@pytest.mark.parametrize(
    ("sort", "order"), [("newest", -1), ("oldest", 1), ("title", 1), ("venue", -1), ("added", -1), ("relevance", -1)]
)
def test_it_breaks_ties_by_when_a_paper_came(shelf, sort, order):
    same = [make_paper("One title", venue="OSDI", year=2020).pk for _ in range(3)]
    Paper.objects.update(added="2024-05-01T00:00:00Z")
    assert papers_in(shelf.get(f"/papers/?sort={sort}")) == same[::order]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("topic", "no-such-topic"),
        ("tag", "no-such-tag"),
        ("venue", "没有这个会议"),
        ("institution", "Nowhere"),
        ("list", "nothing"),
        ("status", "finished"),
        ("status", ""),
        ("summary", "fr"),
        ("sort", "sideways"),
        ("year_min", "soon"),
        ("year_min", "20.5"),
        ("year_max", "-1"),
        ("year_max", "99999"),
        ("year_min", "２０２０"),
        ("venue", "<script>alert(1)</script>"),
    ],
)
def test_it_sets_an_unknown_value_aside_and_says_so(catalogue, shelf, name, value):
    response = shelf.get("/papers/", {"q": "gpu", name: value})
    assert response.status_code == 200
    assert catalogue.named(papers_in(response)) == ["survey", "gavel", "vllm"]
    notes = [element.text for element in elements(response, "p") if f"“{value}”" in element.text]
    assert len(notes) == bool(value)


def test_it_keeps_what_is_known_beside_what_is_not(catalogue, shelf):
    response = shelf.get("/papers/?tag=gpu&tag=nothing&venue=SOSP&venue=NOSUCH&year_min=x")
    assert catalogue.named(papers_in(response)) == ["vllm"]
    assert [value for _, value in response.context["filters"].unknown] == ["nothing", "NOSUCH", "x"]


def test_it_prefers_a_name_over_another_ones_alias(shelf):
    make_venue("ATC", aliases=("USENIX",))
    named = make_paper(venue="USENIX")
    make_paper(venue="ATC")
    assert papers_in(shelf.get("/papers/?venue=usenix")) == [named.pk]


def test_it_takes_one_restriction_off_with_each_chip(catalogue, shelf):
    query = "q=gpu&topic=systems&tag=gpu&tag=推理&venue=OSDI&venue=SOSP&year_min=2019&year_max=2024"
    query += "&institution=Stanford&list=cluster-papers&sort=title&status=read&summary=en"
    present = set(parse_qsl(query))
    filters = shelf.get(f"/papers/?{query}").context["filters"]
    taken = [present - set(parse_qsl(chip.url[1:])) for chip in filters.chips]
    assert all(len(off) == 1 for off in taken)
    assert {pair for off in taken for pair in off} == present - {("sort", "title")}
    assert all(set(parse_qsl(chip.url[1:])) < present for chip in filters.chips)


def test_it_links_each_chip_with_what_it_shows(catalogue, shelf):
    response = shelf.get("/papers/?venue=nips&q=a%26b")
    chips = [element for element in elements(response, "a") if re.fullmatch(r"chip-\d+", element.get("id"))]
    assert [chip.get("href") for chip in chips] == ["?venue=NeurIPS", "?q=a%26b"]
    assert "/papers/" in [element.get("href") for element in elements(response, "a", id="chip-all")]


def test_it_writes_names_in_the_address_the_same_way_however_they_came(catalogue, shelf):
    filters = shelf.get("/papers/?venue=NIPS&tag=GPU&topic=调度&institution=standford").context["filters"]
    assert filters.address() == "?" + urlencode(
        [("topic", "scheduling"), ("tag", "gpu"), ("venue", "NeurIPS"), ("institution", "Stanford")]
    )


def test_it_says_what_is_known_of_each_row(catalogue, shelf):
    response = shelf.get("/papers/?q=gavel")
    words = response.content.decode()
    for text in ("OSDI ’20", "Gavel", "Stanford", "Microsoft Research", "Scheduling", "fairness", ">EN</abbr>"):
        assert text in words
    assert ">中</abbr>" not in words
    assert f"/papers/{catalogue['gavel']}/heterogeneity-aware-cluster-scheduling-policies/" in links_in(response)


def test_it_marks_the_language_of_a_chinese_title(catalogue, shelf):
    response = shelf.get("/papers/")
    assert [element.text for element in elements(response, "a", lang="zh-Hans")] == ["面向大模型的推理调度综述"]


def test_it_says_that_nothing_matches(catalogue, shelf):
    response = shelf.get("/papers/?q=nowhere")
    assert papers_in(response) == []
    assert "No paper has all of these words." in response.content.decode()


def test_it_answers_htmx_with_the_part_that_changes(catalogue, shelf):
    part = shelf.get("/papers/?tag=gpu", headers=HTMX)
    whole = shelf.get("/papers/?tag=gpu")
    assert part.content.lstrip().startswith(b'<div id="browse"')
    assert b"<html" not in part.content
    assert b"<html" in whole.content
    assert papers_in(part) == papers_in(whole)
    assert all("HX-Request" in response["Vary"] for response in (part, whole))


def test_it_gives_a_whole_page_to_a_restored_history(catalogue, shelf):
    response = shelf.get("/papers/", headers=HTMX | {"HX-History-Restore-Request": "true"})
    assert b"<html" in response.content


@pytest.fixture
def many(db):
    return [make_paper(venue="OSDI", year=2000 + n, tags=("a b", "调度")).pk for n in range(45)][::-1]


def test_it_cuts_the_catalogue_into_pages(many, shelf):
    pages = [papers_in(shelf.get(f"/papers/?page={number}")) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert [pk for page in pages for pk in page] == many


def test_it_keeps_the_filters_from_page_to_page(many, shelf):
    address = "/papers/?tag=a+b&tag=调度&year_min=2010&sort=oldest"
    seen, turned = [], 0
    while address:
        response = shelf.get(address)
        seen += papers_in(response)
        turned += 1
        following = elements(response, "a", rel="next")
        address = f"/papers/{following[0].get('href')}" if following else ""
    assert turned == 2
    assert seen == many[34::-1]


def test_it_leads_back_to_the_page_before(many, shelf):
    response = shelf.get("/papers/?venue=OSDI&page=2")
    before = f"?venue=OSDI&page=1&before={many[20]}"
    assert [link.get("href") for link in elements(response, "a", rel="prev")] == [before]
    assert papers_in(shelf.get(f"/papers/{before}")) == many[:20]


def test_it_leaves_the_page_number_behind_when_a_filter_changes(many, shelf):
    response = shelf.get("/papers/?page=2&venue=OSDI")
    choices = [choice.url for facet in response.context["facets"] for choice in facet.choices]
    assert choices
    assert not [url for url in choices if "page=" in url]


@pytest.mark.parametrize("query", ["", "?q=gpu&status=none", "?status=read", "?summary=out-of-step"])
def test_it_asks_visitors_to_sign_in(catalogue, query):
    response = Client().get(f"/papers/{query}")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/papers/")


def test_it_is_open_to_visitors_where_the_catalogue_is(catalogue, settings):
    settings.PUBLIC_CATALOGUE = True
    response = Client().get("/papers/?tag=gpu")
    assert catalogue.named(papers_in(response)) == ["survey", "vllm", "gavel"]
    assert not [form for form in elements(response, "form") if "/status/" in form.get("action")]
    assert "status" not in [facet.name for facet in response.context["facets"]]
    assert "/lists/" in links_in(response)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("status=read", ""),
        ("status=none", "survey vllm laws gavel attention undated"),
        ("status=none&q=gavel", "gavel"),
    ],
)
def test_it_gives_a_visitor_no_status(catalogue, settings, query, names):
    settings.PUBLIC_CATALOGUE = True
    assert catalogue.named(papers_in(Client().get(f"/papers/?{query}"))) == names.split()


@pytest.mark.parametrize(
    "words", ["2310.00001", "10.1145/1.2", "NIPS", "2017", "neurips'17", "NeurIPS ’17", '"Attention"']
)
def test_it_finds_a_paper_by_what_its_row_and_page_say(db, shelf, words):
    make_venue("NeurIPS", aliases=("NIPS",))
    wanted = make_paper("Attention", venue="NeurIPS", year=2017, arxiv_id="2310.00001", doi="10.1145/1.2")
    make_paper("Another thing", venue="OSDI", year=2018)
    assert papers_in(shelf.get("/papers/", {"q": words})) == [wanted.pk]


def test_words_come_with_what_is_called_so_first(db, shelf):
    body = make_paper("Old lists of caches", year=2024, abstract="Gavel is compared.")
    title = make_paper("Beyond Gavel", year=2020)
    named = make_paper("Heterogeneity-aware policies", nickname="Gavel", year=2019)
    assert papers_in(shelf.get("/papers/?q=gavel")) == [named.pk, title.pk, body.pk]
    assert papers_in(shelf.get("/papers/?q=gavel&sort=relevance")) == [named.pk, title.pk, body.pk]
    assert papers_in(shelf.get("/papers/?q=gavel&sort=newest")) == [body.pk, title.pk, named.pk]


def test_twenty_tags_that_must_all_hold_are_one_subquery(db, shelf, settings, django_assert_max_num_queries):
    settings.KEEP_COUNTS = True
    tags = tuple(f"tag {number}" for number in range(20))
    both = make_paper(tags=tags)
    make_paper(tags=tags[:19])
    shelf.get("/papers/")  # the bitmaps are made
    with django_assert_max_num_queries(16):
        response = shelf.get("/papers/", {"tag": tags})
    assert papers_in(response) == [both.pk]
