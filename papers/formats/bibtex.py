"""BibTeX, as reference managers and LaTeX write and read it."""

from .bibtex_reading import read
from .bibtex_writing import write

NAME = "bibtex"
LABEL = "BibTeX"
SUFFIX = ".bib"
MEDIA_TYPE = "application/x-bibtex"

__all__ = ["LABEL", "MEDIA_TYPE", "NAME", "SUFFIX", "read", "write"]
