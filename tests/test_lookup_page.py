"""A curator looks a paper up and takes over what is ticked, and nothing else."""

import pytest

from papers.formats.records import Link, Record
from papers.lookup import Found, identify
from papers.lookup.suggesting import packed, suggestions_for, unpacked
from papers.models import Origin, Paper
from tests.factories import make_paper, make_summary, make_venue
from tests.filling import filled
from tests.pages import elements
from tests.registries import ARXIV, ATOM, CSL, DOI, WORK, feed
from tests.xss import HOSTILE_TITLE

DOI_NUMBER = "10.1145/3341301.3359646"
FOUND = Found(
    Record(
        "Sharing a GPU Cluster, Fairly",
        venue="SOSP",
        year=2019,
        authors=("Ada Byron",),
        doi=DOI_NUMBER,
        links=(Link("https://doi.org/" + DOI_NUMBER, "paper"),),
        abstract="Jobs share.",
    ),
    "Crossref",
    "https://doi.org/" + DOI_NUMBER,
)


def url(paper):
    return f"/curation/look-up/{paper.pk}/"


def offered(page):
    """The fields that the page offers, each with whether it is ticked."""
    boxes = elements(page, "input", name="take")
    return {box.get("value"): "checked" in box.attributes for box in boxes}


def take(desk, paper, *fields, page=None, **changes):
    data = filled(page or desk.get(url(paper)), "look-up-form", **changes)
    data.pop("take", None)
    return desk.post(url(paper), data | {"take": fields})


def origins(paper):
    return set(Origin.objects.filter(paper=paper).values_list("field", "value", "source", "registry"))


@pytest.fixture
def paper(db):
    """With a DOI, another title and year, and an author."""
    return make_paper("Fair Sharing", year=2018, doi=DOI_NUMBER, authors=("Typed Name",))


@pytest.fixture
def served(registries):
    registries.serve(DOI, WORK, CSL)
    return registries


def test_it_offers_what_is_missing_ticked_and_what_differs_not(desk, paper, served):
    page = desk.get(url(paper))
    assert page.status_code == 200
    assert offered(page) == {
        "title": False, "authors": False, "venue": False, "year": False, "abstract": True, "links": True
    }  # fmt: skip
    assert not Origin.objects.exists()


def test_it_takes_over_what_is_ticked_and_signs_it_as_the_registry_s(desk, curator, paper, served):
    response = take(desk, paper, "venue", "year", "abstract", "links")
    assert response.status_code == 302
    paper.refresh_from_db()
    assert (paper.title, paper.venue.name, paper.year) == ("Fair Sharing", "SOSP", 2019)
    assert paper.abstract.startswith("Jobs share")
    assert [str(link) for link in paper.links.all()] == ["https://doi.org/" + DOI_NUMBER]
    assert [author.author.name for author in paper.authorships.all()] == ["Typed Name"]
    assert ("year", "2019", "registry", "doi.org") in origins(paper)
    assert ("venue", "SOSP", "registry", "doi.org") in origins(paper)
    assert {origin.by for origin in Origin.objects.all()} == {curator}
    assert paper.history.first().history_change_reason == "Look-up: doi.org"


def test_authors_and_title_are_replaced_where_one_says_so(desk, paper, served):
    naming = make_summary(make_paper("Another"), body="See [[Sharing a GPU Cluster Fairly]].")
    take(desk, paper, "title", "authors")
    paper.refresh_from_db()
    assert paper.title == "Sharing a GPU Cluster Fairly"
    assert [author.author.name for author in paper.authorships.all()] == ["Ada Byron", "Hua Li"]
    naming.refresh_from_db()
    assert paper.get_absolute_url() in naming.html


def test_nothing_ticked_changes_nothing(desk, paper, served):
    before = Paper.history.count()
    assert take(desk, paper).status_code == 302
    assert Paper.history.count() == before
    assert not Origin.objects.exists()


def test_fields_that_were_not_offered_are_not_taken(desk, paper, served):
    take(desk, paper, "doi", "recommended", "pk", "year")
    paper.refresh_from_db()
    assert (paper.year, paper.recommended, paper.doi) == (2019, False, DOI_NUMBER)


def test_what_somebody_changed_meanwhile_is_not_written_over(desk, paper, served):
    page = desk.get(url(paper))
    paper.year = 2020
    paper.save()
    response = take(desk, paper, "year", "venue", page=page)
    assert response.status_code == 409
    paper.refresh_from_db()
    assert (paper.year, paper.venue) == (2020, None)
    assert "meanwhile" in response.content.decode()
    assert offered(response)["year"]
    assert take(desk, paper, "year", page=response).status_code == 302


def test_a_doi_that_another_paper_has_is_refused(desk, registries):
    other = make_paper("The other", doi="10.1145/3600006.3613165")
    paper = make_paper("Paging", arxiv_id="2309.06180")
    registries.serve(ARXIV, feed("<arxiv:doi>10.1145/3600006.3613165</arxiv:doi>"), ATOM)
    response = take(desk, paper, "doi", "abstract")
    assert response.status_code == 422
    assert other.title in response.content.decode()
    paper.refresh_from_db()
    assert (paper.doi, paper.abstract) == ("", "")


