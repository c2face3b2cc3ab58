"""Whoever writes names, topics and terms keeps the search of their papers in step, and tells the counts."""

import pytest
from django.urls import reverse

from papers import gaps, topic_tree
from papers.deeds import take_back
from papers.generation import generation
from papers.importing.sections import point_at
from papers.merging import merge_institutions, merge_venues
from papers.models import Author, Deed, Institution, Tag, Venue
from papers.tagging import merge_tags, rename_tag
from papers.topic_tree import Tree, as_seen
from tests.curation import YES, save, url
from tests.factories import make_entry, make_list, make_section, make_term
from tests.filling import filled
from tests.indexes import reindexes, stays_indexed
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
