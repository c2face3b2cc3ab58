"""For curators: papers that lack something, with the tools to fill it right there, and names that nothing uses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from papers import bulk
from papers.access import curators_only, member_of
from papers.gaps import GAPS, ORPHANS, Gap, Orphans
from papers.models import Paper, Topic, Venue
from papers.models.papers import FIRST_YEAR, LAST_YEAR
from papers.tagging import LONGEST, tag_by_name
from papers.views.names import numbers


class SpeltField(forms.CharField):
    """A row of the model by its name or another spelling, as a person types it."""

    def __init__(self, model: Any, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=200, **kwargs)
        self.model = model

    def clean(self, value: Any) -> Any:
        word = super().clean(value)
        if not word:
            return None
        row = self.model.objects.spelt([word]).get(word)
        if row is None:
            raise forms.ValidationError(_("Nothing here is called “%(name)s”.") % {"name": word})
        return row


class FillForm(forms.Form):
    """What the chosen papers get; everything that is filled in counts."""

    venue = SpeltField(Venue, label=gettext_lazy("Venue"))
    year = forms.IntegerField(
        label=gettext_lazy("Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, localize=False
    )
    topic = SpeltField(Topic, label=gettext_lazy("Topic"))
    tag = forms.CharField(label=gettext_lazy("Tag"), required=False, max_length=LONGEST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("venue", "topic"):
            self.fields[name].widget.attrs |= {"list": f"{name}-names", "autocomplete": "off"}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Fill in what the papers are to get."))
        return cleaned

    def fill(self, papers: Any, by: Any) -> int:
        """Give the papers what was filled in; return how many changed."""
        given, count = self.cleaned_data, 0
        facts = {name: given[name] for name in ("venue", "year") if given[name]}
        if facts:
            count = bulk.set_facts(papers, by, **facts)
        if given["topic"]:
            count = max(count, bulk.add_topic(papers, given["topic"], by))
        if given["tag"]:
            count = max(count, bulk.add_tags(papers, [tag_by_name(given["tag"])], by))
        return count


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def gaps(request: HttpRequest) -> HttpResponse:
    """One report at a time, by ``?gap=``."""
    name = request.GET.get("gap", "")
    if name in ORPHANS:
        return unused(request, name, ORPHANS[name])
    name = name if name in GAPS else "venue"
    return missing(request, name, GAPS[name])


def missing(request: HttpRequest, name: str, gap: Gap) -> HttpResponse:
    rows = gap.papers().select_related("venue").defer("abstract").order_by("-pk")
    form = FillForm(request.POST if request.method == "POST" else None)
    chosen = numbers(request.POST.getlist("paper"))
    if form.is_bound and not chosen:
        form.add_error(None, _("Choose the papers first."))
    if form.is_bound and form.is_valid():
        # also papers that somebody has filled meanwhile: whoever chose them saw them here
        count = form.fill(Paper.objects.filter(pk__in=chosen), member_of(request))
        said = ngettext("%(n)d paper changed.", "%(n)d papers changed.", count) % {"n": count}
        return back(request, name, said)
    context = {
        "form": form,
        "chosen": chosen,
        "venues": Venue.objects.values_list("name", flat=True),
        "topics": Topic.objects.as_tree(),
        "report": gap,
    }
    return page_of(request, name, rows, context, 422 if form.is_bound else 200)


def unused(request: HttpRequest, name: str, orphans: Orphans) -> HttpResponse:
    may_delete = member_of(request).has_perm(orphans.permission)
    if request.method == "POST":
        if not may_delete:
            raise PermissionDenied
        chosen = numbers(request.POST.getlist("row"))
        gone = orphans.delete(chosen)
        said = ngettext("%(n)d row deleted.", "%(n)d rows deleted.", gone) % {"n": gone}
        if kept := len(set(chosen)) - gone:
            words = ngettext("%(n)d is in use by now and stays.", "%(n)d are in use by now and stay.", kept)
            said = f"{said} {words % {'n': kept}}"
        return back(request, name, said)
    rows = orphans.rows().order_by("pk")
    return page_of(request, name, rows, {"may_delete": may_delete, "report": orphans})


def back(request: HttpRequest, name: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(f"{reverse('gaps')}?gap={name}&page={request.GET.get('page', '1')[:9]}")


def page_of(request: HttpRequest, name: str, rows: Any, context: dict[str, Any], status: int = 200) -> HttpResponse:
    page: Page = Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context |= {"name": name, "page": page, "page_query": f"?gap={name}", "gaps": GAPS, "orphans": ORPHANS}
    template = "papers/desk/gaps.html" if name in GAPS else "papers/desk/unused.html"
    return render(request, template, context, status=status)
