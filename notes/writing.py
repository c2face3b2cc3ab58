"""Saving a summary: which version it is, who wrote it, and where the other language stands after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F, Max

from notes.access import hold_paper
from notes.models import Claim, Draft, Language, Summary
from notes.origins import Origin
from papers import generation
from papers.indexing import reindex
from papers.models import Paper

Effect = Summary.Effect


class MovedOn(Exception):
    """Somebody saved since the text was opened. ``current`` is what stands now; None where it was deleted."""

    def __init__(self, current: Summary | None) -> None:
        super().__init__(current)
        self.current = current


@dataclass(frozen=True)
class Edit:
    """What one person typed in one language, and over what.

    ``seen`` is the version of the text that it was typed over, 0 where there was none; ``other_seen`` the version of
    the other language that the writer had before them, 0 for none, None for the newest; ``message`` goes into the
    history. ``returns`` is the version whose text comes back after the summary was deleted. ``origin`` is the page that
    it was typed on, None where there was none.
    """

    body: str
    state: str = Summary.State.PUBLISHED
    seen: int = 0
    effect: str = Effect.MEANING
    other_seen: int | None = None
    message: str = ""
    returns: int = 0
    origin: Origin | None = None


@transaction.atomic
def save_summary(paper: Paper, language: str, edit: Edit, editor: User) -> Summary:
    """Save the edit as the next version. Raises MovedOn, and writes nothing, where ``seen`` is not the newest, and
    Paper.DoesNotExist where the paper is gone.

    What the edit does to the other language is its ``effect``. Without another text nothing changes but the state.
    """
    hold_paper(paper.pk)
    if edit.seen:
        summary, is_new = next_version(paper, language, edit)
    else:
        summary, is_new = first_version(paper, language, edit, editor), True
    is_saved = is_new or summary.state != edit.state
    if is_saved:
        summary.body, summary.state, summary.effect = edit.body, edit.state, edit.effect
        summary.last_editor = editor
        summary._change_reason = edit.message[:200]  # type: ignore[attr-defined]
        summary._history_user = editor  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                summary.save()
        except IntegrityError as error:
            raise MovedOn(current(paper, language)) from error
    settle(summary, edit, is_new, None if is_saved else editor)
    reindex([summary.paper_id])
    put_away(summary, edit, editor)
    return summary


def next_version(paper: Paper, language: str, edit: Edit) -> tuple[Summary, bool]:
    """The summary with its version taken for this edit, and whether the text is another.

    Of two edits over one version the second finds none and raises MovedOn.
    """
    rows = Summary.objects.filter(paper=paper, language=language)
    is_new = bool(rows.filter(version=edit.seen).exclude(body=edit.body).update(version=F("version") + 1))
    summary = rows.with_credits().first()
    if summary is None or summary.version != edit.seen + is_new:
        raise MovedOn(summary)
    return summary, is_new


def first_version(paper: Paper, language: str, edit: Edit, editor: User) -> Summary:
    """A new summary. It goes on counting where one that was deleted had stopped, so that no number means two texts."""
    before = Summary.history.filter(paper=paper, language=language).aggregate(last=Max("version"))["last"]
    other = Summary.objects.filter(paper=paper).exclude(language=language)
    is_translation = edit.other_seen != 0 and other.exists()
    return Summary(
        paper=paper, language=language, version=(before or 0) + 1, author=editor, is_translation=is_translation
    )


def current(paper: Paper, language: str) -> Summary | None:
    return Summary.objects.filter(paper=paper, language=language).with_credits().first()


def settle(summary: Summary, edit: Edit, is_new: bool, confirmer: User | None) -> None:
    """Set ``in_step_with`` of both languages to what the edit says of them; ``confirmer`` says so without an edit.

    A first text whose writer had the other before them is in step with it, and the other with it; who had not, says
    nothing of the two. Without a change of meaning the other language stands as it stood: in step with the new version
    where it was with the one before.
    """
    other = Summary.objects.filter(paper=summary.paper_id).exclude(language=summary.language).first()
    if other is None:
        return
    shown = other.version if edit.other_seen is None else min(edit.other_seen, other.version)
    if edit.returns:
        note(summary, shown or None)
        if other.in_step_with == edit.returns:
            note(other, summary.version)
    elif not edit.seen or edit.effect == Effect.IN_STEP:
        if shown:
            note(summary, shown, confirmer)
            note(other, summary.version, confirmer)
    elif edit.effect == Effect.MEANING:
        if is_new and other.in_step_with is None:
            note(other, edit.seen)  # nobody has compared the two; from here on they are known to differ
    else:
        if is_new and other.in_step_with == edit.seen:
            note(other, summary.version)
        if edit.effect == Effect.STILL and not summary.is_behind(other):
            note(summary, other.version - 1)


def note(side: Summary, version: int | None, confirmer: User | None = None) -> None:
    """Note that ``side`` matches that version of the other language: in the newest row of its history, which was the
    occasion, or in one of its own that names the ``confirmer``."""
    if confirmer is not None and side.in_step_with == version:
        return
    Summary.objects.filter(pk=side.pk).update(in_step_with=version)
    side.in_step_with = version
    if confirmer is None:
        newest = Summary.history.filter(id=side.pk).order_by("-history_id").values_list("pk", flat=True).first()
        Summary.history.filter(pk=newest).update(in_step_with=version)
        return
    effect, side.effect = side.effect, Effect.CONFIRMED
    Summary.history.bulk_history_create([side], update=True, default_user=confirmer, default_change_reason="")
    side.effect = effect


def put_away(summary: Summary, edit: Edit, editor: User) -> None:
    """The writer's desk after a save: no claim on a text that is done, and no unsaved text any more, unless another
    device of theirs has kept one meanwhile."""
    text = {"paper": summary.paper_id, "language": summary.language}
    unsaved = Draft.objects.filter(member=editor, **text).first()
    if unsaved and (edit.origin is None or edit.origin.knows(unsaved) or unsaved.body == summary.body):
        unsaved.delete()
    if summary.state == Summary.State.PUBLISHED and edit.effect != Effect.STILL:
        Claim.objects.filter(member=editor, **text).delete()


@transaction.atomic
def confirm_in_step(paper: Paper, confirmer: User | None = None) -> bool:
    """Note that the paper's two summaries say the same as they stand, and who found so, unless it goes without saying.
    Return False where there are not two."""
    hold_paper(paper.pk)
    sides = list(Summary.objects.filter(paper=paper).order_by("pk"))
    if len(sides) < 2:
        return False
    for side, other in (sides, reversed(sides)):
        if side.in_step_with != other.version:
            note(side, other.version, confirmer)
    generation.move_on([paper.pk])  # what is out of step is counted
    return True


@transaction.atomic
def delete_summary(summary: Summary) -> None:
    """Delete the text, in turn with whoever writes; its history stays."""
    hold_paper(summary.paper_id)
    summary.delete()
    reindex([summary.paper_id])


def save_both(edits: Iterable[tuple[Paper, str, Edit]], editor: User) -> None:
    """Save what was written in one go; two texts written together are in step unless one is still to do."""
    together = 0
    for paper, language, edit in edits:
        summary = save_summary(paper, language, edit, editor)
        together += summary.version != edit.seen and edit.effect != Effect.STILL
    if together == len(Language):
        confirm_in_step(paper)
