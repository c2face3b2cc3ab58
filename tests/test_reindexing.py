"""Whoever writes papers, or about them, keeps the search in step and tells the counts; who does not is noticed."""

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from notes.models import Summary
from notes.versions import restore
from notes.writing import Edit, confirm_in_step, delete_summary, save_summary
from papers import adding, bulk, naming, suggestions
from papers.formats.records import Record
from papers.generation import generation
from papers.indexing import reindex
from papers.lookup import Found
from papers.lookup.suggesting import accept
from papers.models import Paper, Section, Tag, Venue
from papers.uniting import merge_papers, part
from tests.curation import YES, save, url
from tests.factories import make_entry, make_list, make_member, make_paper, make_reading, make_suggestion, make_venue
from tests.filling import filled
from tests.indexes import guarded, moves_on, reindexes, stays_indexed
from tests.pages import elements
from tests.two_papers import make_gavel, make_pollux, tag, topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def gavel(member):
    return make_gavel(member)


@pytest.fixture
def pollux(other):
    return make_pollux(other)


@pytest.fixture
def admin(administrator, as_user):
    return as_user(administrator)


# papers


def test_a_paper_edited_in_curation(desk, gavel):
    with reindexes():
        save(desk, gavel, title="Another title", tags="new")


def test_a_paper_added_in_curation(desk):
    form = {"title": "New", "kind": "paper", "publication": "published", "tags": "a, b", "seen": ""}
    inlines = ("authorships", "links", "entries", "summaries")
    form |= {f"{name}-{count}_FORMS": "0" for name in inlines for count in ("TOTAL", "INITIAL")}
    with reindexes():
        assert desk.post(url(Paper, "add"), form).status_code == 302


def test_a_paper_brought_back_from_its_history(desk, gavel):
    oldest = gavel.history.last()
    gavel.title = "Another title"
    gavel.save()
    address = url(gavel, "simple_history", oldest.pk)
    with reindexes():
        assert desk.post(address, filled(desk.get(address), "historicalpaper_form")).status_code == 302
    assert Paper.objects.get(pk=gavel.pk).title == "Gavel"


def test_a_paper_deleted(admin, gavel):
    bring_up_to_date(gavel)
    with reindexes():
        assert admin.post(url(gavel, "delete"), YES).status_code == 302


def test_several_papers_deleted(admin, gavel, pollux):
    bring_up_to_date(gavel, pollux)
    chosen = {"action": "delete_selected", "_selected_action": [gavel.pk, pollux.pk]}
    with reindexes():
        admin.post(url(Paper, "changelist"), chosen | YES)
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    "deed",
    [
        lambda papers, by: bulk.add_tags(papers, [Tag.objects.create(name="new", slug="new")], by),
        lambda papers, by: bulk.remove_tags(papers, [tag("GPU")], by),
        lambda papers, by: bulk.add_topic(papers, topic("Training"), by),
        lambda papers, by: bulk.move_to_topic(papers, topic("Systems"), by),
        lambda papers, by: bulk.remove_topic(papers, topic("Scheduling"), by),
        lambda papers, by: bulk.replace_topic(papers, topic("Scheduling"), topic("Training"), by),
        lambda papers, by: bulk.set_venue(papers, Venue.objects.get(name="SOSP"), by, 2022),
    ],
    ids=["add tags", "remove tags", "add topic", "move", "remove topic", "replace topic", "venue"],
)
def test_many_papers_changed_at_once(gavel, pollux, curator, deed):
    with reindexes():
        deed(Paper.objects.filter(pk=gavel.pk), curator)


def test_a_paper_entered(gavel, curator):
    record = Record("Themis", venue="OSDI", authors=("A",), tags=("new",), institutions=("Stanford",))
    with reindexes():
        adding.enter(record, topic("Scheduling"), None, [], curator)


def test_a_suggestion_accepted_for_a_paper_that_is_there(gavel, curator):
    row = make_suggestion(title="Gavel", record={"abstract": "Jobs share."})
    with reindexes():
        suggestions.accept(row.pk, Record("Gavel", abstract="Jobs share."), None, gavel, curator)


def test_fields_taken_over_from_a_registry(gavel, curator):
    found = Found(Record("Gavel, the paper", venue="NSDI", authors=("B",), year=2021), "Crossref", "")
    with reindexes(), transaction.atomic():
        accept(gavel, found, ["title", "authors", "venue", "year"], curator)


