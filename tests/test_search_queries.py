"""What is understood of what somebody typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papers.search.queries import MOST_TERMS, Atom, parse, phrases_typed, widened
from papers.search.tokens import BREAK, tokens

typed = st.lists(
    st.one_of(st.sampled_from([*"ab -\"“”「」'’.集群調한\n\x00", "gpu", "'20", ' -"', " -"]), st.characters()),
    max_size=60,
).map("".join)


def written(atom):
    return "+".join(atom.tokens).replace(BREAK, "|") + ("*" if atom.is_prefix else "")


def is_widened(query):
    return any(len(group.alternatives) > 1 for group in query.groups)


def asked(text):
    """The query on one line: its groups, then what it excludes."""
    query = parse(text)
    groups = [" ".join(map(written, group.alternatives[0].atoms)) for group in query.groups]
    return " ".join([*groups, *(f"-{written(atom)}" for atom in query.excluded)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("elastic training", "elastic* training*"),
        ("x of GPU 3 10", "x of* gpu* 3 10*"),
        ("gandiva-fair", "gandiva* fair*"),
        ("gpu集群", "gpu* 集群"),
        ("gpu 集群", "gpu* 集群"),
        ("调度器", "调度+度器"),
        ("彈性訓練", "弹性+性训+训练"),
        ("调", "调*"),
        ("调 度器", "调* 度器"),
        ("ＧＰＵ　集群", "gpu* 集群"),
        ("C++", "c"),
        ("C#", "c"),
        (".NET", "net*"),
        ("Résumé", "resume*"),
        ('"elastic training" x', "elastic+training x"),
        ("“elastic training”x", "elastic+training x"),
        ("「弹性训练」", "弹性+性训+训练"),
        ("『弹性训练』 ＂gpu＂", "弹性+性训+训练 gpu"),
        ('"gpu集群"', "gpu+集群"),
        ('"集群 gpu"', "集群+群+gpu"),
        ('"集群 度"', "集群+群+度*"),
        ('"度 度"', "度+度*"),
        ('"fair-share"', "fair+share"),
        ('"a: b"', "a+|+b"),
        ('"... a!"', "a"),
        ('"unclosed phrase', "unclosed+phrase"),
        ('one"two three"four', "one* two+three four*"),
        ('"" "." x', "x"),
        ("gpu -cpu", "gpu* -cpu*"),
        ("gpu －cpu", "gpu* -cpu*"),
        ('gpu -"cpu cluster"', "gpu* -cpu+cluster"),
        ("gpu -“cpu cluster", "gpu* -cpu+cluster"),
        ("-gandiva-fair", "-gandiva+fair*"),
        ("-gpu集群", "-gpu+集群"),
        ("-x -调 -调度", "-x -调* -调度"),
        ("a - b", "a b"),
        ("--verbose", "verbose*"),
        ("a- -", "a"),
        ('x -"" -.', "x"),
        ("OSDI ’20", "osdi* 2020*"),
        ("OSDI'20", "osdi* 2020*"),
        ('"OSDI \'20"', "osdi+2020"),
        ("'201 '2x don't", "201* 2x* don* t"),
        ("... !? 🎉", ""),
        ("", ""),
        ("\x00\x1f", ""),
        ("a OR b AND NEAR(c)", "a or* b and* near* c"),
        ("title: gpu* ^x", "title* gpu* x"),
        ("x" * 100, "x" * 64 + "*"),
    ],
)
def test_it_understands(text, expected):
    assert asked(text) == expected


def test_a_query_of_punctuation_is_empty_and_one_of_exclusions_asks_for_nothing():
    assert parse("?!").is_empty
    assert not parse("-gpu").is_empty
    assert parse("-gpu").only_excludes
    assert not parse("x -gpu").only_excludes


def test_it_looks_at_256_characters_and_16_terms():
    assert parse("a" * 250 + " bcdefghijkl").groups[-1].alternatives[0].atoms == (Atom(("bcdef",), is_prefix=True),)
    assert asked(" ".join(f"a{number}" for number in range(20))) == " ".join(f"a{number}*" for number in range(16))
    assert asked(",".join("abcdefghijklmnopqrst")) == " ".join("abcdefghijklmnop")
    without = [f"-{letter}" for letter in "defghijklmnopqr"]
    assert asked(" ".join([*without, "b c"])) == " ".join(["b", *without])
    assert parse("\ufdfa" * 256).groups


def test_it_looks_once_for_what_is_asked_for_twice():
    assert asked("gpu cluster GPU -cpu -cpu") == "gpu* cluster* -cpu*"
    assert parse("deep deep").typed == parse("Deep DEEP").typed != parse("deep").typed


def test_it_says_when_there_was_more():
    assert parse("a " * 17).is_cut
    assert parse("-a " * 17).is_cut
    assert parse("a" + " " * 256).is_cut
    assert not parse("a " * 16).is_cut


def test_it_remembers_what_was_typed():
    query = parse("The “Big  One” -not Ｇａｎｄｉｖａ集群")
    assert query.typed == "the big one gandiva集群"
    assert [query.text[group.start : group.end] for group in query.groups] == [
        "The",
        "Big  One",
        "Ｇａｎｄｉｖａ",
        "集群",
    ]


@settings(max_examples=300, deadline=None)
@given(typed)
def test_any_text_is_a_query(text):
    query = parse(text)
    assert hash(query) == hash(parse(text))
    assert len(query.groups) + len(query.excluded) <= MOST_TERMS
    for atom in (*query.atoms, *query.excluded):
        assert BREAK not in (atom.tokens[0], atom.tokens[-1])
        assert all(token == BREAK or token.isalnum() for token in atom.tokens)
    for group in query.groups:
        assert tokens(query.text[group.start : group.end])
    assert widened(query, {}) == query == query.first()
    assert widened(query, {phrase: ["集群"] for phrase in phrases_typed(query)}).first().excluded == query.excluded


def test_names_may_be_neighbouring_words_and_phrases():
    assert phrases_typed("Elastic  training gpu集群") == [
        "elastic training gpu集群",
        "elastic training gpu",
        "training gpu集群",
        "elastic training",
        "training gpu",
        "gpu集群",
        "elastic",
        "training",
        "gpu",
        "集群",
    ]
    assert phrases_typed('"big data" -x gandiva-fair') == ["gandiva-fair", "big data", "gandiva", "fair"]
    assert phrases_typed("彈性") == ["彈性", "弹性"]
    assert max(len(phrase.split()) for phrase in phrases_typed("a b c d e f g h")) == 6
    assert phrases_typed("...") == []


def ways(query):
    return [[(" ".join(map(written, way.atoms)), way.via) for way in group.alternatives] for group in query.groups]


def test_a_name_is_also_looked_for_in_the_other_language():
    query = widened(parse("弹性训练 gpu -cpu"), {"弹性训练": ["Elastic Training"], "cpu": ["处理器"]})
    assert ways(query) == [
        [
            ("弹性+性训+训练", ""),
            ("elastic+training", "Elastic Training"),
            ("elastic+trainings", "Elastic Training"),
        ],
        [("gpu*", "")],
    ]
    assert is_widened(query)
    assert query.excluded == parse("-cpu").excluded
    assert query.first() == parse("弹性训练 gpu -cpu")


def test_a_name_of_several_words_is_one_thing_that_is_asked_for():
    query = widened(parse("big elastic training policy"), {"elastic training": ["弹性训练", "弹性学习"]})
    assert ways(query) == [
        [("big*", "")],
        [("elastic* training*", ""), ("弹性+性训+训练", "弹性训练"), ("弹性+性学+学习", "弹性学习")],
        [("policy*", "")],
    ]
    assert query.text[query.groups[1].start : query.groups[1].end] == "elastic training"
    assert widened(query, {"policy": ["策略"]}).groups[1] == query.groups[1]


def test_the_longest_name_counts():
    names = {"elastic training": ["弹性训练"], "training": ["训练"], "training policy": ["训练策略"]}
    assert [len(group) for group in ways(widened(parse("elastic training policy"), names))] == [2, 1]
    assert [len(group) for group in ways(widened(parse('elastic "training policy"'), names))] == [1, 2]


def test_words_that_a_quote_parts_are_no_name():
    names = {"elastic training": ["弹性训练"]}
    assert not is_widened(widened(parse('"elastic" training'), names))
    assert not is_widened(widened(parse("elastic -x training"), names))
    assert is_widened(widened(parse('"elastic training"'), names))


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("GPU cluster", ["gpu+cluster", "gpu+clusters"]),
        ("policy", ["policy", "policies"]),
        ("batch", ["batch", "batches"]),
        ("relay", ["relay", "relays"]),
        ("AI", ["ai"]),
        ("图", ["图*"]),
        ("word2vec", ["word2vec"]),
        ("...", []),
    ],
)
def test_an_english_name_is_found_in_the_plural_too(name, forms):
    (group,) = widened(parse("集群"), {"集群": [name]}).groups
    assert [written(way.atoms[0]) for way in group.alternatives[1:]] == forms


def test_what_was_typed_is_not_looked_for_twice():
    assert ways(widened(parse("集群"), {"集群": ["集群", "cluster", "Cluster"]})) == [
        [("集群", ""), ("cluster", "cluster"), ("clusters", "cluster")]
    ]
