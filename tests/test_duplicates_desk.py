"""The duplicates desk: pairs that wait, two papers side by side, merging, undoing, setting apart."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notes.models import Reading
from papers.lookalikes import look
from papers.models import Lookalike, Merge, Paper
from tests.curation import url
from tests.factories import make_entry, make_list, make_paper, make_reading, make_summary, make_venue
from tests.pages import elements, links_in

pytestmark = pytest.mark.django_db

LIST = "/curation/duplicates/"
MERGES = "/curation/merges/"


@pytest.fixture
def pair():
    one = make_paper("Tuning Service in Datacenters", year=2023, abstract="Short.", authors=("Ada",))
    other = make_paper("Tuning Service in the Datacenter", year=2022, abstract="A longer one.", authors=("Ada", "Bob"))
    look()
    return Lookalike.objects.get(), one, other


def seen(page):
    return elements(page, "input", name="seen")[0].get("value")


def decide(desk, address, **fields):
    page = desk.get(address)
    return desk.post(address, {"seen": seen(page), **fields})


def text(page):
    return page.content.decode()


# the list


def test_it_lists_pairs_with_their_reasons_the_likeliest_first(desk, pair):
    certain = make_paper("Gavel"), make_paper("gavel!")
    look()
    page = desk.get(LIST)
    assert page.status_code == 200
    first, second = Lookalike.objects.order_by("-score")
    assert (first.one, first.other) == certain
    addresses = [link for link in links_in(page) if link.startswith(LIST) and link != LIST]
    assert addresses[-2:] == [f"{LIST}{first.pk}/", f"{LIST}{second.pk}/"]
    assert "same title" in text(page) and "titles 92% alike" in text(page)
    assert text(page).count("Almost certain") == 1


def test_its_queries_do_not_grow_with_the_pairs(desk):
    def queries_with(total):
        while Lookalike.objects.count() < total:
            name = chr(97 + Lookalike.objects.count()) * 8
            make_paper(f"{name} in Datacenters", venue=name), make_paper(f"{name} in the Datacenters")
            look()
        with CaptureQueriesContext(connection) as queries:
            desk.get(LIST)
        return len(queries)

    assert queries_with(10) == queries_with(20)


def test_it_is_paged(desk, settings):
    settings.PAGE_SIZE = 2
    for name in ("aaaaaaaa", "bbbbbbbb", "cccccccc"):
        make_paper(f"{name} in Datacenters"), make_paper(f"{name} in the Datacenters")
    look()
    assert "?&amp;page=2" in text(desk.get(LIST)) or "?page=2" in text(desk.get(LIST))
    assert desk.get(f"{LIST}?page=2").status_code == desk.get(f"{LIST}?page=x").status_code == 200


def test_the_whole_catalogue_is_looked_at_by_a_button(desk, pair):
    Lookalike.objects.all().delete()
    page = desk.post(f"{LIST}look/", follow=True)
    assert "1 new pair was found." in text(page)
    assert Lookalike.objects.count() == 1


def test_a_catalogue_too_large_to_wait_for_is_left_to_the_command(desk, pair, monkeypatch):
    Lookalike.objects.all().delete()
    monkeypatch.setattr("papers.views.duplicates.MOST_AT_ONCE", 1)
    assert "look_for_duplicates" in text(desk.post(f"{LIST}look/", follow=True))
    assert not Lookalike.objects.exists()
    out = StringIO()
    call_command("look_for_duplicates", stdout=out)
    assert out.getvalue() == "1 new, 0 known, 0 no longer alike.\n"
    assert Lookalike.objects.count() == 1


@pytest.mark.parametrize("query", ["?merged=x", "?merged=99", f"?merged={10**20}", "?apart=99", "?state=?", "?one=%00"])
def test_it_takes_any_address(desk, query):
    assert desk.get(LIST + query).status_code == 200


# side by side


def test_it_shows_both_and_proposes_the_fuller_values(desk, pair):
    row, one, other = pair
    page = desk.get(f"{LIST}{row.pk}/")
    chosen = {
        e.get("name"): int(e.get("value")) for e in elements(page, "input", type="radio") if "checked" in e.attributes
    }
    assert chosen == {"title": other.pk, "authors": other.pk, "year": one.pk, "abstract": other.pk}
    assert "A longer one." in text(page) and "Short." in text(page)


def test_a_published_venue_is_proposed_before_a_preprint_server(desk):
    make_venue("arXiv", kind="preprint-server")
    one = make_paper("Gavel", venue="arXiv", year=2020, doi="10.1145/a")
    other = make_paper("gavel", venue="OSDI", year=2021, doi="10.1145/b")
    page = desk.get(f"{LIST}compare/?one={one.pk}&other={other.pk}")
    chosen = {
        e.get("name"): int(e.get("value")) for e in elements(page, "input", type="radio") if "checked" in e.attributes
    }
    assert {chosen[field] for field in ("venue", "year", "doi")} == {other.pk}


def test_it_says_what_will_be_united(desk, pair, member):
    row, one, other = pair
    make_reading(member, one, private_note="SECRET")
    make_summary(other)
    make_entry(other, make_list())
    page = text(desk.get(f"{LIST}{row.pk}/"))
    for words in ("Readings", "Summaries", "List entries"):
        assert words in page
    assert "SECRET" not in page


def test_its_queries_do_not_grow_with_what_is_attached(desk, pair, member):
    row, one, other = pair

    def queries_with(total):
        while one.links.count() < total:
            number = one.links.count()
            one.links.create(url=f"https://a.example/{number}")
            one.tags.add(f"tag {number}")
            make_entry(one, make_list(f"List {number}"))
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"{LIST}{row.pk}/")
        return len(queries)

    queries_with(1)
    assert queries_with(10) == queries_with(20)


# deciding


def test_it_merges_into_the_chosen_one_by_the_chosen_values(desk, pair, curator):
    row, one, other = pair
    response = decide(desk, f"{LIST}{row.pk}/", into=one.pk, title=other.pk, year=one.pk, authors=other.pk)
    merge = Merge.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"{LIST}?merged={merge.pk}")
    assert (merge.kept, merge.dropped, merge.by) == (one, other.pk, curator)
    one.refresh_from_db()
    assert (one.title, one.year, one.abstract) == (other.title, 2023, "Short.")
    assert [str(author) for author in one.authorships.all()] == ["Ada", "Bob"]
    page = desk.get(response["Location"])
    assert f"{MERGES}{merge.pk}/undo/" in {form.get("action") for form in elements(page, "form")}
    assert not Lookalike.objects.exists()


def test_a_merge_is_undone_from_where_it_was_done(desk, pair):
    row, one, other = pair
    decide(desk, f"{LIST}{row.pk}/", into=one.pk)
    page = desk.post(f"{MERGES}{Merge.objects.get().pk}/undo/", {"next": LIST}, follow=True)
    assert page.redirect_chain == [(LIST, 302)]
    assert "“Tuning Service in the Datacenter” is a paper of its own again" in text(page)
    assert set(Paper.objects.all()) == {one, other}
    assert Lookalike.objects.get() == row


def test_a_merge_that_was_built_on_says_by_what(desk, pair, member):
    row, one, other = pair
    make_reading(member, other, "read")
    decide(desk, f"{LIST}{row.pk}/", into=one.pk)
    Reading.objects.update(status="reading")
    page = desk.post(f"{MERGES}{Merge.objects.get().pk}/undo/")
    assert page.status_code == 409
    assert "Changed or deleted since the merge: readings (1)." in text(page)
    assert "cannot be undone any more; nothing was changed" in text(page)
    assert member.username not in text(page).split("</header>", 1)[1].split("<footer", 1)[0]
    assert Merge.objects.exists()


def test_a_merge_that_is_undone_already_says_so(desk):
    page = desk.post(f"{MERGES}999/undo/", follow=True)
    assert "This merge was taken back already." in text(page)


def test_merges_are_listed_with_who_and_when(desk, pair):
    row, one, other = pair
    decide(desk, f"{LIST}{row.pk}/", into=one.pk)
    page = text(desk.get(MERGES))
    assert other.title in page and "curator" in page and f"number {other.pk}" in page


def test_not_the_same_is_kept_and_can_be_taken_back(desk, pair, curator):
    row, one, other = pair
    response = desk.post(f"{LIST}{row.pk}/", {"apart": "1"})
    assert response["Location"] == f"{LIST}?apart={row.pk}"
    row.refresh_from_db()
    assert (row.distinct, row.by) == (True, curator)
    page = desk.get(response["Location"])
    assert "The two are not proposed again." in text(page)
    assert "set apart by curator" in text(desk.get(f"{LIST}?state=apart"))
    desk.post(f"{LIST}{row.pk}/", {"reopen": "1"})
    assert Lookalike.objects.get().distinct is False


def test_who_decides_on_what_has_changed_is_told(desk, pair):
    row, one, other = pair
    before = seen(desk.get(f"{LIST}{row.pk}/"))
    one.title = "Tuning Service in Data Centers"
    one.save()
    page = desk.post(f"{LIST}{row.pk}/", {"seen": before, "into": one.pk, "year": other.pk})
    assert page.status_code == 409
    assert "One of the papers was changed while you were looking." in text(page)
    assert Merge.objects.count() == 0
    chosen = [e for e in elements(page, "input", type="radio", name="year") if "checked" in e.attributes]
    assert [e.get("value") for e in chosen] == [str(other.pk)]


@pytest.mark.parametrize("into", ["", "x", "0", "999999"])
def test_it_asks_into_which_one(desk, pair, into):
    row, one, other = pair
    assert decide(desk, f"{LIST}{row.pk}/", into=into).status_code == 422
    assert Paper.objects.count() == 2


def test_two_curators_at_once_the_second_is_told(desk, pair, administrator, as_user):
    row, one, other = pair
    address = f"{LIST}{row.pk}/"
    late = as_user(administrator)
    fields = {"seen": seen(late.get(address)), "into": other.pk}
    decide(desk, address, into=one.pk)
    page = late.post(address, fields)
    assert page.status_code == 409
    assert "This pair is not here any more" in text(page)
    assert Merge.objects.count() == 1
    assert late.get(address).status_code == 404


# any two


@pytest.mark.parametrize("form", ["{0.pk}", "/papers/{0.pk}/", "http://testserver{0.get_absolute_url}", "{0.title}",
                                  "/admin/papers/paper/{0.pk}/change/"])  # fmt: skip
def test_any_two_papers_can_be_compared(desk, form):
    one, other = make_paper("Gavel"), make_paper("Pollux: another")
    name = f"http://testserver{one.get_absolute_url()}" if "absolute" in form else form.format(one)
    page = desk.get(f"{LIST}compare/", {"one": name, "other": "pollux"})
    assert page.status_code == 200
    assert "Nothing says that they are the same" in text(page)
    response = desk.post(
        f"{LIST}compare/?one={one.pk}&other={other.pk}", {"seen": seen(page), "into": one.pk, "title": other.pk}
    )
    assert response.status_code == 302
    assert Paper.objects.get().title == "Pollux: another"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"one": "Gavel", "other": "gavel"}, "This is the same paper"),
        ({"one": "999999", "other": "Gavel"}, "There is no paper with the number 999999."),
        ({"one": "nothing such", "other": "Gavel"}, "No paper is found by that."),
        ({"one": "pape", "other": "Gavel"}, "Several papers are found by that."),
        ({"one": "", "other": "Gavel"}, "This field is required."),
        ({"one": str(10**17), "other": "Gavel"}, "There is no paper"),
        ({"one": "\x00", "other": "Gavel"}, ""),
    ],
)
def test_two_that_are_not_found_are_asked_for_again(desk, fields, says):
    for title in ("Gavel", "A paper", "Another paper"):
        make_paper(title)
    page = desk.get(f"{LIST}compare/", fields)
    assert page.status_code == 422
    assert says in text(page)
    assert 'value="Gavel"' in text(page) or 'value="gavel"' in text(page)


def test_a_number_that_was_merged_says_into_which(desk, pair):
    row, one, other = pair
    decide(desk, f"{LIST}{row.pk}/", into=one.pk)
    page = desk.get(f"{LIST}compare/", {"one": other.pk, "other": one.pk})
    assert f"Paper {other.pk} was merged into “{one.title}”." in text(page)


# curation


def action(desk, *papers):
    fields = {"action": "merge_into", "_selected_action": [paper.pk for paper in papers]}
    return desk.post(url(Paper, "changelist"), fields)


def test_the_list_of_papers_leads_to_the_desk(desk):
    one, other, third = make_paper("One"), make_paper("Other"), make_paper("Third")
    assert action(desk, one, other)["Location"] == f"{LIST}compare/?one={one.pk}&other={other.pk}"
    page = desk.get(action(desk, one)["Location"])
    assert elements(page, "input", name="one")[0].get("value") == str(one.pk)
    page = desk.get(action(desk, one, other, third)["Location"])
    assert "Select one paper or two" in text(page)
