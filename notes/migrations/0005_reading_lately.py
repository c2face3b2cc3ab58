from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notes", "0004_saved_filters")]

    operations = [
        migrations.AddIndex("reading", models.Index(fields=["member", "status", "-changed"], name="reading_lately")),
    ]
