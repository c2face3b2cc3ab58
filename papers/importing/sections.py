"""A list's headings as sections, each pointing at a topic of the group's tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.text import slugify

from papers.batches import chunks
from papers.formats.folding import title_key
from papers.formats.records import Section as Heading
from papers.importing.ledger import Ledger
from papers.importing.outline import levels
from papers.indexing import reindex
from papers.models import ListEntry, Paper, PaperList, Section, Topic
from papers.scripts import is_chinese

# Headings that say nothing by themselves: their papers belong to the topic above.
VAGUE = {"general", "misc", "miscellaneous", "other", "others", "overview", "其他", "其它", "综合", "概述"}


def place_sections(
    group: PaperList,
    headings: Sequence[Heading],
    found: Mapping[int, Section],
    present: Sequence[Section],
    holding: set[int],
    ledger: Ledger,
) -> tuple[dict[int, Section], int]:
    """Make the sections that ``found`` lacks, bring the others up to date. Return all by index, and how many are new.

    A new one that holds papers (its index is in ``holding``) points at the topic of the same name in either language,
    or at a new topic below its parent's; a present one keeps what curators chose. Sections that the file no longer has
    stay, after all others.
    """
    placed = dict(found)
    new = [index for index in range(len(headings)) if index not in found]
    for index in new:
        placed[index] = Section(list=group)
    pointing = Pointing(placed, set(new), headings)
    for index in new:
        if index in holding:
            pointing.topic_of(index)
    pointing.save(ledger)
    for level in levels(headings):
        for index in level:
            if placed[index].pk is None:
                fill(placed[index], headings[index], index, placed, pointing.chosen.get(index))
        ledger.make([placed[index] for index in level if placed[index].pk is None])
    ledger.change((placed[index], facts(headings[index], index)) for index in found)
    kept = {section.pk for section in placed.values()}
    missing = sorted((section for section in present if section.pk not in kept), key=lambda one: one.position)
    ledger.change((section, {"position": position}) for position, section in enumerate(missing, len(placed) + 1))
    return placed, len(new)


def facts(heading: Heading, index: int) -> dict[str, Any]:
    return {
        "title": heading.title[:300],
        "number": heading.number[:20],
        "level": heading.level,
        "position": index + 1,
    }


def fill(section: Section, heading: Heading, index: int, placed: dict[int, Section], topic: Topic | None) -> None:
    section.parent = placed[heading.parent] if heading.parent is not None else None
    section.topic = topic
    for name, value in facts(heading, index).items():
        setattr(section, name, value)


class Pointing:
    """Topics for new sections; a section that was there keeps its own, also none."""

    def __init__(self, placed: Mapping[int, Section], new: set[int], headings: Sequence[Heading]) -> None:
        self.placed, self.new, self.headings = placed, new, headings
        topics = list(Topic.objects.order_by("-pk").prefetch_related("aliases"))
        self.by_name = {title_key(name): topic for topic in topics for name in names(topic.aliases.all())}
        self.by_name |= {title_key(name): topic for topic in topics for name in names([topic])}
        self.slugs = {topic.slug for topic in topics} | {a.slug for topic in topics for a in topic.aliases.all()}
        self.position = max((topic.position for topic in topics), default=0)
        self.made: list[Topic] = []
        self.chosen: dict[int, Topic | None] = {}

    def topic_of(self, index: int) -> Topic | None:
        if index not in self.chosen:
            self.chosen[index] = self.choose(index)
        return self.chosen[index]

    def choose(self, index: int) -> Topic | None:
        if index not in self.new and self.placed[index].topic is not None:
            return self.placed[index].topic
        above, title = self.headings[index].parent, self.headings[index].title[:120]
        folded = title_key(title)
        over = self.topic_of(above) if above is not None else None
        if not folded or (folded in VAGUE and over is not None):
            return over
        if folded not in self.by_name:
            self.by_name[folded] = self.new_topic(title, over)
        return self.by_name[folded]

    def new_topic(self, title: str, parent: Topic | None) -> Topic:
        chinese = is_chinese(title)
        self.position += 1
        topic = Topic(
            parent=parent,
            name_en="" if chinese else title,
            name_zh=title if chinese else "",
            slug=self.free_slug(slugify(title, allow_unicode=True)[:110] or "topic"),
            position=self.position,
        )
        self.made.append(topic)
        return topic

    def free_slug(self, wanted: str) -> str:
        numbered = (f"{wanted}-{number}" for number in range(2, len(self.slugs) + 3))
        slug = wanted if wanted not in self.slugs else next(slug for slug in numbered if slug not in self.slugs)
        self.slugs.add(slug)
        return slug

    def save(self, ledger: Ledger) -> None:
        """Insert the new topics, those above others first; not by ``save()``, which rebuilds the whole tree."""
        waiting = self.made
        while waiting:
            ready = [topic for topic in waiting if topic.parent is None or topic.parent.pk]
            for topic in ready:
                topic.parent = topic.parent  # takes over the number that the parent has by now
            ledger.make(ready)
            waiting = [topic for topic in waiting if topic.pk is None]
        if self.made:
            Topic.objects.rebuild_ancestors()
            links = Topic.ancestors.through.objects
            for some in chunks(topic.pk for topic in self.made):
                ledger.journal.note_made(links.filter(from_topic__in=some))


def names(rows: Any) -> list[str]:
    return [name for row in rows for name in (row.name_en, row.name_zh) if name]


def point_at(section: Section, topic: Topic | None) -> None:
    """Point the section at ``topic``; its papers follow.

    They leave the old topic, unless another section keeps them there.
    """
    before = Section.objects.get(pk=section.pk).topic
    section.topic = topic
    section.save(update_fields=["topic"])
    through = Paper.topics.through.objects
    papers = section.entries.order_by().values("paper")
    if before is not None and before != topic:
        kept = ListEntry.objects.filter(section__topic=before).order_by().values("paper")
        through.filter(topic=before, paper__in=papers).exclude(paper__in=kept).delete()
    if topic is not None:
        rows = [Paper.topics.through(paper_id=pk, topic_id=topic.pk) for pk in papers.values_list("paper", flat=True)]
        through.bulk_create(rows, ignore_conflicts=True)
    reindex(papers.values_list("paper", flat=True))
