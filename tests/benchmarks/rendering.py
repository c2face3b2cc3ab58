"""How long the worst texts take to render: ``python -m tests.benchmarks.rendering [how many to print]``.

Prints the slowest of ``tests.worst``, each as long as a summary may be: seconds of processor time and size of the HTML;
at the end the longest summary of the demonstration catalogue, for comparison.
"""

from __future__ import annotations

import json
import os
import sys
import time

import django

from tests.worst import texts


def main(count: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readinglist.settings")
    django.setup()
    from django.conf import settings

    from notes.rendering import render
    from papers.models import Paper

    papers = {"a": Paper(pk=1, title='"' * 500)}  # the longest title there can be
    render("```python\n```")  # Pygments reads its modules at the first code

    def measure(text: str) -> tuple[float, int]:
        start = time.process_time()
        html = render(text, "1-en", papers)
        return time.process_time() - start, len(html)

    found = sorted(((*measure(text), name) for name, text in texts(settings.SUMMARY_MAX_CHARS)), reverse=True)
    print(f"{len(found)} texts of {settings.SUMMARY_MAX_CHARS:,} characters; the slowest:")
    for seconds, size, name in found[:count]:
        print(f"{seconds:8.3f} s {size:12,} characters of HTML   {name}")
    rows = json.loads((settings.BASE_DIR / "fixtures" / "5_summaries.json").read_text())
    longest = max((row["fields"]["body"] for row in rows), key=len)
    seconds, size = measure(longest)
    print(f"{seconds:8.3f} s {size:12,} characters of HTML   a summary of {len(longest):,} characters")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
