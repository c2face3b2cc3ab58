"""Whether two addresses are one: written with and without www, as the page and as its PDF."""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from .links import arxiv_in, doi_in, is_web

_DOORS = re.compile(r"^(?:www\d?|m|mobile)\.")
_ENDINGS = re.compile(r"/(?:index\.(?:html?|php))?$")
_PARTS = {"pdf", "forum", "attachment"}  # OpenReview's pages of one paper
_NOISE = ("utm_", "fbclid", "gclid", "ref", "source")


def address_key(url: str) -> str:
    """The address without what does not tell pages apart: scheme, www, case of the host, closing slash, fragment,
    parameters of campaigns. "" for what is no address, and for one that is a DOI's or arXiv's: see those.
    """
    if not is_web(url) or doi_in(url) or arxiv_in(url):
        return ""
    parts = urlsplit(url.strip())
    host = _DOORS.sub("", (parts.hostname or "").rstrip("."))
    path = _ENDINGS.sub("", unquote(parts.path))
    if host == "openreview.net" and path.strip("/") in _PARTS:
        path = "/forum"
    query = sorted((name, value) for name, value in parse_qsl(parts.query) if not name.startswith(_NOISE))
    return f"{host}{path}" + (f"?{urlencode(query)}" if query else "")


def is_a_page(key: str) -> bool:
    """Whether the key names more than a site's first page, which many papers may point at."""
    return "/" in key or "?" in key
