"""A member's notes and summaries as Markdown, one file a paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.contrib.auth.models import User
from django.utils.text import slugify

from notes.models import Draft, Language, Reading, Summary
from papers.batches import chunks
from papers.models import Paper
from readinglist.members.privacy.zipping import File

TOGETHER = 200  # papers whose texts are in memory at once
HEADINGS = {Language.ENGLISH.value: "Summary", Language.CHINESE.value: "总结"}


def paper_files(person: User) -> Iterator[File]:
    """Of every paper that the person has noted something on or written a summary of."""
    noted = Reading.objects.filter(member=person).exclude(private_note="").values_list("paper", flat=True)
    written = Summary.objects.filter(author=person).values_list("paper", flat=True)
    typed = Draft.objects.filter(member=person).values_list("paper", flat=True)
    for some in chunks(sorted({*noted.order_by(), *written.order_by(), *typed.order_by()}), TOGETHER):
        sections = sections_of(person, some)
        for paper in Paper.objects.filter(pk__in=some).select_related("venue").order_by("pk"):
            slug = slugify(paper.title, allow_unicode=True)[:60].strip("-")
            name = f"papers/{paper.pk}-{slug}.md" if slug else f"papers/{paper.pk}.md"
            yield name, pieces(paper, sections[paper.pk])


def sections_of(person: User, papers: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for reading in Reading.objects.filter(member=person, paper__in=papers).exclude(private_note=""):
        found[reading.paper_id].append(f"## Private note · 私人笔记\n\n{reading.private_note.strip()}\n")
    for summary in Summary.objects.filter(author=person, paper__in=papers).order_by("language"):
        state = "" if summary.is_published else " (draft · 草稿)"
        found[summary.paper_id].append(f"## {HEADINGS[summary.language]}{state}\n\n{summary.body.strip()}\n")
    for draft in Draft.objects.filter(member=person, paper__in=papers).exclude(body="").order_by("language"):
        found[draft.paper_id].append(f"## Unsaved text · 未保存的文字: {draft.language}\n\n{draft.body.strip()}\n")
    return found


def pieces(paper: Paper, sections: Iterable[str]) -> Iterator[str]:
    where = " ".join(str(part) for part in (paper.venue or "", paper.year or "") if part)
    yield f"# {' '.join(paper.title.split())}\n" + (f"\n{where}\n" if where else "")
    for section in sections:
        yield f"\n{section}"
