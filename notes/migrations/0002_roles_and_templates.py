from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.utils import timezone

from notes.roles import CURATORS, WRITERS, grant

TEMPLATES = {
    "en": (
        "Problem, idea, method, evaluation, limits",
        "**Problem.** \n\n**Idea.** \n\n**Method.** \n\n**Evaluation.** \n\n**Limits.** ",
    ),
    "zh-hans": (
        "问题、思路、方法、实验、局限",
        "**问题：**\n\n**思路：**\n\n**方法：**\n\n**实验：**\n\n**局限：**",
    ),
}


def create_groups(apps, schema_editor):
    for label in ("papers", "notes"):
        # Django makes permissions after all migrations; the groups need them now
        app = apps.get_app_config(label)
        app.models_module = True
        create_permissions(app, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        app.models_module = None
    for name in (CURATORS, WRITERS):
        grant(name, apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


def delete_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=[CURATORS, WRITERS]).delete()


def create_templates(apps, schema_editor):
    template = apps.get_model("notes", "Template")
    history = apps.get_model("notes", "HistoricalTemplate")
    for language, (name, body) in TEMPLATES.items():
        made = template.objects.create(language=language, name=name, body=body)
        # a first version, to go back to
        history.objects.create(
            id=made.pk, language=language, name=name, body=body, history_date=timezone.now(), history_type="+"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("papers", "0002_paper_nickname_folded"),
        ("notes", "0001_initial"),
    ]
    operations = [
        migrations.RunPython(create_groups, delete_groups),
        migrations.RunPython(create_templates, migrations.RunPython.noop),
    ]
