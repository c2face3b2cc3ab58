"""The group's terms in an original, and whether its translation uses the agreed names."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notes.models import Language, Term
from notes.terminology import check, vocabulary
from tests.factories import make_paper, make_summary, make_term, make_writer

pytestmark = pytest.mark.django_db

ENGLISH, CHINESE = Language.ENGLISH, Language.CHINESE


@pytest.fixture
def terms():
    straggler = make_term("straggler", "掉队节点")
    straggler.names.create(language="en", name="slow worker")
    straggler.names.create(language="zh-hans", name="慢节点")
    descent = make_term("stochastic gradient descent", "随机梯度下降")
    descent.names.create(language="en", name="SGD")
    descent.names.create(language="zh-hans", name="SGD")
    make_term("all-reduce", "全归约").names.create(language="zh-hans", name="全规约")
    make_term("tail latency", "尾延迟")
    make_term("latency", "延迟").names.create(language="zh-hans", name="时延")


def uses(source, target, language=ENGLISH):
    return [(use.name, use.agreed, use.is_used, use.used_instead) for use in check(source, language, target)]


@pytest.mark.parametrize(
    ("target", "is_used", "instead"),
    [
        ("掉队节点会拖慢训练。", True, ""),
        ("慢节点会拖慢训练。", False, "慢节点"),
        ("慢节点就是掉队节点。", True, ""),
        ("机器会拖慢训练。", False, ""),
        ("", False, ""),
    ],
)
def test_it_says_whether_the_agreed_name_is_used(terms, target, is_used, instead):
    assert uses("A straggler holds up training.", target) == [("straggler", "掉队节点", is_used, instead)]


def test_it_works_in_both_directions(terms):
    assert uses("慢节点很多，延迟也高。", "Slow workers, high latency.", CHINESE) == [
        ("慢节点", "straggler", False, "Slow workers"),
        ("延迟", "latency", True, ""),
    ]


def test_terms_come_once_in_the_order_of_the_original(terms):
    found = uses("Latency, all reduce, latency again and a Slow Worker, a straggler.", "")
    assert [name for name, *_ in found] == ["Latency", "all reduce", "Slow Worker"]


def test_a_name_inside_a_longer_term_is_not_that_of_the_shorter(terms):
    assert uses("the latency", "尾延迟") == [("latency", "延迟", True, "")]
    assert uses("tail latency", "尾延迟") == [("tail latency", "尾延迟", True, "")]
    assert uses("the latency", "尾时延") == [("latency", "延迟", False, "时延")]


def test_letters_that_the_original_has_too_are_no_other_name(terms):
    (use,) = check("We use SGD.", ENGLISH, "我们用 SGD。")
    assert (use.is_used, use.used_instead, use.is_fine) == (False, "", True)
    (use,) = check("We use stochastic gradient descent.", ENGLISH, "我们用 SGD。")
    assert (use.used_instead, use.is_fine) == ("SGD", False)


def test_code_and_links_are_not_looked_at(terms):
    assert uses("`straggler` and [[Straggler]] and https://example.org/straggler", "") == []
    assert uses("a straggler", "`掉队节点`") == [("straggler", "掉队节点", False, "")]


def test_an_empty_glossary_finds_nothing():
    assert check("A straggler.", ENGLISH, "掉队节点") == []


# The glossary is read once


def queries(deed):
    with CaptureQueriesContext(connection) as captured:
        deed()
    return len(captured)


def test_a_glossary_that_has_not_changed_is_read_with_one_query(terms):
    vocabulary()
    assert queries(lambda: check("A straggler.", ENGLISH, "慢节点")) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda: make_term("goodput", "有效吞吐"),
        lambda: Term.objects.get(slug="straggler").delete(),
        lambda: rename("straggler", "laggard"),
        lambda: Term.objects.get(slug="straggler").names.create(language="en", name="laggard"),
        lambda: Term.objects.get(slug="straggler").names.filter(language="en").delete(),
        lambda: swap_a_name("slow worker", "laggard"),
    ],
    ids=["new term", "term gone", "renamed", "new name", "name gone", "name for name"],
)
def test_a_change_counts_at_once(terms, change):
    before = vocabulary()
    change()
    assert vocabulary() is not before
    assert vocabulary() is vocabulary()


def rename(slug, name):
    term = Term.objects.get(slug=slug)
    term.english = name
    term.save()


def swap_a_name(old, new):
    names = Term.objects.get(names__name=old).names
    names.filter(name=old).delete()
    names.create(language="en", name=new)


# On the translator's page


def test_the_translator_sees_the_terms_of_the_original(terms, as_user):
    paper = make_paper("Gavel")
    make_summary(paper, "en", "A straggler, an all-reduce, and SGD; tail latency.")
    make_summary(paper, "zh-hans", "慢节点、全归约与 SGD。")
    page = as_user(make_writer()).get(f"/papers/{paper.pk}/translate/zh/").content.decode()
    start = page.index('id="terms-zh"')
    part = page[start : page.index("</section>", start)]
    assert "4 terms in the original" in part
    assert part.count("The text says") == 1
    assert '“<span lang="zh-Hans">慢节点</span>”' in part
    assert part.count("Not found in the text.") == 1
    assert part.count('href="/glossary/#') == 4


def test_an_empty_translation_is_not_blamed(terms, as_user):
    paper = make_paper("Gavel")
    make_summary(paper, "en", "A straggler.")
    page = as_user(make_writer()).get(f"/papers/{paper.pk}/translate/zh/").content.decode()
    assert "掉队节点" in page
    assert "Not found in the text." not in page
