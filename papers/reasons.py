"""Why the papers of a page are found: their texts, fetched for all of them together, and what was hit there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from papers.explanations import Explanation, Text, Why
from papers.hidden_names import hidden_names
from papers.kept import Kept
from papers.models import Paper
from papers.row_facts import about, naming
from papers.search.queries import Query

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

# In the order in which they explain best; what other apps know of a paper stands between the two.
TELLING = {"author": _("Author"), "venue": _("Venue"), "doi": "", "arxiv": ""}  # these two say it themselves
OTHERS = {"abstract": _("Abstract"), "institution": _("Institution"), "tag": _("Tag"), "topic": _("Topic")}

NUMBERS = {"doi": "DOI", "arxiv": "arXiv"}

# Hooks: what everybody may see of these papers' texts, and what the viewer alone may, the most telling first.
TEXTS: list[Callable[[Collection[int]], Iterable[Text]]] = []
OWN_TEXTS: list[Callable[[Collection[int], User | AnonymousUser | None], Iterable[Text]]] = []

Texts = dict[int, list[Text]]


def explain(
    papers: Collection[Paper], query: Query, viewer: User | AnonymousUser | None, brief: bool = False,
    kept: Kept | None = None,
) -> None:  # fmt: skip
    """Give each paper, fetched as for a row, its ``why``; ``brief`` rows say no more than title, venue and nickname,
    and give a reason only where these do not explain it. A fixed number of queries.

    What is the same for everybody may be in ``kept``.
    """
    own = by_paper(text for source in OWN_TEXTS for text in source([paper.pk for paper in papers], viewer))
    shared = [paper for paper in papers if paper.pk not in own]
    whys: dict[int, Why] = {}
    if kept is None or not shared:
        whys = explained(papers, query, own, brief)
    else:
        under = f"why {get_language()} {brief} {query.groups} {query.excluded}"
        numbers = " ".join(str(paper.pk) for paper in shared)
        whys = kept.found(under, numbers, lambda: explained(shared, query, {}, brief))
        whys |= explained([paper for paper in papers if paper.pk in own], query, own, brief)
    for paper in papers:
        paper.why = whys[paper.pk]  # type: ignore[attr-defined]


def explained(papers: Collection[Paper], query: Query, own: Texts, brief: bool) -> dict[int, Why]:
    texts = by_paper(texts_of([paper.pk for paper in papers], own)) if papers else own
    whys = {}
    for paper in papers:
        row = [words for _class, words in (*naming(paper), *(() if brief else about(paper)))]
        row += [paper.nickname, f"{paper.venue or ''} {paper.year or ''}"]
        whys[paper.pk] = Explanation(query, paper.title, row, texts[paper.pk], brief).why
    return whys


def by_paper(texts: Iterable[Text]) -> Texts:
    found: Texts = defaultdict(list)
    for text in texts:
        found[text.paper].append(text)
    return found


def texts_of(papers: Collection[int], own: Texts) -> Iterator[Text]:
    names: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for paper, kind, name in hidden_names(papers):
        if name:
            names[kind][paper].append(f"{NUMBERS[kind]} {name}" if kind in NUMBERS else name)
    yield from of_kinds(names, TELLING)
    for source in TEXTS:
        yield from source(papers)
    for texts in own.values():
        yield from texts
    yield from of_kinds(names, OTHERS)


def of_kinds(names: dict[str, dict[int, list[str]]], labels: dict[str, Any]) -> Iterator[Text]:
    for kind, label in labels.items():
        for paper, texts in names[kind].items():
            yield Text(paper, label, list(dict.fromkeys(texts)), is_prose=kind == "abstract")
