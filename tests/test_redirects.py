"""The address of a paper that was merged: it leads to the one that stayed."""

import pytest

from papers.models import Redirect
from papers.uniting import merge_papers, part
from tests.factories import make_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged():
    """The kept paper, the number of the one that went, and the merge."""
    kept, dropped = make_paper("Hydro"), make_paper("Hydro in Datacenters")
    number = dropped.pk
    return kept, number, merge_papers(dropped, kept, {}, None)


@pytest.mark.parametrize("ending", ["", "hydro-in-datacenters/", "anything/"])
def test_the_old_address_leads_to_the_kept_paper(shelf, merged, ending):
    kept, number, _merge = merged
    response = shelf.get(f"/papers/{number}/{ending}?from=mail")
    assert (response.status_code, response["Location"]) == (301, f"{kept.get_absolute_url()}?from=mail")


def test_nobody_keeps_the_redirect_for_ever(shelf, merged):
    """A merge may be taken back; a browser that remembered would never reach the paper again."""
    assert "no-cache" in shelf.get(f"/papers/{merged[1]}/")["Cache-Control"]


def test_a_chain_is_one_step(shelf, merged):
    kept, number, _merge = merged
    last = make_paper("Hydro, the last")
    merge_papers(kept, last, {}, None)
    for old in (number, kept.pk or Redirect.objects.exclude(old=number).get().old):
        assert shelf.get(f"/papers/{old}/")["Location"] == last.get_absolute_url()


def test_a_visitor_is_told_nothing_of_it(client, merged):
    response = client.get(f"/papers/{merged[1]}/")
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_an_open_catalogue_leads_visitors_on(client, merged, settings):
    settings.PUBLIC_CATALOGUE = True
    assert client.get(f"/papers/{merged[1]}/")["Location"] == merged[0].get_absolute_url()


@pytest.mark.parametrize("page", ["status/", "note/"])
def test_nothing_is_written_by_the_old_number(shelf, merged, page):
    response = shelf.post(f"/papers/{merged[1]}/{page}", {"status": "read", "private_note": "x"})
    assert response.status_code == 404


def test_a_number_that_never_was_is_not_found(shelf, merged):
    assert shelf.get("/papers/999999/").status_code == 404
    assert shelf.get(f"/papers/{10**20}/").status_code == 404


def test_after_an_undo_the_address_is_the_paper_s_own_again(shelf, merged):
    _kept, number, merge = merged
    paper = part(merge)
    assert shelf.get(f"/papers/{number}/")["Location"] == paper.get_absolute_url()
    assert shelf.get(paper.get_absolute_url()).status_code == 200
    assert not Redirect.objects.exists()
