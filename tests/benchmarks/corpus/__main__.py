import os
import sys
import time

import django


def main(papers: int) -> None:
    """Migrate the database that the settings name, and fill it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readinglist.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from papers.patience import patient
    from tests.benchmarks.corpus.filling import fill
    from tests.benchmarks.corpus.tables import unguarded

    start = time.perf_counter()
    call_command("migrate", verbosity=0)
    with patient(), unguarded():
        fill(papers, settings.DATA_DIR / "demo-accounts.txt")
    print(f"{papers:,} papers in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
