from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class GroupConfig(AppConfig):
    name = "readinglist.group"
    label = "group"
    verbose_name = _("The group")

    def ready(self) -> None:
        from papers import trust
        from readinglist.group import roles, settled

        trust.SETTLED.append(settled.members_are_trusted)
        # after the last app: only then are the permissions of all of them there
        post_migrate.connect(roles.keep_groups, sender=apps.get_app_config("notes"))
