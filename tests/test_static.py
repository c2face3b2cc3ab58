"""Static files as production serves them: collected under hashed names, compressed, kept by browsers for good."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from readinglist.collected import MANIFEST, is_current
from tests.benchmarks.wire import LIMIT, first_visits, size
from tests.pages import elements
from tests.serving import Browser, manage, passwords, served

HASHED = re.compile(r"\.[0-9a-f]{12}\.(css|js|svg|woff2)$")


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    """A new installation with the demonstration catalogue, its files collected."""
    directory = tmp_path_factory.mktemp("data")
    manage(directory, "demo", "--no-serve")
    manage(directory, "collectstatic", "--noinput")
    return directory


@pytest.fixture(scope="module")
def port(directory):
    with served(directory) as port:
        yield port


@pytest.fixture
def visitor(port):
    return Browser(port)


@pytest.fixture
def member(port, directory):
    browser = Browser(port)
    browser.sign_in(browser.ask("/accounts/login/"), "member", passwords(directory)["member"])
    return browser


def addresses(page):
    """Of everything that a page has the browser load."""
    loads = [link.get("href") for link in elements(page.text, "link")]
    loads += [element.get("src") for element in elements(page.text) if element.get("src")]
    return loads


def test_each_file_has_a_name_of_its_contents(directory):
    paths = json.loads((directory / "static" / MANIFEST).read_text())["paths"]
    assert {"readinglist/style.css", "readinglist/app.js", "katex/katex.min.css"} <= paths.keys()
    for path in ("readinglist/style.css", "katex/katex.min.js"):
        assert (directory / "static" / paths[path]).read_bytes()
        assert {(directory / "static" / f"{paths[path]}.{kind}").is_file() for kind in ("br", "gz")} == {True}


@pytest.mark.parametrize("path", ["/accounts/login/", "/papers/", "/", "/glossary/"])
def test_a_page_loads_hashed_files_of_this_host_only(visitor, member, path):
    loads = addresses((visitor if "login" in path else member).ask(path))
    assert len(loads) >= 4
    for load in loads:
        assert load.startswith("/static/") and HASHED.search(load), load
        answer = member.ask(load)
        assert answer.status == 200
        assert {"immutable", "public"} <= set(answer.headers["cache-control"].split(", ")), load


@pytest.mark.parametrize(("accepted", "coding"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("", "")])
def test_it_is_sent_as_the_browser_takes_it(visitor, accepted, coding):
    sheet = next(load for load in addresses(visitor.ask("/accounts/login/")) if "/style." in load)
    answer = visitor.ask(sheet, Accept_Encoding=accepted)
    assert (answer.status, answer.coding) == (200, coding)
    assert answer.headers["content-type"].startswith("text/css")
    assert "Accept-Encoding" in answer.headers["vary"]
    assert ".masthead" in answer.text


def test_what_a_sheet_loads_is_there(visitor, directory):
    paths = json.loads((directory / "static" / MANIFEST).read_text())["paths"]
    sheet = f"/static/{paths['katex/katex.min.css']}"
    fonts = re.findall(r"url\(\"?([^)\"]+)\"?\)", visitor.ask(sheet).text)
    assert len(fonts) == 20
    for font in fonts:
        assert HASHED.search(font), font
        assert visitor.ask(urljoin(sheet, font)).status == 200, font


def test_curation_loads_its_files_too(visitor, directory):
    visitor.sign_in(visitor.ask("/accounts/login/"), "admin", passwords(directory)["admin"])
    loads = [load for load in addresses(visitor.ask("/admin/papers/paper/")) if load.startswith("/static/")]
    assert len(loads) > 5
    assert {visitor.ask(load).status for load in loads} == {200}


def test_a_first_visit_is_light(port, directory):
    sizes = {path: size(answers) for path, answers in first_visits(port, passwords(directory)["member"])}
    assert sizes.keys() == {"/accounts/login/", "/papers/"}
    assert max(sizes.values()) <= LIMIT, sizes


@pytest.mark.parametrize(("accepted", "coding"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", "")])
def test_pages_are_compressed_on_the_way(member, accepted, coding):
    answer = member.ask("/papers/", Accept_Encoding=accepted)
    assert (answer.status, answer.coding) == (200, coding)
    assert int(answer.headers["content-length"]) == len(answer.sent)
    assert 'class="rows"' in answer.text


@pytest.mark.parametrize(("accepted", "coding"), [("gzip, deflate, br", "gzip"), ("identity", "")])
def test_an_export_is_sent_while_it_is_made(member, accepted, coding):
    answer = member.ask("/papers/export/?format=bibtex", Accept_Encoding=accepted)
    assert (answer.status, answer.coding) == (200, coding)
    assert answer.headers["transfer-encoding"] == "chunked"
    assert answer.text.count("\n@") > 100
    assert answer.headers["etag"].startswith("W/" if coding else '"')
    again = member.ask("/papers/export/?format=bibtex", If_None_Match=answer.headers["etag"])
    assert (again.status, again.sent) == (304, b"")


# Without collected files, as `make run` does


def test_files_are_served_from_where_they_stand(tmp_path):
    manage(tmp_path, "migrate", "-v0")
    with served(tmp_path) as port:
        browser = Browser(port)
        page = browser.ask("/accounts/login/")
        assert "/static/readinglist/style.css" in addresses(page)
        for load in addresses(page):
            answer = browser.ask(load)
            assert answer.status == 200
            assert "immutable" not in answer.headers["cache-control"]


@pytest.fixture
def sources(tmp_path):
    sources = tmp_path / "sources" / "deep"
    sources.mkdir(parents=True)
    written(sources / "style.css", 1000)
    return sources.parent


def written(path: Path, at: int) -> None:
    path.write_text("{}")
    os.utime(path, (at, at))


@pytest.mark.parametrize(("collected", "expected"), [(999, False), (1000, True), (2000, True)])
def test_a_copy_counts_while_no_file_is_newer(tmp_path, sources, collected, expected):
    written(tmp_path / MANIFEST, collected)
    assert is_current(tmp_path, sources) is expected


def test_nothing_collected_is_no_copy(tmp_path, sources):
    assert not is_current(tmp_path, sources)
    assert not is_current(tmp_path / "nowhere", sources)
