"""One entry as lines of Markdown: its own line, the facts that have no place there, and its notes."""

from collections.abc import Iterator
from dataclasses import replace

from papers.formats.claims import Claim
from papers.formats.details import read_detail
from papers.formats.drafts import NOTES_FOLLOW
from papers.formats.records import Record

from .shapes import PLAIN, Style, head, link_source
from .values import AS_IS, FIELDS, LITERAL, SPELLINGS, SPELT, arxiv_of, doi_of, usual_kind


def entry_lines(record: Record, style: Style, level: int) -> list[str]:
    """The entry in that style, as plainly as `level` asks."""
    if level >= FIELDS:
        said = replace(record, kind="paper", venue="", nickname="", year=None, institutions=(), links=())
        facts = [*named_facts(record, level), *details(record, level)]
        return [f"- {head(said, PLAIN, level)}", *nested(record, facts, level)]
    if level == SPELT:
        facts = [named("Nickname", [record.nickname], level), named("Institutions", record.institutions, level)]
        said = replace(record, nickname="", institutions=())
        return [f"- {head(said, style, level)}", *nested(record, [*facts, *details(record, level)], level)]
    facts = details(record, level)
    if style is PLAIN:
        facts.append(named("Institutions", record.institutions, level))
    if level == AS_IS and style.notes_beside:
        return beside(record, facts, style)
    return [f"- {head(record, style, level)}", *nested(record, facts, level)]


def nested(record: Record, facts: list[str], level: int) -> Iterator[str]:
    """Facts as bullets inside the entry, then its notes word for word; a mark keeps them from being read as facts."""
    yield from (f"  - {fact}" for fact in facts if fact)
    if record.notes and level >= SPELT:
        yield f"  {NOTES_FOLLOW}"
    yield from (f"  {line}" if line.strip() else "" for line in note_lines(record))


def beside(record: Record, facts: list[str], style: Style) -> list[str]:
    """The entry with its notes as bullets of its own depth."""
    if not style.is_lined:
        return [f"- {head(record, style, AS_IS)}", *(f"  - {fact}" for fact in facts if fact), *note_lines(record)]
    lines = [f"{line}  " for line in [head(record, style, AS_IS), *facts] if line]
    return [*lines, *note_lines(record), ""] if record.notes else lines


def note_lines(record: Record) -> list[str]:
    return record.notes.split("\n") if record.notes else []


def details(record: Record, level: int) -> list[str]:
    """What no style has a place for in the entry's own line; an empty one is not said."""
    number = record.arxiv_id if record.arxiv_id != arxiv_of(record.links) else ""
    is_paper = record.kind == "paper" != usual_kind(record.venue)
    return [
        keywords(record, level),
        *authors(record),
        named("DOI", [doi(record, level)], AS_IS),
        named("arXiv", [number], AS_IS),
        named("Kind", ["paper" if is_paper else ""], AS_IS),
    ]


def keywords(record: Record, level: int) -> str:
    if level >= SPELT or any("`" in tag for tag in record.tags):
        return named("Tags", record.tags, level)
    return " ".join(f"`{tag}`" for tag in record.tags)


def authors(record: Record) -> list[str]:
    """On one line where all of them look like names, else each on a line."""
    if reads_as(record.authors, ", ".join(record.authors)):
        return [named("Authors", record.authors, AS_IS)]
    return [named("Authors", [name], AS_IS if reads_as((name,), name) else LITERAL) for name in record.authors]


def reads_as(names: tuple[str, ...], text: str) -> bool:
    claim = Claim()
    read_detail(claim, f"Authors: {text}", nested=True)
    return claim == Claim(authors=list(names))


def doi(record: Record, level: int) -> str:
    """The DOI where no link holds it; what stands before its slash cannot be spelt."""
    prefix, slash, own = record.doi.partition("/")
    return "" if record.doi == doi_of(record.links) else prefix + slash + SPELLINGS[level](own)


def named_facts(record: Record, level: int) -> list[str]:
    """What the other forms say in the entry's own line."""
    kind = record.kind if record.kind != "paper" else ""
    return [
        named("Nickname", [record.nickname], level),
        named("Venue", [record.venue], level),
        named("Year", [str(record.year or "")], AS_IS),
        named("Institutions", record.institutions, level),
        *(named("Links", [link_source(link)], AS_IS) for link in record.links),
        named("Kind", [kind], AS_IS),
    ]


def named(name: str, values: list[str] | tuple[str, ...], level: int) -> str:
    """Such as "Tags: caching, scheduling"; "" where there is no value."""
    text = ", ".join(SPELLINGS[level](value) for value in values if value)
    return f"{name}: {text}" if text else ""
