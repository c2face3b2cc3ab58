"""Filters of the catalogue that members have given a name, and each member's own standing with them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Length, Lower
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notes.querysets import FollowingQuerySet, SavedFilterQuerySet

LONGEST_QUERY = 2000


def private_go_shared_stay(collector: Any, field: Any, rows: Any, using: str) -> None:
    """With their owner filters go; one that the group shares stays without an owner."""
    models.CASCADE(collector, field, rows.filter(is_shared=False), using)
    models.SET_NULL(collector, field, rows.filter(is_shared=True), using)


class SavedFilter(models.Model):
    """An address of the catalogue under a name; nobody but its owner sees it unless it is shared."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        private_go_shared_stay,
        null=True,
        related_name="saved_filters",
        verbose_name=_("owner"),
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(_("filters"), blank=True)  # as an address has them, without "?"
    is_shared = models.BooleanField(_("shared with the group"), default=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint("owner", Lower("name"), name="saved_filter_name_once_an_owner"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_filter_has_a_name"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length(F("query")), Value(LONGEST_QUERY)), name="saved_filter_query_length"
            ),
            models.CheckConstraint(condition=Q(owner__isnull=False) | Q(is_shared=True), name="saved_filter_is_seen"),
        ]

    def __str__(self) -> str:
        """For curation, which tells what goes with a member: the name of a private filter is its owner's own."""
        return self.name if self.is_shared else f"{self.pk}"

    def get_absolute_url(self) -> str:
        """The catalogue under these filters, which then knows them by name."""
        return f"{reverse('browse')}?{self.query}{'&' if self.query else ''}saved={self.pk}"


class Following(models.Model):
    """One member and one saved filter: when they last looked, and whether it stands on their home page."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="followings", verbose_name=_("member")
    )
    filter = models.ForeignKey(SavedFilter, models.CASCADE, related_name="followings", verbose_name=_("saved filter"))
    looked = models.DateTimeField(_("last look"))
    # the look before this visit: what is marked as new stays so while somebody goes to and fro
    looked_before = models.DateTimeField(_("look before"))
    position = models.PositiveSmallIntegerField(_("position"), null=True)  # on the home page; none: not there

    objects = FollowingQuerySet.as_manager()

    class Meta:
        verbose_name = _("followed filter")
        verbose_name_plural = _("followed filters")
        constraints = [models.UniqueConstraint(fields=["member", "filter"], name="following_once_a_member")]

    def __str__(self) -> str:
        return f"{self.member}: {self.filter}"
