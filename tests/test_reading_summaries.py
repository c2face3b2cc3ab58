"""The two summaries on a paper's page: which comes first, what faces what, what leads in and out, and their copies."""

import pytest
from django.test import Client

from notes.models import Summary
from tests.factories import make_entry, make_list, make_paper, make_summary
from tests.pages import elements, links_in
from tests.summaries import ENGLISH, edit, make_both, page_of, words_of


@pytest.fixture
def paper(db, writer):
    return make_both(writer)


def columns(response):
    return [element.get("lang") for element in elements(response, "section", class_="summary")]


# Which comes first


@pytest.mark.parametrize(
    ("interface", "chosen", "order"),
    [
        ("en", "", ["en", "zh-Hans"]),
        ("zh-hans", "", ["zh-Hans", "en"]),
        ("en", "zh", ["zh-Hans", "en"]),
        ("zh-hans", "en", ["en", "zh-Hans"]),
        ("en", "nonsense", ["en", "zh-Hans"]),
    ],
)
def test_it_begins_with_the_language_that_the_reader_prefers(shelf, paper, interface, chosen, order):
    shelf.cookies["django_language"] = interface
    if chosen:
        shelf.cookies["summary_language"] = chosen
    response = page_of(shelf, paper)
    assert columns(response) == order
    (checked,) = (
        radio for radio in elements(response, "input", type="radio", name="language") if "checked" in radio.attributes
    )
    assert checked.get("value") == order[0][:2]


@pytest.mark.parametrize(("language", "order"), [("en", ["en", "zh-Hans"]), ("zh-hans", ["zh-Hans", "en"])])
def test_with_one_language_there_is_no_switch_and_it_comes_first(shelf, language, order):
    paper = make_paper()
    make_summary(paper, language, "Only one.")
    for chosen in ("en", "zh"):
        shelf.cookies["summary_language"] = chosen
        response = page_of(shelf, paper)
        assert columns(response) == order
        assert not elements(response, "input", type="radio", name="language")
        assert not elements(response, "section", class_="summaries pair")


def test_a_draft_is_no_second_language(shelf, paper):
    Summary.objects.filter(paper=paper, language="zh-hans").update(state="draft")
    response = page_of(shelf, paper)
    assert not elements(response, "input", type="radio", name="language")
    assert "思路" not in response.content.decode()


