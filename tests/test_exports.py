"""Files for other programs: lists, filtered papers, one's own shelf, one paper."""

import json
import re
from datetime import date

import pytest
from django.test import Client

from papers.exporting import WRITTEN, file_name
from papers.formats import FORMATS, markdown
from papers.formats.plain import plain
from papers.formats.records import Document, Link, Record
from papers.models import PaperList
from papers.transfer import CATALOGUE, LIST, entries_of, outline_of, record_of
from tests.factories import make_entry, make_list, make_paper, make_reading, make_section, make_summary
from tests.pages import elements

FORMAT_NAMES = list(WRITTEN)


def body(response):
    assert response.status_code == 200, response
    return b"".join(response.streaming_content).decode()


def read(response, name):
    return FORMATS[name].read(body(response).removeprefix("\ufeff"))


def titles(document):
    return [record.title for record in document.records]


@pytest.fixture
def group(db):
    """A list that claims other things than the catalogue has, with an entry that is gone from its file."""
    group = make_list("Own list", style="linked")
    section = make_section(group, "Scheduling", number="1.2", level=2)
    claim = Record("Gavel, as the list spells it", venue="NSDI", year=2019, tags=("fair",), notes="- 很好。")
    paper = make_paper("Gavel", venue="OSDI", year=2020, authors=("Li Hua",), cite_key="li2020gavel")
    make_entry(paper, section, record=plain(claim), claimed_title=claim.title)
    make_entry(make_paper("Taken out"), section, gone="2024-01-01T00:00Z")
    return group


# A list


def test_it_exports_a_list_as_its_file_has_it(group, shelf):
    response = shelf.get("/lists/own-list/export/")
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="own-list.md"'
    assert body(response) == (
        "# Own list\n\n## 1.2 Scheduling\n\n[NSDI'19] Gavel, as the list spells it  \n`fair`  \n- 很好。\n"
    )


@pytest.mark.parametrize("name", [name for name in FORMAT_NAMES if name != "markdown"])
def test_it_exports_a_list_as_the_catalogue_has_it_in_other_formats(group, shelf, name):
    found = read(shelf.get(f"/lists/own-list/export/?format={name}"), name)
    (record,) = found.records
    assert (record.title, record.venue, record.year, record.authors) == ("Gavel", "OSDI", 2020, ("Li Hua",))


@pytest.mark.parametrize("style", ["plain", "numbered", "bold", "bare", "linked"])
def test_it_exports_a_list_in_every_style(group, shelf, style):
    found = read(shelf.get(f"/lists/own-list/export/?style={style}"), "markdown")
    assert titles(found) == ["Gavel, as the list spells it"]
    assert [(section.number, section.title) for section in found.sections] == [("1.2", "Scheduling")]


def test_it_exports_either_side_s_facts_in_any_format(group, shelf):
    here = read(shelf.get("/lists/own-list/export/?facts=catalogue"), "markdown")
    there = read(shelf.get("/lists/own-list/export/?format=csv&facts=list"), "csv")
    assert titles(here) == ["Gavel"] and here.records[0].section == 0
    assert titles(there) == ["Gavel, as the list spells it"]
    assert [section.title for section in there.sections] == ["Scheduling"]


def document_of(group, facts=LIST):
    """The list as an export has it, sections and entries."""
    sections, places = outline_of(group)
    return Document(group.name, sections, tuple(entries_of(group, places, facts)), ())


def test_an_entry_that_was_never_kept_whole_is_read_again_from_its_lines(db):
    section = make_section(make_list("Old"))
    raw = "- [OSDI'20][Stanford] Heterogeneity-Aware Policies (*Gavel*)\n  - `fair`"
    make_entry(make_paper(), section, raw=raw, claimed_title="Heterogeneity-Aware Policies", notes="- a note")
    make_entry(make_paper(), section, raw="?", claimed_title="Another", claimed_url="https://a.example/")
    first, second = document_of(section.list).records
    assert (first.venue, first.institutions, first.nickname, first.tags) == ("OSDI", ("Stanford",), "Gavel", ("fair",))
    assert first.notes == "- a note"
    assert (second.title, second.links) == ("Another", (Link("https://a.example/"),))


def test_sections_left_empty_go_and_those_that_always_were_stay(db):
    group = make_list()
    make_section(group, "Keywords")
    left = make_section(group, "Left")
    make_entry(make_paper(), make_section(group, "Below", parent=left, level=2), gone="2024-01-01T00:00Z")
    make_entry(make_paper("Here"), make_section(group, "Kept"))
    found = document_of(group)
    assert [section.title for section in found.sections] == ["Keywords", "Kept"]
    assert [(record.title, record.section) for record in document_of(group, CATALOGUE).records] == [("Here", 1)]


