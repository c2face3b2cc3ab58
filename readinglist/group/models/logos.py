"""The group's mark, in the database: every worker serves it, and a backup has it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Logo(models.Model):
    """One picture as ``readinglist.group.logos`` made it anew; never changed, for its address says what is in it."""

    digest = models.CharField(max_length=32, unique=True, editable=False)
    image = models.BinaryField()  # WebP
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    added = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("logo")
        verbose_name_plural = _("logos")

    def __str__(self) -> str:
        return self.digest

    def get_absolute_url(self) -> str:
        return reverse("logo", args=[self.digest])

    def width_at(self, height: int) -> int:
        """How wide it is when it is shown that high, so that a page reserves its place."""
        return max(1, round(self.width * height / self.height))

    @property
    def shown_width(self) -> int:
        return self.width_at(self.shown_height)

    @property
    def shown_height(self) -> int:
        return SHOWN_HEIGHT


SHOWN_HEIGHT = 28  # px in the head of a page, as high as the seal that stands there without one