@pytest.mark.parametrize("code", ["en", "zh"])
def test_it_remembers_the_choice(shelf, paper, code):
    response = shelf.post("/summary-language/", {"language": code, "next": "/lists/?a=1"})
    assert (response.status_code, response["Location"]) == (302, "/lists/?a=1")
    cookie = shelf.cookies["summary_language"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"]) == (code, 365 * 24 * 3600, "Lax")
    assert columns(page_of(shelf, paper))[0][:2] == code


def test_it_answers_htmx_with_nothing_to_swap(db):
    client = Client()
    response = client.post("/summary-language/", {"language": "zh"}, headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (204, b"")
    assert client.cookies["summary_language"].value == "zh"


@pytest.mark.parametrize("code", ["", "fr", "zh-hans", "en\x00", '"><script>'])
def test_it_ignores_a_language_it_does_not_have(db, code):
    client = Client()
    assert client.post("/summary-language/", {"language": code}).status_code == 302
    assert "summary_language" not in client.cookies


@pytest.mark.parametrize("target", ["//evil", "/\\evil", "https://evil", "javascript:alert(1)", ""])
def test_it_never_leads_to_another_host(db, target):
    response = Client().post("/summary-language/", {"language": "en", "next": target})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_it_wants_the_session_s_own_token(db):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/summary-language/", {"language": "zh"}).status_code == 403


# Facing each other


def test_both_have_as_many_groups(shelf, paper, writer):
    edit(paper, "en", ENGLISH + "\n\nA paragraph of its own, which the Chinese does not have.", writer)
    page = elements(page_of(shelf, paper))
    starts = [place for place, element in enumerate(page) if element.get("class") == "summary"]
    counts = [
        sum(element.get("class").startswith("group") for element in page[start:end])
        for start, end in zip(starts, [starts[1], len(page)], strict=True)
    ]
    assert counts == [4, 4]


def test_a_text_alone_is_whole(shelf):
    paper = make_paper()
    make_summary(paper, body=ENGLISH)
    response = page_of(shelf, paper)
    assert len(elements(response, "div", class_="group")) == 1
    assert [element.text for element in elements(response, "li") if element.text in {"one", "two"}] == ["one", "two"]


# Contents


def headed(paper, language, count):
    make_summary(paper, language, "Text.")
    html = "".join(f'<h3 id="{paper.pk}-{language}-h{n}">Part {n} &amp; {n}</h3><p>Text.</p>' for n in range(count))
    Summary.objects.filter(paper=paper, language=language).update(html=html)


def test_three_headings_have_a_list_of_contents(shelf):
    paper = make_paper()
    headed(paper, "en", 3)
    headed(paper, "zh-hans", 2)
    response = page_of(shelf, paper)
    assert len(elements(response, "nav", class_="contents")) == 1
    inside = [link for link in elements(response, "a") if link.get("href").startswith(f"#{paper.pk}-")]
    assert [(link.get("href"), link.text) for link in inside] == [
        (f"#{paper.pk}-en-h{n}", f"Part {n} & {n}") for n in range(3)
    ]
    assert len(elements(response, "div", class_="contents")) == 1  # keeps the other column's rows beside these


def test_two_headings_have_none(shelf):
    paper = make_paper()
    headed(paper, "en", 2)
    assert not elements(page_of(shelf, paper), class_="contents")


def test_no_id_stands_twice_on_the_page(shelf, paper, writer):
    text = "# A\n\nSee[^1].\n\n## B\n\n- [ ] x\n\n# C\n\n[^1]: Note."
    edit(paper, "en", text, writer)
    edit(paper, "zh-hans", text, writer)
    ids = [element.get("id") for element in elements(page_of(shelf, paper)) if element.get("id")]
    assert len(ids) == len(set(ids))


# Copies


def copy_of(client, paper, code="en"):
    return client.get(f"/papers/{paper.pk}/summary/{code}.md")


def test_it_is_copied_as_markdown(shelf, paper, writer):
    response = copy_of(shelf, paper)
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    text = response.content.decode()
    assert text.startswith(f"# Gavel\n\nOSDI ’20\n\n{ENGLISH}\n\n---\n\nWritten by writer · ")
    assert text.endswith(f" · <http://testserver{paper.get_absolute_url()}>\n")
    assert f"/papers/{paper.pk}/summary/en.md" in links_in(page_of(shelf, paper))


def test_its_copy_speaks_its_own_language(shelf, paper):
    Summary.objects.filter(paper=paper).update(is_translation=False)
    assert "\n\nwriter撰写 · " in copy_of(shelf, paper, "zh").content.decode()


def test_its_copy_keeps_what_was_written(shelf):
    paper = make_paper("C* <b> [x]_y & `z`", nickname="Star")
    make_summary(paper, body="a < b & [[Star]] {{ x }}", after=make_entry(paper, make_list("Mine & yours"), line=7))
    text = copy_of(shelf, paper).content.decode()
    assert text.startswith("# C\\* \\<b\\> \\[x\\]\\_y & \\`z\\`\n\nStar\n\na < b & [[Star]] {{ x }}\n\n---\n\n")
    assert "After “Mine & yours”, line 7" in text


def test_only_what_is_published_is_copied(shelf, paper, as_user, writer):
    Summary.objects.filter(paper=paper, language="zh-hans").update(state="draft")
    for client in (shelf, as_user(writer)):
        assert copy_of(client, paper, "zh").status_code == 404
        assert copy_of(client, paper, "fr").status_code == 404
        assert copy_of(client, make_paper()).status_code == 404


def test_a_visitor_s_copy_names_nobody(paper, settings):
    settings.PUBLIC_CATALOGUE = True
    assert "writer" not in copy_of(Client(), paper).content.decode()


# Mentioned in


def mentions(response):
    page = elements(response)
    starts = [place for place, element in enumerate(page) if element.get("class") == "mentions"]
    if not starts:
        return None
    part = page[starts[0] :]
    end = next((place for place, element in enumerate(part[1:], 1) if element.tag in {"section", "details"}), len(part))
    return [element.text for element in part[:end] if element.tag == "a"]


def test_it_lists_the_papers_whose_summaries_name_it(shelf, paper):
    later = make_paper("Themis", venue="NSDI", year=2022)
    make_summary(later, body="Unlike [[Gavel]], and [[Gavel]] again.")
    make_summary(later, "zh-hans", "不同于[[Gavel]]。")
    make_summary(make_paper("Earlier", year=2019), "zh-hans", "见[[gavel]]。")
    make_summary(make_paper("Drafted"), body="[[Gavel]]", state="draft")
    make_summary(make_paper("Unrelated"), body="gavel")
    response = page_of(shelf, paper)
    assert mentions(response) == ["Themis", "Earlier"]
    assert "NSDI ’22" in response.content.decode()
    assert mentions(page_of(shelf, later)) is None


def test_it_lists_fifty_and_counts_all(shelf, paper):
    for number in range(52):
        make_summary(make_paper(f"Naming {number}"), body="[[Gavel]]")
    response = page_of(shelf, paper)
    assert len(mentions(response)) == 50
    words = words_of(shelf, paper)
    assert '<span class="count">52</span>' in words
    assert "These are the 50 newest." in words
