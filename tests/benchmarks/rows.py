"""How long the rows of a list take to render: ``python -m tests.benchmarks.rows [rows]``.

Prints milliseconds of processor time for the rows of a page of the catalogue, the papers and what is noted of them read
beforehand, beside the same number of rows of constant text from a template of the same size.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from tests.benchmarks.databases import new_database

TURNS = 50
HEAD = "{% load notes %}{% statuses as all_statuses %}{% here as next %}"
ROWS = HEAD + '{% for paper in papers %}<li>{% include "papers/_row.html" with mine=paper.mine %}</li>{% endfor %}'
CONSTANT = HEAD + "{% for paper in papers %}<li>{{ constant }}</li>{% endfor %}"


def taken(source: str, request: Any, context: dict[str, Any]) -> tuple[float, int]:
    """(the quickest of many turns in milliseconds, the characters rendered)"""
    from django.template import engines

    template = engines["django"].from_string(source)
    times = []
    for _ in range(TURNS):
        request.__dict__.pop("status_controls", None)
        start = time.process_time()
        html = template.render(context, request)
        times.append(time.process_time() - start)
    return 1000 * min(times), len(html)


def asking(member: Any) -> Any:
    from django.test import RequestFactory
    from django_htmx.middleware import HtmxDetails

    request: Any = RequestFactory().get("/papers/")
    request.user, request.session = member, {}
    request.htmx = HtmxDetails(request)
    return request


def main(count: int) -> None:
    with new_database():
        from django.template import Context

        from notes.models import Reading
        from notes.templatetags.notes import with_notes
        from papers.models import Paper
        from tests.factories import make_member, make_paper, make_reading, make_summary, make_topic

        member, topic = make_member(), make_topic()
        for number in range(count):
            paper = make_paper(
                f"A paper on scheduling jobs of deep learning, number {number}", venue="OSDI", year=2000 + number % 25,
                topics=(topic,), tags=("GPU", "fairness"), institutions=("Stanford", "MIT"),
            )  # fmt: skip
            make_reading(member, paper, list(Reading.Status)[number % 4])
            make_summary(paper)
        request = asking(member)
        papers = with_notes(Context({"request": request}), list(Paper.objects.for_rows().newest()))
        rows, length = taken(ROWS, request, {"papers": papers})
        constant, _same = taken(CONSTANT, request, {"papers": papers, "constant": "x" * (length // count)})
        print(f"{count} rows, {length:,} characters: {rows:.2f} ms; constant text: {constant:.2f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
