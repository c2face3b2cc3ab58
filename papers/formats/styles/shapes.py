"""What an entry's own line looks like in each style: the house styles of four real lists, and a plain one."""

from dataclasses import dataclass

from papers.formats.records import Link, Record

from .values import AS_IS, SPELLINGS, address, usual_kind

KINDS = {"survey": "Survey", "book": "Book", "report": "Report", "preprint": "Preprint"}


@dataclass(frozen=True)
class Style:
    """How a list is set.

    `appeared` writes venue and year for a bracket. `is_lined` entries stand on lines of their own, without a bullet,
    and `is_bare` lists have bare lines for headings. Notes are nested in the entry or, where `notes_beside`, stand
    after it.
    """

    name: str
    appeared: str
    wrapped: str = "{}"
    heading: str = "{}"
    nickname: str = "(*{}*)"
    is_lined: bool = False
    is_bare: bool = False
    notes_beside: bool = False
    indent: str = "  "


STYLES = {
    style.name: style
    for style in (
        Style("plain", "{} {}"),
        Style("numbered", "{}'{}"),
        Style("bold", "{} '{}", wrapped="**{}**", heading="**{}**"),
        Style("bare", "{} ‘{}", nickname="({})", is_bare=True, notes_beside=True),
        Style("linked", "{}'{}", is_lined=True, notes_beside=True),
    )
}
PLAIN, NUMBERED = STYLES["plain"], STYLES["numbered"]


def head(record: Record, style: Style, level: int) -> str:
    """Brackets, title and what follows it, such as [OSDI'20] Title (*Gavel*)."""
    if style is PLAIN and level == AS_IS and record.venue and record.year:
        return plain_head(record)
    link, title = title_link(record), SPELLINGS[level](record.title)
    if link:
        title = f"[{title}]({address(link.url)})"
    when = appearance(record, style)
    places = [f"[{when}]" if when else "", *(f"[{name}]" for name in institutions(record, style))]
    brackets = [*([f"[{KINDS[record.kind]}]"] if says_kind(record) else []), *places]
    if level > AS_IS and not link and not when:
        brackets.insert(0, "[n/a]")
    text = " ".join(part for part in ["".join(brackets), *after(record, title, style)] if part)
    is_italic = style is NUMBERED and level == AS_IS and record.kind == "survey"
    return f"*{text.replace('[Survey]', '[Survey Paper]', 1)}*" if is_italic else style.wrapped.format(text)


def after(record: Record, title: str, style: Style) -> list[str]:
    """From the title on."""
    nickname = style.nickname.format(record.nickname) if record.nickname else ""
    return ["(to appear)" if record.to_appear else "", title, nickname, *other_links(record)]


def plain_head(record: Record) -> str:
    """Such as [Title](https://…) (*Gavel*) — OSDI 2020 [[Code]](https://…)."""
    link, title = title_link(record), record.title
    parts = [
        f"[{KINDS[record.kind]}]" if says_kind(record) else "",
        f"[{title}]({address(link.url)})" if link else title,
        f"(*{record.nickname}*)" if record.nickname else "",
        f"— {record.venue} {record.year}" + (" (to appear)" if record.to_appear else ""),
        *other_links(record),
    ]
    return " ".join(part for part in parts if part)


def appearance(record: Record, style: Style) -> str:
    """Venue and year, with two digits where they leave no doubt."""
    if not (record.venue and record.year):
        return record.venue or str(record.year or "")
    if style is PLAIN or not 1961 <= record.year <= 2060:
        return f"{record.venue} {record.year}"
    year = f"{record.year % 100:02}"
    spaced = style.appeared == "{}'{}" and " " in record.venue
    return f"{record.venue} ('{year})" if spaced else style.appeared.format(record.venue, year)


def institutions(record: Record, style: Style) -> list[str]:
    return [", ".join(record.institutions)] if record.institutions and style is not PLAIN else []


def says_kind(record: Record) -> bool:
    return record.kind in KINDS and record.kind != usual_kind(record.venue)


def title_link(record: Record) -> Link | None:
    """The link that the title can carry: the first one, where it has no label."""
    return record.links[0] if record.links and not record.links[0].label else None


def other_links(record: Record) -> list[str]:
    return [link_source(link) for link in (record.links[1:] if title_link(record) else record.links)]


def link_source(link: Link) -> str:
    if link.label:
        return f"[[{link.label}]]({address(link.url)})"
    return f"[]({address(link.url)})" if "<" in link.url or ">" in link.url else f"<{link.url}>"
