"""One paper as a plain form: suggested by a member, looked over by a curator."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from papers.formats.links import typed
from papers.formats.records import Link, Record
from papers.importing.fitting import LONGEST_URL, is_address, tidy
from papers.lookup import Found, identify
from papers.lookup.cleaning import LONGEST_NAME, visible
from papers.lookup.suggesting import packed, unpacked
from papers.models import Topic
from papers.models.papers import FIRST_YEAR, LAST_YEAR

MOST_LINES, MOST_TAGS, LONGEST_TAG = 500, 30, 100


class Line(forms.CharField):
    """One line without control characters."""

    def to_python(self, value: Any) -> str:
        return " ".join(visible(super().to_python(value) or "").split())


class Lines(forms.CharField):
    """One thing a line, each once."""

    def __init__(self, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=50_000, **kwargs)

    def clean(self, value: Any) -> Any:
        text = visible(super().clean(value) or "", lines=True)
        lines = tuple(dict.fromkeys(" ".join(line.split()) for line in text.split("\n")))
        lines = tuple(line for line in lines if line)
        if len(lines) > MOST_LINES:
            raise ValidationError(_("At most %(limit)d lines.") % {"limit": MOST_LINES})
        return lines


class Prose(forms.CharField):
    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return visible(super().to_python(value) or "", lines=True).strip()


class TopicField(forms.ModelChoiceField):
    """The tree of topics, each below its parent and indented."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Topic.objects.all(), required=False, empty_label=gettext_lazy("No topic yet"), **kwargs)

    def offer(self) -> None:
        rows = [(topic.pk, f"{'— ' * topic.depth}{topic.name}") for topic in Topic.objects.as_tree()]  # type: ignore[attr-defined]
        self.choices = [("", self.empty_label), *rows]


class RecordForm(forms.Form):
    """What a paper is; ``said`` carries what a registry said of it, signed by us."""

    title = Line(label=gettext_lazy("Title"), max_length=500)
    authors = Lines(label=gettext_lazy("Authors"), required=False, help_text=gettext_lazy("One a line, in order."))
    venue = Line(
        label=gettext_lazy("Venue"), required=False, max_length=100, help_text=gettext_lazy("Short, such as OSDI.")
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    doi = Line(label="DOI", required=False, max_length=300)
    arxiv_id = Line(label=gettext_lazy("arXiv id"), required=False, max_length=200)
    links = Lines(label=gettext_lazy("Links"), required=False, help_text=gettext_lazy("One address a line."))
    abstract = Prose(
        label=gettext_lazy("Abstract"),
        required=False,
        max_length=settings.ABSTRACT_MAX_CHARS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    tags = Line(
        label=gettext_lazy("Tags"), required=False, max_length=2000, help_text=gettext_lazy("Separated by commas.")
    )
    topic = TopicField(label=gettext_lazy("Topic"))
    another = forms.BooleanField(label=gettext_lazy("It is another paper of the same title"), required=False)
    said = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, base: Record | None = None, **kwargs: Any) -> None:
        """``base`` has what the form does not ask for."""
        super().__init__(*args, **kwargs)
        self.base = base
        self.fields["topic"].offer()  # type: ignore[attr-defined]

    def clean_doi(self) -> str:
        text = self.cleaned_data["doi"]
        found = identify(text)
        if not text or (found and found.kind == "arxiv"):
            return ""
        if not found or found.kind != "doi" or len(found.value) > 255:
            raise ValidationError(_("A DOI looks like 10.1145/3341301.3359646."))
        return found.value

    def clean_arxiv_id(self) -> str:
        text = self.cleaned_data["arxiv_id"]
        found = identify(text)
        if text and (not found or found.kind != "arxiv"):
            raise ValidationError(_("An arXiv id looks like 2309.06180."))
        return found.value if found else ""

    def clean_authors(self) -> tuple[str, ...]:
        authors = self.cleaned_data["authors"]
        if any(len(name) > LONGEST_NAME for name in authors):
            raise ValidationError(_("A name has at most %(limit)d characters.") % {"limit": LONGEST_NAME})
        return authors

    def clean_links(self) -> tuple[Link, ...]:
        known = {link.url: link for link in self.starting_point().links}
        return tuple(tidy(known.get(url) or typed(url)) for url in map(web_address, self.cleaned_data["links"]))

    def clean_tags(self) -> tuple[str, ...]:
        names = (name.strip() for name in re.split(r"[,，、;；]", self.cleaned_data["tags"]))
        tags = tuple(dict.fromkeys(filter(None, names)))
        if len(tags) > MOST_TAGS:
            raise ValidationError(_("At most %(limit)d tags.") % {"limit": MOST_TAGS})
        for tag in tags:
            if len(tag) > LONGEST_TAG:
                raise ValidationError(
                    _("A tag has at most %(limit)d characters: %(tag)s…") % {"limit": LONGEST_TAG, "tag": tag[:40]}
                )
        return tags

    def clean(self) -> dict[str, Any]:
        """The DOI of a preprint on arXiv is its arXiv id."""
        cleaned = super().clean() or {}
        found = identify(self.data.get(self.add_prefix("doi"), ""))
        if found and found.kind == "arxiv" and not cleaned.get("arxiv_id"):
            cleaned["arxiv_id"] = found.value
        return cleaned

    @property
    def found(self) -> Found | None:
        """What the registry said, where the form carries it."""
        return unpacked(self.data.get(self.add_prefix("said"), ""))

    def starting_point(self) -> Record:
        if self.base is None and self.found:
            self.base = self.found.record
        return self.base or Record(title="")

    @property
    def record(self) -> Record:
        given = {name: self.cleaned_data[name] for name in IN_RECORD}
        return replace(self.starting_point(), **given)


IN_RECORD = ("title", "authors", "venue", "year", "doi", "arxiv_id", "links", "abstract", "tags")


class AddForm(RecordForm):
    """What a member sends; ``url`` is where they found it."""

    why = Prose(
        label=gettext_lazy("Why the group should read it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    url = Line(required=False, max_length=LONGEST_URL, widget=forms.HiddenInput)

    field_order = ("title", "authors", "venue", "year", "doi", "arxiv_id", "links", "abstract", "tags", "topic", "why")


class AcceptForm(RecordForm):
    """A suggestion under a curator's eyes; ``paper`` is the one that it joins, nothing for a new one."""

    paper = forms.ChoiceField(label=pgettext_lazy("suggestion", "What it becomes"), widget=forms.RadioSelect)
    answer = Prose(
        label=gettext_lazy("Answer to the member"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Shown to whoever suggested it."),
    )


def web_address(url: str) -> str:
    if len(url.encode()) > LONGEST_URL:
        raise ValidationError(_("An address has at most %(limit)d bytes.") % {"limit": LONGEST_URL})
    try:
        is_address(url)
    except ValidationError as error:
        raise ValidationError(_("This is no web address: %(text)s") % {"text": url[:80]}) from error
    return url


def initial_of(record: Record) -> dict[str, Any]:
    """The record as the form shows it."""
    return {
        "title": record.title,
        "authors": "\n".join(record.authors),
        "venue": record.venue,
        "year": record.year,
        "doi": record.doi,
        "arxiv_id": record.arxiv_id,
        "links": "\n".join(link.url for link in record.links),
        "abstract": record.abstract,
        "tags": ", ".join(record.tags),
    }


def carrying(found: Found | None) -> dict[str, str]:
    return {"said": packed(found)} if found else {}
