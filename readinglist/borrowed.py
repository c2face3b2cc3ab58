"""Texts of Django's admin that its own Chinese lacks; marked here, so that ours holds them."""

from django.utils.translation import gettext_noop

ADMIN = (
    gettext_noop("- Select an option -"),
    gettext_noop("Add link"),
    gettext_noop("Change or view list link"),
    gettext_noop("Model name"),
)
