"""What each registry says, as a record: shapes written after theirs, served by a server of our own."""

import pytest

from papers.formats.records import Link
from papers.lookup import LookupFailed, Reason, identify, look_up
from papers.lookup.venues import place
from tests.registries import (
    ARXIV,
    ATOM,
    CROSSREF,
    CSL,
    DOI,
    HEAD,
    HTML,
    JSON,
    NO_ENTRY,
    NOTE,
    OPENREVIEW,
    USENIX,
    WORK,
    feed,
)

ABS = "https://arxiv.org/abs/2309.06180"
FORUM = "https://openreview.net/forum?id=H1eA7AEtvS"


def found_by(text):
    return look_up(identify(text))


def reason_for(text):
    with pytest.raises(LookupFailed) as failure:
        found_by(text)
    assert str(failure.value)
    assert "\n" not in str(failure.value)
    return failure.value.reason


def test_a_doi_by_content_negotiation(registries):
    registries.redirect(DOI, CROSSREF)
    registries.serve(CROSSREF, WORK, CSL)
    found = found_by("https://dl.acm.org/doi/pdf/10.1145/3341301.3359646")
    record = found.record
    assert (found.registry, found.url) == ("Crossref", "https://doi.org/10.1145/3341301.3359646")
    assert (record.title, record.venue, record.year) == ("Sharing a GPU Cluster Fairly", "SOSP", 2019)
    assert (record.venue_full, record.venue_kind) == ("ACM Symposium on Operating Systems Principles", "conference")
    assert record.authors == ("Ada Byron", "Hua Li")
    assert record.abstract == "Jobs share <one> cluster.\n\nFairly."
    assert record.doi == "10.1145/3341301.3359646"
    assert record.links == (Link("https://doi.org/10.1145/3341301.3359646", "paper"),)
    assert registries.vouched == ["doi.org", "api.crossref.org"]
    assert registries.headers[0]["Accept"].startswith("application/vnd.citationstyles.csl+json")
    assert registries.headers[0]["User-Agent"].startswith("readinglist/")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"title": ["In lists"], "container-title": ["Nature"], "event": None}, ("In lists", "Nature", 2019)),
        ({"title": "A", "subtitle": "and B"}, ("A: and B", "SOSP", 2019)),
        ({"title": "<i>μ</i>Serve &amp; <b>more</b>\n two"}, ("μServe & more two", "SOSP", 2019)),
        ({"issued": {"date-parts": [["2020"]]}}, ("Sharing a GPU Cluster Fairly", "SOSP", 2020)),
        ({"issued": {"date-parts": [[None]]}, "published-print": {"date-parts": [[2021]]}},
         ("Sharing a GPU Cluster Fairly", "SOSP", 2021)),
        ({"issued": None}, ("Sharing a GPU Cluster Fairly", "SOSP", None)),
        ({"issued": {"date-parts": [[99999]]}}, ("Sharing a GPU Cluster Fairly", "SOSP", None)),
        ({"event": {"acronym": "EuroSys '20"}, "container-title": "Of the Fifteenth"},
         ("Sharing a GPU Cluster Fairly", "EuroSys", 2019)),
        ({"event": None, "container-title": "Annals of Nothing Much", "type": "journal-article"},
         ("Sharing a GPU Cluster Fairly", "Annals of Nothing Much", 2019)),
    ],
)  # fmt: skip
def test_the_ways_in_which_registries_write_the_same(registries, more, expected):
    registries.serve(DOI, WORK | more, JSON)
    found = found_by("10.1145/3341301.3359646")
    assert found.registry == "doi.org"
    assert (found.record.title, found.record.venue, found.record.year) == expected


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ({"literal": "The Group"}, "The Group"), ({"name": "ACME Labs"}, "ACME Labs"), ({"family": "Plato"}, "Plato"),
        ({"given": "Ludwig", "non-dropping-particle": "van", "family": "B", "suffix": "Jr."}, "Ludwig van B Jr."),
        ({"given": ["x"], "family": "Odd"}, "Odd"), ({"family": "<b>Bold</b>\x00\u202e"}, "Bold"),
    ],
)  # fmt: skip
def test_names_of_authors(registries, author, name):
    registries.serve(DOI, WORK | {"author": [author, author, "junk", {}, {"family": "x" * 300}]}, CSL)
    assert found_by("10.1145/3341301.3359646").record.authors == (name,)


