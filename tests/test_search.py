"""What ``Paper.objects.search`` finds, for whom, in which order, and what no text can make it do."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db import connection

from papers.indexing import reindex
from papers.models import Paper
from papers.search import Search, looking, ranking
from papers.search.holding import count
from tests.factories import make_member, make_paper, make_reading, make_summary, make_topic

pytestmark = pytest.mark.django_db


def found(text, viewer=None):
    return {paper.title for paper in Paper.objects.search(text, viewer)}


def in_order(text, viewer=None):
    return [paper.title for paper in Search(text, viewer).ranked(Paper.objects.all())]


@pytest.fixture
def notes(member, other):
    """What two members wrote for themselves about the same paper."""
    paper = make_paper("Gavel", abstract="Heterogeneous clusters.")
    make_reading(member, paper, private_note="Compare with **Pollux**，抢占开销。")
    make_reading(other, paper, private_note="Nothing of that, but xylophones.")
    return paper


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("pollux", True), ("抢占", True), ("pollux gavel", True), ("gavel 抢占 clusters", True), ("gavel", True),
        ('"compare with pollux"', True), ("xylophones", False), ("pollux xylophones", False), ("gavel -pollux", False),
        ("pollux -gavel", False), ("gavel -xylophones", True), ("clusters -抢占", False), ("gavel quux", False),
    ],
)  # fmt: skip
def test_ones_own_note_is_searched_with_the_paper(notes, member, text, is_found):
    assert found(text, member) == ({"Gavel"} if is_found else set())


def test_nobody_finds_by_the_note_of_another(notes, member, other):
    for viewer in (None, AnonymousUser(), make_member("third"), other):
        assert found("pollux", viewer) == found("抢占开销", viewer) == set()
        assert found("gavel -pollux", viewer) == {"Gavel"}
        assert Search("gavel pollux", viewer).ranked(Paper.objects.all()).count() == 0
    assert not any(Search("gavel", member).own)
    assert Search("pollux", member).own.more
    assert Search("gavel -pollux", member).own.fewer
    assert not any(Search("pollux", other).own)


def test_a_note_costs_others_no_query(notes, django_assert_num_queries):
    alone = make_member("alone")
    search = Search("gavel 抢占", alone, across=False)
    with django_assert_num_queries(3):  # the notes, the index, the papers
        assert list(search.narrow(Paper.objects.all())) == []


@pytest.mark.parametrize("few", [0, 2_000])
def test_it_finds_the_same_be_it_much_or_little(notes, member, monkeypatch, few):
    """Few hits are listed, many are left to the index."""
    monkeypatch.setattr(looking, "MOST_LISTED", few)
    make_paper("Pollux")
    make_paper("Tiresias")
    assert found("pollux", member) == {"Gavel", "Pollux"}
    assert found("gavel", member) == {"Gavel"}
    assert found("gavel -xylophones", member) == {"Gavel"}
    assert found("gavel -pollux", member) == set()
    search = Search("pollux")
    assert [paper.title for paper in search.beyond(Paper.objects.order_by("title"))] == ["Gavel", "Tiresias"]
    assert in_order("pollux", member) == ["Pollux", "Gavel"]


def test_it_composes_with_other_filters(notes):
    other = make_paper("Pollux", year=2021, topics=(make_topic(),))
    papers = Paper.objects.filter(year=2021) | Paper.objects.filter(title="Gavel")
    assert {*papers.search("gavel")} == {notes}
    assert {*Paper.objects.filter(topics__name_en="Scheduling").search("pollux")} == {other}
    assert {*Paper.objects.exclude(pk__in=Paper.objects.search("gavel").values("pk"))} == {other}
    both = Paper.objects.search("gavel").order_by().union(Paper.objects.search("pollux").order_by())
    assert both.count() == 2
    assert Paper.objects.search("pollux").filter(year=2020).count() == 0


@pytest.mark.parametrize("text", ["", "   ", "%", "...", '""', "😀", "\x00", "-", "_"])
def test_nothing_asked_for_is_everything(text):
    make_paper("Gavel")
    assert found(text) == {"Gavel"}


def test_nothing_but_exclusions_is_nothing(django_assert_num_queries):
    make_paper("Gavel")
    with django_assert_num_queries(0):
        assert found("-pollux") == set()


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000, "调" * 10_000, '"' * 300, "'" * 300, "a\x00b", "😀 gavel", "NEAR(gavel pollux, 2)",
        "gavel AND OR NOT", "title:gavel", "{title names} : gavel", "gavel* ^gavel", "gavel + (pollux",
        "gavel | & ! <-> :* '",
        "-- ; DROP TABLE", "\\", "\\' \\\\", "%s %(a)s {0}", "a b c d e f g h i j k l m n o p q",
        "的 一 是 不 了 在 有 大 这 中 个 上 为 们 到 说",
        "aa bb cc dd ee ff gg hh ii jj kk ll mm nn oo pp", "\ue000", "\ue001gavel", "\u202egavel", "ﷺ" * 100, "\ud800",
    ],
)  # fmt: skip
def test_no_text_is_too_much(notes, member, text):
    for viewer in (None, member):
        search = Search(text, viewer)
        assert search.narrow(Paper.objects.all()).count() in {0, 1}
        assert search.ranked(Paper.objects.all())[:20] in ([], [notes])


def test_what_is_called_so_comes_first_then_titles_and_names_then_the_rest():
    body = make_paper("Another", year=2025, abstract="Gavel, gavel, gavel and gavel again.")
    tagged = make_paper("A third", year=2024, tags=("gavel",))
    titled = make_paper("Beyond Gavel", year=2001)
    named = make_paper("Heterogeneity-aware policies", nickname="Gavel", year=2000)
    begins = make_paper("Gavelling", nickname="Gavelkind", year=2026)
    assert in_order("gavel") == [paper.title for paper in (named, begins, titled, tagged, body)]
    assert in_order("ＧＡＶＥＬ")[0] == in_order('"gavel" -quux')[0] == named.title


def test_it_is_cut_into_pages_wherever_one_kind_of_hit_ends(monkeypatch):
    monkeypatch.setattr(ranking, "MOST_SCORED", 4)
    make_paper("Anything", nickname="Elastic", year=1990)
    for number in range(9):
        make_paper(f"Elastic {'elastic ' * (number % 3)}{number}", year=2000 + number)
    for number in range(5):
        make_paper(f"Rest {number}", year=2010 + number, abstract="elastic")
    ranked = Search("elastic").ranked(Paper.objects.all())
    whole = [paper.title for paper in ranked]
    assert len(whole) == ranked.count() == len(ranked) == len({*whole}) == 15
    assert whole[0] == "Anything"
    assert whole[1:5] == ["Elastic elastic elastic 8", "Elastic elastic elastic 5", "Elastic elastic 7", "Elastic 6"]
    assert whole[5:] == [
        "Elastic elastic 4", "Elastic 3", "Elastic elastic elastic 2", "Elastic elastic 1", "Elastic 0",
        "Rest 4", "Rest 3", "Rest 2", "Rest 1", "Rest 0",
    ]  # fmt: skip
    for size in (1, 2, 3, 4, 7, 15, 20):
        pages = Paginator(ranked, size)
        assert [paper.title for page in pages for paper in page] == whole
    assert [paper.title for paper in ranked[13:99]] == whole[13:]
    assert ranked.numbers() == [paper.pk for paper in ranked]
    assert ranked[2].title == whole[2]


def test_a_page_costs_the_same_queries_however_many_are_found(django_assert_max_num_queries):
    for number in range(30):
        make_paper(f"Elastic {number}", tags=("a", "b"))
    for shown in (slice(0, 5), slice(0, 25)):
        with django_assert_max_num_queries(12):
            ranked = Search("elastic").ranked(Paper.objects.for_rows())
            assert len(list(ranked[shown])) == shown.stop
            assert ranked.count() == 30


def test_the_order_is_the_one_that_the_rule_gives():
    """BM25 without rarity over title and names, the title three times; the newest of equals first."""
    words = ("cache", "调度", "elastic", "caching", "gpu")
    for number in range(60):
        title = " ".join(words[(number * step + step) % 5] for step in range(1, 3 + number % 5))
        make_paper(
            title, year=2000 + number % 7, tags=(words[number % 5],) if number % 2 else (), authors=("Wei Zhang",)
        )
    heads = {paper.pk: paper for paper in Paper.objects.all()}
    for text in ("cache", "cach", "调度", "elastic gpu", "调度 -gpu"):
        numbers = Search(text).ranked(Paper.objects.all()).numbers()
        assert numbers == sorted(numbers, key=lambda pk: (-by_the_rule(text, heads[pk]), -heads[pk].year, -pk))
        assert len(numbers) > 5


def by_the_rule(text, paper):
    """Of what a paper of this test has in its title, its tag, its author and its year."""
    names = [
        "wei",
        "zhang",
        "|",
        *[token for tag in paper.tags.all() for token in [*cut(tag.name), "|"]],
        str(paper.year),
    ]
    title = [token for word in paper.title.split() for token in cut(word)]
    length = len(title) + len(names) + 2  # a space more than there are tokens, in either text
    total = 0
    for word in [word for word in text.split() if word[0] != "-"]:
        is_word = word.isascii()
        times = [sum(token.startswith(word) if is_word else token == word for token in part) for part in (title, names)]
        amount = 3 * times[0] + times[1]
        total += amount * 2.2 / (amount + 1.2 * (0.25 + 0.75 * length / 100))
    return total


def cut(word):
    return [word] if word.isascii() else [*(word[place : place + 2] for place in range(len(word)))]


def test_a_draft_is_not_found_and_a_published_summary_is():
    paper = make_paper("Gavel")
    make_summary(paper, body="Unfinished thoughts.", state="draft")
    make_summary(paper, "zh-hans", "已**发表**的总结")
    assert found("unfinished") == set()
    assert found("发表的总结") == found('"发表的总结"') == {"Gavel"}


def test_other_names_are_asked_for_once_and_only_across(monkeypatch):
    asked = []

    def other_names(phrases):
        asked.append(sorted(phrases))
        return {"弹性训练": ["elastic training"]}

    monkeypatch.setattr(looking, "OTHER_NAMES", [other_names])
    make_paper("Elastic Training at Scale")
    make_paper("弹性训练综述")
    assert found("弹性训练") == {"Elastic Training at Scale", "弹性训练综述"}
    assert asked == [["弹性训练"]]
    assert in_order("弹性训练") == ["弹性训练综述", "Elastic Training at Scale"]  # what was typed counts more
    assert [paper.title for paper in Paper.objects.search("弹性训练", across=False)] == ["弹性训练综述"]


def test_what_is_gone_is_not_counted(notes):
    """Rows of the index whose paper went without a word, as a test that empties the database leaves them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO papers_searchindex (rowid, title, names, body) VALUES (999999, ' gavel ', ' ', ' ')"
            )
    gone = make_paper("Gavel of before")
    Paper.objects.filter(pk=gone.pk).delete()
    ranked = Search("gavel").ranked(Paper.objects.all())
    assert (ranked.count(), len(ranked[:10]), ranked.numbers()) == (1, 1, [notes.pk])
    assert Paper.objects.search("gavel").count() == 1
    reindex([gone.pk])


def test_counting_in_token_texts_counts_neighbours_that_are_alike():
    atom = Search("go go").query.groups[0].alternatives[0].atoms[0]
    assert count(atom, " go go going ") == 3
