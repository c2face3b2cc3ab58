"""Curating tags: a new name, several made one. The old names stay known, and so do their addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import transaction

from papers.bearing import renaming
from papers.deeds import remembered
from papers.models import Deed, Origin, Tag, TagAlias, TaggedPaper
from papers.naming import key
from papers.querysets import free_slug

LONGEST = 100  # characters of a name


class NameTaken(Exception):
    """Another tag is known by that name."""

    def __init__(self, tag: Tag) -> None:
        super().__init__(tag.name)
        self.tag = tag


def known(names: Sequence[str]) -> dict[str, Tag]:
    """The tag that each of the names means, also by another spelling; names that mean none are left out."""
    wanted = {key(name) for name in names}
    found = {key(alias.name): alias.tag for alias in TagAlias.objects.select_related("tag")}
    found |= {key(tag.name): tag for tag in Tag.objects.all()}
    return {name: found[key(name)] for name in names if key(name) in wanted & found.keys()}


@transaction.atomic
def rename_tag(tag: Tag, name: str, by: User | None = None) -> Tag:
    """Give the tag another name; the old one leads to it from now on. Raises NameTaken."""
    name = " ".join(name.split())
    tag = Tag.objects.select_for_update().get(pk=tag.pk)
    other = known([name]).get(name, tag)
    if other != tag:
        raise NameTaken(other)
    old, old_slug = tag.name, tag.slug
    if name == old:
        return tag
    said = Origin.objects.filter(field="tags", value__in=[old, name])
    rows = (Tag.objects.filter(pk=tag.pk), TagAlias.objects.filter(tag=tag), said)
    with renaming(tag), remembered(Deed.Kind.TAG_RENAMED, old, name, by, *rows):
        for alias in tag.aliases.all():
            if key(alias.name) == key(name):
                alias.delete()
        if key(name) != key(old):
            tag.slug = free_slug(name, Tag.objects.slugs() - {old_slug})
        tag.name = name
        tag.save()
        if key(name) != key(old):
            add_alias(tag, old, old_slug)
        said.update(value=name)
    return tag


@transaction.atomic
def merge_tags(dropped: Iterable[Tag], kept: Tag, by: User | None = None) -> int:
    """Give ``kept`` to the papers of ``dropped``, once each, and delete those. Return how many tags went."""
    pks = {tag.pk for tag in dropped} - {kept.pk}
    locked = list(Tag.objects.select_for_update().filter(pk__in={*pks, kept.pk}).order_by("pk"))
    tags = [tag for tag in locked if tag.pk in pks]
    if not tags or len(tags) == len(locked):
        return 0
    every = [tag.pk for tag in locked]
    said = Origin.objects.filter(field="tags", value__in=[tag.name for tag in locked])
    rows = (
        said,
        Tag.objects.filter(pk__in=every),
        TagAlias.objects.filter(tag__in=every),
        TaggedPaper.objects.filter(tag__in=every),
    )
    names = ", ".join(tag.name for tag in tags)
    with renaming(*locked), remembered(Deed.Kind.TAGS_MERGED, names, kept.name, by, *rows):
        for tag in tags:
            TagAlias.objects.filter(tag=tag).update(tag=kept)
            move(tag, kept)
            name, slug = tag.name, tag.slug
            tag.delete()
            add_alias(kept, name, slug)
        said.exclude(value=kept.name).update(value=kept.name)
    return len(tags)


def move(tag: Tag, kept: Tag) -> None:
    present = TaggedPaper.objects.filter(tag=kept).values("content_object")
    TaggedPaper.objects.filter(tag=tag).exclude(content_object__in=present).update(tag=kept)


def add_alias(tag: Tag, name: str, slug: str) -> None:
    """Let the name and the slug lead to the tag, unless they do already."""
    taken = Tag.objects.slugs()
    if not TagAlias.objects.filter(name__iexact=name).exists() and (slug not in taken or key(name) != key(tag.name)):
        TagAlias.objects.create(tag=tag, name=name, slug="" if slug in taken else slug)


def tag_by_name(name: str) -> Tag:
    """The tag of that name or spelling, made where there is none."""
    name = " ".join(name.split())
    return known([name]).get(name) or Tag.objects.create(name=name, slug=Tag.objects.free_slug(name))
