"""Which rows: the vocabulary that views, filters, the importer and the admin share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import CharField, Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.text import slugify

from papers import search

if TYPE_CHECKING:
    from papers.models import Paper, Topic


TREE_LOCK = 0x74726565  # any number, the same for every change of the tree


class SpeltQuerySet(QuerySet):
    """Rows that people write in several ways: by name, by slug, by another spelling; case does not count."""

    spellings: tuple[str, ...] = ("name",)

    def spelt(self, words: Sequence[str]) -> dict[str, Any]:
        """The row that each word names, one query; words that name none are left out. The first spellings win."""
        wanted = Q(pk__in=[])
        for word in words:
            for field in self.spellings:
                wanted |= Q(**{f"{field}__iexact": word})
        columns = {f"spelling_{place}": F(field) for place, field in enumerate(self.spellings)}
        return named(words, self.filter(wanted).annotate(**columns), columns)


def named(words: Sequence[str], rows: Iterable[Any], spellings: Iterable[str]) -> dict[str, Any]:
    """The row that each word names by one of these attributes; words that name none are left out."""
    rows = list(rows)
    found: dict[str, Any] = {}
    for spelling in spellings:
        for row in rows:
            found.setdefault((getattr(row, spelling) or "").casefold(), row)
    return {word: found[word.casefold()] for word in words if word.casefold() in found}


class NamedQuerySet(SpeltQuerySet):
    def get_by_natural_key(self, name: str) -> Any:
        return self.get(name=name)

    def with_paper_counts(self) -> NamedQuerySet:
        return self.annotate(paper_count=Count("papers", distinct=True))  # distinct: a search joins aliases


class AliasedQuerySet(NamedQuerySet):
    spellings = ("name", "aliases__name")


class TagQuerySet(NamedQuerySet):
    spellings = ("slug", "name", "aliases__slug", "aliases__name")

    def free_slug(self, name: str) -> str:
        """A slug for the name that leads to no tag yet."""
        return free_slug(name, self.slugs())

    def slugs(self) -> set[str]:
        """Every slug that leads to a tag."""
        return {*self.values_list("slug", flat=True), *self.values_list("aliases__slug", flat=True)} - {None}


def free_slug(name: str, taken: Container[str]) -> str:
    """C++ and C make the same slug; the second is numbered."""
    slug = slugify(name, allow_unicode=True)[:90] or "tag"
    return next(one for one in chain([slug], (f"{slug}-{n}" for n in count(2))) if one not in taken)


class TopicQuerySet(SpeltQuerySet["Topic"]):
    spellings = ("slug", "name_en", "name_zh")

    def get_by_natural_key(self, slug: str) -> Any:
        return self.get(slug=slug)

    def merged(self, words: Sequence[str]) -> dict[str, Topic]:
        """The topic into which one of that slug or name was merged."""
        wanted = Q(pk__in=[])
        for word in words:
            wanted |= Q(slug__iexact=word) | Q(name_en__iexact=word) | Q(name_zh__iexact=word)
        aliases = self.model.aliases.rel.related_model._default_manager.filter(wanted).select_related("topic")
        found = named(words, aliases, self.spellings)
        return {word: alias.topic for word, alias in found.items()}

    def free_slug(self, wanted: str) -> str:
        """``wanted``, with a number where another topic has it."""
        wanted = wanted[:110] or "topic"
        taken = set(self.filter(slug__startswith=wanted).values_list("slug", flat=True))
        taken |= set(self.filter(aliases__slug__startswith=wanted).values_list("aliases__slug", flat=True))
        numbered = (f"{wanted}-{number}" for number in count(2))
        return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)

    def next_position(self, parent: int | None) -> int:
        """The place behind all topics under that parent."""
        return (self.filter(parent=parent).aggregate(last=Max("position"))["last"] or 0) + 1

    def lock(self) -> None:
        """Let nobody else change the tree until the transaction ends; SQLite has one writer anyway."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])

    def rebuild_ancestors(self) -> None:
        """Make every topic's ancestors agree with its parents; the tree is small, so all of it, in four queries."""
        through = self.model.ancestors.through
        parents: dict[int, int | None] = dict(self.model.objects.order_by().values_list("pk", "parent_id"))
        wanted = {(pk, above) for pk in parents for above in line_of(pk, parents)}
        links = through.objects.values_list("from_topic_id", "to_topic_id", "pk")
        present = {(topic, above): pk for topic, above, pk in links}
        through.objects.filter(pk__in=[pk for pair, pk in present.items() if pair not in wanted]).delete()
        through.objects.bulk_create(
            [through(from_topic_id=pk, to_topic_id=above) for pk, above in sorted(wanted - present.keys())],
            ignore_conflicts=True,
        )

    def as_tree(self) -> list[Topic]:
        """Every topic in reading order, each with ``depth`` (0 at the root); one query."""
        below: dict[int | None, list[Topic]] = defaultdict(list)
        for topic in self.order_by("position", "pk"):
            below[topic.parent_id].append(topic)
        return list(walk(below, None, 0))


def line_of(pk: int, parents: dict[int, int | None]) -> list[int]:
    """The topic and all above it, nearest first; a loop in the data ends the line."""
    line = [pk]
    while (above := parents.get(line[-1])) and above not in line:
        line.append(above)
    return line


