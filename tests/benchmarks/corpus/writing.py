"""Titles, abstracts, summaries and notes in both scripts, out of the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from random import Random
from typing import Any

from tests.benchmarks.corpus.vocabulary import COMMON, DEEDS, MANNERS, MEASURES, SYLLABLES, THINGS

ENGLISH, CHINESE = 0, 1
PARTS = ("Problem.", "Idea.", "Method.", "Result."), ("问题。", "思路。", "方法。", "结果。")
SENTENCES = (
    (
        "We present {m} {d} of {t}, which improves {x} by {n}% over {o} {d}.",
        "Existing systems for {d} ignore the {x} of {m} {t}, and waste {n}% of it.",
        "The {t} of {n} tenants share GPUs, and {m} {d} keeps their {x} within bounds.",
        "Our evaluation on {n} machines shows that {o} {t} need less {d} than was thought.",
        "It separates {d} from {t}, so that {m} policies can be changed without a restart.",
        "A {m} controller watches {x} and moves {t} where {o} {d} would stall.",
        "What remains open is {d} when {t} are {m} and {x} matters most.",
        "Compared with {o} {d}, {x} falls by a factor of {n} for {m} {t}.",
    ),
    (
        "我们提出{m}{d}方法，使{t}的{x}比{o}{d}提高{n}%。",
        "现有的{d}系统忽视了{m}{t}的{x}，浪费了其中的{n}%。",
        "{n}个租户的{t}共享 GPU 集群，{m}{d}把{x}控制在界限之内。",
        "在{n}台机器上的实验表明，{o}{t}所需的{d}比预想的少。",
        "它把{d}与{t}分开，因此可以不重启就更换{m}策略。",
        "{m}控制器监视{x}，在{o}{d}受阻时迁移{t}。",
        "当{t}为{m}且{x}最为重要时，{d}仍是未解决的问题。",
        "与{o}{d}相比，{m}{t}的{x}降低到{n}分之一。",
    ),
)
TITLES = (
    ("{m} {d} for {t}", "{m} {d} of {o} {t} with bounded {x}", "Towards {m} {t}: {d} and {x}", "{d} {t} at scale"),
    ("面向{t}的{m}{d}", "{m}{d}：兼顾{x}的{o}{t}", "大规模{t}的{d}与{x}优化", "基于{m}{t}的{d}系统"),
)


def skewed(rng: Random, words: Sequence[Any]) -> Any:
    """One of the words, the first ones far more often."""
    return words[int(rng.random() ** 2 * len(words))]


def filled(rng: Random, patterns: Sequence[str], language: int) -> str:
    return patterns[int(rng.random() * len(patterns))].format(
        m=skewed(rng, MANNERS)[language], o=skewed(rng, MANNERS)[language], d=skewed(rng, DEEDS)[language],
        t=skewed(rng, THINGS)[language], x=skewed(rng, MEASURES)[language], n=2 + int(rng.random() * 97),
    )  # fmt: skip


def nickname(rng: Random, number: int) -> str:
    """A name that no other number has, such as Garoven."""
    syllables, name = SYLLABLES.split(), ""
    while number:
        number, place = divmod(number, len(syllables))
        name += syllables[place]
    return (name + skewed(rng, syllables)).capitalize()


def title(rng: Random, language: int, name: str, has_common: bool) -> str:
    text = filled(rng, TITLES[language], language)
    text = text[0].upper() + text[1:]
    if has_common:
        text += f" on a {COMMON.capitalize()}" if language == ENGLISH else f"（{COMMON} 环境）"
    return f"{name}{'：' if language else ': '}{text}" if name else text


def abstract(rng: Random, language: int, has_common: bool) -> str:
    """Four to eight sentences in one language, with the common word where it is asked for."""
    sentences = [filled(rng, SENTENCES[language], language) for _ in range(4 + int(rng.random() * 5))]
    if has_common:
        sentences.insert(1, f"We run it on one {COMMON}." if language == ENGLISH else f"实验使用一个 {COMMON}。")
    return ("", " ")[language == ENGLISH].join(sentences)


def summary(rng: Random, language: int, name: str) -> tuple[str, str]:
    """A summary of four paragraphs, as Markdown and as the HTML that it renders to.

    About 1,000 characters in English and 500 in Chinese, where a character says more; each half names the other
    script's words now and then, as the group's notes do.
    """
    paragraphs = []
    for part in PARTS[language]:
        sentences = [filled(rng, SENTENCES[language], language) for _ in range(2 + int(rng.random() * 3))]
        if rng.random() < 0.25:
            sentences.append(mixed(rng, language, name))
        paragraphs.append((part, ("", " ")[language == ENGLISH].join(sentences)))
    body = "\n\n".join(f"**{part}** {text}" for part, text in paragraphs)
    html = "".join(f"<p><strong>{part}</strong> {escape(text, quote=False)}</p>\n" for part, text in paragraphs)
    return body, html


def mixed(rng: Random, language: int, name: str) -> str:
    """A sentence that names a term in both languages."""
    (manner, manner_zh), (deed, deed_zh) = skewed(rng, MANNERS), skewed(rng, DEEDS)
    if language == ENGLISH:
        return f"{name or 'The paper'} calls this {manner} {deed} ({manner_zh}{deed_zh})."
    return f"{name or '文中'}称之为{manner_zh}{deed_zh}（{manner} {deed}）。"


def note(rng: Random) -> tuple[str, str]:
    """A short private note, as Markdown and as HTML."""
    language = int(rng.random() * 2)
    text = filled(rng, SENTENCES[language], language)
    return text, f"<p>{escape(text, quote=False)}</p>\n"
