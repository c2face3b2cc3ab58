"""Bringing a list in: matched to the catalogue, filled in, never overwritten."""

from papers.importing.documents import Imported, import_document
from papers.importing.report import Report

__all__ = ["Imported", "Report", "import_document"]
