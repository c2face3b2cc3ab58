from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0006_scale"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sent",
            fields=[
                ("key", models.CharField(editable=False, max_length=64, primary_key=True, serialize=False)),
                ("address", models.CharField(editable=False, max_length=500)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "form that was sent",
                "verbose_name_plural": "forms that were sent",
                "indexes": [models.Index(fields=["at"], name="sent_at")],
            },
        ),
    ]
