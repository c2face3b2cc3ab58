from __future__ import annotations

from typing import Any

from django.db import migrations

# Whatever is long stands outside of its row, so that the rows of all hits are a few pages to read. Documents that were
# written before stay as they are until they are written anew: manage.py rebuild_search.
NARROW = "ALTER TABLE papers_searchdoc SET (toast_tuple_target = 128)"


def add(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(NARROW)


def remove(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE papers_searchdoc RESET (toast_tuple_target)")


class Migration(migrations.Migration):
    dependencies = [("papers", "0008_change_papers")]

    operations = [migrations.RunPython(add, remove)]
