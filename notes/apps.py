from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotesConfig(AppConfig):
    name = "notes"
    verbose_name = _("Reading and summaries")

    def ready(self) -> None:
        from notes.models import Summary
        from papers import search

        search.SOURCES.append(Summary.objects.papers_with)
