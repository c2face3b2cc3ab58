"""Every way in which the catalogue is written keeps the search in step with it, and tells the counts."""

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from notes.models import Summary
from notes.versions import restore
from notes.writing import Edit, confirm_in_step, delete_summary, save_summary
from papers import adding, bulk, gaps, naming, suggestions, topic_tree
from papers.deeds import take_back
from papers.formats.records import Record
from papers.generation import generation
from papers.importing import bring_in, undo
from papers.importing.sections import point_at
from papers.indexing import reindex
from papers.lookup import Found
from papers.lookup.suggesting import accept
from papers.merging import merge_institutions, merge_venues
from papers.models import (
    Author,
    Deed,
    Institution,
    ListEntry,
    Paper,
    PaperList,
    Section,
    Tag,
    Topic,
    Venue,
)
from papers.provenance import queue, settling
from papers.tagging import merge_tags, rename_tag
from papers.topic_tree import Tree, as_seen
from papers.uniting import merge_papers, part
from tests.curation import save, url
from tests.factories import (
    make_entry,
    make_list,
    make_member,
    make_paper,
    make_reading,
    make_section,
    make_suggestion,
    make_summary,
    make_term,
    make_topic,
    make_venue,
)
from tests.filling import filled
from tests.imports import prepared
from tests.indexes import guarded, moves_on, reindexes, stays_indexed
from tests.pages import elements

pytestmark = pytest.mark.django_db

YES = {"post": "yes"}
LIST = (
    "# List\n## Keywords\n- `gpu`\n- `fair`\n## Fairness\n"
    "- [OSDI'20][Stanford] [Themis: Fair Sharing](https://example.org/themis)\n  - `gpu`\n  - What it says.\n"
    "- [NSDI'20] Gavel\n"
)  # fmt: skip


@pytest.fixture
def gavel(member):
    """A paper with something in every place that is searched."""
    systems = make_topic("Systems", "系统")
    scheduling = make_topic("Scheduling", "调度", parent=systems)
    make_venue("OSDI", aliases=("USENIX OSDI",))
    paper = make_paper(
        "Gavel", venue="OSDI", year=2020, topics=(scheduling,), tags=("GPU", "fair"), institutions=("Stanford",),
        authors=("Ada Byron",), doi="10.1/gavel",
    )  # fmt: skip
    make_summary(paper, "en", "Jobs share machines.", author=member)
    make_summary(paper, "zh-hans", "作业共享机器。", author=member)
    make_reading(member, paper, private_note="Mine alone.")
    return paper


@pytest.fixture
def pollux(other):
    """Another paper, with other names but for one tag."""
    paper = make_paper(
        "Pollux", venue="SOSP", year=2021, topics=(make_topic("Training", "训练"),), tags=("GPU", "gpus"),
        institutions=("Standford",), authors=("Alan Turing",),
    )  # fmt: skip
    make_reading(other, paper, private_note="Theirs alone.")
    return paper


@pytest.fixture
def admin(administrator, as_user):
    return as_user(administrator)


def topic(name):
    return Topic.objects.get(name_en=name)


def tag(name):
    return Tag.objects.get(name=name)


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


# names


def test_a_tag_renamed_and_named_back(gavel, curator):
    with reindexes():
        rename_tag(tag("GPU"), "accelerators", curator)
    with reindexes():
        take_back(Deed.objects.get(), curator)


def test_tags_merged_and_parted(gavel, pollux, curator):
    with reindexes():
        merge_tags([tag("gpus")], tag("fair"), curator)
    with reindexes():
        take_back(Deed.objects.get(), curator)


def test_venues_merged(gavel, pollux):
    with reindexes():
        merge_venues([pollux.venue], gavel.venue)


def test_institutions_merged(gavel, pollux):
    with reindexes():
        merge_institutions([pollux.institutions.get()], gavel.institutions.get())


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        (lambda: Venue.objects.get(name="OSDI"), {"name": "OSDI 2"}),
        (lambda: Venue.objects.get(name="OSDI"), {"full_name": "Operating Systems"}),
        (lambda: Venue.objects.get(name="OSDI"), {"aliases__0__name": "Another"}),
        (lambda: Institution.objects.get(name="Stanford"), {"name": "Berkeley"}),
        (lambda: Author.objects.get(name="Ada Byron"), {"name": "Ada Lovelace"}),
        (lambda: tag("GPU"), {"name": "accelerators"}),
        (lambda: tag("GPU"), {"aliases__0__name": "accelerators"}),
        (lambda: topic("Scheduling"), {"name_zh": "排程"}),
        (lambda: topic("Systems"), {"name_zh": "体系"}),
    ],
)
def test_a_name_edited_in_curation(desk, gavel, row, changes):
    with reindexes():
        assert save(desk, row(), **changes).status_code == 302


def test_a_topic_put_below_another_in_curation(desk, gavel, pollux):
    with reindexes():
        assert save(desk, topic("Systems"), parent=topic("Training").pk).status_code == 302


@pytest.mark.parametrize(
    "row",
    [
        lambda: Institution.objects.get(name="Stanford"),
        lambda: Author.objects.get(name="Ada Byron"),
        lambda: tag("GPU"),
        lambda: topic("Scheduling"),
    ],
)
@pytest.mark.parametrize("place", ["delete", "changelist"])
def test_a_name_deleted_in_curation(admin, gavel, row, place):
    row = row()
    form = YES | ({"action": "delete_selected", "_selected_action": row.pk} if place == "changelist" else {})
    with reindexes():
        admin.post(url(type(row) if place == "changelist" else row, place), form)
    assert not type(row).objects.filter(pk=row.pk).exists()


def test_a_name_brought_back_from_its_history(desk, gavel):
    venue = gavel.venue
    venue.name = "Renamed"
    venue.save()
    address = url(venue, "simple_history", venue.history.last().pk)
    with reindexes():
        assert desk.post(address, filled(desk.get(address), "historicalvenue_form")).status_code == 302


# topics


@pytest.mark.parametrize("step", ["in", "out"])
def test_a_topic_moved(gavel, pollux, curator, step):
    name = "Training" if step == "in" else "Scheduling"
    with reindexes(), as_seen(Tree().stamp) as tree:
        topic_tree.move(tree, tree.by_pk[topic(name).pk], step, curator)


def test_a_topic_renamed(desk, gavel):
    form = {"deed": "rename", "name_en": "Systems", "name_zh": "体系", "tree": Tree().stamp}
    with reindexes():
        desk.post(reverse("curation-topic", args=[topic("Systems").pk]), form)


def test_topics_merged_and_parted(gavel, pollux, curator):
    with reindexes(), as_seen(Tree().stamp) as tree:
        topic_tree.merge(tree, tree.by_pk[topic("Systems").pk], tree.by_pk[topic("Training").pk], curator)
    with reindexes():
        take_back(Deed.objects.get(), curator)


def test_a_section_pointed_at_another_topic(gavel, pollux):
    section = make_section(make_list(), topic=topic("Scheduling"))
    make_entry(gavel, section)
    with reindexes():
        point_at(section, topic("Training"))


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


# what results depend on beside


def test_a_term_of_the_glossary_edited_and_deleted(desk):
    term = make_term()
    for deed in (lambda: save(desk, term, chinese="落后者"), lambda: desk.post(url(term, "delete"), YES)):
        before = generation()
        assert deed().status_code == 302
        assert generation() != before


def test_names_that_nothing_uses_go_without_a_word(curator):
    row = Tag.objects.create(name="unused", slug="unused")
    with stays_indexed():
        assert gaps.ORPHANS["unused-tags"].delete([row.pk]) == 1


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
