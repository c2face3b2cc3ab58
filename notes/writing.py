"""Saving a summary: which version it is, who wrote it, and where the other language stands after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F, Max

from notes.models import Claim, Draft, Language, Summary
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
    the other language that the writer had before them; ``message`` goes into the history.
    """

    body: str
    state: str = Summary.State.PUBLISHED
    seen: int = 0
    effect: str = Effect.MEANING
    other_seen: int | None = None
    message: str = ""


@transaction.atomic
def save_summary(paper: Paper, language: str, edit: Edit, editor: User) -> Summary:
    """Save the edit as the next version. Raises MovedOn, and writes nothing, where ``seen`` is not the newest.

    What the edit does to the other language is its ``effect``. Without another text nothing changes but the state.
    """
    sides = Summary.objects.select_for_update().filter(paper=paper).order_by("pk")
    list(sides)  # both, in one order: the other is written too, and two writers must not wait for each other
    if edit.seen:
        summary, is_new = next_version(paper, language, edit)
    else:
        summary, is_new = first_version(paper, language, editor), True
    if is_new or summary.state != edit.state:
        summary.body, summary.state, summary.effect = edit.body, edit.state, edit.effect
        summary.last_editor = editor
        summary._change_reason = edit.message[:200]  # type: ignore[attr-defined]
        summary._history_user = editor  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                summary.save()
        except IntegrityError as error:
            raise MovedOn(current(paper, language)) from error
    settle(summary, edit, is_new)
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


def first_version(paper: Paper, language: str, editor: User) -> Summary:
    """A new summary. It goes on counting where one that was deleted had stopped, so that no number means two texts."""
    before = Summary.history.filter(paper=paper, language=language).aggregate(last=Max("version"))["last"]
    is_translation = Summary.objects.filter(paper=paper).exclude(language=language).exists()
    return Summary(
        paper=paper, language=language, version=(before or 0) + 1, author=editor, is_translation=is_translation
    )


def current(paper: Paper, language: str) -> Summary | None:
    return Summary.objects.filter(paper=paper, language=language).with_credits().first()


def settle(summary: Summary, edit: Edit, is_new: bool) -> None:
    """Set ``in_step_with`` of both languages to what the edit says of them.

    A first text, a translation by its nature, is in step with the other and the other with it. Without a change of
    meaning the other language stands as it stood: in step with the new version where it was with the one before.
    """
    other = Summary.objects.filter(paper=summary.paper_id).exclude(language=summary.language).first()
    if other is None:
        return
    if not edit.seen or edit.effect == Effect.IN_STEP:
        note(summary, edit.other_seen or other.version)
        note(other, summary.version)
    elif is_new and edit.effect == Effect.MEANING:
        if other.in_step_with is None:
            note(other, edit.seen)  # nobody has compared the two; from here on they are known to differ
    elif is_new and other.in_step_with == edit.seen:
        note(other, summary.version)


def note(side: Summary, version: int) -> None:
    """Note that ``side`` says the same as that version of the other language."""
    Summary.objects.filter(pk=side.pk).update(in_step_with=version)
    side.in_step_with = version


def put_away(summary: Summary, edit: Edit, editor: User) -> None:
    """The writer's desk after a save: no unsaved text any more, and no claim on a text that is done."""
    text = {"paper": summary.paper_id, "language": summary.language}
    Draft.objects.filter(member=editor, **text).delete()
    if summary.state == Summary.State.PUBLISHED and edit.effect != Effect.STILL:
        Claim.objects.filter(member=editor, **text).delete()


@transaction.atomic
def confirm_in_step(paper: Paper) -> bool:
    """Note that the paper's two summaries say the same as they stand. Return False where there are not two."""
    sides = list(Summary.objects.select_for_update().filter(paper=paper).order_by("pk"))
    if len(sides) < 2:
        return False
    for side, other in (sides, reversed(sides)):
        if side.in_step_with != other.version:
            note(side, other.version)
    return True


@transaction.atomic
def delete_summary(summary: Summary) -> None:
    """Delete the text; its history stays, and the other language stands alone."""
    Summary.objects.filter(paper=summary.paper_id).exclude(pk=summary.pk).update(in_step_with=None)
    summary.delete()


def save_both(edits: Iterable[tuple[Paper, str, Edit]], editor: User) -> None:
    """Save what was written in one go; two languages written together are in step unless one is still to do."""
    edits = list(edits)
    written = [save_summary(paper, language, edit, editor) for paper, language, edit in edits]
    if len(written) == len(Language) and all(edit.effect != Effect.STILL for _, _, edit in edits):
        confirm_in_step(written[0].paper)