def walk(below: dict[int | None, list[Topic]], parent: int | None, depth: int) -> Iterator[Topic]:
    for topic in below[parent]:
        topic.depth = depth  # type: ignore[attr-defined]
        yield topic
        yield from walk(below, topic.pk, depth + 1)


class PaperQuerySet(QuerySet["Paper"]):
    def get_by_natural_key(self, title: str, year: int | None, venue: str) -> Paper:
        found = self.filter(title=title, year=year)
        return found.get(venue__name=venue) if venue else found.get(venue=None)

    def search(self, text: str, viewer: Any = None, across: bool = True) -> PaperQuerySet:
        """Papers in which everything that ``text`` asks for is found, in either script; see ``papers.search``."""
        return search.Search(text, viewer, across).narrow(self)

    def for_rows(self) -> PaperQuerySet:
        """With what a row of a list shows, in a number of queries that does not grow."""
        return self.select_related("venue").prefetch_related("institutions", "topics", "tags").defer("abstract")

    def for_page(self) -> PaperQuerySet:
        """With what the paper's own page shows."""
        from papers.models import ListEntry

        entries = ListEntry.objects.select_related("list", "section__parent", "section__topic").order_by(
            "list__name", "position"
        )
        return self.select_related("venue", "added_by").prefetch_related(
            "authorships__author",
            "institutions",
            "topics__parent",
            "tags",
            "links",
            "venue__aliases",
            "settlements",
            Prefetch("entries", queryset=entries),
        )

    def for_records(self) -> PaperQuerySet:
        """With what an export says of a paper."""
        return self.select_related("venue").prefetch_related("authorships__author", "institutions", "tags", "links")

    def about(self, topic: Topic) -> PaperQuerySet:
        """Papers of the topic or of any topic below it."""
        through = self.model.topics.through
        return self.filter(Exists(through.objects.filter(paper=OuterRef("pk"), topic__ancestors=topic)))

    def newest(self) -> PaperQuerySet:
        return self.order_by(F("year").desc(nulls_last=True), "-pk")


class PaperListQuerySet(SpeltQuerySet):
    spellings = ("slug",)

    def get_by_natural_key(self, slug: str) -> Any:
        return self.get(slug=slug)

    def shown(self) -> PaperListQuerySet:
        """The lists that members see; a file brought in as a source only is none."""
        return self.filter(kind="list")

    def with_counts(self) -> PaperListQuerySet:
        """Each with how much its file holds now."""
        present = Q(entries__gone=None)
        return self.annotate(
            entry_count=Count("entries", filter=present),
            paper_count=Count("entries__paper", filter=present, distinct=True),
            section_count=Count("entries__section", filter=present, distinct=True),
        )


class SectionQuerySet(QuerySet):
    def get_by_natural_key(self, slug: str, position: int) -> Any:
        return self.get(list__slug=slug, position=position)


class ListEntryQuerySet(QuerySet):
    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        """Also of the folded columns of these fields, as ``save()`` does."""
        from papers.models.keys import FoldedField

        entries, names = list(objs), {*fields}
        columns = self.model._meta.concrete_fields
        for column in [one for one in columns if isinstance(one, FoldedField) and one.of in names]:
            names.add(column.name)
            for entry in entries:
                column.pre_save(entry, add=False)
        return super().bulk_update(entries, sorted(names), batch_size)

    def differing(self, field: str) -> ListEntryQuerySet:
        """Entries that claim another ``title``, ``venue`` or ``year`` than their paper has, each with ``folded``, the
        claim as it is compared.

        Where either side says nothing there is nothing to differ on; what has gone from its list says nothing any more.
        """
        from papers.models import VenueAlias

        columns = {"title": "claimed_title_key", "venue": "claimed_venue_key", "year": "claimed_year"}
        present = {"title": "paper__title_key", "venue": "paper__venue__name_key", "year": "paper__year"}
        claims: Any = self.filter(gone=None, **{f"{present[field]}__isnull": False}).exclude(
            **{columns[field]: F(present[field])}
        )
        if field == "year":
            return claims.filter(claimed_year__isnull=False).annotate(folded=Cast("claimed_year", CharField()))
        claims = claims.exclude(**{columns[field]: ""}).annotate(folded=F(columns[field]))
        if field == "venue":
            spelt = VenueAlias.objects.filter(venue=OuterRef("paper__venue"), name_key=OuterRef("claimed_venue_key"))
            claims = claims.exclude(Exists(spelt))
        return claims

    def disagreeing(self, field: str) -> ListEntryQuerySet:
        """Those that differ, and no curator has settled that."""
        from papers.models import Settlement

        settled = Settlement.objects.filter(paper=OuterRef("paper"), field=field, value=OuterRef("folded"))
        return self.differing(field).exclude(Exists(settled))

    def with_papers(self) -> ListEntryQuerySet:
        return self.select_related("paper__venue")

    def present(self) -> ListEntryQuerySet:
        """Those that the list's file still has."""
        return self.filter(gone=None)

    def on_shown_lists(self) -> ListEntryQuerySet:
        """Those that members see on a list."""
        return self.present().filter(list__kind="list")

    def in_order(self) -> ListEntryQuerySet:
        """Section by section as the list has them; what stands outside all sections comes first."""
        return self.order_by(F("section__position").asc(nulls_first=True), "position", "pk")

    def get_by_natural_key(self, slug: str, position: int) -> Any:
        return self.get(list__slug=slug, position=position)
