"""The glossary: the field's terms in both languages, as the group has agreed to write them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from notes.models.summaries import Language
from notes.querysets import TermNameQuerySet, TermQuerySet
from notes.terms import name_key


class Term(models.Model):
    """One term: the agreed name in each language, and what it means."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)
    english = models.CharField(_("name in English"), max_length=100)
    chinese = models.CharField(_("name in Chinese"), max_length=100)
    english_key = models.CharField(max_length=100, editable=False)
    chinese_key = models.CharField(max_length=100, editable=False)
    definition_english = models.TextField(_("definition in English"), blank=True)
    definition_chinese = models.TextField(_("definition in Chinese"), blank=True)
    changed = models.DateTimeField(_("changed"), auto_now=True)

    history = HistoricalRecords(excluded_fields=["english_key", "chinese_key"])
    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("glossary")
        ordering = ["english_key"]
        constraints = [
            models.UniqueConstraint(fields=["english_key"], name="term_english_once"),
            models.UniqueConstraint(fields=["chinese_key"], name="term_chinese_once"),
        ]

    def __str__(self) -> str:
        return f"{self.english} · {self.chinese}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.english_key, self.chinese_key = name_key(self.english), name_key(self.chinese)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"{reverse('glossary')}#{self.slug}"

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class TermName(models.Model):
    """Another name of a term: found in texts, but not the one the group has agreed on."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="names", verbose_name=_("term"))
    language = models.CharField(_("language"), max_length=10, choices=Language)
    name = models.CharField(_("name"), max_length=100)
    key = models.CharField(max_length=100, editable=False)

    objects = TermNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["language", "key"]
        constraints = [models.UniqueConstraint(fields=["language", "key"], name="term_name_once_a_language")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = name_key(self.name)
        super().save(*args, **kwargs)

    def natural_key(self) -> tuple[str, str]:
        return (self.language, self.name)
