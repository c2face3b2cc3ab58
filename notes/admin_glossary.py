"""Curating the glossary, and the outlines that a summary may start from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from notes.models import Language, Template, Term, TermName
from notes.terms import name_key
from papers.admin.found import Counted
from papers.admin.pages import HistoryAdmin, KeepsWhatWasTyped
from papers.forms import NoticesOthers, Text

LONGEST_KEY = 100  # as the models have it; some characters are several when they are compared


def key_of(name: str) -> str:
    """The key of the name; an error where there is none to compare it by."""
    key = name_key(name)
    if not 0 < len(key) <= LONGEST_KEY:
        raise forms.ValidationError(_("Write a name with letters in it, and not too long."))
    return key


def refuse_taken(name: str, language: Language, term: Term) -> None:
    """An error where another term is called ``name`` in the language, by whatever spelling."""
    key = key_of(name)
    field = "chinese_key" if language is Language.CHINESE else "english_key"
    others = Term.objects.exclude(pk=term.pk)
    other = others.filter(**{field: key}).first() or others.filter(names__language=language, names__key=key).first()
    if other is not None:
        raise forms.ValidationError(
            _("“%(name)s” is a name of another term already: %(term)s."), params={"name": name, "term": other}
        )


class TermForm(NoticesOthers):
    class Meta:
        model = Term
        fields = ("english", "chinese", "slug", "definition_english", "definition_chinese")
        field_classes = {"definition_english": Text, "definition_chinese": Text}
        widgets = {
            "chinese": AdminTextInputWidget(attrs={"lang": "zh-Hans"}),
            "definition_english": AdminTextareaWidget(attrs={"rows": 3, "lang": "en"}),
            "definition_chinese": AdminTextareaWidget(attrs={"rows": 3, "lang": "zh-Hans"}),
        }

    def clean_english(self) -> str:
        refuse_taken(self.cleaned_data["english"], Language.ENGLISH, self.instance)
        return self.cleaned_data["english"]

    def clean_chinese(self) -> str:
        refuse_taken(self.cleaned_data["chinese"], Language.CHINESE, self.instance)
        return self.cleaned_data["chinese"]


class OtherNames(BaseInlineFormSet):
    """Other names of one term: each once, none the agreed one, none that of another term."""

    def clean(self) -> None:
        super().clean()
        agreed = {Language.ENGLISH: name_key(self.instance.english), Language.CHINESE: name_key(self.instance.chinese)}
        seen = set()
        for form in self.forms:
            name, language = form.cleaned_data.get("name"), form.cleaned_data.get("language")
            if not name or not language or form.cleaned_data.get("DELETE"):
                continue
            try:
                refuse_taken(name, Language(language), self.instance)
                if name_key(name) == agreed[Language(language)]:
                    raise forms.ValidationError(_("This is the term’s own name already."))
                if (language, name_key(name)) in seen:
                    raise forms.ValidationError(_("This name is here twice."))
            except forms.ValidationError as error:
                form.add_error("name", error)
            seen.add((language, name_key(name)))

    def save(self, commit: bool = True) -> Any:
        """The rows that change or go first give up their names, so that one may take the name of another."""
        for form in self.initial_forms:
            if form.has_changed() and form.instance.pk:
                TermName.objects.filter(pk=form.instance.pk).update(key=f" {form.instance.pk}")
        return super().save(commit)


class TermNameInline(admin.TabularInline):
    model = TermName
    formset = OtherNames
    fields = ("language", "name")
    extra = 1


@admin.register(Term)
class TermAdmin(KeepsWhatWasTyped, Counted, HistoryAdmin):
    form = TermForm
    list_display = ("english", "chinese", "other_names", "changed")
    search_fields = ("english", "chinese", "names__name", "definition_english", "definition_chinese")
    prepopulated_fields = {"slug": ("english",)}
    fieldsets = (
        (_("English"), {"fields": ("seen", "english", "definition_english")}),
        (_("Chinese"), {"fields": ("chinese", "definition_chinese")}),
        (_("Address"), {"fields": ("slug",)}),
    )
    inlines = (TermNameInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Term]:
        return super().get_queryset(request).prefetch_related("names")

    @admin.display(description=_("other names"))
    def other_names(self, term: Term) -> str:
        return ", ".join(dict.fromkeys(name.name for name in term.names.all()))


class TemplateForm(forms.ModelForm):
    class Meta:
        model = Template
        fields = ("language", "name", "body", "position")
        field_classes = {"body": Text}
        widgets = {"body": AdminTextareaWidget(attrs={"rows": 12})}


@admin.register(Template)
class TemplateAdmin(HistoryAdmin):
    form = TemplateForm
    list_display = ("name", "language", "position")
    list_editable = ("position",)
    list_filter = ("language",)
    search_fields = ("name", "body")
