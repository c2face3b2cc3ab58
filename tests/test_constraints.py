"""What the database refuses, whoever asks."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils.timezone import now

from notes.models import Claim, Draft, Following, Reading, SavedFilter, Summary, Template, TermName
from papers.models import (
    Apart,
    Author,
    Authorship,
    Import,
    ImportRow,
    Institution,
    InstitutionAlias,
    Link,
    Lookalike,
    Paper,
    SearchDoc,
    Settlement,
    Suggestion,
    Tag,
    TagAlias,
    TaggedPaper,
    Topic,
    Venue,
    VenueAlias,
)
from readinglist.group.models import GroupSettings
from readinglist.members.models import Profile
from tests.factories import (
    make_institution,
    make_invitation,
    make_paper,
    make_reading,
    make_summary,
    make_term,
    make_topic,
    make_venue,
)

pytestmark = pytest.mark.django_db


def two_names(model, **fields):
    for name in ("arXiv", "ARXIV"):
        model.objects.create(name=name, **fields)


def two(model, **fields):
    for _ in range(2):
        model.objects.create(**fields)


def two_papers():
    return [make_paper("Gavel"), make_paper("Pollux")]


OURS = ("papers", "notes", "group", "members", "operations")

# What each constraint is there for: a function of a member that must not come through.
REFUSED = {
    "venue_name_unique": lambda member: two_names(Venue),
    "venue_alias_unique": lambda member: two_names(VenueAlias, venue=make_venue()),
    "institution_name_unique": lambda member: two_names(Institution),
    "institution_alias_unique": lambda member: two_names(InstitutionAlias, institution=make_institution()),
    "tag_name_unique": lambda member: [Tag.objects.create(name=name, slug=name) for name in ("gpu", "GPU")],
    "tag_alias_unique": lambda member: [
        TagAlias.objects.create(name=name, slug=name, tag=tag)
        for tag in [Tag.objects.create(name="gpu")]
        for name in ("gpus", "GPUs")
    ],
    "suggestion_waits_once": lambda member: two(Suggestion, by=member, record={"title": "x"}),
    "apart_once_a_pair": lambda member: two(Apart, kind="tag", one="gpt", other="gpu"),
    "paper_tagged_once": lambda member: two(TaggedPaper, tag=Tag.objects.create(name="x"), content_object=make_paper()),
    "topic_not_its_own_parent": lambda member: Topic.objects.filter(pk=make_topic().pk).update(parent=F("pk")),
    "topic_has_a_name": lambda member: Topic.objects.create(slug="nameless"),
    "paper_has_a_title": lambda member: Paper.objects.create(title=""),
    "paper_year_in_range": lambda member: make_paper(year=1599),
    "paper_doi_unique": lambda member: [make_paper(doi="10.1/x") for _ in range(2)],
    "paper_arxiv_id_unique": lambda member: [make_paper(arxiv_id="2008.09213") for _ in range(2)],
    "paper_cite_key_unique": lambda member: [make_paper(cite_key="gavel2020") for _ in range(2)],
    "searchdoc_once_a_member": lambda member: [
        SearchDoc.objects.create(id=number, paper=paper, member=member, tokeniser=1, digest="")
        for paper in [make_paper()]
        for number in (-1, -2)
    ],
    "searchdoc_numbered_by_who_may_find_it": lambda member: SearchDoc.objects.create(
        id=1_000_000, paper=make_paper(), tokeniser=1, digest=""
    ),
    "import_row_once_a_position": lambda member: two(
        ImportRow, of=Import.objects.create(name="A list"), position=1, line=1
    ),
    "settlement_once_a_claim": lambda member: two(Settlement, paper=make_paper(), field="year", value="2020"),
    "lookalike_once_a_pair": lambda member: two(Lookalike, **dict(zip(("one", "other"), two_papers(), strict=True))),
    "lookalike_in_order": lambda member: Lookalike.objects.create(**dict.fromkeys(("one", "other"), make_paper())),
    "authorship_unique": lambda member: two(Authorship, paper=make_paper(), author=Author.objects.create(name="Ada")),
    "link_once_a_paper": lambda member: two(Link, paper=make_paper(), url="https://a.example/"),
    "link_http_only": lambda member: make_paper(links=("javascript:alert(1)",)),
    "reading_once_a_member": lambda member: two(Reading, paper=make_paper(), member=member),
    "reading_rating_1_to_5": lambda member: make_reading(member, make_paper(), rating=6),
    "reading_status_known": lambda member: make_reading(member, make_paper(), "finished"),
    "summary_once_a_language": lambda member: two(Summary, paper=make_paper(), language="en", body="x"),
    "summary_has_a_body": lambda member: make_summary(make_paper(), body=""),
    "draft_once_a_member_and_language": lambda member: two(Draft, member=member, paper=make_paper(), language="en"),
    "claim_once_a_text": lambda member: two(Claim, member=member, paper=make_paper(), language="en", until=now()),
    "saved_filter_name_once_an_owner": lambda member: [
        SavedFilter.objects.create(owner=member, name=name) for name in ("Mine", "MINE")
    ],
    "saved_filter_has_a_name": lambda member: SavedFilter.objects.create(owner=member, name=""),
    "saved_filter_query_length": lambda member: SavedFilter.objects.create(owner=member, name="x", query="q" * 2001),
    "saved_filter_is_seen": lambda member: SavedFilter.objects.create(owner=None, name="x"),
    "following_once_a_member": lambda member: two(
        Following,
        member=member,
        filter=SavedFilter.objects.create(owner=member, name="x"),
        looked=now(),
        looked_before=now(),
    ),
    "template_once_a_language": lambda member: two(Template, language="en", name="Ours", body="x"),
    "term_english_once": lambda member: [make_term("straggler", name, slug=name) for name in ("掉队节点", "慢节点")],
    "term_chinese_once": lambda member: [make_term(name, "掉队节点") for name in ("straggler", "laggard")],
    "term_name_once_a_language": lambda member: two(
        TermName, term=make_term("straggler", "掉队节点"), language="en", name="laggard"
    ),
    "profile_language_known": lambda member: Profile.objects.create(user=member, language="fr"),
    "profile_summaries_known": lambda member: Profile.objects.create(user=member, summary_language="fr"),
    "profile_theme_known": lambda member: Profile.objects.create(user=member, theme="pink"),
    "invitation_digest_once": lambda member: [make_invitation(member, digest="x") for _ in range(2)],
    "invitation_role_can_be_given": lambda member: make_invitation(member, role="administrator"),
    "invitation_used_or_taken_back": lambda member: make_invitation(member, used=now(), revoked=now()),
    "invitation_one_welcome": lambda member: make_invitation(
        member, welcome=SavedFilter.objects.create(owner=member, name="x"), welcome_query="q=x"
    ),
    "group_settings_once": lambda member: GroupSettings.objects.create(pk=2),
    "group_second_factor_known": lambda member: GroupSettings.objects.create(pk=1, second_factor_required="some"),
}


def constraints():
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    return {constraint.name: (model, constraint) for model in models for constraint in model._meta.constraints}


def words_for(name):
    """How the database says that a constraint was hurt: SQLite names the columns of one that is unique over columns."""
    model, constraint = constraints()[name]
    if connection.vendor == "sqlite" and getattr(constraint, "fields", ()):
        columns = [model._meta.get_field(field).column for field in constraint.fields]
        return ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return name


def test_it_tries_every_constraint():
    assert constraints().keys() == REFUSED.keys()


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(member, name):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        REFUSED[name](member)
    assert words_for(name) in str(error.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda member: [make_paper(doi="", arxiv_id="") for _ in range(2)],
        lambda member: [make_paper("One title", year=2020, venue="OSDI") for _ in range(2)],
        lambda member: [make_paper(year=year) for year in (1600, 2200, None)],
        lambda member: [make_paper(links=("http://a.example/", "https://a.example/")) for _ in range(2)],
        lambda member: [make_reading(member, make_paper(), "", rating=rating) for rating in (1, 5, None)],
        lambda member: [make_summary(make_paper(), language) for language in ("en", "zh-hans")],
        lambda member: [make_topic("Same") for _ in range(2)],
        lambda member: [Draft.objects.create(member=member, paper=make_paper(), language="en") for _ in range(2)],
    ],
)
def test_the_database_takes_what_is_right(member, make):
    make(member)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://a.example/", "//a.example/", "file:///etc/passwd", "https://", "x"]
)
def test_a_link_leads_to_the_web(url):
    with pytest.raises(ValidationError) as error:
        Link(paper=make_paper(), url=url).full_clean()
    assert "url" in error.value.message_dict


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"title": ""}, "title"), ({"year": 1599}, "year"), ({"year": 2201}, "year"), ({"kind": "poem"}, "kind")],
)
def test_a_paper_says_which_field_is_wrong(fields, wrong):
    with pytest.raises(ValidationError) as error:
        Paper(**{"title": "x", **fields}).full_clean()
    assert wrong in error.value.message_dict
