"""Imports run one way: readinglist → notes → papers → Django, and inside papers from views down to models."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ("papers", "notes", "readinglist")
ABOVE_MODELS = tuple(
    f"papers.{name}" for name in ("views", "filters", "faceted", "facets", "counting", "admin", "access", "forms")
)


def modules(folder):
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def imports(path):
    return named_in(path.read_text(encoding="utf-8"), path.relative_to(ROOT).parent.parts)


def named_in(source, package):
    """Every module that the source imports, anywhere in it and for whatever purpose, relative ones made whole."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return found


def offenders(folder, *forbidden, but=()):
    """(file, import) of what the folder's files import of the forbidden packages."""
    return [
        (str(path.relative_to(ROOT)), name)
        for path in modules(folder)
        for name in sorted(imports(path))
        if any(name == package or name.startswith(f"{package}.") for package in forbidden)
        and not any(name == package or name.startswith(f"{package}.") for package in but)
    ]


@pytest.mark.parametrize("folder", [*APPS, "papers/formats", "papers/models"])
def test_it_looks_at_files_that_are_there(folder):
    assert len(modules(folder)) > 4


@pytest.mark.parametrize(
    ("line", "module"),
    [
        ("import notes", "notes"),
        ("import notes.models as n", "notes.models"),
        ("from notes import models", "notes.models"),
        ("from . import venues", "papers.formats.venues"),
        ("from .venues import plain", "papers.formats.venues"),
        ("from ..models import Paper", "papers.models"),
        ("def late():\n    from readinglist.home import home", "readinglist.home"),
        ("if TYPE_CHECKING:\n    import django", "django"),
    ],
)
def test_it_sees_imports_of_every_kind(line, module):
    assert module in named_in(line, ("papers", "formats"))


@pytest.mark.parametrize(
    ("folder", "forbidden"),
    [
        ("papers", ("notes", "readinglist", "tests")),
        ("notes", ("readinglist", "tests")),
        ("readinglist", ("tests",)),
        ("papers/formats", ("django", "taggit", "simple_history", "django_filters", "notes", "readinglist")),
        ("papers/models", ABOVE_MODELS),
        ("notes/views", ("notes.admin",)),
    ],
)  # fmt: skip
def test_it_never_imports_upwards(folder, forbidden):
    assert offenders(folder, *forbidden) == []


def test_formats_know_nothing_of_the_catalogue():
    assert offenders("papers/formats", "papers", but=("papers.formats",)) == []


@pytest.mark.parametrize("module", ["querysets.py", "scripts.py"])
def test_what_models_stand_on_imports_no_page(module):
    assert [name for name in imports(ROOT / "papers" / module) if name.startswith(ABOVE_MODELS)] == []


def test_search_knows_no_page_and_what_works_on_texts_alone_no_django():
    assert offenders("papers/search", *ABOVE_MODELS, "papers.indexing") == []
    for module in ("tokens", "queries", "holding", "patterns", "snippets", "nicknames", "scoring", "plain"):
        found = imports(ROOT / "papers" / "search" / f"{module}.py")
        assert [name for name in found if name.startswith(("django", "papers.models", "papers.querysets"))] == []


@pytest.mark.parametrize("module", ["blocks", "diffing", "highlighting", "markup", "merging", "terms"])
def test_what_works_on_texts_alone_knows_no_django(module):
    found = imports(ROOT / "notes" / f"{module}.py")
    assert [name for name in found if name.startswith(("django", "papers.models", "notes.models"))] == []
