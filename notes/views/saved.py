"""Saved filters: the page of them, and what can be done with one."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from notes.access import filter_for_edit, filter_for_reading, member_of
from notes.fresh import opened
from notes.models import SavedFilter
from notes.models.saved import LONGEST_QUERY
from notes.saved import MOST, MOST_PINS, NameTaken, canonical, create, look, move, named, pin, save, unpin
from papers.access import may_curate
from papers.fields import moments
from papers.requests import HtmxRequest, next_or

LONGEST_SENT = 10 * LONGEST_QUERY
MOST_OTHERS = 200  # shared ones on the page


class NameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class SaveForm(NameForm):
    """A name for the filters of an address (``query``, without "?")."""

    query = forms.CharField(required=False, max_length=LONGEST_SENT, widget=forms.HiddenInput, strip=False)
    is_shared = forms.BooleanField(label=gettext_lazy("Share it with the group"), required=False)
    is_pinned = forms.BooleanField(label=gettext_lazy("Show it on my home page"), required=False)

    def __init__(self, request: HttpRequest, data: object = None, **initial: object) -> None:
        super().__init__(data, initial=initial, auto_id="save-%s")  # type: ignore[arg-type]
        self.request = request
        self.taken: SavedFilter | None = None

    def clean_query(self) -> str:
        query = canonical(self.cleaned_data["query"], self.request)
        if len(query) > LONGEST_QUERY:
            raise forms.ValidationError(_("These are more filters than can be kept. Take some of them off."))
        return query

    def save(self) -> SavedFilter | None:
        """The filter, new or, with ``replace``, the member's own of that name with other filters; None where it cannot
        be saved, and ``errors`` says why."""
        if not self.is_valid():
            return None
        member, name = member_of(self.request), self.cleaned_data["name"]
        other = named(member, name)
        if other is not None and "replace" in self.data:
            other.query = self.cleaned_data["query"]
            other.save(update_fields=["query"])
            return other
        if other is None and SavedFilter.objects.of(member).count() >= MOST:
            self.add_error(None, _("You have %(n)d saved filters, as many as can be kept. Delete one.") % {"n": MOST})
            return None
        try:
            return create(member, name=name, query=self.cleaned_data["query"], is_shared=self.cleaned_data["is_shared"])
        except NameTaken as error:
            self.taken = error.other
            self.add_error("name", taken(error))
            return None


def taken(error: NameTaken) -> str:
    return _("You have a filter of the name “%(name)s” already.") % {"name": error.other.name}


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HtmxRequest) -> HttpResponse:
    """One's own saved filters and those that others share; POST saves the filters of an address under a name.

    422 where that cannot be, with what was typed; for htmx the control that it was typed in.
    """
    if request.method == "POST":
        return save_new(request)
    member = member_of(request)
    others = SavedFilter.objects.filter(is_shared=True).exclude(owner=member).select_related("owner")[:MOST_OTHERS]
    rows = opened(request, [*SavedFilter.objects.of(member), *others])
    own = [one for one in rows if one.saved.owner_id == member.pk]
    context = {
        "mine": own,
        "others": [one for one in rows if one.saved.owner_id != member.pk],
        "may_curate": may_curate(member),
    }
    return render(request, "notes/filters.html", context)


def save_new(request: HtmxRequest) -> HttpResponse:
    form = SaveForm(request, request.POST)
    saved = form.save()
    if saved is None:
        template = "notes/_save_filter.html" if request.htmx else "notes/save_filter.html"
        return render(request, template, {"form": form, "is_open": True}, status=422)
    if form.cleaned_data["is_pinned"] and not pin(member_of(request), saved):
        messages.warning(request, no_room())
    if request.htmx:
        return render(request, "notes/_save_filter.html", {"form": None, "saved": saved})
    messages.success(request, _("The filter “%(name)s” is saved.") % {"name": saved.name})
    return HttpResponseRedirect(saved.get_absolute_url())


def no_room() -> str:
    return _("There is room for %(n)d filters on the home page. Take one off first.") % {"n": MOST_PINS}


@require_POST
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another ``name`` for one's own filter, or ``shared`` yes or no.

    A curator may take another's from the group, and one whose owner has left away altogether. 422 where it cannot be.
    """
    member, words = member_of(request), request.POST
    if words.get("shared") == "no" and may_curate(member):
        saved = filter_for_reading(member, pk)
    else:
        saved = filter_for_edit(member, pk)
    if words.get("shared") in {"yes", "no"}:
        return share(request, saved, words["shared"] == "yes")
    form = NameForm(words)
    if form.is_valid():
        saved.name = form.cleaned_data["name"]
        try:
            save(saved)
        except NameTaken as error:
            form.add_error("name", taken(error))
    if not form.is_valid():
        context = {"form": form, "saved": SavedFilter.objects.get(pk=pk)}
        return render(request, "notes/rename_filter.html", context, status=422)
    return done(request, _("The filter is called “%(name)s” now.") % {"name": saved.name})


def share(request: HttpRequest, saved: SavedFilter, is_shared: bool) -> HttpResponse:
    if saved.owner_id is None:
        saved.delete()
        return done(request, _("The filter “%(name)s” is deleted.") % {"name": saved.name})
    saved.is_shared = is_shared
    saved.save(update_fields=["is_shared"])
    if is_shared:
        return done(request, _("The group sees the filter “%(name)s” now.") % {"name": saved.name})
    return done(request, _("Only its owner sees the filter “%(name)s” now.") % {"name": saved.name})


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    saved = filter_for_edit(member_of(request), pk)
    saved.delete()
    return done(request, _("The filter “%(name)s” is deleted.") % {"name": saved.name})


@require_POST
def set_pin(request: HttpRequest, pk: int) -> HttpResponse:
    """On one's own home page (``pin``: yes or no), or a place ``up`` or ``down`` there; 422 for any other word."""
    member = member_of(request)
    saved = filter_for_reading(member, pk)
    word = request.POST.get("pin")
    if word == "yes":
        if not pin(member, saved):
            return refused(request, no_room())
        return done(request, _("The filter “%(name)s” is on your home page.") % {"name": saved.name})
    if word == "no":
        unpin(member, saved)
        return done(request, _("The filter “%(name)s” is on your home page no more.") % {"name": saved.name})
    if word in {"up", "down"}:
        move(member, saved, -1 if word == "up" else 1)
        return HttpResponseRedirect(next_or(request, reverse("saved-filters")))
    return refused(request, _("Pin the filter, or take it off; nothing else can be done with it here."))


@require_POST
def seen(request: HtmxRequest, pk: int) -> HttpResponse:
    """Remember that the member looked at what there was ``until`` a moment; with ``seen`` nothing stays marked as new.

    For htmx an empty answer, for the page says nothing else by it.
    """
    member = member_of(request)
    saved = filter_for_reading(member, pk)
    word = request.POST.get("until", "")
    until = moments([word]).get(word)
    if until is None:
        raise Http404
    look(member, saved, until.at, is_seen="seen" in request.POST)
    if request.htmx and "seen" not in request.POST:
        return HttpResponse(status=204)
    return HttpResponseRedirect(next_or(request, saved.get_absolute_url()))


def refused(request: HttpRequest, words: str) -> HttpResponse:
    return render(request, "error.html", {"title": _("Nothing was changed"), "advice": words}, status=422)


def done(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(next_or(request, reverse("saved-filters")))
