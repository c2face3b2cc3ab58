"""All values of one facet: on a page of their own, or among the other facets."""

from urllib.parse import unquote

import pytest

from papers.facets import SHOWN
from papers.models import Tag, TagAlias
from tests.factories import make_paper, make_topic
from tests.pages import elements, links_in

HTMX = {"HX-Request": "true"}


def values(response, name="tag"):
    """The ids and counts of the choices, in order."""
    page = elements(response)
    places = [place for place, one in enumerate(page) if one.tag == "a" and one.get("id").startswith(f"{name}-")]
    return {unquote(page[place].get("id")).removeprefix(f"{name}-"): page[place + 2].text for place in places}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_it_shows_every_value_with_its_count_and_its_address(catalogue, shelf, headers):
    response = shelf.get("/papers/facets/tag/?venue=OSDI", headers=headers)
    assert values(response) == {"fairness": "1", "gpu": "1"}
    assert {"/papers/?tag=fairness&venue=OSDI", "/papers/?tag=gpu&venue=OSDI"} <= set(links_in(response))
    assert "2 in all" in response.content.decode()
    assert ("<html" in response.content.decode()) == (not headers)
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("name", ["status", "topic", "venue", "tag", "institution", "list", "summary"])
def test_it_counts_as_the_catalogue_does(catalogue, shelf, name):
    facet = shelf.get("/papers/?topic=systems").context["filters"].facets[name]
    page = shelf.get(f"/papers/facets/{name}/?topic=systems")
    assert [(one.value, one.count) for one in page.context["page"]] == [(one.value, one.count) for one in facet.choices]


@pytest.mark.parametrize("name", ["year", "nothing", "q", "sort"])
def test_what_is_no_list_of_values_is_not_there(catalogue, shelf, name):
    assert shelf.get(f"/papers/facets/{name}/").status_code == 404


@pytest.mark.parametrize(
    ("find", "found"),
    [
        ("gpu", ["gpu"]),
        ("ＧＰＵ", ["gpu"]),
        ("推理", ["推理"]),
        ("accelerator", ["gpu"]),
        ("加速器", ["gpu"]),
        ("ness fair", ["fairness"]),
        ("nothing", []),
        ("\x00'\"%_", []),
    ],
)
def test_it_finds_by_any_name_in_either_script(catalogue, shelf, find, found):
    TagAlias.objects.create(tag=Tag.objects.get(slug="gpu"), name="Accelerator 加速器")
    assert list(values(shelf.get("/papers/facets/tag/", {"find": find}))) == found


def test_topics_are_found_in_both_languages(catalogue, shelf):
    for find in ("LLM serv", "大模型", "大模型 serving"):
        assert list(values(shelf.get("/papers/facets/topic/", {"find": find}), "topic")) == ["llm-serving"]


def test_venues_and_institutions_are_found_by_their_full_names_and_spellings(catalogue, shelf):
    assert list(values(shelf.get("/papers/facets/venue/?find=neural+information"), "venue")) == ["NeurIPS"]
    assert list(values(shelf.get("/papers/facets/venue/?find=nips"), "venue")) == ["NeurIPS"]
    assert list(values(shelf.get("/papers/facets/institution/?find=standford"), "institution")) == ["Stanford"]


def test_it_is_put_in_order_and_turned_page_by_page(shelf):
    names = [f"t{number:03}" for number in range(120)]
    for place in range(0, 120, 40):
        make_paper(tags=names[place : place + 40])
    make_paper(tags=("t119",))
    first = shelf.get("/papers/facets/tag/")
    assert list(values(first))[:2] == ["t119", "t000"]
    assert "120 in all, 1 to 100 shown" in first.content.decode()
    (following,) = elements(first, "a", rel="next")
    assert list(values(shelf.get(following.get("href")))) == names[99:119]
    by_name = shelf.get("/papers/facets/tag/?order=name")
    assert list(values(by_name)) == names[:100]
    (following,) = elements(by_name, "a", rel="next")
    assert list(values(shelf.get(following.get("href")))) == names[100:]
    narrowed = shelf.get("/papers/facets/tag/?find=11")
    assert "11 of 120" in narrowed.content.decode()


def test_a_page_of_the_catalogue_carries_few_and_leads_to_all(shelf):
    names = [f"t{number:02}" for number in range(40)]
    make_paper(tags=names)
    page = shelf.get("/papers/?tag=t39&sort=title")
    assert list(values(page)) == ["t39", *names[: SHOWN - 1]]
    (link,) = elements(page, "a", id="all-tag")
    assert link.get("href") == link.get("hx-get") == "/papers/facets/tag/?tag=t39&sort=title"
    part = shelf.get(link.get("hx-get"), headers=HTMX)
    assert len(values(part)) == 40
    (fewer,) = elements(part, "a", id="fewer-tag")
    assert fewer.get("href") == "/papers/?tag=t39&sort=title"
    assert values(shelf.get(fewer.get("hx-get"), headers=HTMX)) == values(page)


def test_the_form_keeps_the_filters(catalogue, shelf):
    page = shelf.get("/papers/facets/tag/?venue=OSDI&q=gavel&find=g")
    hidden = {one.get("name"): one.get("value") for one in elements(page, "input", type="hidden")}
    assert {"venue": "OSDI", "q": "gavel"}.items() <= hidden.items()


def test_an_open_catalogue_has_no_statuses_for_visitors(catalogue, client, settings):
    settings.PUBLIC_CATALOGUE = True
    assert client.get("/papers/facets/status/").status_code == 404
    assert client.get("/papers/facets/tag/").status_code == 200


def test_a_change_of_status_tells_the_page_and_who_has_read_it(catalogue, shelf):
    response = shelf.post(f"/papers/{catalogue['undated']}/status/", {"status": "read"}, headers=HTMX)
    assert "marked" in response["HX-Trigger"]
    (form,) = elements(response, "form")
    assert form.get("data-readers") == "read by 2"
    response = shelf.post(f"/papers/{catalogue['undated']}/status/", {"status": "nonsense"}, headers=HTMX)
    assert "HX-Trigger" not in response
    part = shelf.get("/papers/facets/status/?tag=gpu&short=1", headers=HTMX)
    assert values(part, "status") == {"to-read": "1", "reading": "1", "read": "1"}


def test_it_shows_a_deep_tree_as_a_tree(shelf):
    root = make_topic("Root")
    make_paper(topics=(make_topic("Leaf", parent=make_topic("Middle", parent=root)),))
    page = shelf.get("/papers/facets/topic/")
    assert [one.get("class") for one in elements(page, "li") if one.get("class")] == ["depth-0", "depth-1", "depth-2"]
