"""Putting the group's topics in order: each deed on the tree as its curator saw it, under a lock, with its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from papers import bulk
from papers.batches import BATCH
from papers.bearing import renaming
from papers.deeds import remembered
from papers.journal import digest
from papers.models import Deed, Origin, Paper, Section, Topic, TopicAlias

DEEPEST = 6  # levels
STEPS = ("up", "down", "in", "out")


class MovedOn(Exception):
    """Somebody changed the tree since it was shown."""


class Refused(Exception):
    """The deed cannot be done; its text says why, to the person."""


class Tree:
    """All topics in reading order, each with ``depth``."""

    def __init__(self) -> None:
        self.topics = Topic.objects.as_tree()
        self.by_pk = {topic.pk: topic for topic in self.topics}

    @property
    def stamp(self) -> str:
        """What tells one state of the tree from another."""
        rows = [[topic.pk, topic.parent_id, topic.name_en, topic.name_zh] for topic in self.topics]
        return digest({"topics": rows})

    def below(self, parent: int | None) -> list[Topic]:
        return [topic for topic in self.topics if topic.parent_id == parent]

    def branch(self, top: Topic) -> list[Topic]:
        """The topic and all below it."""
        inside = {top.pk}
        for topic in self.topics:  # a parent always stands before its children
            if topic.parent_id in inside:
                inside.add(topic.pk)
        return [topic for topic in self.topics if topic.pk in inside]


@contextmanager
def as_seen(stamp: str) -> Iterator[Tree]:
    """The tree, locked until the end of the ``with``. Raises MovedOn where it is not the one of that stamp."""
    with transaction.atomic():
        Topic.objects.lock()
        tree = Tree()
        if tree.stamp != stamp:
            raise MovedOn
        yield tree


def move(tree: Tree, topic: Topic, step: str, by: User) -> str:
    """Move the topic one step: ``up``, ``down``, ``in`` (below the one above it) or ``out``. Return where it is now."""
    siblings = tree.below(topic.parent_id)
    place = siblings.index(topic)
    if step in {"up", "down"}:
        other = place + (1 if step == "down" else -1)
        if not 0 <= other < len(siblings):
            raise Refused(_("“%(name)s” is the first here already.") % {"name": topic} if step == "up" else last(topic))
        siblings[place], siblings[other] = siblings[other], siblings[place]
        save(number(siblings), by)
    elif step == "in":
        if place == 0:
            raise Refused(_("There is no topic above “%(name)s” that it could stand below.") % {"name": topic})
        go_below(tree, topic, siblings[place - 1], by)
    else:
        go_out(tree, topic, by)
    return where(Tree(), topic)


def last(topic: Topic) -> str:
    return _("“%(name)s” is the last here already.") % {"name": topic}


def go_below(tree: Tree, topic: Topic, parent: Topic, by: User) -> None:
    branch = tree.branch(topic)
    height = max(depth(one) for one in branch) - depth(topic)
    if depth(parent) + 1 + height >= DEEPEST:
        raise Refused(_("The tree has at most %(limit)d levels.") % {"limit": DEEPEST})
    children = tree.below(parent.pk)
    topic.parent = parent
    save({topic, *number([*children, topic])}, by)


def go_out(tree: Tree, topic: Topic, by: User) -> None:
    if topic.parent_id is None:
        raise Refused(_("“%(name)s” stands at the top level already.") % {"name": topic})
    parent = tree.by_pk[topic.parent_id]
    aunts = tree.below(parent.parent_id)
    topic.parent_id = parent.parent_id
    aunts.insert(aunts.index(parent) + 1, topic)
    save({topic, *number(aunts)}, by)


def depth(topic: Topic) -> int:
    return topic.depth  # type: ignore[attr-defined]


def number(siblings: list[Topic]) -> list[Topic]:
    """Count their positions from one; return those that have another one now."""
    changed = [(topic, place) for place, topic in enumerate(siblings, start=1) if topic.position != place]
    for topic, place in changed:
        topic.position = place
    return [topic for topic, _place in changed]


def save(topics: Iterable[Topic], by: User) -> None:
    rows = sorted(topics, key=lambda topic: topic.pk)
    with renaming(*elsewhere(rows)):
        bulk_update_with_history(rows, Topic, ["parent", "position"], batch_size=BATCH, default_user=by)
        Topic.objects.rebuild_ancestors()


def elsewhere(topics: list[Topic]) -> list[Topic]:
    """Those that the database has below another parent."""
    rows = Topic.objects.filter(pk__in=[topic.pk for topic in topics])
    parents: dict[int, int | None] = dict(rows.order_by().values_list("pk", "parent_id"))
    return [topic for topic in topics if parents.get(topic.pk) != topic.parent_id]


def where(tree: Tree, topic: Topic) -> str:
    siblings = tree.below(topic.parent_id)
    words: dict[str, Any] = {"name": topic, "place": siblings.index(topic) + 1, "all": len(siblings)}
    if topic.parent_id is None:
        return _("“%(name)s” is now %(place)d of %(all)d at the top level.") % words
    words["parent"] = tree.by_pk[topic.parent_id]
    return _("“%(name)s” is now %(place)d of %(all)d below “%(parent)s”.") % words


def delete(tree: Tree, topic: Topic) -> str:
    """Delete a topic that holds nothing. Papers and sections go to another one by ``merge``."""
    if len(tree.branch(topic)) > 1:
        raise Refused(_("“%(name)s” has topics below it; move them out first.") % {"name": topic})
    if topic.papers.exists() or topic.sections.exists():
        raise Refused(
            _("“%(name)s” is not empty. Merge it into another topic, and its papers and sections go there.")
            % {"name": topic}
        )
    name = str(topic)
    topic.delete()
    return _("“%(name)s” is deleted.") % {"name": name}


def merge(tree: Tree, topic: Topic, kept: Topic, by: User) -> str:
    """Move all that the topic holds to ``kept`` and delete it; its address and its names lead there from now on."""
    if kept in tree.branch(topic):
        raise Refused(_("A topic cannot be merged into itself or into one below it."))
    children = tree.below(topic.pk)
    room = max((depth(one) for one in tree.branch(topic)), default=0) - depth(topic)
    if children and depth(kept) + room >= DEEPEST:
        raise Refused(_("The tree has at most %(limit)d levels.") % {"limit": DEEPEST})
    both, name = [topic.pk, kept.pk], str(topic)
    said = Origin.objects.filter(field="topics", value__in=[topic.slug, kept.slug])
    rows = (
        Topic.objects.filter(pk__in=[*both, *(one.pk for one in children)]),
        Paper.topics.through.objects.filter(topic__in=both),
        TopicAlias.objects.filter(topic__in=both),
        Section.objects.filter(topic__in=both),
        said,
    )
    with renaming(topic, kept), remembered(Deed.Kind.TOPICS_MERGED, name, str(kept), by, *rows):
        for child in children:
            child.parent = kept
        save({*children, *number([*tree.below(kept.pk), *children])}, by)
        bulk.replace_topic(Paper.objects.filter(topics=topic), topic, kept, by)
        Section.objects.filter(topic=topic).update(topic=kept)
        TopicAlias.objects.filter(topic=topic).update(topic=kept)
        said.update(value=kept.slug)
        slug, names = topic.slug, {"name_en": topic.name_en, "name_zh": topic.name_zh}
        topic.delete()
        TopicAlias.objects.create(topic=kept, slug=slug, **names)
    return _("“%(name)s” is merged into “%(kept)s”.") % {"name": name, "kept": kept}
