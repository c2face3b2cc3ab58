"""Forms that were sent, so that a second click makes nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sent(models.Model):
    """One form as it was sent from one page; ``papers.once`` makes the key. Kept for a day."""

    key = models.CharField(primary_key=True, max_length=64, editable=False)
    address = models.CharField(max_length=500, editable=False)  # where the answer to the first led
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("form that was sent")
        verbose_name_plural = _("forms that were sent")
        indexes = [models.Index(fields=["at"], name="sent_at")]  # the old ones, which go

    def __str__(self) -> str:
        return self.key
