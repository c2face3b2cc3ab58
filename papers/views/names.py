"""For curators: tags, venues and institutions with their spellings; several made one, and that taken back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from papers.access import curators_only, member_of
from papers.deeds import BuiltOn, take_back
from papers.fields import printable
from papers.models import Deed, Tag
from papers.names import KINDS, Names
from papers.requests import next_or
from papers.tagging import LONGEST, NameTaken, rename_tag

SORTS = {"name": ("name",), "papers": ("-papers_here", "name")}
RECENT = 5
MOST_VARIANTS = 50  # on the page; the rest comes up as these are done


class RenameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("New name"), max_length=LONGEST)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


def names_of(kind: str) -> Names:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


@curators_only
@require_safe
def names(request: HttpRequest, kind: str) -> HttpResponse:
    """Every name with its papers, a page at a time, and what looks like spellings of one."""
    group = names_of(kind)
    words, sort = printable(request.GET.get("q", "")), request.GET.get("sort", "")
    sort = sort if sort in SORTS else "name"
    rows = group.counted().order_by(*SORTS[sort])
    if words:
        known = group.model.objects.filter(aliases__name__icontains=words).values("pk")
        rows = rows.filter(name__icontains=words) | rows.filter(pk__in=known)
    page = Paginator(rows.prefetch_related("aliases"), settings.PAGE_SIZE * 2).get_page(request.GET.get("page"))
    pairs = group.variants()
    context = {
        "group": group,
        "kinds": KINDS,
        "page": page,
        "page_query": "?" + urlencode([("q", words), ("sort", sort)] if words else [("sort", sort)]),
        "q": words,
        "sort": sort,
        "pairs": pairs[:MOST_VARIANTS],
        "more_pairs": max(0, len(pairs) - MOST_VARIANTS),
        "deeds": Deed.objects.defer("journal").select_related("by")[:RECENT] if kind == "tag" else (),
    }
    return render(request, "papers/desk/names.html", context)


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, kind: str) -> HttpResponse:
    """Which of the chosen names is to stay; POST with ``kept`` makes the others spellings of it."""
    group = names_of(kind)
    chosen = request.GET.getlist("name") if request.method != "POST" else request.POST.getlist("name")
    kept = request.POST.get("kept", "")
    rows = list(group.counted().filter(pk__in=numbers([*chosen, kept] if kept else chosen)).order_by("name"))
    if request.method == "POST" and kept:
        staying = next((row for row in rows if str(row.pk) == kept), None)
        if staying is not None and len(rows) > 1:
            gone = group.merge([row for row in rows if row != staying], staying, member_of(request))
            said = ngettext(
                "%(n)d name is now a spelling of “%(name)s”.", "%(n)d names are now spellings of “%(name)s”.", gone
            )
            messages.success(request, said % {"n": gone, "name": staying})
            return redirect(next_or(request, reverse(group.page)))
    status = 422 if request.method == "POST" else 200
    error = _("Choose at least two names, and the one that stays.") if status == 422 or len(rows) < 2 else ""
    context = {
        "group": group,
        "rows": rows,
        "error": error,
        "most": max(rows, key=lambda row: row.papers_here, default=None),
    }
    return render(request, "papers/desk/merge_names.html", context, status=status)


def numbers(texts: list[str]) -> list[int]:
    """The numbers of rows that these say; 400 where one says none."""
    if not all(text.isascii() and text.isdigit() and len(text) <= 18 for text in texts):
        raise BadRequest("Nothing has such a number.")
    return [int(text) for text in texts]


@curators_only
@require_POST
def keep_apart(request: HttpRequest, kind: str) -> HttpResponse:
    """Remember that two names are not the same."""
    group = names_of(kind)
    rows = list(group.model.objects.filter(pk__in=numbers(request.POST.getlist("name"))))
    if len(rows) != 2:
        raise Http404
    group.keep_apart(rows[0].name, rows[1].name, member_of(request))
    said = _("“%(one)s” and “%(other)s” are kept apart from now on.")
    messages.success(request, said % {"one": rows[0], "other": rows[1]})
    return redirect(reverse(group.page) + "#variants")


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name for a tag; where another tag has it, the two can be made one."""
    tag = get_object_or_404(Tag, pk=pk)
    form = RenameForm(request.POST if request.method == "POST" else None, initial={"name": tag.name})
    taken: Tag | None = None
    if form.is_valid():
        old = tag.name
        try:
            renamed = rename_tag(tag, form.cleaned_data["name"], member_of(request))
        except NameTaken as error:
            taken = error.tag
            form.add_error("name", _("There is a tag “%(name)s” already.") % {"name": taken})
        else:
            said = _("“%(old)s” is called “%(new)s” now; the old name leads to it.")
            messages.success(request, said % {"old": old, "new": renamed})
            return HttpResponseRedirect(reverse("curation-tags"))
    context: dict[str, Any] = {"tag": tag, "form": form, "taken": taken}
    return render(request, "papers/desk/rename_tag.html", context, status=422 if form.is_bound else 200)


@curators_only
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a renaming or merge back, unless something was built on it since."""
    deed = get_object_or_404(Deed, pk=pk)
    page = "curation-topics" if deed.kind == Deed.Kind.TOPICS_MERGED else "curation-tags"
    try:
        take_back(deed, member_of(request))
    except BuiltOn:
        messages.error(
            request, _("“%(deed)s” cannot be taken back: the names were changed again since.") % {"deed": deed}
        )
    else:
        messages.success(request, _("“%(deed)s” is taken back.") % {"deed": deed})
    return redirect(next_or(request, reverse(page)))
