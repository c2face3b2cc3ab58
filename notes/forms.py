from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Any

from django import forms
from django.forms import BaseInlineFormSet
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext as _

from notes.models import Summary
from papers.forms import NoticesOthers, Text

LANG = {Summary.Language.ENGLISH.value: "en", Summary.Language.CHINESE.value: "zh-Hans"}


class SummaryForm(NoticesOthers):
    """One language's text; where somebody saved first, it shows theirs and keeps yours."""

    shown = forms.CharField(required=False, label="", widget=forms.HiddenInput)  # what the page had in it when opened

    class Meta:
        model = Summary
        fields = ("paper", "language", "body", "state")
        field_classes = {"body": Text}
        widgets = {"body": forms.Textarea(attrs={"rows": 16})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown"].initial = digest(self.instance.body, self.instance.state)
        if lang := LANG.get(self.instance.language):
            self.fields["body"].widget.attrs["lang"] = lang

    def has_changed(self) -> bool:
        """Whether this person did something to the text: not where another did meanwhile, nor left it empty."""
        if DELETION_FIELD_NAME in self.changed_data:
            return True
        body, state, shown = (self[name].value() or "" for name in ("body", "state", "shown"))
        is_something = self.instance.pk is not None or bool(body.strip())
        return is_something and digest(body, state) != shown

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk is None and (current := self.current()) is not None:
            self.instance = current  # written meanwhile by somebody whose text this person has been shown
        return cleaned

    def current(self) -> Any:
        """For a new summary, the one that the paper has in the language by now."""
        if self.instance.pk is not None:
            return super().current()
        paper = self.cleaned_data.get("paper")
        language = self.cleaned_data.get("language") or self.instance.language
        rows = Summary.objects.select_for_update().filter(language=language)
        return rows.filter(paper=paper.pk if paper else self.instance.paper_id).first()

    def newer(self, current: Summary) -> str:
        who = current.last_editor or _("Somebody")
        return _(
            "%(who)s saved this summary while you were editing. Your text is below; theirs is: “%(text)s”. "
            "Bring the two together, then save again."
        ) % {"who": who, "text": current.body}


def digest(body: str, state: str) -> str:
    """A short stand-in for a text, the same for whatever line ends a browser sends."""
    text = "\n".join(body.strip().splitlines())
    return hashlib.sha256(f"{state}\n{text}".encode()).hexdigest()[:16]


class BothLanguages(BaseInlineFormSet):
    """Always one form a language, English first, over the text that the paper has in it; an empty one is no summary.

    A form is known by its language, not by the number of a row: what is written or deleted meanwhile is found by its
    form, which notices and says so.
    """

    def total_form_count(self) -> int:
        return len(Summary.Language)

    def initial_form_count(self) -> int:
        return 0

    @cached_property
    def present(self) -> dict[str, Summary]:
        if self.instance.pk is None:
            return {}
        summaries = Summary.objects.filter(paper=self.instance).select_related("last_editor", "after__list")
        return {summary.language: summary for summary in summaries}

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs = super().get_form_kwargs(index)
        if index is not None:
            language = Summary.Language.values[index]
            kwargs["instance"] = self.present.get(language) or Summary(language=language)
        return kwargs

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        del form.fields["id"]

    def save(self, commit: bool = True) -> list[Summary]:
        """The summaries that were written; ``deleted_objects`` holds those to delete."""
        written = super().save(commit)
        self.new_objects = [summary for summary in written if summary.pk is None]
        self.changed_objects = [(summary, ["body"]) for summary in written if summary.pk is not None]
        self.deleted_objects = [form.instance for form in self.deleted_forms if form.instance.pk]
        return written