def test_another_spelling_learnt_on_the_way(gavel):
    """The vocabulary knows more names of a venue than the catalogue had: its papers are found by them, too."""
    make_venue("NeurIPS")
    paper = make_paper(venue="NeurIPS")
    with reindexes():
        naming.venues(["NIPS"])
    assert paper.venue.aliases.filter(name="NIPS").exists()


# papers that are one


def test_papers_merged_and_parted(gavel, pollux, member, curator):
    make_reading(member, pollux, private_note="Also mine.")
    make_reading(make_member("third"), pollux, private_note="A third one's.")
    make_entry(pollux, make_list())
    bring_up_to_date(gavel, pollux)
    with reindexes(), moves_on():
        merge = merge_papers(pollux, gavel, {"title": "dropped"}, curator)
    with reindexes(), moves_on():
        part(merge)
    assert Paper.objects.count() == 2


# summaries


def test_a_summary_written_published_edited_unpublished_and_deleted(pollux, writer):
    with stays_indexed():
        summary = save_summary(pollux, "en", Edit("A draft.", state="draft"), writer)
    with reindexes(), moves_on():
        summary = save_summary(pollux, "en", Edit("A draft.", seen=summary.version), writer)
    with reindexes(), moves_on():
        summary = save_summary(pollux, "en", Edit("Another text.", seen=summary.version), writer)
    with reindexes(), moves_on():
        save_summary(pollux, "en", Edit("Another text.", seen=summary.version, state="draft"), writer)
    with reindexes(), moves_on():
        restored(pollux, writer)
    with reindexes(), moves_on():
        delete_summary(Summary.objects.get(paper=pollux))


def restored(paper, writer):
    """The first version of the summary, published."""
    now = Summary.objects.get(paper=paper)
    save_summary(paper, "en", Edit("Another text.", seen=now.version), writer)
    restore(paper, Summary.Language.ENGLISH, 1, now.version, writer)


def test_two_summaries_confirmed_to_say_the_same(gavel, writer):
    save_summary(gavel, "en", Edit("Jobs share machines, and fairly.", seen=1), writer)
    with moves_on():
        confirm_in_step(gavel)


# private notes and members


def test_a_note_written_edited_and_emptied(shelf, pollux):
    address, before = reverse("note", args=[pollux.pk]), generation()
    for note in ("First words.", "Other words.", ""):
        seen = seen_on(shelf, pollux)
        with reindexes():
            assert shelf.post(address, {"private_note": note, "rating": "", "seen": seen}).status_code == 302
    assert generation() == before  # nothing of it is counted


def seen_on(client, paper):
    return elements(client.get(paper.get_absolute_url()), "input", name="seen")[0].get("value")


def test_marking_a_paper_changes_nothing_that_is_found(shelf, gavel):
    before = generation()
    shelf.post(reverse("status", args=[gavel.pk]), {"status": "read"})
    assert generation() == before


@pytest.mark.parametrize("place", ["delete", "changelist"])
def test_a_member_deleted(admin, gavel, member, place):
    bring_up_to_date(gavel)
    form = YES | ({"action": "delete_selected", "_selected_action": member.pk} if place == "changelist" else {})
    with reindexes():
        admin.post(url(User if place == "changelist" else member, place), form)
    assert not User.objects.filter(pk=member.pk).exists()


# the guard itself


def test_it_notices_what_was_written_past_the_application(gavel):
    bring_up_to_date(gavel)
    with pytest.raises(AssertionError, match="reindex"), stays_indexed():
        Paper.objects.filter(pk=gavel.pk).update(title="Written past it")


def test_it_notices_counts_of_an_old_generation(gavel):
    group = make_list()
    with pytest.raises(AssertionError, match="generation"), stays_indexed():
        make_entry(gavel, group)


def test_it_looks_around_every_request_that_writes(gavel, client):
    def careless(client, **environ):
        Section.objects.all()
        Paper.objects.filter(pk=gavel.pk).update(title="Written past it")

    guarded(careless)(client, REQUEST_METHOD="GET")
    Paper.objects.filter(pk=gavel.pk).update(title="Gavel")
    with pytest.raises(AssertionError, match="reindex"):
        guarded(careless)(client, REQUEST_METHOD="POST")


def bring_up_to_date(*papers):
    """For rows that factories wrote."""
    reindex([paper.pk for paper in papers])
