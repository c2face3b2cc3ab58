"""One entry's own line: brackets before the title, the title, and what follows it."""

import re
from collections.abc import Iterable

from .claims import Claim
from .inline import Atom, atoms, repaired, unmarked
from .links import label_kind
from .titles import SEPARATORS, clean_title, takes_names, title_end
from .venues import like_acronym, read_appearance

_LEADING = re.compile(r"^[\s\x02:：—–|·,，-]*(?:[(（](?P<aside>[^()（）]{1,40})[)）])?[\s\x02:：—–|·,，-]*")
_LOOSE = re.compile(
    r"\s*([A-Za-z][\w/&@]{1,15}(?: [\w/&@]{1,15})? ?(?:['’‘] ?\d{2}|(?<= )(?:19|20)\d{2}))(?!\w)[\s:：|,.–-]+(?=\S)"
)
_PARTS = re.compile(r" ?[|｜·•] ?| [—–-]{1,3} ")
_NAMED = re.compile(r"^\s*([(（]\x02[^\x02\x03()（）]{1,60}\x03[)）])")
_QUOTED_TITLE = re.compile(r"^\s*《([^《》]+)》")


def read_head(source: str, references: dict[str, dict[str, str]] | None = None) -> Claim:
    """What an entry's own text claims; a source that holds no title gives a claim with an empty one."""
    claim = Claim()
    source, fixed = repaired(source)
    pieces = _leading(claim, _opened_titles(atoms(source, references)))
    pieces, tail = _title_and_tail(claim, pieces)
    title = _render(_trailing(claim, pieces))
    claim.title = clean_title(title_end(claim, _inside_quotes(claim, title)))
    if tail:
        read_tail(claim, tail)
    if fixed:
        claim.problems.append(f"The link has no closing bracket; read as {claim.links[-1].url}." if claim.links else "")
    return claim


def _opened_titles(pieces: list[Atom]) -> list[Atom]:
    """`[[OSDI'20] Title](url)`: the venue inside a link's text becomes a bracket before it."""
    opened: list[Atom] = []
    for piece in pieces:
        if piece.kind == "link" and re.match(r"\s*[\[【]", piece.text) and not label_kind(piece.text):
            inner = atoms(piece.text)
            brackets = [atom for atom in inner if atom.kind == "bracket"]
            rest = _render(atom for atom in inner if atom not in brackets[:1]).strip()
            if brackets and rest and read_appearance(brackets[0].text):
                opened += [brackets[0], Atom("link", rest, piece.url)]
                continue
        opened.append(piece)
    return opened


def _leading(claim: Claim, pieces: list[Atom]) -> list[Atom]:
    """Take brackets, labels and "(to appear)" from the front; what is left begins with the title."""
    rest = list(pieces)
    while rest:
        piece = rest[0]
        if piece.kind == "bracket" and len(rest) > 1:
            claim.take_bracket(piece.plain)
        elif (
            piece.kind == "code" and len(rest) > 1 and not claim.bracketed and read_appearance(piece.plain.strip("[]"))
        ):
            claim.take_bracket(piece.plain.strip("[]"))
        elif piece.kind == "link" and len(rest) > 1 and _is_mark(claim, piece):
            claim.take_link(piece.url, piece.plain)
        elif piece.kind == "text" and (shorter := _unled(claim, piece.text)) != piece.text:
            rest[0] = Atom("text", shorter)
            if shorter:
                continue
        else:
            break
        rest.pop(0)
    return _after_loose_venue(claim, rest)


def _unled(claim: Claim, text: str) -> str:
    """Without separators and asides such as "(to appear)" at the front."""
    found = _LEADING.match(text)
    if found and (aside := found["aside"]):
        if claim.take_aside(aside):
            return text[found.end() :]
        if not claim.bracketed and (appearance := read_appearance(aside)):
            claim.take_appearance(appearance)
            claim.bracketed = True
            return text[found.end() :]
    return text.lstrip(" \t\x02:：—–|·,，-") if text.strip(SEPARATORS) else ""


def _is_mark(claim: Claim, piece: Atom) -> bool:
    """Whether a link before the title is a label or a venue rather than the title itself."""
    if not piece.plain or label_kind(piece.text):
        return True
    found = read_appearance(piece.plain) if len(piece.plain) <= 24 else None
    if found and found.venue and like_acronym(found.venue):
        claim.take_appearance(found)
        claim.bracketed = True
        return True
    return False


