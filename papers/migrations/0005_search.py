import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Where the tokens are: on SQLite in a table of its own kind, on PostgreSQL beside the document. No trigger fills them.
STORAGE = {
    "sqlite": (
        ["CREATE VIRTUAL TABLE papers_searchindex USING fts5(title, names, body, tokenize='ascii', prefix='1 2')"],
        ["DROP TABLE papers_searchindex"],
    ),
    "postgresql": (
        [
            "ALTER TABLE papers_searchdoc ADD title text, ADD names text, ADD body text, ADD head tsvector,"
            " ADD everything tsvector",
            "CREATE INDEX papers_searchdoc_head ON papers_searchdoc USING gin (head)",
            "CREATE INDEX papers_searchdoc_everything ON papers_searchdoc USING gin (everything)",
        ],
        [
            "ALTER TABLE papers_searchdoc DROP title, DROP names, DROP body, DROP head, DROP everything",
        ],
    ),
}


def store(apps, schema_editor):
    for statement in STORAGE[schema_editor.connection.vendor][0]:
        schema_editor.execute(statement)


def forget(apps, schema_editor):
    for statement in STORAGE[schema_editor.connection.vendor][1]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0004_fill_claims"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.PositiveIntegerField(verbose_name="token")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
            ],
            options={
                "verbose_name": "change of the catalogue",
                "verbose_name_plural": "changes of the catalogue",
            },
        ),
        migrations.CreateModel(
            name="SearchDoc",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("tokeniser", models.PositiveSmallIntegerField(verbose_name="version of the tokeniser")),
                ("digest", models.CharField(max_length=32, verbose_name="digest of the texts")),
                (
                    "member",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="member",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="papers.paper",
                        verbose_name="paper",
                    ),
                ),
            ],
            options={
                "verbose_name": "search document",
                "verbose_name_plural": "search documents",
                "constraints": [
                    models.UniqueConstraint(fields=("paper", "member"), name="searchdoc_once_a_member"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("id", models.F("paper")), ("member", None)),
                            models.Q(("id__lt", 0), ("member__isnull", False)),
                            _connector="OR",
                        ),
                        name="searchdoc_numbered_by_who_may_find_it",
                    ),
                ],
            },
        ),
        migrations.RunPython(store, forget),
    ]
