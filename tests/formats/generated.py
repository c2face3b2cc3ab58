"""Lists as hypothesis makes them: with everything that a title, a note or a heading may hold."""

from __future__ import annotations

from hypothesis import strategies as st

from papers.formats.links import typed
from papers.formats.records import Document, Link, Record, Section

PIECES = [
    "Fair", "Queues", "for", "the", "Busy", "Clusters", "(Whimpy)", "μs-scale", "’s", "‘22", "[WIP]", "[link]",
    "(vLLM)", "*bold*", "_under_score", "a|b", "`code`", "C++", "R&D", "&amp;", "&#X5B;", "<b>", "~5%",
    "$x_1$", "\\", "“quoted”",
    '"plain"', "调度综述", "《题目》", "（上）", "3D", "1.", "2.1", "OSDI'20", "NeurIPS 2020", "et al.", "to appear",
    "#", "Part I", "!", "?", "…", "—", "-", ":", ";", ".", "A/B", "https://a.org/x", "@home", "^2", "{x}", "=", "+",
    "Survey", "10.1145/1", "arXiv:2001.01234", "None", "n/a", "TBD", "Contents", "General", "<!-- x -->", "[a](https://b.org)",
    "|", "**", "](", "[", "]", "(", ")", "【", "】", "é", "Ünïcode", "😀", "ﬁ", "Ｆull", "\u200b",
]  # fmt: skip
WORDS = st.sampled_from(PIECES)
PLAIN_WORDS = st.sampled_from(["fair", "queues", "of", "busy", "Clusters", "调度", "μs", "GPU", "and", "storage"])
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
TITLES = st.one_of(
    st.lists(PLAIN_WORDS, min_size=1, max_size=6).map(" ".join),
    TEXTS,
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Zl", "Zp"]), min_size=1, max_size=30),
).filter(lambda text: text.strip())
NAMES = st.one_of(st.sampled_from(["MIT", "Stanford", "UW-Madison", "ACM", "清华大学", "AT&T", "A, B", "None"]), TITLES)
VENUES = st.one_of(
    st.sampled_from(["OSDI", "arXiv", "ACM CSUR", "ESEC/FSE", "Nature", "ES-FoMo @ ICML", "软件学报"]), TITLES
)
URLS = st.sampled_from(
    [
        "https://a.org/x", "https://arxiv.org/abs/2001.01234", "https://dl.acm.org/doi/10.1145/3477132.3483553",
        "https://github.com/a/b", "http://a.org/(x)", "https://a.org/a_b*c?d=1&amp;e=[2]#f", "https://a.org/)",
        "https://a.org/<x>", "https://a.org/x\\y", "https://zh.org/论文", "https://a.org/&copy;", "https://a.org/x.",
    ]
)  # fmt: skip
LINKS = st.builds(
    lambda url, label: typed(url, label),
    URLS,
    st.sampled_from(["", "", "Paper", "code", "PDF", "slides", "link", "代码", "arXiv"]),
)
STRANGE_LINKS = st.builds(Link, URLS, st.sampled_from(["paper", "code", "video", "other"]), TITLES)
NOTE_LINES = st.one_of(
    st.sampled_from(
        [
            "要点在这里。", "[OSDI'20] Another Paper of Some Words", "`tag`", "[Code](https://a.org)",
            "Ada Lovelace et al.", "Venue: OSDI 2020", "**Bold** words.", "1) one", "(*ICML 2023*)",
            "https://a.org", "> quoted", "| a | b |",
            "Fair Queues for Busy Clusters", "x", "结果并不稳定<-----原因在这里", "a remark,",
        ]
    ),
    TEXTS.filter(lambda text: "<" not in text),
)  # fmt: skip


@st.composite
def notes(draw: st.DrawFn) -> str:
    """Bullets nested up to four levels, now and then with a blank line or a paragraph."""
    lines: list[str] = []
    depth = 0
    for _ in range(draw(st.integers(1, 5))):
        lines.append("  " * depth + "- " + draw(NOTE_LINES))
        if draw(st.integers(0, 5)) == 0:
            lines += ["", "  " * depth + "  " + draw(PLAIN_WORDS)]
        depth = draw(st.integers(0, min(depth + 1, 3)))
    return "\n".join(line.rstrip() for line in lines)


def some(values: st.SearchStrategy, most: int = 3) -> st.SearchStrategy:
    return st.one_of(st.just(()), st.lists(values, max_size=most).map(tuple))


def perhaps(values: st.SearchStrategy, empty: object = "") -> st.SearchStrategy:
    return st.one_of(st.just(empty), values)


RECORDS = st.builds(
    Record,
    title=TITLES,
    section=st.none(),
    nickname=perhaps(TITLES),
    kind=st.sampled_from(["paper", "paper", "survey", "preprint", "report", "book"]),
    venue=perhaps(VENUES),
    year=perhaps(st.one_of(st.integers(2010, 2030), st.integers(1900, 2099)), None),
    to_appear=st.booleans(),
    institutions=some(NAMES),
    authors=some(
        st.one_of(st.sampled_from(["Ada Lovelace", "张三", "Li Hua", "O'Neil, Jr.", "Wei Wang 0001"]), TITLES)
    ),
    tags=some(st.one_of(st.sampled_from(["gpu sharing", "缓存", "DLRM", "a, b", "`x`"]), TITLES)),
    links=some(st.one_of(LINKS, LINKS, STRANGE_LINKS)),
    doi=perhaps(st.sampled_from(["10.1145/3477132", "10.1000/a_b<c>*", "10.5555/x(y)"])),
    arxiv_id=perhaps(st.sampled_from(["2309.06180", "cs/0112017"])),
    notes=perhaps(notes()),
)
HEADINGS = st.one_of(
    st.sampled_from(["Training", "缓存", "Fetch stalls (I/O)", "Venues", "3D parallelism", "C#"]), TITLES
)
NUMBERS = st.sampled_from(["", "", "1", "1.2", "2.3.1", "三"])


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A tree of up to four levels with entries anywhere in it, also before it."""
    sections: list[Section] = []
    records: list[Record] = draw(st.lists(RECORDS, max_size=2)) if draw(st.booleans()) else []
    line: list[int] = []
    top = draw(st.integers(1, 2))
    for index in range(draw(st.integers(0, 5))):
        depth = draw(st.integers(0, min(len(line), 3)))
        line = line[:depth]
        parent = line[-1] if line else None
        sections.append(Section(draw(HEADINGS), top + depth, 0, parent, draw(NUMBERS)))
        line.append(index)
        records += [Record(**{**fields(one), "section": index}) for one in draw(st.lists(RECORDS, max_size=3))]
    return Document(draw(HEADINGS), tuple(sections), tuple(records), ())


def fields(record: Record) -> dict:
    return {name: getattr(record, name) for name in Record.__slots__}
