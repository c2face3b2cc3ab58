"""The generated catalogue is the same every time, and the benchmark's own views answer."""

import re

import pytest
from django.contrib.auth.models import User
from django.test.utils import override_settings

from notes.models import Reading, Summary
from notes.rendering import render
from papers.models import ListEntry, Paper, TaggedPaper
from tests.benchmarks.corpus import filling, names
from tests.benchmarks.corpus.rows import Corpus
from tests.benchmarks.corpus.vocabulary import COMMON
from tests.benchmarks.scale import settings, urls, views
from tests.benchmarks.scale.pages import HOSTILE, link, pages

SMALL = 100
KINDS = ["paper_rows", "tag_rows", "topic_rows", "author_rows", "entry_rows", "summary_rows", "reading_rows"]


@pytest.fixture
def catalogue(db):
    filling.fill(SMALL)


@pytest.mark.parametrize("kind", KINDS)
def test_it_makes_the_same_rows_every_time(kind):
    once, again = (list(getattr(Corpus(SMALL), kind)()) for _ in range(2))
    assert once == again
    assert once != list(getattr(Corpus(SMALL + 1), kind)())


def test_its_names_are_many_and_each_is_one_of_a_kind():
    wanted = [(names.venues(), 80), (names.institutions(), 200), (names.topics(), 60), (names.tags(), 300)]
    assert [len({row[0] if isinstance(row, tuple) else row for row in rows}) for rows, _ in wanted] == [
        count for _, count in wanted
    ]
    assert len({names.author(number) for number in range(40_000)}) == 40_000


def test_its_commonest_tag_is_on_a_fifth_and_its_common_word_in_three_fifths():
    corpus = Corpus(2_000)
    commonest = sum(tag == 1 for _, tag in corpus.tag_rows()) / corpus.papers
    assert 0.19 < commonest < 0.22
    papers = [f"{row[1]} {row[6]}".casefold() for row in corpus.paper_rows()]
    assert sum(COMMON in text for text in papers) == corpus.papers * 3 // 5


def test_it_fills_a_database(catalogue):
    counted = [model.objects.count() for model in (Paper, Reading, Summary, ListEntry)]
    assert counted == [SMALL, 10 * SMALL, SMALL * 2 // 5, SMALL * 3 // 10]
    assert list(Paper.objects.order_by("pk").values_list("pk", flat=True)) == list(range(1, SMALL + 1))
    assert TaggedPaper.objects.filter(content_object=1).exists()
    assert Paper.objects.create(title="One more").pk > SMALL
    with pytest.raises(SystemExit):  # it has papers now
        filling.fill(SMALL)


def test_its_texts_are_rendered_as_they_would_be_when_saved(catalogue):
    for summary in Summary.objects.all():
        assert render(summary.body) == summary.html
    for reading in Reading.objects.exclude(private_note=""):
        assert render(reading.private_note) == reading.note_html


@pytest.fixture
def member(catalogue, client):
    """The reader of the benchmark, over its own URLs, middleware and template engines."""
    client.force_login(User.objects.get(username="member"))
    views.KEPT.clear()
    with override_settings(ROOT_URLCONF=urls, MIDDLEWARE=settings.MIDDLEWARE, TEMPLATES=settings.TEMPLATES):
        yield client
    views.KEPT.clear()


def body(answer):
    """What the template of /papers/ makes, without the token of its forms."""
    text = answer.content.decode().partition('<div id="browse"')[2]
    return re.sub(r'value="[^"]{64}"', "", text)


def test_the_limit_is_the_page_of_browse_from_constant_data(member):
    member.get("/bench/page/")
    limit, browse = member.get("/bench/page/"), member.get("/papers/")
    told = dict(re.findall(r"(\w+);dur=([0-9.]+)", limit["Server-Timing"]))
    assert float(told["queries"]) == 3  # session, member, and what the group has settled
    assert 'data-paper="' in body(limit)
    assert body(limit).replace("/bench/page/", "/papers/") == body(browse)


def test_every_page_that_is_measured_has_a_name_of_its_own():
    found = [page.name for page in pages(SMALL)]
    assert len(found) == len({*found})
    assert max(map(len, HOSTILE.values())) == 10_000


def test_the_next_link_is_read_as_a_browser_reads_it():
    text = '<a rel="prev" href="?page=1"></a><a rel="next" id="n" href="?sort=title&amp;page=3&amp;after=7"></a>'
    assert link(text, "next") == "/papers/?sort=title&page=3&after=7"
    assert link("", "next") == ""
