"""Curated reading lists in Markdown: read in any shape that people give them, written in one of the house styles."""

from .reading import read
from .styles import write

NAME = "markdown"
LABEL = "Markdown"
SUFFIX = ".md"
MEDIA_TYPE = "text/markdown"

__all__ = ["LABEL", "MEDIA_TYPE", "NAME", "SUFFIX", "read", "write"]
