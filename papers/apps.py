from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "papers"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from papers.indexing import warnings

        post_migrate.connect(warnings.after_migrating, sender=self)
