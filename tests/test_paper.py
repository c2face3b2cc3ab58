"""One paper's page: what is known, what lists claim, what the group wrote, who has read it."""

import pytest
from django.test import Client

from papers.models import Link
from tests.factories import (
    make_entry,
    make_list,
    make_member,
    make_paper,
    make_reading,
    make_section,
    make_summary,
    make_topic,
    make_venue,
)
from tests.pages import elements, links_in, papers_in


def page_of(client, paper):
    response = client.get(paper.get_absolute_url())
    assert response.status_code == 200
    return response


def test_it_shows_what_is_known(catalogue, shelf):
    response = page_of(shelf, catalogue.papers["gavel"])
    words = response.content.decode()
    assert papers_in(response)[0] == catalogue["gavel"]
    for text in ("OSDI ’20", "Gavel", "Deepak Narayanan", "Keshav Santhanam", "Stanford", "fairness"):
        assert text in words


@pytest.mark.parametrize(
    "query", ["venue=OSDI", "institution=Stanford", "topic=scheduling", "tag=fairness", "year_min=2020&year_max=2020"]
)
def test_its_facts_lead_to_the_papers_that_share_them(catalogue, shelf, query):
    assert f"/papers/?{query}" in links_in(page_of(shelf, catalogue.papers["gavel"]))
    assert catalogue["gavel"] in papers_in(shelf.get(f"/papers/?{query}"))


@pytest.mark.parametrize(
    ("venue", "topic", "tag", "institution"), [("A & B", "R&D", "c++", "MIT+"), ("会议", "推理", "大模型", "清华 大学")]
)
def test_its_links_survive_any_name(shelf, venue, topic, tag, institution):
    paper = make_paper(venue=venue, year=2020, topics=(make_topic(topic),), tags=(tag,), institutions=(institution,))
    make_paper()
    links = [link for link in links_in(page_of(shelf, paper)) if link.startswith("/papers/?")]
    assert len(links) == 5
    for link in links:
        assert papers_in(shelf.get(link)) == [paper.pk]


def test_it_shows_a_bare_paper(shelf):
    page = page_of(shelf, make_paper("Bare")).content.decode()
    assert "Venue and year are not known yet." in page
    assert "No summary in English yet." in page
    assert "No summary in Chinese yet." in page
    assert "Nobody in the group yet." in page


def test_it_lists_authors_in_order(shelf):
    names = ("Zoe", "Ada", "张三", "Mia")
    page = page_of(shelf, make_paper(authors=names)).content.decode()
    places = [page.index(f"<span>{name}</span>") for name in names]
    assert places == sorted(places)


# Addresses


@pytest.mark.parametrize("end", ["", "wrong/", "Gavel/", "gavel-2/", "错/"])
def test_it_has_one_address(shelf, end):
    paper = make_paper("Gavel")
    response = shelf.get(f"/papers/{paper.pk}/{end}")
    assert (response.status_code, response["Location"]) == (301, f"/papers/{paper.pk}/gavel/")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Gavel: a Scheduler", "gavel-a-scheduler"),
        ("大模型推理综述", "大模型推理综述"),
        ("ＧＰＵ 集群", "gpu-集群"),
        ("C++ & 调度!", "c-调度"),
        ("?!", "paper"),
        ("Status", "paper"),
        ("…status…", "paper"),
        ("x" * 100, "x" * 80),
        ("Café Ünïcode", "café-ünïcode"),
    ],
)
def test_its_address_ends_in_the_title(shelf, title, slug):
    paper = make_paper(title)
    assert paper.slug == slug
    assert page_of(shelf, paper).context["paper"] == paper


def test_it_answers_404_where_there_is_no_paper(shelf):
    paper = make_paper()
    assert shelf.get(f"/papers/{paper.pk + 1}/").status_code == 404


# Links


def test_it_shows_where_each_link_leads(shelf):
    paper = make_paper(doi="10.1145/3341301.3359646", arxiv_id="2008.09213")
    Link.objects.create(paper=paper, url="https://github.com/stanford-futuredata/gavel", kind="code", label="repo")
    Link.objects.create(paper=paper, url="http://example.org/p.pdf?a=1&b=2")
    response = page_of(shelf, paper)
    outside = [link for link in elements(response, "a") if link.get("href").startswith("http")]
    assert [(link.get("href"), link.text) for link in outside] == [
        ("https://github.com/stanford-futuredata/gavel", "repo"),
        ("http://example.org/p.pdf?a=1&b=2", "Paper"),
        ("https://doi.org/10.1145/3341301.3359646", "10.1145/3341301.3359646"),
        ("https://arxiv.org/abs/2008.09213", "2008.09213"),
    ]
    assert {link.get("rel") for link in outside} == {"noopener noreferrer"}
    assert "github.com" in [element.text for element in elements(response, "span", class_="quiet")]


@pytest.mark.parametrize(
    ("doi", "href"),
    [
        ("10.1/../../x", "https://doi.org/10.1/../../x"),
        ("10.1/%0d%0aHost:x", "https://doi.org/10.1/%250d%250aHost%3Ax"),
        ('10.1/"onmouseover=alert(1)', "https://doi.org/10.1/%22onmouseover%3Dalert%281%29"),
        ("10.1/<x>", "https://doi.org/10.1/%3Cx%3E"),
    ],
)
def test_it_links_a_strange_doi_to_its_host_only(shelf, doi, href):
    assert href in links_in(page_of(shelf, make_paper(doi=doi)))