# Summaries


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ("none", [], ["An English text.", "中文总结。"]),
        ("en", ["An English text."], ["中文总结。"]),
        ("zh", ["中文总结。"], ["An English text."]),
        ("both", ["An English text.", "中文总结。"], []),
    ],
)
@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_it_exports_summaries_in_the_languages_asked_for(shelf, name, asked, there, not_there):
    paper = make_paper("Gavel")
    make_summary(paper, body="An English text.")
    make_summary(paper, "zh-hans", "中文总结。")
    text = body(shelf.get(f"/papers/export/?format={name}&summaries={asked}"))
    assert all(words in text for words in there) and not any(words in text for words in not_there)


def test_summaries_stand_under_their_language_in_markdown(shelf):
    paper = make_paper("Policies for Mixed Clusters", venue="OSDI", year=2020)
    make_summary(paper, body="First.\n\n- Second.")
    text = body(shelf.get("/papers/export/?summaries=both"))
    assert "- Policies for Mixed Clusters — OSDI 2020\n  - **English**\n\n    First.\n\n    - Second.\n" in text


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_it_never_exports_drafts_or_what_is_private(shelf, member, other, name):
    paper = make_paper("Gavel")
    make_entry(paper, make_list("All"))
    make_summary(paper, body="UNFINISHED", state="draft", author=member)
    make_reading(member, paper, "read", private_note="PRIVATE")
    make_reading(other, paper, "read", private_note="PRIVATE")
    for path in ("/papers/export/", "/lists/all/export/", f"/papers/{paper.pk}/export/"):
        text = body(shelf.get(f"{path}?format={name}&summaries=both&mine=yes"))
        assert "UNFINISHED" not in text and "PRIVATE" not in text


# What a filter finds


@pytest.mark.parametrize(
    "query", ["", "q=memory", "venue=OSDI", "tag=gpu&sort=title", "status=read", "summary=both", "list=cluster-papers"]
)
def test_it_exports_what_the_filter_finds_in_that_order(catalogue, shelf, query):
    shown = [paper.title for paper in shelf.get(f"/papers/?{query}").context["page"].object_list]
    assert titles(read(shelf.get(f"/papers/export/?format=csv&{query}"), "csv")) == shown != []
    assert titles(read(shelf.get(f"/papers/export/?{query}"), "markdown")) == shown


def test_it_exports_all_of_it_and_not_a_page(shelf):
    made = [make_paper(f"Paper {number}").title for number in range(30)]
    assert titles(read(shelf.get("/papers/export/?format=ris&page=2"), "ris")) == made[::-1]


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_it_exports_an_empty_result(shelf, name):
    assert titles(read(shelf.get(f"/papers/export/?format={name}&q=nothing"), name)) == []


@pytest.mark.parametrize("name", [name for name in FORMAT_NAMES if name != "markdown"])
def test_a_paper_loses_nothing(shelf, name):
    paper = make_paper(
        "Sets {A} & “B” 100%", venue="OSDI", year=2020, nickname="Gavel", tags=("GPU", "公平"),
        authors=("Li Hua", "张三"), institutions=("Stanford",), links=("https://a.example/p_1",),
        doi="10.1145/1", abstract="Two\n\nparagraphs.", cite_key="li2020sets",
    )  # fmt: skip
    (record,) = read(shelf.get(f"/papers/export/?format={name}"), name).records
    wanted = plain(record_of(paper))
    assert {field: plain(record).get(field) for field in wanted} == wanted


# One's own shelf


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_it_exports_one_s_own_shelf(shelf, member, other, name):
    mine, others = make_paper("Mine", venue="OSDI", year=2020), make_paper("Another’s")
    make_reading(member, mine, "read", finished=date(2024, 3, 9), rating=4, private_note="Worth\n\nit.")
    make_reading(other, mine, "read", private_note="SECRET")
    make_reading(other, others, "read")
    text = body(shelf.get(f"/me/export/?format={name}&mine=yes"))
    assert "SECRET" not in text and "Another" not in text
    assert all(words in text for words in ("Mine", "2024-03-09", "Worth", "it."))
    assert ("Worth" in body(shelf.get(f"/me/export/?format={name}"))) == (name == "csv")


def test_the_old_address_of_the_shelf_gives_the_same_table(shelf, member):
    make_reading(member, make_paper("Mine"), "read", private_note="Note")
    assert body(shelf.get("/me/export.csv")) == body(shelf.get("/me/export/?format=csv"))