@pytest.mark.parametrize(
    "said", [[], "text", 1, None, {}, {"title": ""}, {"title": []}, {"title": {"a": 1}}, {"title": "x" * 600}]
)
def test_an_answer_that_says_nothing_of_use(registries, said):
    registries.serve(DOI, said if isinstance(said, (dict, list)) else str(said), CSL)
    assert reason_for("10.1145/3341301.3359646") == Reason.INVALID


@pytest.mark.parametrize("wrong", [1, "x", [1], {"a": {"b": []}}, None, [[]], [{}], {"date-parts": [[{}]]}])
def test_any_field_may_be_of_any_kind(registries, wrong):
    names = [*WORK, "event-title", "container-title-short", "published-print", "publisher"]
    registries.serve(DOI, dict.fromkeys(names, wrong) | {"title": "Kept", "type": "posted-content"}, CSL)
    assert found_by("10.1145/3341301.3359646").record.title == "Kept"


def test_a_long_abstract_ends_at_a_word(registries, settings):
    settings.ABSTRACT_MAX_CHARS = 50
    registries.serve(DOI, WORK | {"abstract": "<p>" + "word " * 400 + "</p>"}, CSL)
    abstract = found_by("10.1145/3341301.3359646").record.abstract
    assert abstract.endswith("word…")
    assert len(abstract) <= 50


def test_an_arxiv_number(registries):
    registries.serve(ARXIV, feed(), ATOM)
    found = found_by("ａｒＸｉｖ：２３０９．０６１８０ｖ２")
    record = found.record
    assert (found.registry, found.url) == ("arXiv", ABS)
    assert (record.title, record.year) == ("Paging the Memory of Language Models", 2023)
    assert (record.venue, record.kind, record.venue_kind) == ("arXiv", "preprint", "preprint-server")
    assert record.authors == ("Ada Byron", "李华")
    assert record.abstract == "Serving needs memory. Pages help."
    assert record.arxiv_id == "2309.06180"
    assert record.links == (Link(ABS, "preprint"),)
    assert registries.asked == [("export.arxiv.org", "/api/query?id_list=2309.06180&max_results=1")]


def test_an_arxiv_paper_that_was_published(registries):
    more = "<arxiv:doi>10.1145/3600006.3613165</arxiv:doi><arxiv:journal_ref>SOSP 2024</arxiv:journal_ref>"
    registries.serve(ARXIV, feed(more), ATOM)
    record = found_by(ABS).record
    assert (record.doi, record.venue, record.year, record.kind) == ("10.1145/3600006.3613165", "SOSP", 2024, "paper")


@pytest.mark.parametrize(
    "body",
    [NO_ENTRY, feed().replace("http://arxiv.org/abs/2309.06180v1", "http://arxiv.org/api/errors#x")],
)
def test_an_arxiv_number_that_nobody_has(registries, body):
    registries.serve(ARXIV, body, ATOM)
    assert reason_for("2309.99999") == Reason.NOT_FOUND


def test_an_old_arxiv_number_is_one_value_of_the_query(registries):
    registries.serve(ARXIV, feed().replace("2309.06180v1", "math/0309136v1"), ATOM)
    assert found_by("math.GT/0309136").record.links[0].url == "https://arxiv.org/abs/math.GT/0309136"
    assert registries.asked[0][1] == "/api/query?id_list=math.GT%2F0309136&max_results=1"


def test_openreview(registries):
    registries.serve(OPENREVIEW, NOTE, JSON)
    found = found_by("https://openreview.net/pdf?id=H1eA7AEtvS")
    record = found.record
    assert (found.registry, found.url) == ("OpenReview", FORUM)
    assert (record.title, record.venue, record.year) == ("A Lite Model", "ICLR", 2020)
    assert (record.authors, record.abstract) == (("Ada Byron", "Hua Li"), "Smaller is faster.")
    assert record.links == (Link(FORUM, "paper"),)


