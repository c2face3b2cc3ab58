"""Fill an empty, migrated database with the generated catalogue."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission, User
from django.db import connection, transaction

from notes.models import Reading, Summary, Term
from notes.roles import CURATORS, WRITERS, grant
from papers.formats.folding import name_key
from papers.models import (
    Author,
    Authorship,
    Institution,
    InstitutionAlias,
    Link,
    ListEntry,
    Paper,
    PaperList,
    Section,
    Tag,
    TaggedPaper,
    Topic,
    Venue,
    VenueAlias,
)
from readinglist.management.commands.demo import keep
from tests.benchmarks.corpus import names
from tests.benchmarks.corpus.rows import Corpus
from tests.benchmarks.corpus.tables import numbered_on, put

FIRST = {"avid": 1, "member": 2, "curator": 3, "admin": 4}  # the accounts that can sign in; avid has read the most
NO_PASSWORD = "!"  # noqa: S105 - nobody signs in as the others


def fill(papers: int, accounts: Path | None = None) -> None:
    """So many papers with all that belongs to them; passwords of the four accounts into the file ``accounts``."""
    if Paper.objects.exists():
        raise SystemExit("The database has papers already; name an empty one.")
    corpus = Corpus(papers)
    with transaction.atomic():
        for step in (vocabulary, topics, people, catalogue, lists, texts, readings):
            step(corpus)
        numbered_on([Venue, VenueAlias, Institution, InstitutionAlias, Tag, Author, Paper, PaperList, Section, User])
        numbered_on([TaggedPaper, Authorship, Link, ListEntry, Summary, Reading, Term, *THROUGHS])
        roles()
        passwords(accounts)
    analyse()


THROUGHS: list[Any] = [Paper.topics.through, Paper.institutions.through]


def vocabulary(corpus: Corpus) -> None:
    venues = [(number, *venue) for number, venue in enumerate(names.venues(), start=1)]
    put(
        Venue,
        "id name name_key full_name area kind",
        ((n, name, name_key(name), *rest) for n, name, *rest, _ in venues),
    )
    aliases = ((number, alias, name_key(alias)) for number, *_rest, spelt in venues for alias in spelt)
    put(VenueAlias, "venue_id name name_key", aliases)
    institutions = list(enumerate(names.institutions(), start=1))
    put(Institution, "id name full_name", ((number, name, full) for number, (name, full, _alias) in institutions))
    put(InstitutionAlias, "institution_id name", ((number, alias) for number, (_name, _full, alias) in institutions))
    put(Tag, "id name slug", ((n, tag, tag.replace(" ", "-")) for n, tag in enumerate(names.tags(), start=1)))
    put(
        Term, "slug english chinese english_key chinese_key",
        ((en.replace(" ", "-"), en, zh, name_key(en), name_key(zh)) for en, zh in names.terms()),
    )  # fmt: skip


def topics(corpus: Corpus) -> None:
    made: list[Topic] = []
    for position, (english, chinese, parent) in enumerate(names.topics()):
        above = None if parent is None else made[parent]
        slug = english.casefold().replace(" ", "-")
        made.append(
            Topic(name_en=english, name_zh=chinese, slug=slug, parent=above, position=position, id=position + 1)
        )
    Topic.objects.bulk_create(made)
    Topic.objects.rebuild_ancestors()
    numbered_on([Topic])


def people(corpus: Corpus) -> None:
    named = {number: name for name, number in FIRST.items()}
    put(
        User, "id username password is_staff is_superuser",
        (
            (number, named.get(number, f"member{number}"), NO_PASSWORD, number in {3, 4}, number == 4)
            for number in range(1, corpus.members + 1)
        ),
    )  # fmt: skip


def catalogue(corpus: Corpus) -> None:
    put(Author, "id name", ((number + 1, names.author(number)) for number in range(corpus.authors)))
    put(Paper, corpus.PAPERS, corpus.paper_rows())
    put(Authorship, "paper_id author_id position", corpus.author_rows())
    put(Paper.institutions.through, "paper_id institution_id", corpus.institution_rows())
    put(Paper.topics.through, "paper_id topic_id", corpus.topic_rows())
    put(TaggedPaper, "content_object_id tag_id", corpus.tag_rows())
    numbers = range(1, corpus.papers + 1)
    put(Link, "paper_id url", ((number, f"https://example.org/papers/{number}") for number in numbers))


def lists(corpus: Corpus) -> None:
    groups = [(1, "Systems reading", "systems"), (2, "学习系统清单", "learning"), (3, "Awesome papers", "awesome")]
    put(PaperList, "id name slug", groups)
    entries = list(corpus.entry_rows())
    sections = dict.fromkeys((entry[1], entry[0]) for entry in entries)
    # a section that two lists would share belongs to the first of them
    owners = dict(reversed(sections))
    put(
        Section, "id list_id topic_id title number position",
        ((n, owners[n], 1 + n % 60, f"Section {n}", str(n), n) for n in sorted(owners)),
    )  # fmt: skip
    put(
        ListEntry,
        "list_id section_id paper_id position line raw record claimed_title claimed_title_key claimed_year",
        ((group, number if owners[number] == group else None, *rest) for group, number, *rest in entries),
    )


def texts(corpus: Corpus) -> None:
    put(Summary, "paper_id language body html version in_step_with state added changed", corpus.summary_rows())


def readings(corpus: Corpus) -> None:
    put(Reading, "member_id paper_id status rating private_note note_html changed", corpus.reading_rows())


def roles() -> None:
    for name, role in {"curator": CURATORS, "member": WRITERS}.items():
        User.objects.get(username=name).groups.add(grant(role, Group, Permission))


def passwords(path: Path | None) -> None:
    if path:
        words = {name: secrets.token_urlsafe(9) for name in FIRST}
        for name, word in words.items():
            User.objects.filter(username=name).update(password=make_password(word))
        keep(path, words)


def analyse() -> None:
    """Let PostgreSQL know how much there is, as its own daemon would in a minute; SQLite has no such daemon."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
