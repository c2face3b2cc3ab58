"""Terms marked in the summaries of a paper's page, for readers who ask for it."""

import json
from html.parser import HTMLParser
from pathlib import Path

import nh3
import pytest
from django.conf import settings

from notes.marking import Marker
from notes.models import Language
from notes.rendering import ATTRIBUTES, TAGS, render
from notes.terminology import vocabulary
from tests.factories import make_paper, make_summary, make_term
from tests.pages import elements
from tests.test_queries import queries

pytestmark = pytest.mark.django_db

SUMMARIES = Path(settings.BASE_DIR) / "fixtures" / "5_summaries.json"


@pytest.fixture
def term():
    return make_term("straggler", "掉队节点", definition_english="A slow one.", definition_chinese="慢的那个。")


def marker(language=Language.ENGLISH):
    return Marker(vocabulary(), language)


def text_of(html):
    reader = HTMLParser(convert_charrefs=True)
    parts = []
    reader.handle_data = parts.append
    reader.feed(html)
    reader.close()
    return "".join(parts)


def test_the_first_occurrence_is_a_link_that_tells_the_other_name(term):
    html = marker().mark("<p>A straggler, stragglers.</p>")
    assert html == (
        '<p>A <span class="term"><a href="/glossary/#straggler" aria-describedby="tip-en-straggler">straggler</a>'
        '<span class="tip" role="tooltip" id="tip-en-straggler" lang="zh-Hans">掉队节点</span></span>, stragglers.</p>'
    )


def test_in_chinese_the_tip_is_english(term):
    html = marker(Language.CHINESE).mark("<p>有掉队节点</p>")
    assert elements(html, "a")[0].text == "掉队节点"
    assert [(tip.get("lang"), tip.text) for tip in elements(html, "span", role="tooltip")] == [("en", "straggler")]


def test_a_marker_goes_on_from_part_to_part(term):
    one = marker()
    parts = [one.mark(f"<p>Part {number}: a straggler.</p>") for number in range(3)]
    assert [part.count('class="term"') for part in parts] == [1, 0, 0]
    assert one.terms == [term]


@pytest.mark.parametrize(
    "html",
    [
        "<h2>straggler</h2>", "<h3>a <em>straggler</em></h3>", '<p><a href="/x">a straggler</a></p>',
        "<code>straggler</code>",
        "<pre><code>straggler</code></pre>", '<p><a href="/x"><strong>straggler</strong></a></p>',
        '<span class="math inline">straggler</span>', '<div class="math block"><span>straggler</span></div>',
        '<p title="straggler">other</p>', '<a class="straggler" href="/straggler">x</a>',
    ],
)  # fmt: skip
def test_links_code_mathematics_and_headings_stay_as_they_are(term, html):
    assert marker().mark(html) == html
    assert 'class="term"' in marker().mark(html + "<p>straggler</p>")


@pytest.mark.parametrize(
    "body",
    [
        "A **straggler**\u00a0here\n\n- a < b & c > d \"quoted\" 'so'\n- [ ] task\n- [x] done\n\nline  \nbreak\n\n---",
        "straggler[^1] $a<b$\n\n[^1]: note on a straggler",
        "| a | b |\n|---|---|\n| straggler | `x<y` |",
        "&nbsp;&amp;nbsp; &lt;script&gt;straggler <script>alert(1)</script> \u00a0 &#39;",
    ],
)
def test_nothing_else_changes(term, body):
    html = render(body, anchor="1-en")
    marked = marker().mark(html)
    assert marked.count('class="term"') == 1
    assert text_of(marked).replace("straggler掉队节点", "straggler", 1) == text_of(html)


def test_a_text_without_terms_is_the_same_to_the_letter(term):
    for row in json.loads(SUMMARIES.read_text()):
        html = row["fields"]["html"].replace("straggler", "slow one")
        assert marker().mark(html) == html


def test_what_comes_out_is_as_safe_as_what_went_in():
    evil = '"><img src=x onerror=alert(1)>'
    make_term("straggler", evil)
    make_term(f"x{evil} term", "恶意")
    html = render(f"A straggler and x{evil} term.")
    marked = marker().mark(html)
    assert not elements(marked, "img")
    assert marked.count('class="term"') == 2
    allowed = {**ATTRIBUTES, "a": {"href", "aria-describedby", "rel"}, "span": {"class", "role", "id", "lang"}}
    assert text_of(nh3.clean(marked, tags=TAGS, attributes=allowed, link_rel=None)) == text_of(marked)


# The page


@pytest.fixture
def paper(term):
    paper = make_paper("Gavel")
    make_summary(paper, "en", "A straggler.\n\nAnother straggler.")
    make_summary(paper, "zh-hans", "一个掉队节点。\n\n又一个掉队节点。")
    return paper


def test_terms_are_marked_on_demand_only(shelf, paper):
    plain = shelf.get(paper.get_absolute_url())
    assert not elements(plain, "span", class_="term")
    (link,) = elements(plain, "a", id="show-terms")
    assert (link.get("href"), link.text) == ("?terms=1", "Show terms")
    marked = shelf.get(paper.get_absolute_url() + "?terms=1")
    assert [tip.get("id") for tip in elements(marked, "span", role="tooltip")] == [
        "tip-en-straggler",
        "tip-zh-straggler",
    ]
    (link,) = elements(marked, "a", id="show-terms")
    assert (link.get("href"), link.text) == (paper.get_absolute_url(), "Hide terms")


@pytest.mark.parametrize("query", ["?terms=0", "?terms=", "?terms=yes", "?terms=1&terms=0"])
def test_any_other_word_asks_for_no_marks(shelf, paper, query):
    assert not elements(shelf.get(paper.get_absolute_url() + query), "span", class_="term")


def test_for_print_the_marked_terms_are_listed_once_with_definitions(shelf, paper):
    page = shelf.get(paper.get_absolute_url() + "?terms=1").content.decode()
    listed = page[page.index('id="marked-terms"') :]
    listed = listed[: listed.index("</section>")]
    assert [name.text for name in elements(listed, "b")] == ["straggler A slow one.", "掉队节点 慢的那个。"]
    assert [part.get("lang") for part in elements(listed, "p")] == ["en", "zh-Hans"]


def test_it_says_where_no_term_occurs(shelf):
    paper = make_paper("Gavel")
    make_summary(paper)
    assert "No term of the glossary occurs here." in shelf.get(paper.get_absolute_url() + "?terms=1").content.decode()


def test_a_paper_without_a_summary_offers_no_marks(shelf):
    page = shelf.get(make_paper("Gavel").get_absolute_url() + "?terms=1")
    assert page.status_code == 200
    assert not elements(page, "a", id="show-terms")


def test_visitors_of_an_open_catalogue_see_them_too(client, settings, paper):
    settings.PUBLIC_CATALOGUE = True
    assert elements(client.get(paper.get_absolute_url() + "?terms=1"), "span", class_="term")


def test_marks_are_one_query_more_however_many_terms(shelf, paper):
    plain = queries(shelf, paper.get_absolute_url())
    assert queries(shelf, paper.get_absolute_url() + "?terms=1") == plain + 1
    for number in range(20):
        make_term(f"term {number}", f"术语{number}").names.create(language="en", name=f"other {number}")
    assert queries(shelf, paper.get_absolute_url() + "?terms=1") == plain + 1
