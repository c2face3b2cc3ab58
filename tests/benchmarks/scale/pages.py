"""What is asked for, by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import quote

from tests.benchmarks.corpus import names
from tests.benchmarks.scale.client import Answer, Browser

Ask = Callable[[Browser], Answer]
TAG = names.tags()[0].replace(" ", "-")
TOPIC = names.topics()[0][0].casefold().replace(" ", "-")
VENUE = names.venues()[0][0]
WORDS = {
    "English word": "scheduling",
    "two Chinese characters": "调度",
    "phrase": '"elastic training"',
    "term in 60% of papers": "cluster",
    "letters and characters": "gpu集群",
}
DEEP = 500


@dataclass(frozen=True)
class Page:
    name: str
    ask: Ask
    by: str = "member"


def at(path: str) -> Ask:
    return lambda browser: browser.get(path)


def pages(papers: int) -> list[Page]:
    """Every page that is measured, in the order of the table."""
    deep = min(DEEP, max(1, papers // 20))
    return [
        Page("/page: browse from constant data", at("/bench/page/")),
        Page("constant text, signed in", at("/bench/text/")),
        Page("browse", at("/papers/")),
        Page("browse, 30% of all papers read", at("/papers/"), "avid"),
        Page("browse, fragment", lambda browser: browser.get("/papers/", hx_request="true")),
        Page("one tag on a fifth", at(f"/papers/?tag={TAG}")),
        Page("topic, venue and own status", at(f"/papers/?topic={TOPIC}&venue={VENUE}&status=read")),
        Page("topic, venue and unread", at(f"/papers/?topic={TOPIC}&venue={VENUE}&status=none")),
        Page("own status, 30% read", at("/papers/?status=read"), "avid"),
        Page(f"page {DEEP} by number", at(f"/papers/?page={deep}")),
        Page(f"page {DEEP} by its link", next_of(f"/papers/?page={deep - 1}")),
        Page("by title", at("/papers/?sort=title")),
        Page("by venue", at("/papers/?sort=venue")),
        *searches(),
        Page("a paper", landing("/papers/1/")),
        Page("marking read", marking("/papers/{}/status/")),
        Page("a bare UPDATE", marking("/bench/mark/{}/")),
        Page("my reading", at("/me/")),
        Page("my reading, 30% read", at("/me/"), "avid"),
        Page("home", at("/")),
        Page("what wants hands", at("/queues/")),
        Page("lists", at("/lists/")),
        Page("curation desk", at("/curation/"), "curator"),
        Page("admin, 100 papers", at("/admin/papers/paper/"), "curator"),
        Page(
            "admin, filters and a search",
            at("/admin/papers/paper/?topic=1&recommended__exact=0&q=scheduling"),
            "curator",
        ),
    ]


def searches() -> list[Page]:
    found = []
    for name, words in WORDS.items():
        q = quote(words)
        found += [
            Page(f"{name}, newest first", at(f"/papers/?q={q}&sort=newest")),
            Page(f"{name}, by relevance", at(f"/papers/?q={q}")),
            Page(f"{name}, raw index query", at(f"/bench/raw/?q={q}")),
        ]
    return found


def next_of(path: str) -> Ask:
    """What the link to the next page leads to, from ``path``."""
    return found_once(lambda browser: link(browser.get(path).text, "next") or path)


def landing(path: str) -> Ask:
    """The address to which ``path`` leads."""
    return found_once(lambda browser: browser.get(path).headers.get("location", path))


def found_once(find: Callable[[Browser], str]) -> Ask:
    """Ask for the address that ``find`` tells, which is looked for at the first request to each server."""
    found: dict[int, str] = {}

    def ask(browser: Browser) -> Answer:
        if browser.port not in found:
            found[browser.port] = find(browser)
        return browser.get(found[browser.port])

    return ask


def link(text: str, relation: str) -> str:
    """The address that the page gives for ``rel="next"`` or the like; "" where there is none."""
    tag = next((tag for tag in text.split("<a ")[1:] if tag.startswith(f'rel="{relation}"')), "")
    query = tag.partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    return f"/papers/{query}" if query.startswith("?") else query


def marking(path: str) -> Ask:
    """Mark one paper after another read and to read in turn, as a click does."""
    turns = cycle([(number, status) for status in ("read", "to-read") for number in range(1, 21)])

    def ask(browser: Browser) -> Answer:
        number, status = next(turns)
        return browser.post(path.format(number), {"status": status}, hx_request="true")

    return ask


HOSTILE = {
    "10,000 letters": "a" * 10_000,
    "10,000 Chinese characters": "调度" * 5_000,
    "10,000 characters of words": "training scheduling " * 500,
    "sixteen common terms": "training scheduling inference serving caching models workloads cluster " * 2,
    "quotes": '"' * 99 + "'" * 99,
    "operators": "NEAR(a b) AND NOT OR * ^ : {title}: - + () | & ! <-> :*",
    "columns and SQL": "title:x'; DROP TABLE papers_paper; --",
    "NUL": "train\0ing \0",
    "emoji": "👩‍🔬🔥 调度 🔥",
    "surrogates and marks": "a\u0301\u0301\u0301 \u202e\u200d\ufeff ﷽ İ ß",
    "one letter": "a",
    "every letter": "a b c d e f g h i j k l m n o p",
    "one Chinese character": "训",
    "wildcards": "%_\\ %%% ___",
    "exclusions alone": "-training -调度",
    "much excluded": "cluster -training -调度 -scheduling",
    "phrases": '"the a of" "shares GPUs" "我们提出" "控制在界限之内"',
    "long phrase": '"' + "训练调度推理服务" * 30 + '"',
}
