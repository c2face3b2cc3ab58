from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

# The order of /papers/ as SQLite has it from paper_newest: what has no year comes last.
KNOWN_FIRST = "CREATE INDEX paper_newest_known_first ON papers_paper (year DESC NULLS LAST, id DESC)"


def add(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(KNOWN_FIRST)


def remove(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX paper_newest_known_first")


class Migration(migrations.Migration):
    dependencies = [("papers", "0005_search")]

    operations = [
        migrations.RemoveIndex("paper", "paper_title_key"),
        migrations.AddIndex("paper", models.Index(fields=["title_key", "id"], name="paper_title_key")),
        migrations.RemoveIndex("paper", "paper_added"),
        migrations.AddIndex("paper", models.Index(fields=["-added", "-id"], name="paper_added")),
        migrations.RunPython(add, remove),
        # TaggedPaper's two covering indexes begin with what these keys' own would hold
        migrations.AlterField(
            "taggedpaper", "tag",
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="tagged_papers", to="papers.tag", verbose_name="tag"),
        ),
        migrations.AlterField(
            "taggedpaper", "content_object",
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="tagged_papers", to="papers.paper", verbose_name="paper"),
        ),
        migrations.AddIndex("taggedpaper", models.Index(fields=["content_object", "tag"], name="tagged_by_paper")),
    ]
