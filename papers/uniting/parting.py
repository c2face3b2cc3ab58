"""A merge taken back: both papers as they were before it."""

from __future__ import annotations

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from papers.citing import free_key
from papers.indexing import reindex
from papers.journal import BuiltOn, Journal
from papers.models import Merge, Paper, Redirect
from papers.uniting.following import FOLLOWERS

# made from other columns, or set by every save: they say nothing of what people did
DERIVED = frozenset({"html", "note_html", "changed", "title_key"})
PAPER = "papers.Paper"
IDENTIFIERS = ("doi", "arxiv_id")
# what curators add to and take from a paper every day: what they did since stays
LOOSE = frozenset(
    f"papers.{name}"
    for name in (
        "Authorship", "ImportRow", "Link", "ListEntry", "Lookalike", "Origin", "Paper_institutions", "Paper_topics",
        "Settlement", "Suggestion", "TaggedPaper",
    )
)  # fmt: skip
NAMED = 3  # rows of a kind that are named; the others are counted


class CannotPart(Exception):
    """Something was built on the merge since; ``reasons`` are lines for a person that say what. Nothing was changed."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def part(merge: Merge) -> Paper:
    """Put every table back as it was before the merge, and return the paper that comes back.

    Raises CannotPart, and changes nothing, where something was built on the merge; Merge.DoesNotExist where somebody
    else has taken it back meanwhile.
    """
    kept = Merge.objects.values_list("kept", flat=True).get(pk=merge.pk)
    Paper.objects.select_for_update().filter(pk=kept).first()
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    journal = Journal(merge.journal["rows"])
    if Redirect.objects.filter(old__in=[*journal.changed.get(PAPER, {})]).exists():
        raise CannotPart([_("The paper was merged again since. Undo the later merge first.")])
    if taken := identifiers_taken(journal):
        raise CannotPart(taken)
    needs_key = leaves_key(journal)
    try:
        journal.take_back(LOOSE, DERIVED)
    except BuiltOn as built:
        raise CannotPart(in_words(built.reasons)) from built
    for follower, memory in zip(FOLLOWERS, merge.journal["told"], strict=True):
        follower.parted(memory)
    Merge.objects.filter(pk=merge.pk).delete()
    reindex([kept, merge.dropped])
    paper = Paper.objects.get(pk=merge.dropped)
    if needs_key:
        paper.cite_key = free_key(paper)
        Paper.objects.filter(pk=paper.pk).update(cite_key=paper.cite_key)
    return paper


def leaves_key(journal: Journal) -> bool:
    """Whether another paper has got the citation key of the one that comes back; it keeps it."""
    rows = journal.gone.get(PAPER, [])
    others = Paper.objects.exclude(pk__in=journal.changed.get(PAPER, {})).exclude(cite_key="")
    is_taken = others.filter(cite_key__in=[row["cite_key"] for row in rows]).exists()
    for row in rows if is_taken else []:
        row["cite_key"] = ""
    return is_taken


def identifiers_taken(journal: Journal) -> list[str]:
    """Papers that have got an identifier since which one of the two would have again."""
    changed = journal.changed.get(PAPER, {})
    back = [*journal.gone.get(PAPER, []), *(old for old, _new in changed.values())]
    ours = {*changed, *(row["id"] for row in back if "id" in row)}
    lines = []
    for field in IDENTIFIERS:
        values = [row[field] for row in back if row.get(field)]
        others = Paper.objects.filter(**{f"{field}__in": values}).exclude(pk__in=ours)
        lines += [
            _("“%(title)s” has got %(value)s since.") % {"title": other.title, "value": getattr(other, field)}
            for other in others
        ]
    return lines


def in_words(reasons: dict[str, list[int]]) -> list[str]:
    """What was built on the merge, a line for each kind of row."""
    private = {label for follower in FOLLOWERS for label in follower.private}
    return [line_for(apps.get_model(label), pks, label in private) for label, pks in sorted(reasons.items())]


def line_for(model: type[Model], pks: list[int], is_private: bool) -> str:
    """The rows by name, where everybody may know of them and they are few; else how many they are."""
    rows = [] if is_private else list(model._base_manager.filter(pk__in=pks[:NAMED]))
    if len(rows) < len(pks):
        told = {"kind": model._meta.verbose_name_plural, "n": len(pks)}
        return _("Changed or deleted since the merge: %(kind)s (%(n)d).") % told
    names = pgettext("between names", ", ").join(f"“{row}”" for row in rows)
    return _("Changed since the merge: %(names)s.") % {"names": names}
