"""Writing and translating summaries on the site. Whatever is refused comes back with all that was typed."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from notes.access import keeps_typed, language_named, may_see, member_of, paper_for_writing, require_writer
from notes.conflicts import proposal
from notes.editing import Side, begin, is_known, keep_draft, preview, sides_of, take
from notes.measure import length_of
from notes.models import Draft, Language
from notes.origins import Origin
from notes.translating import changes_since, terms_for
from notes.writing import MovedOn, save_summary
from papers.models import Paper
from papers.requests import HtmxRequest

TYPED = 200_000  # characters of a request that are looked at; a summary may have far fewer


@require_safe
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Both languages side by side, each a form of its own. ``start`` names an outline to begin with."""
    member = member_of(request)
    paper = paper_for_writing(member, pk)
    sides = sides_of(paper, member)
    for side in sides.values():
        begin(side, request.GET.get("start", ""))
    return page(request, paper, sides)


@require_safe
def translate(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One language with the other before the translator: the original, what changed in it, and the terms it uses."""
    member = member_of(request)
    language = language_named(code)
    paper = paper_for_writing(member, pk)
    side = sides_of(paper, member)[language]
    if side.is_closed:
        raise Http404
    if side.other is None:
        return HttpResponseRedirect(reverse("write", args=[pk]))
    begin(side, request.GET.get("start", ""))
    return translating(request, side)


@keeps_typed
@require_POST
def save(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Save one language (``body``, ``seen``, ``state``, ``effect``, ``message``) and go to the paper, or back to the
    writing where the other language has unsaved text.

    422 with the form where the text will not do, 409 with both texts where somebody saved first; with ``preview``
    nothing is saved and the page comes again.
    """
    member = member_of(request)
    language = language_named(code)
    paper = paper_for_writing(member, pk)
    sides = sides_of(paper, member)
    side = sides[language]
    if side.is_closed:
        raise Http404
    form = take(side, request.POST)
    if "preview" in request.POST or side.errors:
        return again(request, paper, sides, side, 422 if side.errors and "preview" not in request.POST else 200)
    try:
        summary = save_summary(paper, language, form.edit(side, member), member)
    except Paper.DoesNotExist as gone:
        raise Http404 from gone
    except MovedOn as moved:
        if moved.current is not None and not may_see(member, moved.current):
            raise Http404 from moved
        keep(side, member, form.cleaned_data["seen"])
        return conflict(request, side, moved)
    messages.success(request, said(summary.state, side))
    if sides[language.other].draft is not None:
        return HttpResponseRedirect(f"{reverse('write', args=[pk])}#side-{language.other.code}")
    return HttpResponseRedirect(f"{paper.get_absolute_url()}#summary-{language.code}")


def said(state: str, side: Side) -> str:
    name = side.language.label
    if state == "draft":
        return _("The %(language)s draft is saved. Only you and the curators see it.") % {"language": name}
    return _("The %(language)s summary is saved.") % {"language": name}


def again(request: HttpRequest, paper: Paper, sides: dict[Language, Side], side: Side, status: int) -> HttpResponse:
    """The page that the form stood on, with what was typed."""
    if request.POST.get("page") == "translate" and side.other is not None:
        return translating(request, side, status)
    return page(request, paper, sides, status)


def page(request: HttpRequest, paper: Paper, sides: dict[Language, Side], status: int = 200) -> HttpResponse:
    context = {"paper": paper, "sides": list(sides.values()), "next": reverse("write", args=[paper.pk])}
    return render(request, "notes/write.html", context, status=status)


def translating(request: HttpRequest, side: Side, status: int = 200) -> HttpResponse:
    context = {
        "paper": side.paper,
        "side": side,
        "changes": changes_since(side, member_of(request)),
        "terms": terms_for(side),
        "next": reverse("translate", args=[side.paper.pk, side.language.code]),
    }
    return render(request, "notes/translate.html", context, status=status)


def conflict(request: HttpRequest, side: Side, moved: MovedOn) -> HttpResponse:
    context = {"paper": side.paper, "side": side, "moved": proposal(side, moved.current, member_of(request))}
    return render(request, "notes/conflict.html", context, status=409)


@require_POST
def draft(request: HtmxRequest, pk: int, code: str) -> HttpResponse:
    """Keep what is being typed for its writer alone, and answer with how it will look; ``discard`` throws it away.

    The text is the field that ``field`` names (``body``), begun over the version in the field that ``over`` names
    (``seen``), on the page that ``from`` names (``origin``). Where another device has kept a text since that page was
    opened, that one stays, and the answer says so.
    """
    member = member_of(request)
    language = language_named(code)
    paper = paper_for_writing(member, pk)
    side = sides_of(paper, member)[language]
    if side.is_closed:
        raise Http404
    if "discard" in request.POST:
        Draft.objects.filter(member=member, paper=paper, language=language).delete()
        return HttpResponseRedirect(reverse("write", args=[pk]))
    body = typed(request)
    side.typed = body
    over = request.POST.get(request.GET.get("over", "seen"), "")
    side.origin = Origin.read(request.POST.get(request.GET.get("from", "origin"), ""))
    kept = keep(side, member, int(over) if over.isdecimal() and len(over) < 10 else side.seen)
    is_elsewhere = kept is not None and kept.body != body and not is_known(kept, side)
    context = {"language": language, "html": side.html, "length": side.length, "is_live": True}
    context |= {"elsewhere" if is_elsewhere else "kept": kept, "paper": paper}
    if "terms" in request.GET:
        context |= {"terms": terms_for(side), "side": side}
    return render(request, "notes/_preview.html", context)


def keep(side: Side, member: User, seen: int) -> Draft | None:
    try:
        return keep_draft(side, member, seen)
    except Paper.DoesNotExist as gone:
        raise Http404 from gone


@require_POST
def show(request: HttpRequest, code: str) -> HttpResponse:
    """How a text will look that belongs to no paper yet; nothing is kept."""
    language = language_named(code)
    require_writer(member_of(request))
    body = typed(request)
    context = {"language": language, "html": preview(None, language, body), "length": length_of(body)}
    return render(request, "notes/_preview.html", context)


def typed(request: HttpRequest) -> str:
    return request.POST.get(request.GET.get("field", "body"), "").replace("\r\n", "\n").replace("\0", "")[:TYPED]
