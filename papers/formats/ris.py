"""RIS, the tagged lines that every reference manager exports."""

from .ris_reading import read
from .ris_writing import write

NAME = "ris"
LABEL = "RIS"
SUFFIX = ".ris"
MEDIA_TYPE = "application/x-research-info-systems"

__all__ = ["LABEL", "MEDIA_TYPE", "NAME", "SUFFIX", "read", "write"]
