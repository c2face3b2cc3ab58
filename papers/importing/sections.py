"""A list's headings as sections, each pointing at a topic of the group's tree."""

from __future__ import annotations

from collections import defaultdict

from django.utils.text import slugify
from simple_history.utils import bulk_create_with_history

from papers.formats.folding import title_key
from papers.formats.records import Document, Record
from papers.models import ListEntry, Paper, PaperList, Section, Topic
from papers.scripts import is_chinese

# Headings that say nothing by themselves: their papers belong to the topic above.
VAGUE = {"general", "misc", "miscellaneous", "other", "others", "overview", "其他", "其它", "综合", "概述"}


def place_sections(group: PaperList, document: Document, records: list[Record]) -> tuple[dict[int, Section], int]:
    """Find or make the document's sections. Return them by index, and how many are new.

    A section is found again by its place in the tree of titles. A new one that holds papers points at the topic of the
    same name in either language, or at a new topic below its parent's; a present one keeps what curators chose.
    Sections that the document no longer has stay, after all others.
    """
    waiting: dict[tuple[int | None, str], list[Section]] = defaultdict(list)
    for section in group.sections.select_related("topic").order_by("position"):
        waiting[section.parent_id, title_key(section.title)].append(section)
    placed: dict[int, Section] = {}
    new: set[int] = set()
    for index, found in enumerate(document.sections):
        parent = placed.get(found.parent) if found.parent is not None else None
        title = found.title[:300]
        facts = {"title": title, "number": found.number[:20], "level": found.level, "position": index + 1}
        same = waiting[parent.pk if parent else None, title_key(title)]
        placed[index] = same.pop(0) if same else Section(list=group, parent=parent)
        if placed[index].pk is None:
            new.add(index)
        update(placed[index], facts)
    missing = sorted((section for some in waiting.values() for section in some), key=lambda one: one.position)
    for position, section in enumerate(missing, start=len(placed) + 1):
        update(section, {"position": position})
    holding = {record.section for record in records if record.section is not None}
    Pointing(placed, new, document).point(sorted(new & holding))
    return placed, len(new)


def update(section: Section, facts: dict) -> None:
    if section.pk is None or any(getattr(section, name) != value for name, value in facts.items()):
        for name, value in facts.items():
            setattr(section, name, value)
        section.save()


class Pointing:
    """Topics for new sections; a section that was there keeps its own, also none."""

    def __init__(self, placed: dict[int, Section], new: set[int], document: Document) -> None:
        self.placed, self.new, self.document = placed, new, document
        topics = list(Topic.objects.order_by("-pk"))
        self.by_name = {title_key(name): topic for topic in topics for name in (topic.name_en, topic.name_zh) if name}
        self.position = max((topic.position for topic in topics), default=0)

    def point(self, indexes: list[int]) -> None:
        known = len(self.by_name)
        for index in indexes:
            self.topic_of(index)
        if len(self.by_name) > known:
            Topic.objects.rebuild_ancestors()

    def topic_of(self, index: int) -> Topic | None:
        section, above = self.placed[index], self.document.sections[index].parent
        if section.topic is not None:
            return section.topic
        title = section.title[:120]
        folded = title_key(title)
        over = self.topic_of(above) if above is not None else None
        if not folded or (folded in VAGUE and over is not None):
            topic = over
        elif folded in self.by_name:
            topic = self.by_name[folded]
        else:
            topic = self.by_name[folded] = self.new_topic(title, over)
        if index in self.new:
            section.topic = topic
            section.save(update_fields=["topic"])
        return topic

    def new_topic(self, title: str, parent: Topic | None) -> Topic:
        chinese = is_chinese(title)
        self.position += 1
        topic = Topic(
            parent=parent,
            name_en="" if chinese else title,
            name_zh=title if chinese else "",
            slug=Topic.objects.free_slug(slugify(title, allow_unicode=True)),
            position=self.position,
        )
        bulk_create_with_history([topic], Topic)  # not save(), which rebuilds the whole tree each time
        return topic


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
