"""Whether the same address gives the same papers in the same order on both databases.

``python -m tests.benchmarks.scale.compare postgres://…/NAME [papers]`` asks the catalogue in BENCH_DIR and the one in
the database NAME_<papers>, both of so many papers (10,000), and names the addresses whose papers or totals differ.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from urllib.parse import quote

from tests.benchmarks.scale.catalogues import ROOT, Catalogue
from tests.benchmarks.scale.pages import HOSTILE, TAG, TOPIC, VENUE, WORDS

PAGES = (1, 2, 40)
SORTS = ("newest", "oldest", "title", "venue", "added")
TEXTS = """
训|训练|弹性训练|elastic training|分布式|抢占式 调度|"控制在界限之内"|Garoven|OSDI|osdi 2024|Chen|大学|scheduling -fair
cluster -"elastic training"|train|e|10.1145|learned models|Kiferopu|Proc. NeurIPS|机器学习会议|transformers 变换器
ＧＰＵ|調度|fault-tolerant|-training
"""
ASKED = [*WORDS.values(), *re.split(r"[|\n]", TEXTS.strip()), *(text[:300] for text in HOSTILE.values())]


def addresses() -> Iterator[str]:
    yield from (f"/papers/?sort={sort}&page={page}" for sort, page in product(SORTS, PAGES))
    for narrowed in (f"tag={TAG}", f"topic={TOPIC}", f"venue={VENUE}&status=read", "status=none&year_min=2020"):
        yield from (f"/papers/?{narrowed}&page={page}" for page in PAGES)
    for text, sort, page in product(ASKED, ("", "&sort=newest"), PAGES[:2]):
        yield f"/papers/?q={quote(text, errors='replace')}{sort}&page={page}"


def ask() -> None:
    """Print the papers, the total and the facets' counts of each address, a line of JSON each."""
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.test import Client
    from django.test.utils import override_settings

    client = Client()
    client.force_login(User.objects.get(username="member"))
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        for address in addresses():
            text = client.get(address).content.decode()
            total = re.search(r"<h1[^>]*>\s*<b>([\d,]+)</b>", text)
            counts = re.findall(r'class="count"[^>]*>([\d,]+)<', text)
            found = {"papers": re.findall(r'data-paper="(\d+)"', text), "total": total and total[1], "counts": counts}
            print(json.dumps([address, found]), flush=True)


def answers(catalogue: Catalogue) -> dict[str, dict]:
    catalogue.seconds  # noqa: B018 - it is made now
    command = [sys.executable, "-m", "tests.benchmarks.scale.compare", "--ask"]
    told = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=catalogue.environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return dict(json.loads(line) for line in told.stdout.splitlines())


def main(address: str, papers: int) -> None:
    both = []
    for database in ("", address):
        os.environ["DATABASE_URL"] = database
        both.append(answers(Catalogue(papers)))
    differing = [
        (path, part) for path in both[0] for part in both[0][path] if both[0][path][part] != both[1][path][part]
    ]
    for path, part in differing:
        print(f"{part} differ: {path}\n  {both[0][path][part]}\n  {both[1][path][part]}")
    with_papers = sum(bool(found["papers"]) for found in both[0].values())
    print(f"{len(both[0])} addresses, {with_papers} of them with papers, {len(differing)} differences")
    sys.exit(bool(differing))


if __name__ == "__main__":
    if "--ask" in sys.argv:
        ask()
    else:
        main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
