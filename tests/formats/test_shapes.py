"""Lists in the wild: one sample document a shape."""

import pytest

from papers.formats.markdown import read
from papers.formats.records import Link

from .samples import at, document


def one(text: str):
    (record,) = read(text).records
    return record


def section_of(found, record):
    return "" if record.section is None else found.sections[record.section].title


def test_it_reads_tables_in_english_and_chinese():
    found = document("tables.md")
    first = at(found, 9)
    assert (first.title, first.venue, first.year) == ("Lantern: Batched Decoding for Long Conversations", "OSDI", 2022)
    assert first.institutions == ("THU", "MSRA")
    assert [link.kind for link in first.links] == ["paper", "code"]
    assert at(found, 10).title == "Harbor: Paged Attention on | Off the GPU"
    assert (at(found, 10).kind, at(found, 10).arxiv_id) == ("preprint", "2401.01234")
    assert (at(found, 11).venue, at(found, 11).year, at(found, 11).links) == ("", None, ())
    chinese = at(found, 18)
    assert (chinese.title, chinese.institutions) == (
        "Tidal: Elastic Inference for Shared Clusters",
        ("清华大学", "阿里巴巴"),
    )
    assert chinese.links[1] == Link("https://gitlab.com/example/tidal", "code", "代码")
    assert (at(found, 19).venue, at(found, 19).year) == ("软件学报", 2021)


def test_a_paper_column_beside_a_title_column_is_a_link():
    found = document("tables.md")
    record = at(found, 25)
    assert (record.title, record.year) == ("Gpipe: Efficient Training of Giant Neural Networks", 2019)
    assert [link.kind for link in record.links] == ["preprint", "slides"]
    assert record.notes == "- stars: 12"


def test_it_names_rows_and_tables_without_titles():
    found = document("tables.md")
    assert [problem.line for problem in found.problems] == [27, 31]
    assert len(found.records) == 6


def test_it_reads_linked_titles_with_the_rest_after_them():
    found = document("linked.md")
    assert found.title == "Awesome LLM Systems"
    first = at(found, 23)
    assert first.title == ("Megatron-LM: Training Multi-Billion Parameter Language Models Using Model Parallelism")
    assert (first.venue, first.year, first.kind, first.arxiv_id) == ("arXiv", 2019, "preprint", "1909.08053")
    assert (at(found, 24).venue, at(found, 24).doi) == ("SC", "10.5555/3433701.3433727")
    assert at(found, 26).notes == "- a schedule that overlaps communication well."


def test_it_reads_kind_venue_and_workshop_brackets():
    found = document("linked.md")
    survey = at(found, 30)
    assert (survey.kind, survey.venue, survey.year, survey.title) == (
        "survey",
        "CSUR",
        2023,
        "Pipelines for Everyone: A Survey",
    )
    assert (at(found, 31).kind, at(found, 31).arxiv_id, at(found, 31).year) == ("survey", "2407.20018", None)
    assert (at(found, 32).venue, at(found, 32).year) == ("ES-FoMo @ ICML", 2024)
    assert (at(found, 33).venue, at(found, 33).year) == ("ICML Workshop", 2023)
    assert (at(found, 34).venue, at(found, 34).year) == ("", 2024)


def test_it_reads_authors_and_venue_under_the_entry():
    found = document("linked.md")
    record = at(found, 38)
    assert record.authors == ("Yaniv Leviathan", "Matan Kalman", "Yossi Matias")
    assert (record.venue, record.year, record.notes) == ("ICML", 2023, "")
    assert [(link.kind, link.label) for link in record.links] == [("paper", "Paper"), ("code", "Code")]
    assert record.raw.count("\n") == 1
    spread = at(found, 40)
    assert spread.authors == ("Ada Lovelace", "Grace Hopper", "Alan Turing")
    assert (spread.venue, spread.year) == ("VLDB", 2024)
    assert [link.kind for link in spread.links] == ["paper", "video", "slides"]


def test_it_reads_named_fields_under_the_entry():
    record = at(document("linked.md"), 43)
    assert record.title == "Ferry: Moving KV Caches Between Machines"
    assert record.authors == ("Barbara Liskov", "Leslie Lamport")
    assert (record.venue, record.year, record.tags) == ("NSDI", 2024, ("kv cache", "disaggregation"))
    assert [link.kind for link in record.links] == ["paper", "dataset"]
    assert record.notes == "- Moves only what is needed."


