"""Free keywords, by django-taggit, with a real foreign key to the paper."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from papers.querysets import TagQuerySet


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
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged_papers", verbose_name=_("tag"))
    content_object = models.ForeignKey(
        "papers.Paper", models.CASCADE, related_name="tagged_papers", verbose_name=_("paper")
    )

    # taggit's own finds rows by natural keys, which this through model does not have
    objects: models.Manager = models.Manager()

    class Meta:
        verbose_name = _("tagged paper")
        verbose_name_plural = _("tagged papers")
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="paper_tagged_once")]
