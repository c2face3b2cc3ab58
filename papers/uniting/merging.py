"""One of two papers merged into the other."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from papers.formats.folding import title_key
from papers.indexing import reindex
from papers.journal import Journal, Snapshot, snapshot
from papers.models import Merge, Paper, Redirect
from papers.name_locks import keep_still_of
from papers.naming import key
from papers.uniting.choices import Choices, united_values
from papers.uniting.following import FOLLOWERS, Union
from papers.uniting.rows import keep_identifiers, move_rows, rows_of


class SamePaper(ValueError):
    """A paper cannot be merged into itself."""


@transaction.atomic
def merge_papers(dropped: Paper, kept: Paper, choices: Choices, by: User | None) -> Merge:
    """Unite the two in ``kept``, with everything that people and lists have made of either, and delete ``dropped``.

    ``choices`` says of fields, and of ``authors``, whether the value of ``"kept"`` or ``"dropped"`` stays; what the
    kept paper lacks it gets in any case. The Merge that is returned can be taken back with ``part``. Raises
    Paper.DoesNotExist where one of them is gone meanwhile, SamePaper where there is only one.
    """
    if dropped.pk == kept.pk:
        raise SamePaper
    dropped, kept = hold(dropped.pk, kept.pk)
    union = Union(
        dropped=dropped,
        kept=kept,
        by=by,
        titles=(dropped.title, kept.title),
        nicknames=(dropped.nickname, kept.nickname),
        reason=_("Merged with “%(title)s”") % {"title": dropped.title},
    )
    before = everything(union)
    told = [follower.unite(union) for follower in FOLLOWERS]
    move_rows(union, choices)
    old = dropped.pk
    settle(union, choices)
    Redirect.objects.create(old=old, paper=kept, **given_up(union))
    for follower, memory in zip(FOLLOWERS, told, strict=True):
        follower.united(union, memory)
    whole = {label for follower in FOLLOWERS for label in follower.whole}
    journal = Journal.between(before, everything(union), whole)
    reindex([old, kept.pk])
    return Merge.objects.create(
        kept=kept,
        dropped=old,
        dropped_title=dropped.title,
        journal={"rows": journal.as_json(), "told": told},
        by=by,
    )


def hold(dropped: int, kept: int) -> tuple[Paper, Paper]:
    """Both as they are now, locked in the order of their numbers until the transaction ends, so that two curators who
    merge them into each other wait and do not block each other."""
    keep_still_of([dropped, kept])
    rows = Paper.objects.select_for_update(of=("self",)).select_related("venue")
    papers = {paper.pk: paper for paper in rows.filter(pk__in=[dropped, kept]).order_by("pk")}
    if len(papers) < 2:
        raise Paper.DoesNotExist
    return papers[dropped], papers[kept]


def everything(union: Union) -> Snapshot:
    """All that is about one of the papers. The ids are those from before the deletion."""
    pair = union.pair
    return snapshot(*rows_of(pair), *(rows for follower in FOLLOWERS for rows in follower.rows(pair)))


def settle(union: Union, choices: Choices) -> None:
    """Delete the dropped paper, then give the kept one what it takes over: two papers never share an identifier."""
    dropped, kept = union.dropped, union.kept
    values = united_values(choices, dropped, kept)
    lost = Paper(doi=kept.doi if "doi" in values else "", arxiv_id=kept.arxiv_id if "arxiv_id" in values else "")
    for paper in (dropped, kept):
        paper._change_reason = union.reason[:100]  # type: ignore[attr-defined]
        paper._history_user = union.by  # type: ignore[attr-defined]
    pk = dropped.pk
    dropped.delete()
    dropped.pk = pk
    for field, value in values.items():
        setattr(kept, field, value)
    kept.cite_key = kept.cite_key or dropped.cite_key
    kept.save()
    for paper in (dropped, lost):
        keep_identifiers(paper, kept)


def given_up(union: Union) -> dict[str, str]:
    """The folded title and nickname that no paper of the two has any more."""
    kept = union.kept
    titles = {title_key(title)[:500] for title in union.titles} - {kept.title_key}
    nicknames = {key(nickname) for nickname in union.nicknames} - {key(kept.nickname), ""}
    return {"title_key": "".join(titles), "nickname_key": "".join(nicknames)}
