"""What writers have on their desks for two papers that become one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.auth.models import User

from notes.models import Claim, Draft
from notes.uniting.numbering import Numbers
from notes.uniting.readings import joined
from papers.models import Paper
from papers.uniting import Union


class Aside(NamedTuple):
    """A text that does not go into the united summary: only its writer may see it, or the two would be too long."""

    writer: User
    language: str
    body: str


def unite_drafts(union: Union, numbers: dict[str, Numbers], aside: Iterable[Aside]) -> None:
    """Unsaved texts go on over the version that they were typed over; two of one member stand under each other."""
    for draft in Draft.objects.filter(paper=union.dropped).order_by("pk"):
        version = numbers[draft.language].of(draft.version) or 0
        own = Draft.objects.filter(paper=union.kept, member=draft.member_id, language=draft.language).first()
        if own is None:
            Draft.objects.filter(pk=draft.pk).update(paper=union.kept, version=version)
        else:
            draft.delete()
            own.body = joined(own.body, draft.body)
            own.save()
    for text in aside:
        put_aside(union.kept, text)


def put_aside(paper: Paper, text: Aside) -> None:
    """Keep the text as its writer's unsaved one, under what they have there; saved, it meets the present text first."""
    of = {"paper": paper, "member": text.writer, "language": text.language}
    draft = Draft.objects.filter(**of).first() or Draft(**of, version=0)
    draft.body = joined(draft.body, text.body)
    draft.save()


def unite_claims(union: Union) -> None:
    """Of two claims on one text the kept paper's stays while it runs."""
    held = {claim.language: claim for claim in Claim.objects.filter(paper=union.kept)}
    for claim in Claim.objects.filter(paper=union.dropped):
        own = held.get(claim.language)
        if own is not None and (own.holds or not claim.holds):
            claim.delete()
            continue
        if own is not None:
            own.delete()
        Claim.objects.filter(pk=claim.pk).update(paper=union.kept)
