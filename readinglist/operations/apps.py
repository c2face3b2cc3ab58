from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "readinglist.operations"
    label = "operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        from readinglist.operations import checks, database_checks, sign_ins  # noqa: F401 - they register themselves
        from readinglist.operations.audit import listening  # noqa: F401 - so does this
