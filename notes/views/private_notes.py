from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from notes.access import keeps_typed, member_of, reading_for_edit
from notes.models import Reading
from notes.private_notes import NoteForm, over, write
from notes.views.status import keep
from papers.indexing import reindex
from papers.requests import HtmxRequest


@keeps_typed
@require_POST
def save_note(request: HtmxRequest, pk: int) -> HttpResponse:
    """Save one's own note and rating of a paper (``private_note``, ``rating``, over what ``seen`` stands for).

    For htmx the section itself, otherwise back to the paper. 422 where the note will not do, 409 with both texts where
    it was changed meanwhile on another page; nothing is saved then, and all that was typed comes back.
    """
    form = NoteForm(request.POST)
    with transaction.atomic():
        reading = reading_for_edit(member_of(request), pk)
        status = take(form, reading)
        if status == 200 or reading.holds_nothing:
            keep(reading)
        if status == 200:
            reindex([pk], is_counted=False)
    if status == 409:
        form = over(request.POST, reading)
    return answer(request, reading, form, status)


def take(form: NoteForm, reading: Reading) -> int:
    """Put what was typed into the reading, where it will do; return the status of the answer."""
    if not form.is_valid():
        return 422
    if form.is_over_another(reading):
        return 409
    write(reading, *form.typed)
    return 200


def answer(request: HtmxRequest, reading: Reading, form: NoteForm, status: int) -> HttpResponse:
    paper = reading.paper
    context = {"paper": paper, "reading": reading, "is_saved": status == 200, "is_conflict": status == 409}
    if status != 200:
        context["form"] = form
    if request.htmx:
        return render(request, "notes/_private_note.html", context, status=status)
    if status != 200:
        return render(request, "notes/private_note.html", context, status=status)
    messages.success(request, _("Your note on “%(title)s” is saved.") % {"title": paper.title})
    return HttpResponseRedirect(f"{paper.get_absolute_url()}#my-note")
