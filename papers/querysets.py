"""Which rows: the vocabulary that views, filters, the importer and the admin share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from papers import search

if TYPE_CHECKING:
    from papers.models import Paper, Topic


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
    spellings = ("slug", "name")


class TopicQuerySet(SpeltQuerySet["Topic"]):
    spellings = ("slug", "name_en", "name_zh")

    def get_by_natural_key(self, slug: str) -> Any:
        return self.get(slug=slug)

    def free_slug(self, wanted: str) -> str:
        """``wanted``, with a number where another topic has it."""
        wanted = wanted[:110] or "topic"
        taken = set(self.filter(slug__startswith=wanted).values_list("slug", flat=True))
        numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
        return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)

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

    def search(self, text: str) -> PaperQuerySet:
        """Papers that have every word of ``text`` somewhere, in either script."""
        return search.matching(self, text)

    def for_rows(self) -> PaperQuerySet:
        """With what a row of a list shows, in a number of queries that does not grow."""
        return self.select_related("venue").prefetch_related("institutions", "topics", "tags").defer("abstract")

    def for_page(self) -> PaperQuerySet:
        """With what the paper's own page shows."""
        from papers.models import ListEntry

        entries = ListEntry.objects.select_related("list", "section", "section__parent").order_by(
            "list__name", "position"
        )
        return self.select_related("venue", "added_by").prefetch_related(
            "authorships__author",
            "institutions",
            "topics__parent",
            "tags",
            "links",
            "venue__aliases",
            Prefetch("entries", queryset=entries),
        )

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

    def with_counts(self) -> PaperListQuerySet:
        return self.annotate(
            entry_count=Count("entries"),
            paper_count=Count("entries__paper", distinct=True),
            section_count=Count("entries__section", distinct=True),
        )


class SectionQuerySet(QuerySet):
    def get_by_natural_key(self, slug: str, position: int) -> Any:
        return self.get(list__slug=slug, position=position)


class ListEntryQuerySet(QuerySet):
    def with_papers(self) -> ListEntryQuerySet:
        return self.select_related("paper__venue")

    def get_by_natural_key(self, slug: str, position: int) -> Any:
        return self.get(list__slug=slug, position=position)