# One paper


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_it_exports_one_paper(shelf, name):
    paper = make_paper("Gavel", cite_key="li2020gavel")
    response = shelf.get(f"/papers/{paper.pk}/export/?format={name}")
    assert response["Content-Disposition"] == f'attachment; filename="li2020gavel{WRITTEN[name].SUFFIX}"'
    assert titles(read(response, name)) == ["Gavel"]
    assert shelf.get(f"/papers/0/export/?format={name}").status_code == 404


# What is asked wrongly, names of files, forms


@pytest.mark.parametrize("query", ["format=docx", "style=fancy", "facts=mine", "summaries=fr", "format=identifiers"])
@pytest.mark.parametrize("path", ["/papers/export/", "/lists/own-list/export/", "/me/export/"])
def test_what_is_not_known_is_named(group, shelf, path, query):
    response = shelf.get(f"{path}?{query}")
    assert response.status_code == 400
    assert query.split("=")[1] in response.content.decode()
    assert elements(response, "a", href="?format=bibtex")


def test_what_is_not_known_is_escaped(shelf):
    response = shelf.get("/papers/export/?format=<img src=x>")
    assert response.status_code == 400 and not elements(response, "img")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Cluster papers", "Cluster-papers"), ("大模型论文", "大模型论文"), ("../../etc/passwd", "etc-passwd"),
        ("a\r\nX: b", "a-X-b"), ('a";b', "a-b"), ("", "papers"), ("/", "papers"), ("x" * 300, "x" * 100),
    ],
)  # fmt: skip
def test_file_names_are_harmless(name, file):
    assert file_name(name) == file


def test_a_chinese_file_name_is_one_safe_header(shelf):
    make_entry(make_paper(), make_list("大模型 “论文”"))
    group = PaperList.objects.get()
    header = shelf.get(f"/lists/{group.slug}/export/")["Content-Disposition"]
    assert re.fullmatch(r"attachment; filename\*=utf-8''[%0-9A-F-]+\.md", header)


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_cells_that_a_spreadsheet_would_run_are_made_harmless(shelf, start):
    make_paper(f"{start}cmd|' /C calc'!A0")
    assert f"'{start}cmd" in body(shelf.get("/papers/export/?format=csv"))


def form_of(response):
    (form,) = [one for one in elements(response, "form") if "/export/" in one.get("action")]
    hidden = {(one.get("name"), one.get("value")) for one in elements(response, "input", type="hidden")}
    return form, hidden


def test_the_catalogue_offers_what_it_shows(catalogue, shelf):
    form, hidden = form_of(shelf.get("/papers/?q=cluster&tag=gpu&tag=fairness&year_min=2020"))
    assert (form.get("action"), form.get("method")) == ("/papers/export/", "get")
    assert {("q", "cluster"), ("tag", "gpu"), ("tag", "fairness"), ("year_min", "2020")} <= hidden


def test_a_list_and_the_shelf_offer_their_files(catalogue, group, shelf):
    page = shelf.get(f"/lists/{group.slug}/")
    assert form_of(page)[0].get("action") == f"/lists/{group.slug}/export/"
    chosen = [option.get("value") for option in elements(page, "option") if "selected" in option.attributes]
    assert chosen == ["linked"]
    assert form_of(shelf.get("/me/"))[0].get("action") == "/me/export/"


def test_a_paper_s_page_leads_to_its_files(shelf):
    paper = make_paper("Gavel", abstract="A long text.")
    page = shelf.get(paper.get_absolute_url())
    for name in ("bibtex", "ris", "csl-json"):
        assert elements(page, "a", href=f"/papers/{paper.pk}/export/?format={name}")
    assert "abstract" not in page.context["bibtex"]


@pytest.mark.parametrize("path", ["/papers/export/", "/lists/own-list/export/"])
def test_visitors_export_where_the_catalogue_is_open(group, settings, path):
    assert Client().get(path).status_code == 302
    settings.PUBLIC_CATALOGUE = True
    assert "Gavel" in body(Client().get(path))
    assert Client().get("/me/export/").status_code == 302


def test_csl_json_is_one_array(shelf):
    make_paper("One"), make_paper("Two")
    assert [item["title"] for item in json.loads(body(shelf.get("/papers/export/?format=csl-json")))] == ["Two", "One"]


def test_a_long_markdown_file_is_read_as_one(shelf, monkeypatch):
    monkeypatch.setattr("papers.formats.styles.writing.TOGETHER", 2)
    for number in range(5):
        make_paper(("Ray", "T", "A Longer Title of Words")[number % 3], venue="OSDI" if number % 2 else "")
    found = markdown.read(body(shelf.get("/papers/export/")))
    assert titles(found) == ["T", "Ray", "A Longer Title of Words", "T", "Ray"]
