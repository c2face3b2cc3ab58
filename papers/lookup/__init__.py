"""What public registries know of a paper, asked by its DOI, arXiv number or address."""

from papers.lookup.failures import LookupFailed, Reason
from papers.lookup.identifiers import Identifier, identify
from papers.lookup.looking import Found, look_up

__all__ = ["Found", "Identifier", "LookupFailed", "Reason", "identify", "look_up"]
