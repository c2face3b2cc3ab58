import pytest

from papers.formats.records import Document

from .samples import document


@pytest.fixture(scope="session")
def lists() -> dict[str, Document]:
    names = {"A": "list_a.md", "B": "list_b.md", "C": "list_c.txt", "D": "list_d.txt"}
    return {letter: document(name) for letter, name in names.items()}
