from django.contrib.auth.management import create_permissions
from django.db import migrations

from notes.roles import CURATORS, grant


def grant_again(apps, schema_editor):
    """Curators get their permissions on the models that came since the group was made."""
    app = apps.get_app_config("papers")
    app.models_module = True  # Django makes permissions after all migrations; the group needs them now
    create_permissions(app, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    app.models_module = None
    grant(CURATORS, apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


class Migration(migrations.Migration):
    dependencies = [("papers", "0004_fill_claims"), ("notes", "0002_roles_and_templates")]
    operations = [migrations.RunPython(grant_again, migrations.RunPython.noop)]
