"""``[[links]]`` between papers: the names in a text and the papers they mean."""

from __future__ import annotations

import re
from collections import defaultdict

from django.db.models import Q
from django.db.models.functions import Lower

from papers.formats.folding import title_key
from papers.models import Paper

NAMES = re.compile(r"\[\[([^\[\]]{1,300})\]\]")  # as long as markup.LONGEST_NAME allows
MOST = 200  # names looked up in one text; those after them stay text


def names_in(text: str) -> list[str]:
    """The different names between double brackets, as they are written but for their spaces."""
    return list(dict.fromkeys(" ".join(name.split()) for name in NAMES.findall(text)))[:MOST]


def papers_named_in(text: str) -> dict[str, Paper]:
    """By name the one paper with that nickname or title; without those that mean none or several. One query."""
    keys = {name: (name.casefold(), title_key(name)) for name in names_in(text) if name}
    if not keys:
        return {}
    nicknames, titles = zip(*keys.values(), strict=True)
    rows = Paper.objects.annotate(folded=Lower("nickname")).only("title", "nickname", "title_key")
    meant = defaultdict(set)
    for paper in rows.filter(Q(folded__in=nicknames) | Q(title_key__in=[key for key in titles if key])):
        meant[paper.nickname.casefold()].add(paper)
        meant[paper.title_key].add(paper)
    found = {name: meant[nickname] | meant[title] for name, (nickname, title) in keys.items()}
    return {name: papers.pop() for name, papers in found.items() if len(papers) == 1}
