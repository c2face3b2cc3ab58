"""My reading: one's own rows and numbers, and a file of them."""

import csv
import io
import re
from datetime import date

import pytest

from notes.models import Reading
from papers.charts import columns
from tests.factories import make_paper, make_reading, make_topic
from tests.pages import elements, papers_in


def exported(client):
    response = client.get("/me/export.csv")
    text = b"".join(response.streaming_content).decode()
    return response, text, list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    ("status", "names"), [("read", "gavel"), ("reading", "vllm"), ("to-read", "survey"), ("set-aside", "attention")]
)
def test_it_shows_one_s_own_papers_of_a_status(catalogue, shelf, status, names):
    assert catalogue.named(papers_in(shelf.get(f"/me/?status={status}"))) == names.split()


def test_it_shows_another_member_theirs(catalogue, other, as_user):
    client = as_user(other)
    assert catalogue.named(papers_in(client.get("/me/?status=read"))) == ["undated"]
    assert catalogue.named(papers_in(client.get("/me/?status=to-read"))) == ["gavel"]
    assert papers_in(client.get("/me/?status=reading")) == []


@pytest.mark.parametrize("query", ["", "?status=", "?status=nonsense"])
def test_it_begins_with_what_one_is_reading(catalogue, shelf, query):
    assert catalogue.named(papers_in(shelf.get(f"/me/{query}"))) == ["vllm"]


def test_it_begins_with_the_first_status_that_has_papers(shelf, member):
    paper = make_paper()
    make_reading(member, paper, "set-aside")
    assert papers_in(shelf.get("/me/")) == [paper.pk]


def test_it_counts_one_s_own_rows_on_the_tabs(catalogue, shelf, member):
    make_reading(member, make_paper(), "read")
    tabs = {value: count for value, _, count in shelf.get("/me/").context["tabs"]}
    assert tabs == {"to-read": 1, "reading": 1, "read": 2, "set-aside": 1}


def test_it_shows_the_last_changed_first_and_page_by_page(shelf, member):
    made = [make_reading(member, make_paper(), "read").paper.pk for _ in range(25)]
    pages = [papers_in(shelf.get(f"/me/?status=read&page={number}")) for number in (1, 2)]
    assert [len(page) for page in pages] == [20, 5]
    assert pages[0] + pages[1] == made[::-1]
    following = elements(shelf.get("/me/?status=read"), "a", rel="next")
    last = Reading.objects.get(member=member, paper=pages[0][-1])
    assert [link.get("href") for link in following] == [f"?status=read&page=2&after={last.pk}"]


def test_what_is_marked_between_two_pages_neither_repeats_nor_skips_a_row(shelf, member):
    made = [make_reading(member, make_paper(), "read").paper.pk for _ in range(45)][::-1]
    following = elements(shelf.get("/me/?status=read"), "a", rel="next")[0].get("href")
    for paper in made[:5]:
        shelf.post(f"/papers/{paper}/status/", {"status": "set-aside"})
    assert papers_in(shelf.get(f"/me/{following}")) == made[20:40]


def test_it_invites_to_choose_where_nothing_stands(shelf):
    response = shelf.get("/me/")
    assert papers_in(response) == []
    assert elements(response, "a", href="/papers/?status=none")
    assert not elements(response, "a", href="/me/export.csv")


def test_its_chart_and_table_say_the_same(shelf, member, other):
    for year in (2018, 2018, 2021, None):
        make_reading(member, make_paper(year=year), "read")
    make_reading(member, make_paper(year=2019), "reading")
    make_reading(other, make_paper(year=2020), "read")
    response = shelf.get("/me/")
    rows = re.findall(r'<th scope="row">(\d+)</th><td>(\d+)</td>', response.content.decode())
    table = {int(year): int(count) for year, count in rows}
    assert table == {2018: 2, 2019: 0, 2020: 0, 2021: 1}
    bars = response.context["chart"].bars
    assert [(bar.label, bar.count) for bar in bars] == [(f"’{year % 100}", count) for year, count in table.items()]
    drawn = [int(bar.get("height")) for bar in elements(response, "rect", class_="bar")]
    assert drawn == [80, 0, 0, 40]
    assert [text.text for text in elements(response, "text", class_="value")] == ["2", "1"]


@pytest.mark.parametrize(
    "years, width, named, has_numbers",
    [
        (range(2018, 2022), 28 * 4 + 16, ["’18", "’19", "’20", "’21"], True),
        (range(1990, 2027), 6 * 37 + 16, ["’90", "’95", "’00", "’05", "’10", "’15", "’20", "’25"], False),
        (range(1930, 2027), 2 * 97 + 16, ["’40", "’60", "’80", "’00", "’20"], False),
    ],
)
def test_a_chart_of_many_years_fits_the_margin(years, width, named, has_numbers):
    chart = columns([(year, 1) for year in years], height=80)
    assert [bar.label for bar in chart.bars if bar.label] == named
    assert (chart.width, chart.has_numbers) == (width, has_numbers)
    assert chart.thickness < chart.bars[1].x


def test_it_counts_the_read_papers_of_each_root_topic_once(shelf, member, other):
    root, empty = make_topic("Systems"), make_topic("Theory", position=1)
    one, two = make_topic("One", parent=root), make_topic("Two", parent=root)
    make_reading(member, make_paper(topics=(one, two)), "read")
    make_reading(member, make_paper(topics=(one,)), "reading")
    make_reading(other, make_paper(topics=(two,)), "read")
    make_paper(topics=(empty,))
    shown = [(line.topic, line.done, line.total) for line in shelf.get("/me/").context["topics"]]
    assert shown == [(root, 1, 3), (empty, 0, 1)]


def test_it_exports_one_s_own_rows(shelf, member, other):
    paper = make_paper("调度综述", nickname="Gavel", venue="OSDI", year=2020)
    make_reading(
        member,
        paper,
        "read",
        started=date(2024, 3, 1),
        finished=date(2024, 3, 9),
        rating=4,
        private_note="Two,\n“lines”",
    )
    make_reading(other, paper, "read", private_note="SECRET")
    response, text, rows = exported(shelf)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="my-reading.csv"'
    assert text.startswith("\ufeff")
    assert "SECRET" not in text
    assert rows == [
        {
            "title": "调度综述", "nickname": "Gavel", "venue": "OSDI", "year": "2020", "status": "read",
            "started": "2024-03-01", "finished": "2024-03-09", "rating": "4", "private note": "Two,\n“lines”",
        }
    ]  # fmt: skip


def test_it_exports_rows_that_hold_a_rating_only(shelf, member):
    make_reading(member, make_paper("Rated"), "", rating=2)
    row = exported(shelf)[2][0]
    assert (row["title"], row["status"], row["rating"], row["year"], row["venue"]) == ("Rated", "", "2", "", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_it_exports_nothing_that_a_spreadsheet_would_run(shelf, member, start):
    text = f"{start}cmd|' /C calc'!A0"
    make_reading(member, make_paper(text, nickname=text, venue=text), "read", private_note=text)
    row = exported(shelf)[2][0]
    assert [row[name] for name in ("title", "nickname", "venue", "private note")] == [f"'{text}"] * 4


def test_it_exports_many_rows(shelf, member):
    for _ in range(30):
        make_reading(member, make_paper(), "read")
    assert len(exported(shelf)[2]) == 30
