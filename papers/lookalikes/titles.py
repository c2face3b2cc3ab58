"""Titles that may be one work's: alike in their words, which are compared only where they share a rare one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rapidfuzz import fuzz, process

LIKELY = 77  # token_sort_ratio of the folded titles, 0 to 100; one title reworded stays above it
RAREST = 4  # two titles are compared where they share one of this many rarest words
CROWD = 200  # a word in more titles than this is too common to say anything
MOST = 20  # titles alike that are named for one paper, the likeliest
# What tells the parts of a series from each other: GPT-3 and GPT-4, Part I and Part II, （上）and（下）
NUMBERING = re.compile(r"(?:\bpart )?(?:\d+|\b[ivx]+\b)|\bpart [a-z]\b|[一二三四五六七八九十]+|\b[上中下]\b")
SHORT = {
    "artificial intelligence": "ai", "convolutional neural network": "cnn", "deep learning": "dl",
    "deep neural network": "dnn", "deep reinforcement learning": "drl", "federated learning": "fl",
    "graph neural network": "gnn", "graphics processing unit": "gpu", "high performance computing": "hpc",
    "input output": "i o", "key value": "kv", "language model": "lm", "large language model": "llm",
    "machine learning": "ml", "mixture of experts": "moe", "natural language processing": "nlp",
    "neural network": "nn", "operating system": "os", "quality of service": "qos", "reinforcement learning": "rl",
    "remote direct memory access": "rdma", "retrieval augmented generation": "rag", "service level objective": "slo",
    "solid state drive": "ssd", "stochastic gradient descent": "sgd", "virtual machine": "vm",
}  # fmt: skip
LONG_FORMS = re.compile(rf"\b({'|'.join(sorted(SHORT, key=len, reverse=True))})s?\b")
SHORT_FORMS = re.compile(rf"\b({'|'.join(sorted({*SHORT.values()}, key=len, reverse=True))})s?\b")


class Suggestion(NamedTuple):
    paper: int
    other: int
    score: int


class Form(NamedTuple):
    """A folded title, its words sorted, and the same with every common phrase as its usual letters."""

    title: str
    plain: str
    short: str


def pieces(title: str) -> Iterator[str]:
    """The words of a folded title; of a Chinese one, which has no spaces, every two neighbouring characters."""
    for word in title.split():
        if word.isascii():
            yield word
        else:
            yield from (word[start : start + 2] for start in range(max(1, len(word) - 1)))


def sorted_words(title: str) -> str:
    return " ".join(sorted(title.split()))


def abbreviated(title: str) -> str:
    """The folded title with every common phrase as its usual letters: large language models as llm."""
    short = LONG_FORMS.sub(lambda found: SHORT[found[1]], title)
    return SHORT_FORMS.sub(lambda found: found[1], short)


def likeness(one: str, other: str) -> int:
    """How alike two folded titles are, 0 to 100, whatever the order of their words."""
    return round(fuzz.ratio(sorted_words(one), sorted_words(other)))


def in_series(one: str, other: str) -> bool:
    """Whether the folded titles differ in nothing but their numbering."""
    plain = [" ".join(NUMBERING.sub(" ", title).split()) for title in (one, other)]
    return one != other and plain[0] == plain[1]


def suggestions(new: dict[int, str], everything: Iterable[tuple[int, str]]) -> list[Suggestion]:
    """Pairs of a new paper and any other whose folded titles are alike, best first.

    ``new`` maps the ids of the papers to look at to their folded titles; ``everything`` gives (id, folded title) of the
    whole catalogue.
    """
    index = Titles(new, dict(everything) | new)
    pairs = {(max(pk, other), min(pk, other)): score for pk in new for other, score in index.alike(pk)}
    found = [Suggestion(paper, other, score) for (paper, other), score in pairs.items()]
    return sorted(found, key=lambda pair: (-pair.score, pair.paper, pair.other))


class Titles:
    """Folded titles by their words. The work of a look grows with the titles that share a rare word, not with the
    square of all."""

    def __init__(self, wanted: Iterable[int], titles: dict[int, str]) -> None:
        """``wanted`` are the ids that will be asked for: words that none of them has are left out."""
        self.titles = titles
        self.forms: dict[int, Form] = {}
        wanted = set(wanted)
        vocabulary = {word for pk in wanted for word in pieces(titles[pk])}
        frequency = Counter(word for title in titles.values() for word in vocabulary.intersection(pieces(title)))
        self.holders: dict[str, list[int]] = defaultdict(list)
        for pk, title in titles.items():
            for word in vocabulary.intersection(pieces(title)):
                if 1 < frequency[word] <= CROWD:
                    self.holders[word].append(pk)

    def alike(self, pk: int) -> list[tuple[int, int]]:
        """The other papers of like titles that are no other part of a series, each with the score, best first."""
        others = self.sharing(pk)
        title, plain, short = self.form(pk)
        found = scored(plain, {other: self.form(other).plain for other in others})
        if short != plain or SHORT_FORMS.search(title):
            for other, score in scored(short, {other: self.form(other).short for other in others}).items():
                found[other] = max(score, found.get(other, 0))
        pairs = [(other, score) for other, score in found.items() if not in_series(title, self.titles[other])]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def sharing(self, pk: int) -> set[int]:
        """The papers that hold one of the title's rarest words."""
        words = self.holders.keys() & set(pieces(self.titles[pk]))
        rarest = sorted(words, key=lambda word: (len(self.holders[word]), word))[:RAREST]
        return {other for word in rarest for other in self.holders[word] if other != pk}

    def form(self, pk: int) -> Form:
        """The paper's title as it is compared, made once."""
        if pk not in self.forms:
            title = self.titles[pk]
            plain = sorted_words(title)
            short = abbreviated(title)
            self.forms[pk] = Form(title, plain, sorted_words(short) if short != title else plain)
        return self.forms[pk]


def scored(title: str, forms: Mapping[int, str]) -> dict[int, int]:
    """The forms that are like the title, each with its score."""
    found = process.extract(title, forms, scorer=fuzz.ratio, processor=None, score_cutoff=LIKELY, limit=MOST)
    return {other: round(score) for _form, score, other in found}
