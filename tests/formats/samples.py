"""The sample documents in tests/data."""

from pathlib import Path

from papers.formats.markdown import read
from papers.formats.records import Document, Record

DATA = Path(__file__).parent.parent / "data"


def sample(name: str) -> str:
    return (DATA / name).read_bytes().decode()


def document(name: str) -> Document:
    return read(sample(name))


def at(found: Document, line: int) -> Record:
    """The one record that starts on this line."""
    (record,) = (record for record in found.records if record.line == line)
    return record
