"""What is kept beside the catalogue so that it is found and counted quickly. All of it can be made anew."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from papers.models.papers import Paper


class SearchDoc(models.Model):
    """That a text is in the search index, and who may find it; its tokens are in the index itself.

    ``id`` is the number in the index: a paper's own for what everybody may find of it (its facts and its published
    summaries), and below zero for what one member wrote for themselves; ``papers.search.numbering`` makes it.
    A document outlives its paper and its member until ``reindex`` has taken its tokens out of the index.
    """

    id = models.BigIntegerField(primary_key=True)
    paper = models.ForeignKey(Paper, models.DO_NOTHING, related_name="+", db_constraint=False, verbose_name=_("paper"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+", db_constraint=False,
        verbose_name=_("member"),
    )  # fmt: skip
    tokeniser = models.PositiveSmallIntegerField(_("version of the tokeniser"))
    digest = models.CharField(_("digest of the texts"), max_length=32)

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints = [
            models.UniqueConstraint(fields=["paper", "member"], name="searchdoc_once_a_member"),
            models.CheckConstraint(
                condition=Q(member=None, id=F("paper")) | Q(member__isnull=False, id__lt=0),
                name="searchdoc_numbered_by_who_may_find_it",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Change(models.Model):
    """One change of the catalogue; ``papers.generation`` reads them together."""

    token = models.PositiveIntegerField(_("token"))  # at random: no other history has the same sum
    at = models.DateTimeField(_("at"), auto_now_add=True)
    papers = models.JSONField(_("papers"), null=True, editable=False)  # the only ones concerned; null: not known

    class Meta:
        verbose_name = _("change of the catalogue")
        verbose_name_plural = _("changes of the catalogue")

    def __str__(self) -> str:
        return str(self.pk)
