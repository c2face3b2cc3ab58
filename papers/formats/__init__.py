"""File formats for reading lists: one module a format, looked up by name.

Each has NAME, LABEL, SUFFIX, MEDIA_TYPE, `read(text)` and, but for identifiers, `write(records)`.
"""

from types import ModuleType

from . import bibtex, csl_json, csv_table, identifiers, markdown, ris
from .sniffing import sniff

FORMATS: dict[str, ModuleType] = {
    module.NAME: module for module in (markdown, bibtex, ris, csl_json, csv_table, identifiers)
}

__all__ = ["FORMATS", "sniff"]
