"""Free keywords, by django-taggit, with a real foreign key to the paper."""

from typing import Any

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from papers.querysets import NamedQuerySet, TagQuerySet


class Tag(TagBase):
    """A keyword; its slug keeps Chinese characters, and case never makes a second tag."""

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="tag_name_unique")]

    def natural_key(self) -> tuple[str]:
        return (self.name,)

    def slugify(self, tag: str, i: int | None = None) -> str:
        """The slug of the name, ending in ``i`` where it is given; never empty, since addresses name tags by it."""
        slug = super().slugify(tag, i)
        return slug if super().slugify(tag) else f"tag{slug}"


class TaggedPaper(ItemBase):
    # no index of their own: the two below, which also answer counts alone, begin with them
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_papers", db_index=False, verbose_name=_("tag"))
    content_object = models.ForeignKey(
        "papers.Paper", models.CASCADE, related_name="tagged_papers", db_index=False, verbose_name=_("paper")
    )

    # taggit's own finds rows by natural keys, which this through model does not have
    objects: models.Manager = models.Manager()

    class Meta:
        verbose_name = _("tagged paper")
        verbose_name_plural = _("tagged papers")
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="paper_tagged_once")]
        indexes = [models.Index(fields=["content_object", "tag"], name="tagged_by_paper")]  # the tags under a filter


class TagAlias(models.Model):
    """Another spelling of a tag, or the name that it had before: lists go on to use it, and addresses its slug."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases", verbose_name=_("tag"))
    name = models.CharField(_("other spelling"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag alias")
        verbose_name_plural = _("tag aliases")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="tag_alias_unique")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or Tag.objects.free_slug(self.name)
        super().save(*args, **kwargs)

    def natural_key(self) -> tuple[str]:
        return (self.name,)
