from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ReadinglistConfig(AppConfig):
    name = "readinglist"


class CurationConfig(AdminConfig):
    """The stock admin, under the group's own name."""

    default_site = "readinglist.admin_site.CurationSite"
