"""Tables of papers as spreadsheet programs save them (CSV), one row a paper."""

from .csv_reading import read
from .csv_writing import write

NAME = "csv"
LABEL = "CSV"
SUFFIX = ".csv"
MEDIA_TYPE = "text/csv"

__all__ = ["LABEL", "MEDIA_TYPE", "NAME", "SUFFIX", "read", "write"]