def test_it_drops_and_names_addresses_that_are_not_web():
    found = document("linked.md")
    assert [problem.line for problem in found.problems] == [47, 48, 49]
    assert "javascript" in found.problems[0].reason and "relative" in found.problems[1].reason
    assert (at(found, 47).title, at(found, 47).links) == ("Bad link", ())
    assert at(found, 49).links == (Link("https://example.org/good.pdf", "paper", "pdf"),)


def test_contents_and_contributing_hold_no_papers():
    found = document("linked.md")
    holding = {section_of(found, record) for record in found.records}
    assert holding == {"Training", "Pipelines", "Serving"}
    assert len(found.records) == 15


def test_it_reads_folded_sections():
    found = document("folded.md")
    assert [section.title for section in found.sections] == ["Caching", "Formats", "Pipelines", "Setext Heading"]
    assert [(record.line, section_of(found, record)) for record in found.records] == [
        (6, "Caching"),
        (7, "Caching"),
        (12, "Formats"),
        (21, "Pipelines"),
        (22, "Pipelines"),
        (36, "Setext Heading"),
        (37, "Setext Heading"),
        (47, "Setext Heading"),
    ]
    assert at(found, 12).notes.startswith("<details><summary>Abstract")
    assert at(found, 37).year == 2019


def test_it_reads_chinese_entries():
    found = document("chinese.md")
    assert found.title == "系统论文阅读"
    assert [(section.number, section.title) for section in found.sections] == [("一", "训练系统"), ("二", "推理系统")]
    assert at(found, 8).title == "Unified Queues: Training on Mixed Clusters"
    assert at(found, 8).notes == "- 一条笔记，写在这里。"
    assert at(found, 10).links == (Link("https://example.org/zipper", "paper", "论文"),)
    assert (at(found, 11).kind, at(found, 11).venue) == ("survey", "计算机学报")
    assert (at(found, 12).venue, at(found, 12).year) == ("NSDI", 2023)
    assert [link.kind for link in at(found, 12).links] == ["paper", "code", "video"]
    assert (at(found, 16).title, at(found, 16).venue) == ("Quiet Servers: Inference at Night", "OSDI")
    last = at(found, 17)
    assert (last.authors, last.institutions, last.tags) == (("张三", "李四"), ("清华大学",), ("弹性", "推理"))


def test_it_reads_groups_bold_headings_and_old_years():
    found = document("grouped.md")
    assert [(section.title, section.parent) for section in found.sections] == [
        ("Autumn", None),
        ("Consensus", 0),
        ("Spring", None),
    ]
    assert [(record.venue, record.year) for record in found.records] == [
        ("ATC", 2014),
        ("OSDI", 1999),
        ("SOSP", 2003),
        ("OSDI", 2004),
        ("SOSP", 2007),
        ("CACM", 1978),
        ("", 2001),
        ("TOCS", 1998),
        ("", None),
        ("JACM", 1985),
    ]
    assert [record.nickname for record in found.records[:2]] == ["Raft", "PBFT"]
    assert section_of(found, at(found, 10)) == "Autumn"
    assert at(found, 19).kind == "report"
    assert not any("19" in record.title or "[" in record.title for record in found.records)


def test_it_reads_plain_text():
    found = document("plain.txt")
    assert found.title == "Our reading list"
    assert [record.title for record in found.records] == [
        "Disciplines for Fair Queueing in Clusters",
        "Queueing with Deadlines and Regret, a continued title",
        "Lock-Free Stacks that Scale to Many Cores",
    ]
    assert found.records[2].notes == "- nested remark under it"


@pytest.mark.parametrize(
    ("written", "venue", "year"),
    [
        ("[OSDI'20]", "OSDI", 2020),
        ("[OSDI '20]", "OSDI", 2020),
        ("[OSDI’20]", "OSDI", 2020),
        ("[OSDI ‘20]", "OSDI", 2020),
        ("[OSDI' 20]", "OSDI", 2020),
        ("[OSDI 2020]", "OSDI", 2020),
        ("[OSDI20]", "OSDI", 2020),
        ("[OSDI 20]", "OSDI", 2020),
        ("[OSDI 2020, Best Paper]", "OSDI", 2020),
        ("[2020 OSDI]", "OSDI", 2020),
        ("【OSDI'20】", "OSDI", 2020),
        ("[**OSDI'20**]", "OSDI", 2020),
        ("**[OSDI'20]**", "OSDI", 2020),
        ("\\[OSDI'20\\]", "OSDI", 2020),
        ("(OSDI'20)", "OSDI", 2020),
        ("`[OSDI'20]`", "OSDI", 2020),
        ("**OSDI'20**", "OSDI", 2020),
        ("OSDI 2020:", "OSDI", 2020),
        ("[MIT, OSDI'20]", "OSDI", 2020),
        ("[OSDI'60]", "OSDI", 2060),
        ("[CACM'61]", "CACM", 1961),
        ("[ES-FoMo @ ICML'24]", "ES-FoMo @ ICML", 2024),
        ("[arXiv preprint ('19)]", "arXiv preprint", 2019),
        ("[arXiv]", "arXiv", None),
        ("[IEEE/ACM ToN 2021]", "IEEE/ACM ToN", 2021),
    ],
)
def test_it_reads_venues_however_written(written, venue, year):
    record = one(f"# L\n- {written} Timely Things for Busy Clusters\n")
    assert (record.venue, record.year, record.title) == (venue, year, "Timely Things for Busy Clusters")


