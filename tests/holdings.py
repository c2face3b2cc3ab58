"""``python -m tests.holdings``: as JSON, how many rows each table of the database has, and a digest of them."""

from __future__ import annotations

import json

import django

MOVING = {"papers_change"}  # a new row whenever the search is made anew


def holdings() -> dict[str, list]:
    from readinglist.operations.moving import contents, models_with_rows

    found = {model._meta.db_table: contents(model, "default") for model in models_with_rows()}
    return {table: [held.rows, held.digest] for table, held in found.items() if table not in MOVING}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(holdings()))
