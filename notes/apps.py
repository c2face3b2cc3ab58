from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotesConfig(AppConfig):
    name = "notes"
    verbose_name = _("Reading and summaries")

    def ready(self) -> None:
        from notes import exporting, importing, searching, widening
        from notes.filters import LANGUAGES, OUT_OF_STEP
        from notes.found_texts import found_notes, found_summaries
        from notes.models import Summary
        from notes.relinking import refresh
        from notes.uniting import FOLLOWER
        from papers import bearing, bitmaps, indexing, reasons, renamed, search, transfer, uniting
        from papers import importing as imports
        from papers.importing import undoing

        bitmaps.COLUMNS += [LANGUAGES, OUT_OF_STEP]
        indexing.TEXTS.append(searching.published)
        indexing.NOTES.append(searching.noted)
        reasons.TEXTS.append(found_summaries)
        reasons.OWN_TEXTS.append(found_notes)
        search.OTHER_NAMES.append(widening.other_names)
        renamed.FOLLOWERS.append(refresh)
        transfer.ADDITIONS.append(exporting.published_summaries)
        uniting.FOLLOWERS.append(FOLLOWER)
        imports.FOLLOWERS.append(importing.follow)
        undoing.NAMES.update(importing.NAMES)
        bearing.OWNED[Summary._meta.label] = "paper"