def _after_loose_venue(claim: Claim, rest: list[Atom]) -> list[Atom]:
    """`OSDI'20: [Title](url)` or `OSDI'20 Title`: a venue without brackets before the title."""
    if len(rest) > 1 and rest[0].kind == "text" and rest[1].kind == "link" and not label_kind(rest[1].text):
        found = read_appearance(rest[0].plain.strip(SEPARATORS)) if not claim.year else None
        if found and len(rest[0].plain) <= 40:
            claim.take_appearance(found)
            return rest[1:]
    if rest and rest[0].kind == "text" and not claim.year and (loose := _LOOSE.match(rest[0].text)):
        found = read_appearance(loose[1])
        if found and like_acronym(found.venue):
            claim.take_appearance(found)
            claim.bracketed = True
            return [Atom("text", rest[0].text[loose.end() :]), *rest[1:]]
    return rest


def _title_and_tail(claim: Claim, pieces: list[Atom]) -> tuple[list[Atom], list[Atom]]:
    """A linked title parts the entry in title and tail; otherwise it is all title so far."""
    if not pieces or pieces[0].kind != "link" or not pieces[0].plain:
        return pieces, []
    head, tail = pieces[0], pieces[1:]
    claim.take_link(head.url)
    claim.linked_title = True
    return [Atom("text", head.text)], tail


def _trailing(claim: Claim, pieces: list[Atom]) -> list[Atom]:
    """Take labels, keywords and bracketed venues from the end; links inside the title are kept as links too."""
    rest = list(pieces)
    tags: list[str] = []
    found: list[Atom] = []
    while len(rest) > 1:
        piece = rest[-1]
        if piece.kind == "code":
            tags.append(piece.plain)
        elif piece.kind == "link" and (not piece.plain or label_kind(piece.text) or piece.text == piece.url):
            found.append(piece)
        elif piece.kind == "bracket":
            if not _takes_end_bracket(claim, piece):
                break
            if found and label_kind(piece.text) and found[-1].text == found[-1].url:
                found[-1] = Atom("link", piece.text, found[-1].url)
        elif piece.kind == "link" or piece.text.strip(SEPARATORS):
            break
        rest.pop()
    for tag in reversed(tags):
        claim.take_tag(tag)
    for piece in [*(piece for piece in rest if piece.kind == "link"), *reversed(found)]:
        claim.take_link(piece.url, piece.plain)
    return rest


def _takes_end_bracket(claim: Claim, piece: Atom) -> bool:
    if label_kind(piece.text) or claim.take_aside(piece.plain):
        return True
    if found := read_appearance(piece.plain):
        claim.take_appearance(found)
        return True
    return not piece.plain


def _render(pieces: Iterable[Atom]) -> str:
    return "".join(piece.written for piece in pieces)


def _inside_quotes(claim: Claim, title: str) -> str:
    """《Title》 and what follows it."""
    if not (found := _QUOTED_TITLE.match(unmarked(title))):
        return title
    read_remark(claim, unmarked(title)[found.end() :])
    return found[1]


def read_tail(claim: Claim, pieces: list[Atom]) -> None:
    """What follows a linked title: the rest of the title after a colon, links, venue, authors, or a remark."""
    rest = _trailing(claim, [Atom("text", ""), *pieces])
    text = _render(piece for piece in rest if not (piece.kind == "link" and label_kind(piece.text)))
    if (named := _NAMED.match(text)) and title_end(claim, f"Title {named[1]}") == "Title":
        text = text[named.end() :]
    if found := re.match(r"\s*[:：]\s*(?=\S)", text):
        more = title_end(claim, text[found.end() :])
        if _continues(more):
            claim.title = f"{claim.title}: {clean_title(more)}"
            return
        text = more
    read_remark(claim, text)


def _continues(text: str) -> bool:
    """The rest of a title is short and is no sentence."""
    plain = unmarked(text).strip()
    return 0 < len(plain) <= 160 and plain[-1] not in ".。！!;；"


def read_remark(claim: Claim, text: str) -> None:
    """Loose text after the title: venue and authors are taken, anything else is kept as a remark."""
    text = " ".join(unmarked(text).split()).strip(" |·,，;；:：—–-•→")
    left = title_end(claim, text.strip(" .。"))
    kept: list[str] = []
    parts = _PARTS.split(left)
    for part in parts:
        part = unmarked(part).strip(" \t,，;；:：—–-")
        appearance = read_appearance(part)
        if (
            appearance
            and claim.fits(appearance)
            and appearance.venue
            and like_acronym(appearance.venue)
            and len(part) <= 40
        ):
            claim.take_appearance(appearance)
        elif part.strip(SEPARATORS) and not takes_names(claim, part) and not label_kind(part):
            kept.append(part)
    if len(kept) == len(parts) and left in text:
        claim.remarks.append(text)
    elif kept:
        claim.remarks.append(" – ".join(kept))
