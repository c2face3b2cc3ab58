"""The desk of possible duplicates: pairs that wait, two papers side by side, and what is decided of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from papers.access import curators_only, member_of
from papers.duplicate_forms import CompareForm
from papers.lookalikes import facts_of, in_words, is_certain, look, reasons, reopen, set_apart
from papers.models import Lookalike, Merge, Paper
from papers.requests import HtmxRequest
from papers.uniting import merge_papers
from papers.uniting.comparing import Comparison, choices_in

APART = "apart"
MOST_AT_ONCE = 20_000  # papers: some seconds


@curators_only
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs that wait, the likeliest first; with ``state=apart`` those that are not the same."""
    is_apart = request.GET.get("state") == APART
    rows = Lookalike.objects.filter(distinct=is_apart).select_related("one__venue", "other__venue", "by")
    page = Paginator(rows.order_by("-score", "pk"), settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "pairs": [told(row) for row in page],
        "is_apart": is_apart,
        "counts": {"waiting": count(distinct=False), "apart": count(distinct=True), "merged": Merge.objects.count()},
        "page_query": f"?state={APART}" if is_apart else "?",
        "form": CompareForm(initial={"one": request.GET.get("one", "")}),
        "done": last_deed(request),
    }
    return render(request, "papers/desk/duplicates.html", context)


def count(**fields: Any) -> int:
    return Lookalike.objects.filter(**fields).count()


def told(row: Lookalike) -> dict[str, Any]:
    papers = (row.one, row.other)
    return {"row": row, "papers": papers, "reasons": in_words(row.reasons), "is_certain": is_certain(row.reasons)}


def last_deed(request: HttpRequest) -> dict[str, Any]:
    """What was just done, by the address that the deed led to: a merge, or a pair set apart."""
    merged, apart = request.GET.get("merged", ""), request.GET.get("apart", "")
    if merged.isdecimal() and len(merged) < 19:
        return {"merge": Merge.objects.defer("journal").select_related("kept").filter(pk=int(merged)).first()}
    if apart.isdecimal() and len(apart) < 19:
        rows = Lookalike.objects.filter(pk=int(apart), distinct=True).select_related("one", "other")
        return {"apart": rows.first()}
    return {}


@curators_only
@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    """Look at the whole catalogue now; one that would take longer than a request may is for the command."""
    if Paper.objects.count() > MOST_AT_ONCE:
        words = _(
            "The catalogue is too large to look through while you wait: run “manage.py look_for_duplicates” instead."
        )
        messages.warning(request, words)
        return redirect("duplicates")
    found = look()
    words = ngettext("%(n)d new pair was found.", "%(n)d new pairs were found.", found.new)
    messages.success(request, words % {"n": found.new})
    return redirect("duplicates")


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: HtmxRequest, pk: int) -> HttpResponse:
    """One pair side by side. POST ``into`` (the id of the paper that stays) merges, ``apart`` says that they are not
    the same, ``reopen`` takes that back; 409 where a paper has changed or gone since, and nothing is written then."""
    row = Lookalike.objects.select_related("one__venue", "other__venue", "by").filter(pk=pk).first()
    if row is None:
        return gone(request)
    return side_by_side(request, row.one, row.other, row)


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HtmxRequest) -> HttpResponse:
    """Any two papers side by side: ``one`` and ``other``, each a number, an address or a name; 422 with the form where
    one of them is not found."""
    form = CompareForm(request.GET if request.GET.keys() & {"one", "other"} else None)
    if not form.is_bound:
        return render(request, "papers/desk/duplicates_compare.html", {"form": form})
    if not form.is_valid():
        status = 409 if request.method == "POST" else 422
        return render(request, "papers/desk/duplicates_compare.html", {"form": form}, status=status)
    one, other = form.cleaned_data["one"], form.cleaned_data["other"]
    first, second = sorted((one, other), key=lambda paper: paper.pk)
    row = Lookalike.objects.filter(one=first, other=second).select_related("by").first()
    return side_by_side(request, one, other, row)


def side_by_side(request: HttpRequest, one: Paper, other: Paper, row: Lookalike | None) -> HttpResponse:
    if request.method == "POST":
        return decide(request, one, other, row)
    return beside(request, Comparison(one, other), row)


def beside(
    request: HttpRequest, comparison: Comparison, row: Lookalike | None, error: str = "", status: int = 200
) -> HttpResponse:
    facts = facts_of(comparison.pair)
    found = reasons(facts[comparison.one.pk], facts[comparison.other.pk]) if len(facts) == 2 else []
    context = {
        "comparison": comparison,
        "row": row,
        "reasons": in_words(found),
        "is_certain": is_certain(found),
        "error": error,
        "address": request.get_full_path(),
    }
    return render(request, "papers/desk/duplicate.html", context, status=status)


def decide(request: HttpRequest, one: Paper, other: Paper, row: Lookalike | None) -> HttpResponse:
    said = request.POST
    if "reopen" in said and row is not None:
        reopen(row)
        messages.success(request, _("The pair waits again."))
        return redirect("duplicates")
    if "apart" in said:
        row = set_apart(one, other, member_of(request))
        return HttpResponseRedirect(f"{reverse('duplicates')}?apart={row.pk}")
    comparison = Comparison(one, other, said.dict())
    if said.get("into") not in {str(one.pk), str(other.pk)}:
        return beside(request, comparison, row, _("Choose into which of the two the other one goes."), 422)
    if said.get("seen") != comparison.seen:
        words = _("One of the papers was changed while you were looking. Look again, then decide.")
        return beside(request, comparison, row, words, 409)
    kept, dropped = (one, other) if said["into"] == str(one.pk) else (other, one)
    try:
        merge = merge_papers(dropped, kept, choices_in(said.dict(), dropped), member_of(request))
    except Paper.DoesNotExist:
        return gone(request)
    return HttpResponseRedirect(f"{reverse('duplicates')}?merged={merge.pk}")


def gone(request: HttpRequest) -> HttpResponse:
    """For somebody who comes too late: another curator has merged or deleted one of the papers, or nothing speaks for
    the pair any more."""
    return render(request, "papers/desk/duplicate_gone.html", status=409 if request.method == "POST" else 404)
