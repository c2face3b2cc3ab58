"""The lines under an entry that say more of the same: keywords, links, authors, venue."""

import re

from .claims import Claim
from .entries import clean_title
from .inline import Atom, atoms, repaired, unmarked
from .links import arxiv_in, label_kind
from .names import read_names
from .venues import like_acronym, read_appearance

_SEPARATORS = " \t\x02\x03|·,，;；、/()（）[]【】—–-.。•*:："
_FIELD = re.compile(r"^\W*([A-Za-z\u4e00-\u9fff][\w /]{0,20}?)\s*\W?\s*[:：]\s*(?=\S)")
_VENUE_AT_END = (
    re.compile(r"[(（\[【]\s*([^()（）\[\]]{2,80})\s*[)）\]】]\W{0,5}$"),
    re.compile(r"\x02([^\x02\x03]{2,80})\x03\W{0,5}$"),
    re.compile(r"[.,]\s+([^.,]{2,40})\.?$"),
)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_LONGEST_VENUE = 100
FIELDS = {
    "title": "title|paper|papers|paper title|name|标题|论文|题目|论文标题|论文题目|名称|文章",
    "venue": "venue|conference|conf|journal|publication|published in|published|where|pub"
    "|会议|期刊|会议/期刊|发表|出处|来源|发表于",
    "year": "year|date|time|年份|年|时间|日期|发表时间",
    "institutions": "affiliation|affiliations|institution|institutions|institute|organization|org|university|team"
    "|company|机构|单位|学校|作者单位|团队|公司",
    "authors": "author|authors|by|作者",
    "links": "link|links|url|pdf|paper link|resources|code|slides|slide|video|github|dataset|doi|arxiv|artifact|repo"
    "|project|website|链接|地址|论文链接|代码|视频|幻灯片|数据集",
    "tags": "tag|tags|keyword|keywords|topic|topics|category|categories|关键词|标签|关键字|类别|方向|分类|主题",
    "kind": "kind|type|类型",
    "nickname": "nickname|system|system name|abbreviation|abbr|short name|简称|系统|缩写",
    "notes": "note|notes|summary|comment|comments|remark|remarks|tldr|tl;dr|description|key idea"
    "|备注|笔记|简介|摘要|说明|总结",
}
FIELD_OF = {name: field for field, names in FIELDS.items() for name in names.split("|")}


def read_detail(claim: Claim, source: str, nested: bool, references: dict[str, dict[str, str]] | None = None) -> bool:
    """Take a line under an entry as keywords, links, authors or a venue; False when it is a note.

    A `nested` bullet of bare names is left as a note: system names and topics look just like people.
    """
    source, _ = repaired(" ".join(source.split()))
    pieces = [piece for piece in atoms(source, references) if piece.kind != "text" or piece.text.strip(_SEPARATORS)]
    if not pieces:
        return not source.strip(_SEPARATORS)
    kinds = {piece.kind for piece in pieces}
    if kinds == {"code"}:
        for piece in pieces:
            claim.take_tag(piece.plain)
        return True
    if _only_links(pieces):
        for label, piece in zip(["", *(piece.plain for piece in pieces)], pieces, strict=False):
            if piece.kind == "link":
                named = piece.plain if label_kind(piece.text) else label
                claim.take_link(piece.url, named)
        return True
    found = _FIELD.match(source)
    field = FIELD_OF.get(found[1].casefold(), "") if found else ""
    if found and field not in ("", "title", "notes"):
        return read_field(claim, field, source[found.end() :], found[1], references)
    return kinds <= {"text", "bracket"} and _people_and_venue(claim, "".join(piece.written for piece in pieces), nested)


def _only_links(pieces: list[Atom]) -> bool:
    """Links, perhaps with labels such as "Code:" between them."""
    if not any(piece.kind == "link" for piece in pieces):
        return False
    return all(
        piece.kind == "link" and (not piece.plain or label_kind(piece.text) or piece.text == piece.url)
        or piece.kind in ("text", "bracket") and label_kind(piece.text)
        for piece in pieces
    )  # fmt: skip


def read_field(
    claim: Claim, field: str, source: str, name: str = "", references: dict[str, dict[str, str]] | None = None
) -> bool:
    """Take the value of a named field, as in "Venue: OSDI 2020" or in a table's cell; False when it cannot be used."""
    pieces = atoms(source, references)
    text = " ".join("".join(piece.plain if piece.kind != "text" else piece.text for piece in pieces).split())
    text = unmarked(text).strip()
    if field == "links":
        return _identifier(claim, text, name) or _links(claim, pieces, name)
    for piece in pieces:
        if piece.kind == "link":
            claim.take_link(piece.url, piece.plain)
    if not text.strip(" -–—/") or text.casefold() in ("n/a", "tbd", "none"):
        return True
    if field in ("venue", "year"):
        return _venue(claim, text, field)
    if field == "institutions":
        claim.take_institutions(text)
    elif field == "authors":
        claim.take_authors(read_names(f"by {text}") or [text])
    elif field == "tags":
        for tag in re.split(r"\s*[,;，；、|]\s*", text) if not _codes(pieces) else _codes(pieces):
            claim.take_tag(tag)
    elif field == "nickname":
        claim.nickname = claim.nickname or clean_title(text)
    elif field == "kind":
        return claim.take_kind(text)
    else:
        return False
    return True


def _codes(pieces: list[Atom]) -> list[str]:
    return [piece.plain for piece in pieces if piece.kind == "code"]


def _identifier(claim: Claim, text: str, name: str) -> bool:
    """A DOI or arXiv number by itself, as in "DOI: 10.1145/1": so said, it goes before one found in an address."""
    if name.casefold() == "doi" and _DOI.fullmatch(text):
        claim.doi = text.lower()
        return True
    number = arxiv_in(f"arxiv:{text}") if name.casefold() == "arxiv" else ""
    claim.arxiv_id = number or claim.arxiv_id
    return bool(number)


def _links(claim: Claim, pieces: list[Atom], name: str) -> bool:
    links = [piece for piece in pieces if piece.kind == "link"]
    for piece in links:
        claim.take_link(piece.url, piece.plain if label_kind(piece.text) else name)
    return bool(links) or all(not piece.text.strip(_SEPARATORS) or label_kind(piece.text) for piece in pieces)


def _venue(claim: Claim, text: str, field: str) -> bool:
    text = text.strip("[]【】 ")
    found = read_appearance(text)
    if found:
        claim.take_appearance(found)
    elif field == "venue" and len(text) <= _LONGEST_VENUE:
        claim.venue = claim.venue or text
    else:
        return False
    return True


def _people_and_venue(claim: Claim, text: str, nested: bool) -> bool:
    found = next((match for pattern in _VENUE_AT_END if (match := pattern.search(text.strip()))), None)
    appearance = read_appearance(unmarked(found[1])) if found else None
    if (
        found
        and appearance
        and claim.fits(appearance)
        and (appearance.venue == "" or len(appearance.venue.split()) <= 7)
    ):
        before = unmarked(text.strip()[: found.start()]).strip(" \t,.;|—–-")
        names = read_names(before)
        if names or not before:
            claim.take_authors(names)
            claim.take_appearance(appearance)
            return True
        return False
    whole = unmarked(text).strip(" \t()（）|[]")
    alone = read_appearance(whole)
    if alone and claim.fits(alone) and len(whole) <= 40 and like_acronym(alone.venue):
        claim.take_appearance(alone)
        return True
    names = read_names(whole)
    if not names or nested and not re.search(r"\bet\.? al|^(?:authors?|by|作者)\b", whole, re.IGNORECASE):
        return False
    claim.take_authors(names)
    return True
