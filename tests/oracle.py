"""What a search ought to find, by reading every text from its beginning to its end: no index, no tokens.

It shares no code with the application. Texts are the original ones; a term is a regular expression over them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

from notes.models import Summary
from papers.models import Paper

HAN = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff"
LETTER = rf"[^\W_{HAN}]"
SIMPLE = str.maketrans("調學習層級緩資調訓練彈雲網絡運", "调学习层级缓资调训练弹云网络运")
MARKS = re.compile(r"\*\*|\]\([^)]*\)|\[|^[-#]+ ", re.M)


def folded(text):
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in apart if not unicodedata.combining(one)).translate(SIMPLE)


def readable(text):
    """The text with one space between words, and a bar wherever a phrase may not go on."""
    text = re.sub(r"(?<=[^\W_])[-'’‐](?=[^\W_])", " ", folded(text))
    return re.sub(r"[^\w\s]|_|\n\s*\n", "|", text)


def texts_of(papers):
    """By paper, everything that everybody may find."""
    found = defaultdict(list)
    for paper in papers:
        found[paper.pk] += [paper.title, paper.nickname, f"DOI {paper.doi}", f"arXiv {paper.arxiv_id}"]
        found[paper.pk] += [f"{paper.venue or ''} {paper.year or ''}", paper.abstract]
        named = [paper.venue] if paper.venue else []
        for one in [*named, *paper.institutions.all()]:
            found[paper.pk] += [one.name, one.full_name, *(alias.name for alias in one.aliases.all())]
        for tag in paper.tags.all():
            found[paper.pk] += [tag.name, *(alias.name for alias in tag.aliases.all())]
        for topic in paper.topics.all():
            while topic:
                found[paper.pk] += [topic.name_en, topic.name_zh]
                found[paper.pk] += [name for alias in topic.aliases.all() for name in (alias.name_en, alias.name_zh)]
                topic = topic.parent
        found[paper.pk] += [authorship.author.name for authorship in paper.authorships.all()]
    for summary in Summary.objects.filter(state="published"):
        found[summary.paper_id].append(MARKS.sub("", summary.body))
    return {paper: [readable(text) for text in texts if text.strip()] for paper, texts in found.items()}


def everything():
    related = ("authorships__author", "tags__aliases", "institutions__aliases", "venue__aliases", "topics")
    return texts_of(Paper.objects.select_related("venue").prefetch_related(*related))


def expression(text, is_open):
    """Runs of letters and of characters side by side; the last word may go on where it is open."""
    runs = re.findall(rf"[{HAN}]+|{LETTER}+", re.sub(r"[-'’]", " ", folded(text)))
    parts = [run if re.match(f"[{HAN}]", run) else rf"(?<!{LETTER}){re.escape(run)}(?!{LETTER})" for run in runs]
    if is_open and parts and parts[-1].endswith(f"(?!{LETTER})") and len(runs[-1]) > 1:
        parts[-1] = parts[-1].removesuffix(f"(?!{LETTER})")
    return re.compile("".join(map(joint, ["", *runs], runs, parts))) if parts else None


def joint(before, run, part):
    """The expression of a run behind another one: scripts may touch, words of one are apart."""
    is_same = before and bool(re.match(f"[{HAN}]", before)) == bool(re.match(f"[{HAN}]", run))
    return (r"\s+" if is_same else r"\s*" if before else "") + part


def understood(query):
    """(wanted, unwanted) expressions."""
    wanted, unwanted = [], []
    query = re.sub(r"[’'](\d\d)\b", r" 20\1", query)
    for minus, phrase, chunk in re.findall(r'((?<!\S)-)?(?:"([^"]*)"|([^\s"]+))', query):
        if minus:
            unwanted.append(expression(phrase or chunk, is_open=bool(chunk)))
        elif phrase:
            wanted.append(expression(phrase, is_open=False))
        else:
            runs = re.findall(rf"[{HAN}]+|{LETTER}+", folded(chunk))
            wanted += [expression(run, is_open=True) for run in runs]
    return [one for one in wanted if one], [one for one in unwanted if one]


def hits(query, texts):
    wanted, unwanted = understood(query)
    return {
        paper
        for paper, some in texts.items()
        if wanted
        and all(any(one.search(text) for text in some) for one in wanted)
        and not any(one.search(text) for one in unwanted for text in some)
    }
