"""Records as the exchange formats may meet them, for properties that hold for all of them."""

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from papers.formats.limits import one_line
from papers.formats.records import Link, Record

MARKS = "abZ é一二μ{}\"'\\%#&$_~^,;:：，；、-=+@*()[]<>|`/.!?0129"
quick = settings(
    database=None,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
WORDS = [
    "Gavel", "OSDI", "NIPS '12", "USENIX Symposium on X (OSDI 20)", "Proceedings of the 3rd Y", "Workshop on Z",
    "arXiv", "CoRR", "Journal of W", "and", "others", "Foo, Inc.", "--", "``", "''", "$x_1$", "\\alpha", "To appear",
    "van", "Jr.", "{", "}", "大模型", "；", "a and b", "@article{a,", "ER  - ", "key: value", "\u3000", "=1+1", "'",
]  # fmt: skip
texts = st.one_of(st.text(MARKS, max_size=30), st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join))
single = texts.map(lambda text: one_line(text).strip())
some = single.filter(bool)
blocks = st.lists(
    st.one_of(texts, st.sampled_from(["", "  - x", "\t", "    code", " ", "@misc{a,", "AB  - x"])), max_size=5
)
several = blocks.map("\n".join)
unique = st.lists(some, max_size=4, unique=True).map(tuple)
urls = st.one_of(
    st.sampled_from(
        ["https://arxiv.org/abs/2309.06180", "https://doi.org/10.1145/3600006.3613165", "https://github.com/a/b"]
    ),
    st.text("ab/_%#&~=?+.;,-{}\\(1", max_size=12).map("https://a.example/".__add__),
)
links = st.builds(
    Link, urls, st.sampled_from(["paper", "preprint", "code", "slides", "video", "dataset", "other"]), single
)
named = st.lists(links, max_size=3, unique_by=lambda link: link.url).map(tuple)
summaries = st.tuples(several, several).map(
    lambda both: tuple(pair for pair in zip(("en", "zh-hans"), both, strict=True) if pair[1])
)
records = st.builds(
    Record,
    title=some,
    nickname=single,
    kind=st.sampled_from(["paper", "survey", "preprint", "report", "book"]),
    venue=single,
    year=st.none() | st.integers(1600, 2200),
    to_appear=st.booleans(),
    institutions=unique,
    authors=unique,
    tags=unique,
    links=named,
    doi=st.sampled_from(["", "10.1145/3600006.3613165"])
    | st.text("ab1./_-{}\\()<>;:", min_size=1, max_size=9).map("10.1000/".__add__),
    arxiv_id=st.sampled_from(["", "2309.06180", "cs/0112017"]),
    notes=several,
    abstract=several,
    key=st.just("key"),
    venue_full=single,
    venue_kind=st.sampled_from(["", "conference", "journal", "workshop", "preprint-server", "other"]),
    summaries=summaries,
)


def keyed(found: list[Record]) -> list[Record]:
    return [replace(record, key=f"key{number}") for number, record in enumerate(found)]


def bare(record: Record) -> Record:
    """The record without what only a file gives it."""
    return replace(record, line=0, raw="", notes_line=0, section=None)
