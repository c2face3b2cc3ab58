"""A whole import taken back, as if it had never been."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from papers import generation
from papers.batches import BATCH
from papers.bearing import taking_back
from papers.importing.locking import one_at_a_time
from papers.journal import BuiltOn, Journal
from papers.models import Import

WITH_THEIR_PAPERS = ("papers.Lookalike",)  # rows that go with the rows they point at
SHOWN = 3  # names in one line
# what the rows of a model are to a person, where its own name does not say so; other apps add theirs
NAMES: dict[str, Any] = {
    "papers.Paper": gettext_lazy("papers edited since"),
    "papers.ListEntry": gettext_lazy("entries of lists"),
    "papers.PaperList": gettext_lazy("the list was edited or brought in again"),
    "papers.Section": gettext_lazy("sections that point elsewhere now or hold other entries"),
    "papers.Paper_topics": gettext_lazy("papers put under a topic"),
    "papers.Paper_institutions": gettext_lazy("papers given an institution"),
    "papers.TaggedPaper": gettext_lazy("papers given a tag"),
    "papers.Topic_ancestors": gettext_lazy("topics moved in the tree"),
    "papers.Authorship": gettext_lazy("papers given an author"),
    "papers.Link": gettext_lazy("papers given a link"),
    "papers.Origin": gettext_lazy("values that somebody gave a paper"),
}


class CannotUndo(Exception):
    """Something was built on the import since; ``reasons`` are lines that say what. Nothing was changed."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


def undo(imported: Import, by: Any = None) -> None:
    """Put every table back as it was before the import; its rows and report stay, its state is UNDONE.

    Raises CannotUndo where it was not brought in, or where people or later imports have built on it.
    """
    try:
        with transaction.atomic():
            take_back(imported, by)
    except BuiltOn as found:
        raise CannotUndo(list(in_words(found))) from found
    except IntegrityError as error:
        raise CannotUndo([_("Somebody has just built on it; look again.")]) from error


def take_back(imported: Import, by: Any) -> None:
    one_at_a_time()
    current = Import.objects.select_for_update(of=("self",)).get(pk=imported.pk)
    if current.state != Import.State.DONE:
        raise CannotUndo([_("It is not brought in.")])
    journal = Journal(current.journal)
    with taking_back(journal):
        journal.take_back(WITH_THEIR_PAPERS)
    generation.move_on()  # what stands on a list is counted
    undone = {"at": timezone.now().isoformat(), "by": by.pk if by else None}
    imported.refresh_from_db(fields=["list"])
    imported.state, imported.journal, imported.report = Import.State.UNDONE, {}, current.report | {"undone": undone}
    imported.save(update_fields=["state", "journal", "report"])


def in_words(found: BuiltOn) -> list[str]:
    """A line for each kind of thing that stands in the way, with the first few papers or names that it is about."""
    return [line(label, pks) for label, pks in sorted(found.reasons.items())]


def line(label: str, pks: list[int]) -> str:
    model = apps.get_model(label)
    what = NAMES.get(label) or model._meta.verbose_name_plural
    names = names_of(model, pks[:BATCH])
    told = {"what": what, "count": len(pks), "names": ", ".join(names[:SHOWN])}
    if not names:
        return _("%(what)s: %(count)d") % told
    if len(names) > SHOWN:
        return _("%(what)s: %(count)d (%(names)s and others)") % told
    return _("%(what)s: %(count)d (%(names)s)") % told


def names_of(model: Any, pks: list[int]) -> list[str]:
    """The papers that the rows belong to, else what the rows are called; nobody is named."""
    for path in ("paper__title", "content_object__title", "title", "name"):
        field = path.split("__")[0]
        if any(one.name == field for one in model._meta.concrete_fields):
            rows = model._base_manager.filter(pk__in=pks).order_by("pk")
            return list(dict.fromkeys(str(name) for name in rows.values_list(path, flat=True)[: SHOWN + 1]))
    return []
