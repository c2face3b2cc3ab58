"""One change to many papers: in batches, each with its histories, its date and who made it. Says how many changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, QuerySet

from papers.batches import chunks
from papers.histories import write_versions
from papers.indexing import reindex
from papers.models import Paper, Tag, TaggedPaper, Topic, Venue
from papers.name_locks import keep_still
from papers.provenance.signing import signing

Change = Callable[[list[Paper]], Iterable[int]]  # does it to the papers and returns the ids of those that it changed


def add_tags(papers: QuerySet[Paper], tags: Sequence[Tag], by: User) -> int:
    def change(some: list[Paper]) -> set[int]:
        wanted = {(paper.pk, tag.pk) for paper in some for tag in tags}
        missing = wanted - tagged(some, tags)
        TaggedPaper.objects.bulk_create(
            [TaggedPaper(content_object_id=pk, tag_id=tag) for pk, tag in sorted(missing)], ignore_conflicts=True
        )
        return {pk for pk, _tag in missing}

    return change_all(papers, change, by, "tags", linking=tags)


def remove_tags(papers: QuerySet[Paper], tags: Sequence[Tag], by: User) -> int:
    def change(some: list[Paper]) -> set[int]:
        present = tagged(some, tags)
        TaggedPaper.objects.filter(content_object__in=some, tag__in=tags).delete()
        return {pk for pk, _tag in present}

    return change_all(papers, change, by, "tags")


def tagged(papers: list[Paper], tags: Sequence[Tag]) -> set[tuple[int, int]]:
    rows = TaggedPaper.objects.filter(content_object__in=papers, tag__in=tags)
    return set(rows.values_list("content_object_id", "tag_id"))


def add_topic(papers: QuerySet[Paper], topic: Topic, by: User) -> int:
    return change_all(papers, lambda some: put_under(some, topic), by, "topics", linking=[topic])


def move_to_topic(papers: QuerySet[Paper], topic: Topic, by: User) -> int:
    """The papers leave all their other topics."""

    def change(some: list[Paper]) -> set[int]:
        others = through().filter(paper__in=some).exclude(topic=topic)
        left = set(others.values_list("paper_id", flat=True))
        others.delete()
        return left | put_under(some, topic)

    return change_all(papers, change, by, "topics", linking=[topic])


def replace_topic(papers: QuerySet[Paper], topic: Topic, kept: Topic, by: User) -> int:
    """The papers go from the one to the other, and stay under all others; no curator says so of any single paper."""

    def change(some: list[Paper]) -> list[int]:
        put_under(some, kept)
        through().filter(paper__in=some, topic=topic).delete()
        return [paper.pk for paper in some]

    return change_all(papers, change, by, linking=[topic, kept])


def remove_topic(papers: QuerySet[Paper], topic: Topic, by: User) -> int:
    def change(some: list[Paper]) -> set[int]:
        present = through().filter(paper__in=some, topic=topic)
        left = set(present.values_list("paper_id", flat=True))
        present.delete()
        return left

    return change_all(papers, change, by, "topics")


def put_under(papers: list[Paper], topic: Topic) -> set[int]:
    present = set(through().filter(paper__in=papers, topic=topic).values_list("paper_id", flat=True))
    missing = [paper.pk for paper in papers if paper.pk not in present]
    through().bulk_create(
        [Paper.topics.through(paper_id=pk, topic_id=topic.pk) for pk in missing], ignore_conflicts=True
    )
    return set(missing)


def set_facts(papers: QuerySet[Paper], by: User, **facts: Any) -> int:
    """Set columns of the papers, such as ``venue=`` and ``year=``."""

    def change(some: list[Paper]) -> list[int]:
        different = [paper for paper in some if any(getattr(paper, name) != value for name, value in facts.items())]
        for paper in different:
            for name, value in facts.items():
                setattr(paper, name, value)
        pks = [paper.pk for paper in different]
        Paper.objects.filter(pk__in=pks).update(**facts)
        return pks

    return change_all(papers, change, by, *facts, linking=[row for row in facts.values() if isinstance(row, Model)])


def set_venue(papers: QuerySet[Paper], venue: Venue, by: User, year: int | None = None) -> int:
    """Where no year is given, each paper keeps its own."""
    return set_facts(papers, by, **({"venue": venue, "year": year} if year else {"venue": venue}))


@transaction.atomic
def change_all(papers: QuerySet[Paper], change: Change, by: User, *fields: str, linking: Iterable[Model] = ()) -> int:
    """Do ``change`` to the papers, batch by batch; a number of queries a batch that does not grow with it.

    ``fields`` are what provenance calls that which may change, ``linking`` the names that papers may get.
    """
    keep_still(linking)
    count = 0
    for some in chunks(papers.order_by().values_list("pk", flat=True).distinct()):
        locked = Paper.objects.select_for_update(of=("self",), no_key=True).select_related("venue")
        batch = list(locked.filter(pk__in=some).order_by("pk"))
        with signing(some, by, fields):
            changed = set(change(batch))
            different = [paper for paper in batch if paper.pk in changed]
            write_versions(different, by)
        reindex([paper.pk for paper in different])
        count += len(different)
    return count


def through() -> Any:
    return Paper.topics.through.objects
