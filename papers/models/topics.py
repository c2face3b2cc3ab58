"""The group's one tree of topics, named in both languages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from papers.querysets import TopicQuerySet


class Topic(models.Model):
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=120, blank=True)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    # The topic itself and all above it, kept by save(): one join finds a topic with its subtopics.
    ancestors: models.ManyToManyField = models.ManyToManyField(
        "self", symmetrical=False, related_name="descendants", editable=False
    )

    history = HistoricalRecords()
    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="topic_not_its_own_parent"),
            models.CheckConstraint(condition=~Q(name_en="", name_zh=""), name="topic_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = Topic.objects.free_slug(slugify(self.name_en or self.name_zh, allow_unicode=True))
        with transaction.atomic():
            Topic.objects.lock()
            super().save(*args, **kwargs)
            Topic.objects.rebuild_ancestors()

    @property
    def name(self) -> str:
        """The name in the language of the interface, in the other one where that is missing."""
        if (get_language() or "").startswith("zh"):
            return self.name_zh or self.name_en
        return self.name_en or self.name_zh

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    def clean(self) -> None:
        """Raise ValidationError where the parent is the topic itself or below it.

        Inside a transaction nobody else moves topics until it ends.
        """
        if transaction.get_connection().in_atomic_block:
            Topic.objects.lock()
        if self.pk and self.parent_id and self.descendants.filter(pk=self.parent_id).exists():
            raise ValidationError({"parent": _("A topic cannot stand below itself or one of its own subtopics.")})


class TopicAlias(models.Model):
    """A topic that was merged into another: its address and its names lead there."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="aliases", verbose_name=_("topic"))
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("topic alias")
        verbose_name_plural = _("topic aliases")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
