"""The catalogue goes into a file and comes back without any id, as the demonstration does."""

import pytest
from django.apps import apps
from django.core.management import call_command

from notes.models import Reading
from papers.models import (
    Author,
    Change,
    Institution,
    InstitutionAlias,
    Paper,
    PaperList,
    SearchDoc,
    Tag,
    Topic,
    Venue,
    VenueAlias,
)

pytestmark = pytest.mark.django_db


def catalogue_models():
    """All but the history, and what is made anew from the rest."""
    models = apps.get_app_config("papers").get_models()
    return [one for one in models if not one.__name__.startswith("Historical") and one not in {Change, SearchDoc}]


NAMED = [Venue, VenueAlias, Institution, InstitutionAlias, Author, Tag, Topic, Paper, PaperList]


@pytest.mark.parametrize("model", NAMED, ids=lambda model: model.__name__)
def test_a_row_is_found_by_its_natural_key(catalogue, model):
    rows = list(model.objects.all())
    assert rows
    assert [model.objects.get_by_natural_key(*row.natural_key()) for row in rows] == rows


def facts():
    """Everything the catalogue says, without any id."""
    return {
        "papers": [
            (
                paper.title, paper.title_key, paper.year, str(paper.venue), paper.kind,
                sorted(paper.tags.names()),
                sorted(topic.slug for topic in paper.topics.all()),
                sorted(institution.name for institution in paper.institutions.all()),
                [str(authorship) for authorship in paper.authorships.all()],
                sorted(f"{entry.list} {entry.section} {entry.position}" for entry in paper.entries.all()),
            )
            for paper in Paper.objects.order_by("title")
        ],
        "topics": [
            (topic.slug, str(topic.parent), sorted(above.slug for above in topic.ancestors.all()))
            for topic in Topic.objects.order_by("slug")
        ],
        "aliases": sorted(f"{alias.venue} {alias}" for alias in VenueAlias.objects.all()),
    }  # fmt: skip


def test_the_catalogue_goes_out_and_comes_back_by_natural_keys(catalogue, tmp_path):
    before, file = facts(), tmp_path / "catalogue.json"
    names = [f"papers.{model.__name__}" for model in catalogue_models()]
    call_command("dumpdata", *names, use_natural_foreign_keys=True, use_natural_primary_keys=True, output=str(file))
    Topic.objects.update(parent=None)
    Reading.objects.all().delete()
    for model in (PaperList, Paper, Topic, Venue, Institution, Author, Tag):
        model.objects.all().delete()
    assert facts() == {"papers": [], "topics": [], "aliases": []}
    call_command("loaddata", str(file), verbosity=0)
    assert facts() == before
