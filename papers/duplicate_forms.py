"""Naming any two papers, to compare them: by number, by address, or by a title or nickname that only one has."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers.fields import printable
from papers.formats.folding import title_key
from papers.models import Paper

ADDRESS = re.compile(r"(?:^|/papers/|/admin/papers/paper/)(\d{1,18})(?:[/?#]|$)")
OFFERED = 5


class PaperField(forms.CharField):
    """The paper that a number, an address of ours, or its name means."""

    def clean(self, value: Any) -> Paper:
        text = printable(super().clean(value))
        if found := ADDRESS.search(text):
            return self.numbered(int(found[1]))
        return self.named(text)

    def numbered(self, number: int) -> Paper:
        paper = Paper.objects.filter(pk=number).first()
        if paper is not None:
            return paper
        if kept := Paper.objects.filter(redirects__old=number).first():
            said = {"n": number, "title": kept.title}
            raise forms.ValidationError(_("Paper %(n)d was merged into “%(title)s”.") % said)
        raise forms.ValidationError(_("There is no paper with the number %(n)d.") % {"n": number})

    def named(self, text: str) -> Paper:
        papers = list(Paper.objects.filter(title_key=title_key(text)).order_by("pk")[: OFFERED + 1])
        papers = papers or list(Paper.objects.search(text).order_by("pk")[: OFFERED + 1])
        if not papers:
            raise forms.ValidationError(_("No paper is found by that."))
        if len(papers) > 1:
            names = "; ".join(f"{paper.pk} {paper.title}" for paper in papers[:OFFERED])
            raise forms.ValidationError(
                _("Several papers are found by that. Give the number of one: %(names)s…") % {"names": names}
            )
        return papers[0]


class CompareForm(forms.Form):
    """Two different papers."""

    one = PaperField(label=gettext_lazy("Paper A"), max_length=1000)
    other = PaperField(label=gettext_lazy("Paper B"), max_length=1000)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        one, other = cleaned.get("one"), cleaned.get("other")
        if one is not None and one == other:
            self.add_error("other", _("This is the same paper; name another one."))
        return cleaned
