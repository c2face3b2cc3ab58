"""The glossary's page, and in which order and under which letter names stand."""

import pytest

from notes.alphabet import letter_of, place_of
from tests.factories import make_term
from tests.pages import elements, links_in
from tests.test_queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms():
    reduce = make_term(
        "all-reduce", "全归约", definition_english="Combines values.", definition_chinese="合并各方的数据。"
    )
    reduce.names.create(language="zh-hans", name="全规约")
    reduce.names.create(language="en", name="global sum")
    make_term("straggler", "掉队节点", definition_chinese="慢的那个。")
    make_term("KV cache", "KV缓存")
    make_term("3D torus", "三维环面")


def slugs(page):
    return [item.get("id") for item in elements(page, "li") if item.get("id")]


def test_it_shows_every_term_in_both_languages(shelf, terms):
    page = shelf.get("/glossary/")
    html = page.content.decode()
    for text in ("全归约", "全规约", "global sum", "Combines values.", "合并各方的数据。", "慢的那个。", "4 terms"):
        assert text in html
    assert slugs(page) == ["3d-torus", "all-reduce", "kv-cache", "straggler"]


def test_each_language_is_marked_as_such(shelf, terms):
    page = shelf.get("/glossary/", {"q": "all-reduce"})
    sides = [element.get("lang") for element in elements(page, "div") if element.get("lang")]
    assert sides == ["en", "zh-Hans"]
    html = page.content.decode()
    chinese = html[html.index('<div lang="zh-Hans">') :]
    assert chinese.index("全规约") < chinese.index("</div>")


def test_in_chinese_it_is_ordered_by_the_chinese_names(shelf, terms):
    shelf.cookies["django_language"] = "zh-hans"
    page = shelf.get("/glossary/")
    assert slugs(page) == ["straggler", "kv-cache", "all-reduce", "3d-torus"]  # D, K, Q, S
    sides = [element.get("lang") for element in elements(page, "div") if element.get("lang")]
    assert sides[:2] == ["zh-Hans", "en"]


def test_it_leads_to_every_letter_that_has_terms(shelf, terms):
    jumps = [link for link in links_in(shelf.get("/glossary/")) if link.startswith("#letter-")]
    assert jumps == ["#letter-other", "#letter-a", "#letter-k", "#letter-s"]


@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        ("straggler", ["straggler"]), ("STRAG", ["straggler"]), ("掉队", ["straggler"]), ("慢的", ["straggler"]),
        ("allreduce", ["all-reduce"]), ("All Reduce", ["all-reduce"]), ("globalsum", ["all-reduce"]),
        ("规约", ["all-reduce"]), ("combines", ["all-reduce"]), ("values global", ["all-reduce"]),
        ("ＫＶ", ["kv-cache"]), ("KV 缓存", ["kv-cache"]), ("r", ["3d-torus", "all-reduce", "straggler"]),
        ("nothing", []), ("100%", []), ("_", []), ("\x00", ["3d-torus", "all-reduce", "kv-cache", "straggler"]),
    ],
)  # fmt: skip
def test_it_finds_by_names_and_definitions(shelf, terms, sought, expected):
    page = shelf.get("/glossary/", {"q": sought})
    assert page.status_code == 200
    assert slugs(page) == expected


def test_it_counts_what_it_found_of_all(shelf, terms):
    assert "1 of 4 terms" in shelf.get("/glossary/", {"q": "straggler"}).content.decode()


def test_it_says_where_nothing_is_found(shelf, terms):
    page = shelf.get("/glossary/", {"q": "<b>nothing"})
    html = page.content.decode()
    assert "No term has “&lt;b&gt;nothing”" in html
    assert "/glossary/" in links_in(page)
    assert not slugs(page)


def test_an_empty_glossary_says_what_to_do(shelf, desk):
    assert "The glossary is empty." in shelf.get("/glossary/").content.decode()
    assert "/admin/notes/term/add/" not in links_in(shelf.get("/glossary/"))
    assert "/admin/notes/term/add/" in links_in(desk.get("/glossary/"))


def test_curators_find_the_way_to_edit_it(shelf, desk, terms):
    assert "/admin/notes/term/" in links_in(desk.get("/glossary/"))
    assert "/admin/notes/term/" not in links_in(shelf.get("/glossary/"))


def test_for_htmx_it_is_the_part_that_changes(shelf, terms):
    fragment = shelf.get("/glossary/", {"q": "straggler"}, headers={"HX-Request": "true"})
    assert not elements(fragment, "html")
    assert elements(fragment)[1].get("id") == "terms"
    assert slugs(fragment) == ["straggler"]
    assert "HX-Request" in fragment["Vary"]
    again = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert elements(shelf.get("/glossary/", headers=again), "html")


def test_it_escapes_what_a_term_says(shelf):
    evil = "<script>alert(1)</script>"
    make_term(evil, evil + "二", definition_english=evil).names.create(language="en", name=evil + "!")
    page = shelf.get("/glossary/")
    assert not [script for script in elements(page, "script") if not script.get("src")]


def test_it_asks_as_often_for_30_terms_as_for_10(shelf):
    counts = []
    for numbers in (range(10), range(10, 30)):
        for number in numbers:
            make_term(f"term {number}", f"术语{number}").names.create(language="en", name=f"other {number}")
        counts.append(queries(shelf, "/glossary/"))
    assert counts[0] == counts[1]
    assert queries(shelf, "/glossary/?q=term") == counts[0]


@pytest.mark.parametrize(("is_open", "status"), [(False, 302), (True, 200)])
def test_visitors_read_it_where_the_catalogue_is_open(client, settings, terms, is_open, status):
    settings.PUBLIC_CATALOGUE = is_open
    page = client.get("/glossary/")
    assert page.status_code == status
    assert "/admin/notes/term/" not in (links_in(page) if is_open else [])


def test_it_stands_in_the_main_navigation(shelf):
    page = shelf.get("/glossary/")
    places = [link for link in links_in(page) if link in {"/lists/", "/glossary/", "/me/"}]
    assert places == ["/lists/", "/glossary/", "/me/"]
    assert elements(page, "a", href="/glossary/", aria_current="page")


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("all-reduce", "A"), ("Zero", "Z"), ("1F1B", "#"), ("ＫＶ缓存", "K"), ("安全聚合", "A"), ("作业", "Z"),
        ("弹性", "T"), ("掉队节点", "D"), ("全归约", "Q"), ("吞吐量", "T"), ("重计算", "C"), ("亖", "#"), ("", "#"),
        ("émigré", "#"), ("。", "#"),
    ],
)  # fmt: skip
def test_a_name_stands_under_a_letter(name, letter):
    assert letter_of(name) == letter


def test_names_are_in_the_order_of_letter_and_pinyin():
    names = ["作业", "AllReduce", "安全", "zero", "1F1B", "延迟", "GPU共享", "归约", "ab", "a-c", "爱"]
    assert sorted(names, key=place_of) == [
        "1F1B", "ab", "a-c", "AllReduce", "爱", "安全", "GPU共享", "归约", "延迟", "zero", "作业",
    ]  # fmt: skip
