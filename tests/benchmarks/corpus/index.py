"""``python -m tests.benchmarks.corpus.index``: fill the search index of the database that the settings name."""

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readinglist.settings")
    django.setup()
    from papers.indexing import rebuild
    from papers.patience import patient
    from tests.benchmarks.corpus.tables import unguarded

    with patient(), unguarded():
        rebuild()


if __name__ == "__main__":
    main()
