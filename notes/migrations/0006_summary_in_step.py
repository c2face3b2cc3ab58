from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notes", "0005_reading_lately")]

    operations = [
        migrations.AddIndex(
            "summary",
            models.Index(fields=["paper", "state", "language", "version", "in_step_with"], name="summary_in_step"),
        ),
    ]
