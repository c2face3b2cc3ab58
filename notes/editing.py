"""Writing a summary on the site: the form of one language, and what its page shows beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from notes.access import hold_paper, may_see
from notes.measure import Length, length_of
from notes.models import Draft, Language, Summary, Template
from notes.origins import Origin
from notes.writing import Edit
from papers.forms import Text
from papers.models import Paper

Effect = Summary.Effect
MOST_OF_A_MESSAGE = 200


class EditForm(forms.Form):
    """What was typed in one language. ``seen`` and ``other_seen`` are the versions that the writer had before them."""

    body = Text(label=_("Text"), error_messages={"required": _("Write something first.")})
    message = forms.CharField(
        required=False, max_length=MOST_OF_A_MESSAGE, label=_("What you changed, in a few words (for the history)")
    )
    effect = forms.ChoiceField(
        choices=[choice for choice in Effect.choices if choice[0] != Effect.CONFIRMED], required=False
    )
    state = forms.ChoiceField(choices=Summary.State, required=False)
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    other_seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)
    origin = forms.CharField(required=False)

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        length = length_of(body)
        if not body.strip():
            raise forms.ValidationError(_("Write something first."))
        if length.is_too_long:
            raise forms.ValidationError(
                _("This is %(count)s characters long; a summary may have %(most)s. Shorten it, then save again."),
                params={"count": length.characters, "most": length.most},
            )
        if "\0" in body:
            raise forms.ValidationError(_("There is an invisible NUL character in the text. Take it out."))
        return body

    def edit(self, side: Side, member: User) -> Edit:
        """The edit of what the side holds; where the form names no state, the state stays.

        What is published becomes a draft again only by its author or those who see drafts: for all others it would be
        gone, with what they typed.
        """
        given, present = self.cleaned_data, side.summary
        other_seen = given["other_seen"]
        if other_seen is None and not given["seen"] or side.other is None:
            other_seen = 0
        state = given["state"] or (present.state if present else Summary.State.PUBLISHED)
        if present and present.is_published and present.author_id != member.pk:
            state = state if member.has_perm("notes.see_drafts") else Summary.State.PUBLISHED
        return Edit(
            body=given["body"],
            state=state,
            seen=given["seen"],
            effect=given["effect"] or Effect.MEANING,
            other_seen=other_seen,
            message=given["message"],
            origin=Origin.read(given["origin"]),
        )


@dataclass
class Side:
    """One language of a paper as its writer has it on the page.

    ``typed`` is what this person has in the form, where that is not just the summary: unsaved text from before, an
    outline, or what came with a request that was refused.
    """

    paper: Paper
    language: Language
    summary: Summary | None
    other: Summary | None
    draft: Draft | None = None
    typed: str | None = None
    message: str = ""
    effect: str = ""
    version: int | None = None
    errors: Any = None
    is_closed: bool = False  # somebody else's draft
    origin: Origin | None = None

    @property
    def body(self) -> str:
        if self.typed is not None:
            return self.typed
        if self.draft is not None:
            return self.draft.body
        return self.summary.body if self.summary else ""

    @property
    def seen(self) -> int:
        """The version that the text in the form was typed over."""
        if self.version is not None:
            return self.version
        if self.draft is not None and self.typed is None:
            return self.draft.version
        return self.summary.version if self.summary else 0

    @property
    def is_stale(self) -> bool:
        """Whether somebody has saved since the unsaved text was begun."""
        return self.seen != (self.summary.version if self.summary else 0)

    @property
    def other_seen(self) -> int:
        return self.other.version if self.other else 0

    @property
    def is_behind(self) -> bool:
        return bool(self.summary and self.other and self.summary.is_behind(self.other))

    @property
    def is_other_behind(self) -> bool:
        return bool(self.summary and self.other and self.other.is_behind(self.summary))

    @property
    def effects(self) -> list[tuple[str, Any, bool]]:
        """What a save may do to the other language, as (value, label, chosen); nothing where it stands alone."""
        if self.summary is None or self.other is None:
            return []
        offered = effects(self.summary, self.other)
        chosen = self.effect if self.effect in offered else offered[0]
        return [(effect.value, effect.label, effect == chosen) for effect in offered]

    @property
    def html(self) -> str:
        """The text just as it would be published."""
        return preview(self.paper, self.language, self.body)

    @property
    def length(self) -> Length:
        return length_of(self.body)

    @property
    def templates(self) -> list[Template]:
        """Outlines to start from, where there is nothing yet."""
        return [] if self.body.strip() else list(Template.objects.filter(language=self.language))


def effects(summary: Summary, other: Summary) -> list[Summary.Effect]:
    """What an edit of the summary may do to the other language, the likeliest first."""
    if summary.is_translation and not summary.is_published:
        return [Effect.IN_STEP, Effect.STILL, Effect.MEANING]
    if summary.is_behind(other):
        return [Effect.STILL, Effect.IN_STEP, Effect.MEANING]
    return [Effect.MEANING, Effect.WORDING, Effect.IN_STEP]


def preview(paper: Paper | None, language: Language, body: str) -> str:
    """The HTML that a summary with this text would have."""
    summary = Summary(paper=paper, language=language, body=body)
    summary.render()
    return summary.html


def sides_of(paper: Paper, member: User) -> dict[Language, Side]:
    """Both languages as ``member`` finds them on opening the page: two queries."""
    origin = Origin()  # before a look at what is kept
    all_of_it = {summary.language: summary for summary in Summary.objects.filter(paper=paper).with_credits()}
    open_to = {language for language, summary in all_of_it.items() if may_see(member, summary)}
    drafts = {draft.language: draft for draft in Draft.objects.filter(member=member, paper=paper)}
    visible = {language: all_of_it.get(language) if language in open_to else None for language in Language}
    return {
        language: Side(
            paper,
            language,
            visible[language],
            visible[language.other],
            draft=drafts.get(language),
            is_closed=language in all_of_it and language not in open_to,
            origin=origin,
        )
        for language in Language
    }


def begin(side: Side, number: str) -> None:
    """Start from the outline with that number, where nothing is written yet; any other word is ignored."""
    if number.isdecimal() and len(number) < 10 and not side.body.strip():
        template = Template.objects.filter(pk=int(number), language=side.language).first()
        if template is not None:
            side.typed = template.body


def take(side: Side, data: QueryDict) -> EditForm:
    """Put what was sent into the side, so that a page which answers shows just that; return it as a form."""
    form = EditForm(data)
    side.typed = data.get("body", "").replace("\r\n", "\n")
    side.message = data.get("message", "")[:MOST_OF_A_MESSAGE]
    side.effect = data.get("effect", "")
    side.origin = Origin.read(data.get("origin", ""))
    if not form.is_valid():
        side.errors = form.errors
    side.version = form.cleaned_data.get("seen", side.seen)
    return form


@transaction.atomic
def keep_draft(side: Side, member: User, seen: int) -> Draft | None:
    """Keep what was typed for its writer, and return it; None where it is no more than what is saved or an outline.

    What another device of theirs has kept since the page was opened stays, and is returned. Raises Paper.DoesNotExist.
    """
    hold_paper(side.paper.pk)  # nobody saves meanwhile: what is saved is not kept as unsaved
    text = {"paper": side.paper, "language": side.language}
    body, saved = side.body, Summary.objects.filter(**text).values_list("body", flat=True).first()
    draft = Draft.objects.filter(member=member, **text).first()
    if draft and draft.body != body and not is_known(draft, side):
        return draft
    if not body.strip() or body == saved or Template.objects.filter(language=side.language, body=body).exists():
        if draft:
            draft.delete()
        return None
    draft = draft or Draft(member=member, **text)
    draft.body, draft.version, draft.page = body, seen, side.origin.page if side.origin else ""
    draft.save()
    return draft


def is_known(draft: Draft, side: Side) -> bool:
    """Whether it was typed on the page that the side comes from, or shown there."""
    return side.origin is None or side.origin.knows(draft)
