"""What a curator brings to the import desk, and what they make of a row there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from papers import formats
from papers.formats.decoding import Unreadable, decode
from papers.formats.links import arxiv_in, doi_in, typed
from papers.formats.records import Link, Record
from papers.importing.fitting import LONGEST_NAME, is_address
from papers.models import Import, PaperList
from papers.models import Link as PaperLink
from papers.models.papers import FIRST_YEAR, LAST_YEAR

KINDS = set(PaperLink.Kind.values)
NEW, PRESENT, CATALOGUE = "new", "list", "catalogue"


class UploadForm(forms.Form):
    """A file or a text, how it is written, and which list it becomes or brings up to date."""

    file = forms.FileField(
        required=False,
        allow_empty_file=True,  # the reader says what is wrong with it, as with every other file
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".md,.markdown,.txt,.bib,.ris,.json,.csv,text/*"}),
    )
    text = forms.CharField(
        required=False,
        strip=False,
        label=gettext_lazy("Or its text"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    format = forms.ChoiceField(required=False, label=gettext_lazy("Format"))
    into = forms.ChoiceField(
        choices=[
            (NEW, gettext_lazy("A new list")),
            (PRESENT, gettext_lazy("A newer version of a list that is here")),
            (CATALOGUE, gettext_lazy("Only into the catalogue, as a source")),
        ],
        initial=NEW,
        label=gettext_lazy("What it becomes"),
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Left empty, it is the title in the text, or the name of the file."),
    )
    list = forms.ModelChoiceField(
        PaperList.objects.none(),
        required=False,
        label=gettext_lazy("Which list"),
        empty_label=gettext_lazy("Choose a list"),
    )
    language = forms.ChoiceField(required=False, label=gettext_lazy("Language of its notes"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readable = [(name, module.LABEL) for name, module in formats.FORMATS.items()]
        self.fields["format"].choices = [("", _("Find out")), *readable]  # type: ignore[attr-defined]
        self.fields["list"].queryset = PaperList.objects.order_by("name")  # type: ignore[attr-defined]
        seen = pgettext_lazy("language", "As they are written")
        self.fields["language"].choices = [("", seen), *settings.LANGUAGES]  # type: ignore[attr-defined]
        limit = filesizeformat(settings.IMPORT_MAX_BYTES)
        self.fields["file"].help_text = _("UTF-8 text, at most %(limit)s.") % {"limit": limit}
        limit = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        self.fields["text"].help_text = _("At most %(limit)s; choose a file for more.") % {"limit": limit}
        self.fields["text"].widget.attrs |= {
            "data-max-bytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
            "data-too-large": _("This text is too large to be pasted. Save it as a file, and choose that."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.choose_list(cleaned)
        file, typed = cleaned.get("file"), cleaned.get("text", "")
        if file and typed.strip():
            self.add_error("text", _("Choose a file or paste its text, not both."))
        elif file is not None:
            self.read("file", file.read(settings.IMPORT_MAX_BYTES + 1))
        elif typed.strip():
            self.read("text", typed.encode())
        elif not self.errors:
            self.add_error("file", _("Choose a file, or paste its text."))
        return cleaned

    def choose_list(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("into") != PRESENT:
            cleaned["list"] = None
        elif not cleaned.get("list") and "list" not in self.errors:
            self.add_error("list", _("Choose the list that this is a newer version of."))

    def read(self, field: str, data: bytes) -> None:
        try:
            self.cleaned_data["text"] = decode(data, settings.IMPORT_MAX_BYTES)
        except Unreadable as reason:
            self.add_error(field, str(reason))

    def imported(self, by: Any) -> Import:
        """What was brought, unsaved."""
        given = self.cleaned_data
        group, label = given["list"], label_of(given.get("file"))
        kind = PaperList.Kind.FILE if given["into"] == CATALOGUE else PaperList.Kind.LIST
        return Import(
            list=group,
            name=group.name if group else one_line(given["name"]),
            kind=group.kind if group else kind,
            format=given["format"] or formats.sniff(given["text"], label),
            file_name=label,
            language=given["language"],
            text=given["text"],
            by=by,
        )


class Several(forms.CharField):
    """Names, one a line."""

    widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else "\n".join(value)

    def to_python(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        lines = (" ".join(line.split()) for line in (super().to_python(value) or "").splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))


class Addresses(Several):
    """Links, one a line: the address, and after it what it is."""

    present: tuple[Link, ...] = ()  # those of the form's record, which stay as they are where their lines do

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else "\n".join(map(line_of, value))

    def to_python(self, value: Any) -> tuple[Link, ...]:  # type: ignore[override]
        known = {line_of(link): link for link in self.present}
        return tuple(known.get(line) or self.link(line) for line in super().to_python(value))

    def link(self, line: str) -> Link:
        url, _space, words = line.partition(" ")
        try:
            is_address(url)
        except ValidationError as wrong:
            reason = _("“%(url)s” is not an address. Write one http:// or https:// address a line.")
            raise ValidationError(reason % {"url": url[:80]}) from wrong
        return Link(url, words, "") if words in KINDS else typed(url, words)


def line_of(link: Link) -> str:
    return f"{link.url} {' '.join((link.label or link.kind).split())}"


class CorrectionForm(forms.Form):
    """What a row says, put right. Its section, its notes and all else that is not here stay as the file has them."""

    title = forms.CharField(max_length=500, label=gettext_lazy("Title"))
    nickname = forms.CharField(required=False, max_length=80, label=gettext_lazy("Nickname"))
    venue = forms.CharField(required=False, max_length=100, label=gettext_lazy("Venue"))
    year = forms.IntegerField(
        required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, label=gettext_lazy("Year"), localize=False
    )
    authors = Several(required=False, label=gettext_lazy("Authors"), help_text=gettext_lazy("One a line."))
    institutions = Several(required=False, label=gettext_lazy("Institutions"), help_text=gettext_lazy("One a line."))
    tags = Several(required=False, label=gettext_lazy("Tags"), help_text=gettext_lazy("One a line."))
    links = Addresses(
        required=False,
        label=gettext_lazy("Links"),
        help_text=gettext_lazy("One a line: the address, and after it what it is, such as code."),
    )
    doi = forms.CharField(required=False, max_length=255, label=gettext_lazy("DOI"))
    arxiv_id = forms.CharField(required=False, max_length=64, label=gettext_lazy("arXiv id"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # what the row said when the form was opened

    def __init__(self, record: Record | None, *args: Any, **kwargs: Any) -> None:
        self.before = record or Record(title="")
        given = {name: getattr(self.before, name) for name in self.base_fields if hasattr(self.before, name)}
        super().__init__(*args, initial=given, **kwargs)  # type: ignore[misc]
        self.fields["links"].present = self.before.links  # type: ignore[attr-defined]

    def clean_doi(self) -> str:
        given = self.cleaned_data["doi"].strip()
        found = doi_in(given)
        if given and not found:
            raise ValidationError(_("This is no DOI. One begins with 10., such as 10.1145/3341301.3359646."))
        return found

    def clean_arxiv_id(self) -> str:
        given = self.cleaned_data["arxiv_id"].strip()
        found = arxiv_in(given) or arxiv_in(f"arXiv:{given}")
        if given and not found:
            raise ValidationError(_("This is no arXiv id. One looks like 2008.09213 or cs/0703110."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, longest in LONGEST_NAME.items():
            if any(len(one) > longest for one in cleaned.get(name, ())):
                self.add_error(name, _("One of these has more than %(longest)d characters.") % {"longest": longest})
        return cleaned

    @property
    def record(self) -> Record:
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return replace(self.before, **said)


def label_of(file: UploadedFile | None) -> str:
    """The name of an uploaded file, as a label and nothing more."""
    return one_line(PurePath(file.name or "").name)[:200] if file else ""


def one_line(name: str) -> str:
    return " ".join("".join(character if character.isprintable() else " " for character in name).split())