@pytest.mark.parametrize("gone", [{"status": 404}, {"status": 403}, {"body": {"notes": []}, "kind": JSON}])
def test_openreview_s_older_interface(registries, gone):
    old = {"notes": [{"cdate": 1572739200000, "content": {"title": "An Older One", "authors": ["Ada Byron"]}}]}
    registries.serve(OPENREVIEW, **gone)
    registries.serve("https://api.openreview.net/notes", old, JSON)
    record = found_by(FORUM).record
    assert (record.title, record.authors, record.venue, record.year) == ("An Older One", ("Ada Byron",), "", 2019)


@pytest.mark.parametrize(
    ("content", "venue", "year"),
    [
        ({"venueid": "NeurIPS.cc/2023/Conference"}, "NeurIPS", 2023),
        ({"venueid": "ICML.cc/2024/Workshop/ES-FoMo"}, "ES-FoMo @ ICML", 2024),
        ({"venueid": "ICLR.cc/2024/Conference/Rejected_Submission", "venue": "Submitted to ICLR 2024"}, "", 2020),
        ({"venueid": "ICLR.cc/2024/Conference/Withdrawn_Submission", "venue": "ICLR 2024 Withdrawn"}, "", 2020),
        ({"venue": "TMLR 2023"}, "TMLR", 2023),
        ({}, "", 2020),
        ({"venueid": 3, "venue": ["x"]}, "", 2020),
    ],
)
def test_where_openreview_says_it_was_accepted(registries, content, venue, year):
    note = {"pdate": 1577836800000, "content": {"title": "x"} | content}
    registries.serve(OPENREVIEW, {"notes": [note]}, JSON)
    record = found_by(FORUM).record
    assert (record.venue, record.year) == (venue, year)


@pytest.mark.parametrize("content", [{}, None, [], {"title": {}}, {"title": {"value": 3}}])
def test_a_note_without_a_title(registries, content):
    registries.serve(OPENREVIEW, {"notes": [{"content": content}]}, JSON)
    assert reason_for(FORUM) == Reason.INVALID


def test_usenix(registries):
    registries.serve(USENIX, HEAD, "text/html; charset=utf-8")
    found = found_by(USENIX + "?x=1#abstract")
    record = found.record
    assert (found.registry, found.url) == ("USENIX", USENIX)
    assert (record.title, record.venue, record.year) == ("Scheduling by Time & Space", "OSDI", 2020)
    assert record.authors == ("Ada Byron", "Hua Li")
    assert [link.url for link in record.links] == [USENIX, "https://www.usenix.org/system/files/osdi20-byron.pdf"]


@pytest.mark.parametrize("page", ["", "<html><head></head></html>", "<meta name=citation_title>", "\x00<head\xff"])
def test_a_page_of_usenix_that_is_no_paper(registries, page):
    registries.serve(USENIX, page, HTML)
    assert reason_for(USENIX) == Reason.INVALID


@pytest.mark.parametrize(
    ("full", "venue"),
    [
        ("Proceedings of the Twenty-Eighth ACM SIGOPS Symposium on Operating Systems Principles", "SOSP"),
        ("Proceedings of the 28th ACM International Conference on Architectural Support for Programming Languages and "
         "Operating Systems, Volume 2", "ASPLOS"),
        ("2022 IEEE International Symposium on High-Performance Computer Architecture (HPCA)", "HPCA"),
        ("SC20: International Conference for High Performance Computing, Networking, Storage and Analysis", "SC"),
        ("2021 {USENIX} Annual Technical Conference ({USENIX} {ATC} 21)", "ATC"),
        ("Proceedings of the VLDB Endowment", "VLDB"), ("NIPS", "NeurIPS"), ("Communications of the ACM", "CACM"),
        ("A Meeting That Nobody Has Heard Of (AMTNHO)", "AMTNHO"), ("x" * 101, ""), ("", ""),
    ],
)  # fmt: skip
def test_the_short_name_of_a_venue(full, venue):
    assert place(full).venue == venue
