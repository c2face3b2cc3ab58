"""``[[links]]`` to papers that are merged and parted: which text links to which paper is part of what has to come back.

The links of texts that are edited meanwhile stay as the new text has them.
"""

from __future__ import annotations

from typing import Any

from notes.models import Summary
from notes.relinking import Mention, concerned, render_again
from papers.batches import BATCH, chunks
from papers.journal import raw_delete
from papers.models import Paper
from papers.uniting import Union


def remember(union: Union) -> dict[str, Any]:
    """The texts whose links may change, as ids, and their links as they are, as (id, text, paper); those to the paper
    that goes are taken out."""
    names = [name for name in (*union.titles, *union.nicknames) if name]
    texts = concerned([union.dropped, union.kept], names)
    texts |= set(Summary.objects.filter(paper__in=union.pair).values_list("pk", flat=True))
    links = [
        link
        for some in chunks(sorted(texts))
        for link in Mention.objects.filter(summary__in=some).order_by("pk").values_list("pk", "summary", "paper")
    ]
    Mention.objects.filter(paper=union.dropped).delete()
    return {"texts": sorted(texts), "links": [list(link) for link in links]}


def renew(union: Union, memory: dict[str, Any]) -> None:
    """Render the texts again now that the names mean the kept paper."""
    render_again(memory["texts"])


def bring_back(memory: dict[str, Any]) -> None:
    """Let the texts have the links that they had, then look at each again, for it may have been edited since."""
    for some in chunks(memory["texts"]):
        raw_delete(Mention.objects.filter(summary__in=some))
    for some in chunks(memory["links"]):
        texts = set(Summary.objects.filter(pk__in={text for _pk, text, _paper in some}).values_list("pk", flat=True))
        papers = set(Paper.objects.filter(pk__in={paper for _pk, _text, paper in some}).values_list("pk", flat=True))
        there = [Mention(pk, text, paper) for pk, text, paper in some if text in texts and paper in papers]
        Mention.objects.bulk_create(there, batch_size=BATCH)
    render_again(memory["texts"])