@pytest.mark.parametrize("field", ["title", "nickname", "abstract", "venue", "authors", "institutions", "tags"])
def test_it_escapes_every_text(shelf, field):
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    many = field in {"authors", "institutions", "tags"}
    response = page_of(shelf, make_paper(**{field: (evil,) if many else evil}))
    assert not elements(response, "img")
    assert not [script for script in elements(response, "script") if not script.get("src")]
    assert not [element for element in elements(response) if any(name.startswith("on") for name in element.attributes)]


# Summaries


def test_it_shows_both_summaries_in_their_languages(shelf, member):
    paper = make_paper()
    make_summary(paper, body="Shares **fairly**.", author=member)
    make_summary(paper, "zh-hans", "公平**共享**。")
    response = page_of(shelf, paper)
    assert "<strong>fairly</strong>" in response.content.decode()
    assert [element.get("lang") for element in elements(response, "section", class_="summary")] == ["en", "zh-Hans"]
    assert [element.text for element in elements(response, "strong")] == ["fairly.", "共享。"]
    assert "Written by member" in response.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_shows_no_draft(shelf, language):
    paper = make_paper()
    make_summary(paper, language, "draftword", state="draft")
    assert "draftword" not in page_of(shelf, paper).content.decode()


def test_it_credits_the_list_that_a_summary_came_from(shelf):
    paper = make_paper()
    entry = make_entry(paper, make_section(make_list("Cluster papers")), line=1234)
    make_summary(paper, after=entry)
    assert "After “Cluster papers”, line 1234" in page_of(shelf, paper).content.decode()


def test_it_invites_writers_to_write(desk, shelf):
    paper = make_paper()
    assert f"/papers/{paper.pk}/write/#side-en" in links_in(page_of(desk, paper))
    assert not [link for link in links_in(page_of(shelf, paper)) if "/write/" in link or link.startswith("/admin/")]


# Readers


def test_it_names_those_who_have_read_it_and_nobody_else(shelf, member):
    paper = make_paper()
    for name, status in (("reader", "read"), ("planner", "to-read"), ("midway", "reading"), ("bored", "set-aside")):
        make_reading(make_member(name), paper, status, private_note=f"note of {name}", rating=5)
    make_reading(make_member("rater"), paper, "", rating=1)
    make_reading(make_member("gone", is_active=False), paper, "read")
    make_reading(make_member("full", first_name="Li", last_name="Hua"), paper, "read")
    words = page_of(shelf, paper).content.decode()
    assert "Li Hua" in words
    assert "reader" in words
    for hidden in ("planner", "midway", "bored", "rater", "gone", "note of"):
        assert hidden not in words


def test_it_names_nobody_to_visitors(db, settings):
    settings.PUBLIC_CATALOGUE = True
    paper = make_paper()
    make_reading(make_member("reader"), paper, "read")
    make_summary(paper)
    words = page_of(Client(), paper).content.decode()
    assert "reader" not in words
    assert "A summary." in words


# Claims


def claims(client, **entry):
    paper = make_paper("Gavel", venue="NeurIPS", year=2020)
    make_venue("NeurIPS", aliases=("NIPS",))
    make_entry(paper, make_section(make_list("Cluster papers"), "Scheduling"), line=42, **entry)
    return page_of(client, paper)


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"claimed_venue": "NeurIPS", "claimed_year": 2020},
        {"claimed_venue": "NIPS"},
        {"claimed_venue": "nips "},
        {"claimed_title": "GAVEL!"},
        {"claimed_title": "The Gavel"},
        {"claimed_title": "ｇａｖｅｌ"},
    ],
)
def test_it_takes_another_spelling_for_agreement(shelf, entry):
    response = claims(shelf, **entry)
    assert not elements(response, "dl", class_="disagrees")
    assert "line 42" in response.content.decode()


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"claimed_venue": "ICML"}, ["ICML"]),
        ({"claimed_year": 2019}, ["2019"]),
        ({"claimed_title": "Gavel 2"}, ["Gavel 2"]),
        ({"claimed_title": "Other", "claimed_venue": "OSDI", "claimed_year": 1999}, ["Other", "OSDI", "1999"]),
    ],
)
def test_it_shows_where_a_list_disagrees(shelf, entry, said):
    response = claims(shelf, **entry)
    page = elements(response)
    start = next(n for n, element in enumerate(page) if element.get("class") == "disagrees")
    assert [element.text for element in page[start:] if element.tag == "dd"][: len(said)] == said
    claim = response.context["apparatus"].notes[0].claim
    assert len([one for one in claim.differences if not one.is_settled]) == len(said)


def test_it_does_not_disagree_where_the_catalogue_says_nothing(shelf):
    paper = make_paper("Gavel")
    make_entry(paper, make_section(make_list()), claimed_venue="OSDI", claimed_year=2020)
    claim = page_of(shelf, paper).context["apparatus"].notes[0].claim
    assert not claim.disagrees and claim.differences == ()


def test_its_claims_lead_to_their_entries(shelf):
    paper = make_paper()
    group = make_list("Cluster papers")
    parent = make_section(group, "Systems")
    entry = make_entry(paper, make_section(group, "Scheduling", parent=parent))
    response = page_of(shelf, paper)
    assert f"/lists/cluster-papers/?entry={entry.pk}#entry-{entry.pk}" in links_in(response)
    assert "Systems › Scheduling" in response.content.decode()


def test_it_shows_bibtex_to_copy(shelf):
    response = page_of(shelf, make_paper("A < B & C", year=2020))
    assert elements(response, "pre", id="bibtex")[0].text.startswith("@misc{2020b,\n  title = {{A < B \\& C}},")
