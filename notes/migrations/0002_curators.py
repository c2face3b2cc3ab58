from django.contrib.auth.management import create_permissions
from django.db import migrations

from notes.roles import CURATORS, grant


def create_group(apps, schema_editor):
    for label in ("papers", "notes"):
        # Django makes permissions after all migrations; the group needs them now
        app = apps.get_app_config(label)
        app.models_module = True
        create_permissions(app, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        app.models_module = None
    grant(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


def delete_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=CURATORS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("papers", "0001_initial"),
        ("notes", "0001_initial"),
    ]
    operations = [migrations.RunPython(create_group, delete_group)]
