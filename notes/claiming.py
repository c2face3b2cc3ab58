"""Taking a text on for a while, so that two people do not write the same one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from notes.access import hold_paper
from notes.models import Claim, Language
from papers.models import Paper


@transaction.atomic
def claim(paper: Paper, language: str, member: User) -> Claim | None:
    """Let the member have the text for CLAIM_DAYS from now; one's own claim begins anew.

    None, and nothing is changed, where another's claim still runs. Of several who ask at the same moment one gets it:
    a text has one row, which is taken over by an UPDATE that names its condition, or made where there is none.
    """
    hold_paper(paper.pk)
    now = timezone.now()
    until = now + timedelta(days=settings.CLAIM_DAYS)
    row = Claim.objects.filter(paper=paper, language=language)
    for _ in range(2):  # a second look, where somebody has made the row between the UPDATE and the INSERT
        if row.filter(Q(member=member) | Q(until__lte=now)).update(member=member, until=until):
            return row.select_related("member").get()
        try:
            with transaction.atomic():
                return Claim.objects.create(paper=paper, language=language, member=member, until=until)
        except IntegrityError:
            continue
    return None


def release(paper: Paper, language: str, member: User) -> bool:
    """Give the member's own claim back; False where there is none."""
    return bool(Claim.objects.filter(paper=paper, language=language, member=member).delete()[0])


def with_claims(papers: Iterable[Paper]) -> list[Paper]:
    """The papers, each with ``held``: the claims that run now, by the language's code; one query."""
    papers = list(papers)
    held: dict[int, dict[str, Claim]] = {paper.pk: {} for paper in papers}
    for running in Claim.objects.holding().filter(paper__in=held).select_related("member"):
        held[running.paper_id][Language(running.language).code] = running
    for paper in papers:
        paper.held = held[paper.pk]  # type: ignore[attr-defined]
    return papers


def holder(paper: Paper, language: str) -> Claim | None:
    """The claim on the text that runs now."""
    return Claim.objects.holding().filter(paper=paper, language=language).select_related("member").first()