@pytest.mark.parametrize(
    ("source", "title", "nickname"),
    [
        ("Heavy Things on (Whimpy) Clusters", "Heavy Things on (Whimpy) Clusters", ""),
        ("Heavy Things on Clusters (vLLM)", "Heavy Things on Clusters", "vLLM"),
        ("Heavy Things on Clusters (*Heavy Lift*)", "Heavy Things on Clusters", "Heavy Lift"),
        ("Heavy Things for Models (LLMs)", "Heavy Things for Models (LLMs)", ""),
        ("Heavy Things (extended abstract)", "Heavy Things (extended abstract)", ""),
        ("Heavy Things, Part (II)", "Heavy Things, Part (II)", ""),
        ("Is *Heavy* Really `fast`, or What?", "Is Heavy Really fast, or What?", ""),
        ("Heavy\\_Things & More \\*Stars\\*.", "Heavy_Things & More *Stars*", ""),
        ("Heavy Things (Second 1998 Edition)", "Heavy Things (Second 1998 Edition)", ""),
        ("“Heavy Things”", "Heavy Things", ""),
        ("Heavy Things. arXiv:2001.01234v3", "Heavy Things", ""),
    ],
)
def test_it_cleans_titles_and_takes_nicknames(source, title, nickname):
    record = one(f"# L\n- [OSDI'20] {source}\n")
    assert (record.title, record.nickname, record.venue) == (title, nickname, "OSDI")


def test_reference_links_and_autolinks_are_links():
    text = "# L\n- [OSDI'20] [Timely Things][1]\n- [OSDI'21] Later Things <https://example.org/b.pdf>\n\n[1]: https://example.org/a\n"
    assert [record.links[0].url for record in read(text).records] == [
        "https://example.org/a",
        "https://example.org/b.pdf",
    ]


def test_an_html_list_is_named():
    found = read("# L\n\n<ul>\n<li>Timely Things</li>\n</ul>\n")
    assert (found.records, [problem.line for problem in found.problems]) == ((), [3])


def test_a_bare_bullet_among_linked_ones_is_read_when_it_looks_like_a_title():
    found = read("# L\n## S\n- [Timely Things](https://example.org/a)\n- Later Things for Clusters\n- And so on.\n")
    assert [record.title for record in found.records] == ["Timely Things", "Later Things for Clusters"]
    assert found.records[1].notes == "- And so on."


def test_it_reads_a_reference_in_one_line():
    record = one("# L\n- Timely Things for Clusters. Liskov et al. NeurIPS 2017. [pdf](https://example.org/a.pdf)\n")
    assert (record.title, record.authors) == ("Timely Things for Clusters", ("Liskov",))
    assert (record.venue, record.year) == ("NeurIPS", 2017)


def test_it_reads_entries_of_several_habits_in_one_section():
    found = document("mixed.md")
    assert [(record.line, record.title, record.venue, record.year) for record in found.records] == [
        (5, "First Paper about Schedulers", "OSDI", 2022),
        (6, "弹性训练系统研究", "计算机学报", 2023),
        (7, "Second Paper about Caches", "SOSP", 2023),
        (9, "Third Paper about Networks", "NSDI", 2022),
        (13, "Fourth Paper about Parameters", "OSDI", 2014),
    ]
    assert at(found, 7).notes == "- Gandiva [OSDI'18] is a scheduler that packs jobs by what they do."


def test_it_leaves_the_markup_of_the_page_out_of_entries():
    found = document("mixed.md")
    assert at(found, 9).raw == "- Third Paper about Networks (NSDI 2022)"
    assert at(found, 13).raw == "- [OSDI'14] Fourth Paper about Parameters"
    assert section_of(found, at(found, 13)) == "Older"