@pytest.mark.parametrize("said", ["", "nonsense", packed(FOUND)[:-2]])
def test_what_was_found_cannot_be_made_up(desk, paper, served, said):
    assert take(desk, paper, "year", said=said).status_code == 422
    paper.refresh_from_db()
    assert paper.year == 2018


def test_another_identifier_can_be_given(desk, paper, registries):
    registries.serve(ARXIV, feed(), ATOM)
    page = desk.get(url(paper), {"by": "https://arxiv.org/abs/2309.06180"})
    assert offered(page)["arxiv_id"]
    assert registries.asked[0][0] == "export.arxiv.org"


def test_every_way_is_offered(desk, registries):
    paper = make_paper(doi=DOI_NUMBER, arxiv_id="cs/0112017", links=("https://openreview.net/forum?id=H1eA7AEtvS",))
    page = desk.get(url(paper)).content.decode()
    assert all(way in page for way in ("arxiv.org/abs/cs/0112017", "openreview.net/forum%3Fid%3DH1eA7AEtvS"))


@pytest.mark.parametrize("by", ["", "nonsense", "https://evil.example/", "\x00", "10.1/../../x", "x" * 5000])
def test_where_nothing_can_be_found_it_says_so(desk, by):
    page = desk.get(url(make_paper()), {"by": by})
    assert page.status_code == 200
    assert not offered(page)
    assert elements(page, "p", class_="errors") or elements(page, "p", class_="quiet")


def test_offline_it_says_so(desk, paper):
    page = desk.get(url(paper))
    assert page.status_code == 200
    assert "cannot be reached" in page.content.decode()


def test_where_all_is_here_it_says_that(desk, served):
    paper = make_paper(
        "Sharing a GPU cluster fairly", venue="SOSP", year=2019, doi=DOI_NUMBER, authors=("Ada Byron", "Hua Li"),
        links=("https://doi.org/" + DOI_NUMBER,), abstract="Jobs share <one> cluster.  Fairly.",
    )  # fmt: skip
    page = desk.get(url(paper))
    assert not offered(page)
    assert "nothing that is not here" in page.content.decode()


def test_what_a_registry_says_is_text_and_nothing_else(desk, paper, registries):
    registries.serve(
        DOI, WORK | {"title": HOSTILE_TITLE, "abstract": HOSTILE_TITLE, "author": [{"name": HOSTILE_TITLE}]}, CSL
    )
    page = desk.get(url(paper))
    assert not elements(page, "img")
    assert "alert" not in "".join(script.text for script in elements(page, "script"))
    take(desk, paper, "title", "abstract", "authors", page=page)
    assert not elements(desk.get(paper.get_absolute_url(), follow=True), "img")


def test_the_other_spelling_of_a_venue_is_no_difference(db):
    make_venue("SOSP", aliases=("Symposium on OSP",))
    paper = make_paper("Sharing a GPU Cluster, Fairly", venue="SOSP")
    said = FOUND._replace(record=Record("Sharing a GPU cluster fairly!", venue="Symposium on OSP"))
    assert suggestions_for(paper, said) == []
    assert [offer.field for offer in suggestions_for(Record("Sharing a GPU cluster fairly", venue="NIPS"), FOUND)] == [
        "authors", "venue", "year", "abstract", "doi", "links"
    ]  # fmt: skip
    assert suggestions_for(Record("x", venue="NIPS"), FOUND._replace(record=Record("x", venue="NeurIPS"))) == []


def test_what_was_found_survives_the_way_through_a_form():
    assert unpacked(packed(FOUND)) == FOUND


def test_its_admin_page_leads_there(desk, paper):
    page = desk.get(f"/admin/papers/paper/{paper.pk}/change/")
    assert elements(page, "a", id="look-up")[0].get("href").startswith(url(paper))


def test_saving_in_the_admin_can_go_on_to_the_look_up(desk, paper):
    page = desk.get(f"/admin/papers/paper/{paper.pk}/change/")
    data = filled(page, "paper_form", nickname="Typed") | {"_lookup": "1"}
    response = desk.post(f"/admin/papers/paper/{paper.pk}/change/", data)
    assert response.status_code == 302
    assert response["Location"].startswith(url(paper))
    paper.refresh_from_db()
    assert paper.nickname == "Typed"


def test_the_paper_s_page_leads_there_for_curators_only(desk, shelf, paper):
    for client, expected in ((desk, 1), (shelf, 0)):
        page = client.get(paper.get_absolute_url())
        assert len(elements(page, "a", href=url(paper))) == expected


def test_identifiers_come_from_what_the_paper_has(desk, paper):
    assert identify(paper.doi) == ("doi", DOI_NUMBER)
