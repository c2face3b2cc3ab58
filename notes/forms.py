from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Any

from django import forms
from django.forms import BaseInlineFormSet
from django.forms.formsets import DELETION_FIELD_NAME
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notes.editing import effects, preview
from notes.measure import Length, length_of
from notes.merging import merge
from notes.models import Language, Summary
from notes.origins import Origin
from notes.writing import Edit
from papers.forms import NoticesOthers, Text
from papers.models import Paper
from papers.people import name_of


class SummaryForm(NoticesOthers):
    """One language's text; where somebody saved first, it shows theirs and keeps yours."""

    shown = forms.CharField(required=False, label="", widget=forms.HiddenInput)  # what the page had in it when opened
    over = forms.IntegerField(required=False, label="", widget=forms.HiddenInput)  # the version it was opened in
    other_seen = forms.IntegerField(required=False, label="", widget=forms.HiddenInput)
    origin = forms.CharField(required=False, label="", widget=forms.HiddenInput)
    other_language = forms.ChoiceField(required=False, label=gettext_lazy("Other language"), widget=forms.RadioSelect)
    message = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Message"),
        help_text=gettext_lazy("What you changed, for the history."),
    )

    class Meta:
        model = Summary
        fields = ("paper", "language", "body", "state")
        field_classes = {"body": Text}
        widgets = {"body": forms.Textarea(attrs={"rows": 16})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown"].initial = digest(self.instance.body, self.instance.state)
        if self.instance.language:
            self.fields["body"].widget.attrs["lang"] = self.written_in.tag
        self.fields["over"].initial = self.instance.version if self.instance.pk else 0
        self.fields["origin"].initial = Origin()
        self.offer_effects()
        self.fields["body"].widget.attrs |= self.live()

    @cached_property
    def written_in(self) -> Language:
        return Language(self.instance.language or Language.ENGLISH)

    @cached_property
    def other(self) -> Summary | None:
        """The paper's text in the other language."""
        if self.instance.paper_id is None:
            return None
        return Summary.objects.filter(paper=self.instance.paper_id, language=self.written_in.other).first()

    @property
    def is_behind(self) -> bool:
        return bool(self.instance.pk and self.other and self.instance.is_behind(self.other))

    def offer_effects(self) -> None:
        """Ask what the edit does to the other language, where there are two."""
        self.fields["other_seen"].initial = self.other.version if self.other else 0
        if self.instance.pk is None or self.other is None:
            self.fields["other_language"].widget = forms.HiddenInput()
            return
        offered = effects(self.instance, self.other)
        self.fields["other_language"].choices = [(effect.value, effect.label) for effect in offered]  # type: ignore[attr-defined]
        self.fields["other_language"].initial = offered[0].value

    def live(self) -> dict[str, str]:
        """Attributes of the text area that keep what is typed and show how it will look."""
        paper = self.instance.paper_id or "new" + (self.prefix or "")
        code, (field, over, origin) = self.written_in.code, map(self.add_prefix, ("body", "over", "origin"))
        if self.instance.paper_id:
            address = reverse("draft", args=[self.instance.paper_id, code])
            address += f"?field={field}&over={over}&from={origin}"
        else:
            address = f"{reverse('preview', args=[code])}?field={field}"
        return {
            "data-editor": code,
            "data-keep": f"{paper}:{code}",
            "hx-post": address,
            "hx-trigger": "input changed delay:500ms, keep",
            "hx-target": f"#preview-{code}",
            "hx-swap": "outerHTML",
            "hx-sync": "this:replace",
            "hx-params": f"{field},{over},{origin},csrfmiddlewaretoken",
        }

    @property
    def typed(self) -> str:
        return self["body"].value() or ""

    @property
    def shown_html(self) -> str:
        return preview(self.instance.paper if self.instance.paper_id else None, self.written_in, self.typed)

    @property
    def length(self) -> Length:
        return length_of(self.typed)

    def edit(self) -> Edit:
        """What was typed, as an edit over the version that the form has seen and locked."""
        given = self.cleaned_data
        present = Summary.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None
        return Edit(
            body=given["body"],
            state=given["state"],
            seen=present.version if present else 0,
            effect=given.get("other_language") or Summary.Effect.MEANING,
            other_seen=given.get("other_seen"),
            message=given.get("message", ""),
            origin=Origin.read(given.get("origin", "")),
        )

    def has_changed(self) -> bool:
        """Whether this person did something to the text: not where another did meanwhile, nor left it empty."""
        if DELETION_FIELD_NAME in self.changed_data:
            return True
        body, state, shown = (self[name].value() or "" for name in ("body", "state", "shown"))
        is_something = self.instance.pk is not None or bool(body.strip())
        return is_something and digest(body, state) != shown

    def clean(self) -> dict[str, Any] | None:
        """A text stays with its paper and language: moved, it would stand over another, and its history apart."""
        for name in {"paper", "language"} & self.cleaned_data.keys():
            if self.instance.pk and self.cleaned_data[name] != getattr(self.instance, name):
                self.add_error(name, _("A summary stays where it is. Write it anew there, and delete this one."))
        cleaned = super().clean()
        if self.instance.pk is None and (current := self.current()) is not None:
            self.instance = current  # written meanwhile by somebody whose text this person has been shown
        return cleaned

    def current(self) -> Any:
        """The summary as it is now; for a new one, that which the paper has in the language by now.

        The paper is held first, as by everybody who writes its summaries.
        """
        paper = self.cleaned_data.get("paper")
        paper_pk = self.instance.paper_id or (paper.pk if paper else None)
        if paper_pk is None or not Paper.objects.select_for_update(no_key=True).filter(pk=paper_pk).first():
            return None
        if self.instance.pk is not None:
            return super().current()
        language = self.cleaned_data.get("language") or self.instance.language
        return Summary.objects.filter(paper=paper_pk, language=language).first()

    def newer(self, current: Summary) -> str:
        who = name_of(current.last_editor) or _("Somebody")
        told = _(
            "%(who)s saved this summary while you were editing. Your text is below; theirs is: “%(text)s”. "
            "Bring the two together, then save again."
        ) % {"who": who, "text": current.body}
        over, yours = self.cleaned_data.get("over"), self.cleaned_data.get("body")
        base = current.body_at(over) if over else None
        if base is None or not yours:
            return told
        merged = merge(base, current.body, yours)
        if not merged.is_clean:
            return told
        return told + " " + _("Both together would read: “%(text)s”") % {"text": merged.text}


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
            paper = self.instance if self.instance.pk else None
            kwargs["instance"] = self.present.get(language) or Summary(paper=paper, language=language)
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
