"""Finding the names of terms in running text, English and Chinese."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notes.terms import Finder, folded, name_key, occurs, prose

ENGLISH = ["all-reduce", "ring all-reduce", "KV cache", "batch size", "latency", "tail latency", "hyperparameter", "RL"]
CHINESE = ["全归约", "混合专家", "混合专家模型", "GPU共享", "量化", "向量化", "MoE", "KV缓存"]


def found(names, text):
    """What is found, as the text has it and as the name that it is."""
    finder = Finder([(name, name) for name in names])
    return [(text[place.start : place.end], place.term) for place in finder.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("An all-reduce.", [("all-reduce", "all-reduce")]),
        ("All Reduce of gradients", [("All Reduce", "all-reduce")]),
        ("AllReduce", [("AllReduce", "all-reduce")]),
        ("all\nreduce over a line", [("all\nreduce", "all-reduce")]),
        ("- an all\n  reduce in a list", [("all\n  reduce", "all-reduce")]),
        ("all‑reduce, all–reduce", [("all‑reduce", "all-reduce"), ("all–reduce", "all-reduce")]),
        ("ｋｖ　ｃａｃｈｅ", [("ｋｖ　ｃａｃｈｅ", "KV cache")]),
        ("all\n\nreduce", []),
        ("all. Reduce", []),
        ("small reduced", []),
        ("all-reduced", []),
        ("batch sizes and batches size", [("batch sizes", "batch size")]),
        ("caches and KV caches", [("KV caches", "KV cache")]),
        ("all-reduces", [("all-reduces", "all-reduce")]),
        ("Latencies; tail latencies", [("Latencies", "latency"), ("tail latencies", "tail latency")]),
        ("hyper-parameter", [("hyper-parameter", "hyperparameter")]),
        ("hyperparameters", [("hyperparameters", "hyperparameter")]),
        ("hyper parameter", []),
        ("a latency-aware scheduler", [("latency", "latency")]),
        ("the job's latency's tail", [("latency", "latency")]),
        ("in URL or r l", []),
        ("RL, RLs and rl", [("RL", "RL"), ("RLs", "RL"), ("rl", "RL")]),
        ("a ring all-reduce", [("ring all-reduce", "ring all-reduce")]),
        ("延迟latency时", [("latency", "latency")]),
        ("naïvelatency élatency", []),
        ("", []),
    ],
)  # fmt: skip
def test_it_finds_english_names_as_whole_words(text, expected):
    assert found(ENGLISH, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("先做全归约再更新", [("全归约", "全归约")]),
        ("混合专家模型与混合专家", [("混合专家模型", "混合专家模型"), ("混合专家", "混合专家")]),
        ("GPU 共享与GPU共享", [("GPU 共享", "GPU共享"), ("GPU共享", "GPU共享")]),
        ("gpu\n共享", [("gpu\n共享", "GPU共享")]),
        ("向量化不是量化", [("向量化", "向量化"), ("量化", "量化")]),
        ("采用MoE结构，MoEs", [("MoE", "MoE"), ("MoEs", "MoE")]),
        ("Moebius", []),
        ("KV 缓存", [("KV 缓存", "KV缓存")]),
    ],
)
def test_it_finds_chinese_names_inside_longer_text(text, expected):
    assert found(CHINESE, text) == expected


def test_of_names_that_overlap_the_longest_counts():
    assert found(["ab cd", "cd ef gh"], "ab cd ef gh") == [("cd ef gh", "cd ef gh")]
    assert found(["ab cd", "cd ef"], "ab cd ef") == [("ab cd", "ab cd")]


def test_two_names_with_one_key_are_one_and_the_first_is_known():
    finder = Finder([("all-reduce", 1), ("All Reduce", 2)])
    assert [place.term for place in finder.find("all reduce")] == [1]


def test_it_says_by_which_name():
    finder = Finder([("straggler", 1), ("slow worker", 1)])
    assert [(place.term, place.key) for place in finder.find("Slow workers, a straggler")] == [
        (1, "slowworker"), (1, "straggler"),
    ]  # fmt: skip


@pytest.mark.parametrize("names", [[], ["-"], ["", " "]])
def test_without_a_name_nothing_is_found(names):
    assert found(names, "anything - at all") == []


def test_a_name_occurs_also_inside_a_longer_one():
    assert occurs("latency", "the tail latency")
    assert occurs("混合专家", "混合专家模型")
    assert not occurs("latency", "latencyless")


@pytest.mark.parametrize(
    "text",
    [
        "`all-reduce`", "```\nall-reduce\n```", "~~~py\nall-reduce", "$all-reduce$", "$$\nall-reduce\n$$",
        "[here](https://example.org/all-reduce)", "[[all-reduce considered]]", "https://example.org/all-reduce",
    ],
)  # fmt: skip
def test_code_mathematics_and_addresses_are_no_prose(text):
    assert found(ENGLISH, prose(text)) == []
    assert len(prose(text)) == len(text)


@pytest.mark.parametrize("text", ["it costs $5 for all-reduce, $6 more", "[all-reduce](/x)", "*all-reduce* ` alone"])
def test_what_only_looks_like_it_is(text):
    assert found(ENGLISH, prose(text)) == [("all-reduce", "all-reduce")]


@given(st.text(max_size=60), st.text(alphabet="ab -\n全归约Éß½ﬁ", max_size=80))
@example("-a", "-a")
@example("ﬁx", "ﬁx fix")
def test_whatever_the_names_a_place_is_where_the_name_stands(name, text):
    assert len(folded(text)) == len(text)
    for place in Finder([(name, name)]).find(f"{text} {name}"):
        shown = name_key(f"{text} {name}"[place.start : place.end])
        assert place.key == name_key(name)
        assert shown.startswith(place.key.removesuffix("y"))


@given(st.from_regex(re.compile(r"[a-z]{2,8}([ -][a-z]{2,8}){0,3}"), fullmatch=True))
def test_a_name_is_found_however_it_is_joined(name):
    for joined in (name, name.upper(), re.sub("[ -]", "", name), name.replace("-", " "), name.replace(" ", "-")):
        assert [place.term for place in Finder([(name, 1)]).find(f"({joined}),")] == [1]


def test_five_hundred_terms_are_found_in_a_long_text():
    names = [
        f"{head}{tail}" for head in "分布并行调度计算网络存储模型推理训练内存缓存" for tail in "算法系统优化带宽延迟"
    ]
    finders = [
        Finder([(name, name) for name in names[:250]]),
        Finder([(f"term {a}{b}", a + b) for a in "abcdefghijklmnopqrstuvwxyz" for b in "abcdefghij"]),
    ]
    text = ("在分布式系统中 term ab 训练与推理，term-cd 的调度算法优化。" * 700)[:20_000]
    for finder in finders:
        assert finder.find(text)


@pytest.mark.parametrize(
    "text", ["all-to-" * 3000, "全" * 20_000, "all\n" + " " * 20_000, "s" * 20_000, "all\n " * 4000]
)
def test_a_text_that_is_nearly_full_of_a_name_has_none(text):
    assert Finder([(name, name) for name in [*ENGLISH, *CHINESE, "all-to-all-to-one"]]).find(text) == []
