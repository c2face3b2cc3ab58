"""What lists bring and claim keeps the search in step with it, and tells the counts."""

import pytest
from django.db import transaction
from django.urls import reverse

from papers.generation import generation
from papers.importing import bring_in, undo
from papers.models import ListEntry, Paper, PaperList
from papers.provenance import queue, settling
from tests.curation import YES, save, url
from tests.factories import make_entry, make_list, make_paper
from tests.imports import prepared
from tests.indexes import moves_on, reindexes, stays_indexed
from tests.two_papers import make_gavel

pytestmark = pytest.mark.django_db
LIST = (
    "# List\n## Keywords\n- `gpu`\n- `fair`\n## Fairness\n"
    "- [OSDI'20][Stanford] [Themis: Fair Sharing](https://example.org/themis)\n  - `gpu`\n  - What it says.\n"
    "- [NSDI'20] Gavel\n"
)  # fmt: skip


@pytest.fixture
def gavel(member):
    return make_gavel(member)


@pytest.fixture
def admin(administrator, as_user):
    return as_user(administrator)


# claims


@pytest.fixture
def disputed(gavel):
    make_entry(gavel, make_list(), claimed_title="Gavel 2", claimed_venue="SOSP", claimed_year=2019)
    return gavel


@pytest.mark.parametrize(("field", "claim"), [("title", "gavel 2"), ("venue", "sosp"), ("year", "2019")])
def test_a_claim_taken_over_and_given_back(disputed, curator, field, claim):
    seen = queue.disputes([(disputed.pk, field)])[0].seen
    with reindexes():
        done = settling.take((disputed.pk, field), seen, claim, curator)
    with reindexes():
        settling.take_back(done)


def test_a_claim_made_another_name_of_the_venue(disputed, curator):
    seen = queue.disputes([(disputed.pk, "venue")])[0].seen
    with reindexes():
        done = settling.take_as_alias((disputed.pk, "venue"), seen, "sosp", curator)
    with reindexes():
        settling.take_back(done)


def test_claims_settled_and_opened_again(disputed, desk, curator):
    place = (disputed.pk, "year")
    with moves_on():
        done = settling.keep(place, queue.disputes([place])[0].seen, curator)
    with moves_on():
        settling.take_back(done)
    with moves_on():
        done, _moved = settling.keep_all([(place, queue.disputes([place])[0].seen)], curator)
    with moves_on():
        desk.post(reverse("disagreements"), {"reopen": done["settled"][0]})


# lists


def test_a_list_renamed_and_deleted(admin, gavel):
    entry = make_entry(gavel, make_list("Ours"))
    with moves_on():
        assert save(admin, entry.list, name="Theirs").status_code == 302
    with moves_on():
        assert admin.post(url(entry.list, "delete"), YES).status_code == 302
    assert not ListEntry.objects.exists()


# imports


def test_an_import_and_its_end(gavel, curator):
    imported = prepared(LIST, by=curator)
    with reindexes(), moves_on():
        bring_in(imported)
    assert Paper.objects.count() == 2
    with reindexes(), moves_on():
        undo(imported, curator)
    assert list(Paper.objects.all()) == [gavel]


def test_an_import_that_fills_in_what_is_lacking(curator):
    make_paper("Themis: Fair Sharing")
    with reindexes():
        bring_in(prepared(LIST, by=curator))


def test_a_list_that_comes_again_with_less(gavel, curator):
    bring_in(prepared(LIST, by=curator))
    group = PaperList.objects.get()
    again = prepared(LIST.rsplit("- [NSDI", 1)[0], by=curator, list=group)
    again.rows.update(choice="take")
    with moves_on():
        bring_in(again)
    assert group.entries.present().count() == 1


def test_an_import_that_is_rolled_back(gavel):
    imported = prepared(LIST)
    before = generation()
    with stays_indexed(), pytest.raises(ZeroDivisionError), transaction.atomic():
        bring_in(imported)
        raise ZeroDivisionError
    assert generation() == before
    assert Paper.objects.count() == 1
