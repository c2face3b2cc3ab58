"""CSL-JSON, as Zotero, Pandoc and citeproc exchange it."""

from .csl_reading import read
from .csl_writing import write

NAME = "csl-json"
LABEL = "CSL-JSON"
SUFFIX = ".json"
MEDIA_TYPE = "application/vnd.citationstyles.csl+json"

__all__ = ["LABEL", "MEDIA_TYPE", "NAME", "SUFFIX", "read", "write"]
