"""For members: a paper from its address, DOI or arXiv id to the group's shelf."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from papers.access import member_of
from papers.adding import Known, known_as
from papers.formats.links import is_web, typed
from papers.formats.records import Record
from papers.lookup import Found, Identifier, LookupFailed, Reason, identify, look_up
from papers.lookup.cleaning import one_line, visible
from papers.models import Suggestion
from papers.record_forms import AddForm, carrying, initial_of
from papers.suggestions import Decided, Here, TooMany, Wish, add_at_once, is_trusted, require_new, suggest, withdraw

LONGEST_ADDRESS = 1000


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Prefilled from ``?url=``, where a registry knows it; on POST a suggestion, or the paper for who is trusted.

    422 where the form has errors, the paper is here already, or too many suggestions wait. ``look`` in the POST looks
    up what the form names and fills in what is empty; nothing is saved then.
    """
    if request.method != "POST":
        return prefilled(request)
    form = AddForm(request.POST)
    if "look" in request.POST:
        return filled_in(request, form)
    if not form.is_valid():
        return page(request, form, status=422)
    return saved(request, form)


def prefilled(request: HttpRequest) -> HttpResponse:
    url = visible(request.GET.get("url", "")).strip()[:LONGEST_ADDRESS]
    if not url:
        return page(request, AddForm())
    said = asked(url)
    here = known_as([said.record])[0]
    initial = initial_of(said.record) | {"url": url} | carrying(said.found)
    if not said.record.title:
        initial["title"] = one_line(request.GET.get("title", ""))[:500]
    return page(request, AddForm(initial=initial), url=url, said=said, here=here)


class Said:
    """What can be said of an address: what a registry found, or why none did, and the least that it tells itself."""

    def __init__(self, record: Record, found: Found | None = None, failure: LookupFailed | None = None) -> None:
        self.record = record
        self.found = found
        self.failure = failure


def asked(text: str) -> Said:
    identifier = identify(text)
    if identifier is None:
        links = (typed(text),) if is_web(text) else ()
        return Said(Record("", links=links), failure=LookupFailed(Reason.UNKNOWN))
    bare = bare_record(identifier)
    if any(known.is_certain for known in known_as([bare])[0]):
        return Said(bare)  # it is here: nobody needs to be asked
    try:
        found = look_up(identifier)
    except LookupFailed as failure:
        return Said(bare, failure=failure)
    return Said(found.record, found)


def bare_record(identifier: Identifier) -> Record:
    """What an identifier says by itself."""
    named = {identifier.kind: identifier.value}
    return Record("", links=(typed(identifier.address),), doi=named.get("doi", ""), arxiv_id=named.get("arxiv", ""))


def filled_in(request: HttpRequest, form: AddForm) -> HttpResponse:
    """The form as it was typed, with what a registry knows in the fields that are empty."""
    typed_in = form.data
    names = [typed_in.get(name, "") for name in ("doi", "arxiv_id", "url")] + typed_in.get("links", "").splitlines()
    text = next((name for name in names if identify(name)), "")
    said = asked(text)
    initial = {name: typed_in.get(name, "") for name in form.fields}
    known = initial_of(said.record) | carrying(said.found)
    initial |= {name: value for name, value in known.items() if value and not initial.get(name)}
    return page(request, AddForm(initial=initial), url=initial["url"], said=said, here=known_as([said.record])[0])


def saved(request: HttpRequest, form: AddForm) -> HttpResponse:
    member = member_of(request)
    given = form.cleaned_data
    wish = Wish(form.record, given["url"], given["topic"], given["why"], form.found)
    try:
        if is_trusted(member):
            paper = add_at_once(member, wish, given["another"])
            messages.success(request, _("The paper is in the catalogue."))
            return HttpResponseRedirect(paper.get_absolute_url())
        require_new(wish.record, given["another"])
        suggest(member, wish)
    except Here as here:
        form.add_error(None, _("This paper is here already."))
        return page(request, form, here=[here.known], status=422)
    except TooMany:
        form.add_error(None, too_many())
        return page(request, form, status=422)
    messages.success(request, _("Thank you. A curator will look at it; below you see what becomes of it."))
    return HttpResponseRedirect(reverse("paper-add"))


def too_many() -> str:
    limit = settings.SUGGESTIONS_WAITING
    return ngettext(
        "%(limit)d suggestion of yours waits already. Withdraw it, or wait for the curators.",
        "%(limit)d suggestions of yours wait already. Withdraw one, or wait for the curators.",
        limit,
    ) % {"limit": limit}


def page(
    request: HttpRequest,
    form: AddForm,
    url: str = "",
    said: Said | None = None,
    here: list[Known] | None = None,
    status: int = 200,
) -> HttpResponse:
    member = member_of(request)
    mine = Suggestion.objects.filter(by=member).select_related("paper", "decided_by")
    context: dict[str, Any] = {
        "form": form,
        "url": url or form.data.get("url", ""),
        "said": said,
        "here": here or [],
        "is_trusted": is_trusted(member),
        "page": Paginator(mine, settings.PAGE_SIZE).get_page(request.GET.get("page")),
        "page_query": "?",
        "bookmarklet": bookmarklet(request),
    }
    return render(request, "papers/add.html", context, status=status)


def bookmarklet(request: HttpRequest) -> str:
    """A bookmark that opens this page for the page one is on. All of it is ours; nothing of a page or person in it."""
    here = quote(request.build_absolute_uri(reverse("paper-add")), safe=":/[]")
    code = (
        f"void(window.open('{here}?url='+encodeURIComponent(location.href)"
        "+'&title='+encodeURIComponent(document.title),'_blank','noopener'))"
    )
    return f"javascript:{code}"


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw one's own suggestion; 409 where a curator has decided on it meanwhile."""
    member = member_of(request)
    get_object_or_404(Suggestion, pk=pk, by=member)
    try:
        withdraw(pk, member)
    except Decided:
        advice = _("A curator has decided on it meanwhile; look under your suggestions.")
        return render(request, "error.html", {"title": _("Nothing was changed"), "advice": advice}, status=409)
    messages.success(request, _("Your suggestion is withdrawn."))
    return HttpResponseRedirect(reverse("paper-add"))
