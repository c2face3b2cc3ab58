"""What an address is: its kind, and the DOI or arXiv number inside it."""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from .records import Link

WEB = re.compile(r"https?://[^\s/?#]+", re.IGNORECASE)
_ARXIV_HOSTS = ("arxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org", "alphaxiv.org")
_ARXIV_NUMBER = r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?"
_ARXIV_PATH = re.compile(rf"^/(?:abs|pdf|html|format|papers|overview)/{_ARXIV_NUMBER}(?:\.pdf)?/?$", re.IGNORECASE)
_ARXIV_TEXT = re.compile(rf"\barxiv[:\s]\s*{_ARXIV_NUMBER}(?![\d.]*\d)", re.IGNORECASE)
_DOI = re.compile(r"(?<![\d.])(10\.\d{4,9}/[^\s?#\"<>|]+)", re.IGNORECASE)
_DOI_ARXIV = re.compile(rf"^10\.48550/arxiv\.{_ARXIV_NUMBER}$", re.IGNORECASE)

_HOSTS = {
    "preprint": ("arxiv.org", "ar5iv.org", "alphaxiv.org", "biorxiv.org", "medrxiv.org", "ssrn.com", "techrxiv.org"),
    "paper": (
        "doi.org", "acm.org", "usenix.org", "openreview.net", "ieee.org", "computer.org", "neurips.cc", "nips.cc",
        "aclanthology.org", "aclweb.org", "springer.com", "vldb.org", "mlr.press", "mlsys.org", "thecvf.com",
        "sciencedirect.com", "cidrdb.org", "aaai.org", "ijcai.org", "nature.com", "jmlr.org", "semanticscholar.org",
    ),
    "code": ("github.com", "github.io", "gitlab.com", "bitbucket.org", "gitee.com", "huggingface.co"),
    "video": ("youtube.com", "youtu.be", "bilibili.com", "b23.tv", "vimeo.com"),
    "slides": ("slideshare.net", "speakerdeck.com"),
    "dataset": ("kaggle.com", "zenodo.org"),
}  # fmt: skip

_LABELS = {
    "paper": "paper|pdf|full paper|full text|html|camera ready|acm|ieee|usenix|openreview|doi|proceedings"
    "|论文|原文|文章",
    "preprint": "arxiv|preprint|abs|预印本|biorxiv",
    "code": "code|github|repo|repository|source|source code|代码|开源代码|源码|implementation|artifact|hf|model",
    "slides": "slides|slide|presentation|幻灯片|ppt|poster|海报",
    "video": "video|talk|youtube|bilibili|视频|讲座|recording",
    "dataset": "dataset|datasets|data|数据集|数据|benchmark|trace|traces",
    "other": "link|url|here|web|website|project|project page|page|homepage|home|demo|blog|bibtex|bib|post|tweet|notes"
    "|summary|supplement|appendix|docs|documentation|链接|主页|项目|博客|翻译|解读|知乎|笔记",
}
_KIND_OF_LABEL = {label: kind for kind, labels in _LABELS.items() for label in labels.split("|")}
_LABEL_EDGES = " \t[]()【】（）〔〕「」:：.,;|!*_📄📝💻🎥🔗🌐📊⭐️→↗"


def label_kind(text: str) -> str:
    """The kind of link a label such as "[Code]" or 代码 names ("other" for a plain "link"); "" when it is no label."""
    label = " ".join(text.strip(_LABEL_EDGES).casefold().split())
    if len(label) > 24:
        return ""
    return _KIND_OF_LABEL.get(label) or _KIND_OF_LABEL.get(re.sub(r"[\s\-_#]*\d*$", "", label), "")


def is_web(url: str) -> bool:
    """Whether the address is http or https and names a host."""
    if not WEB.match(url):
        return False
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:  # such as an unclosed IPv6 host
        return False


def typed(url: str, label: str = "") -> Link:
    """The link with its kind: what the label says, else what the host says."""
    named = label_kind(label)
    shown = label.strip(_LABEL_EDGES) if named else ""
    return Link(url, named if named not in ("", "other") else _host_kind(url), shown)


def doi_in(url: str) -> str:
    """The bare lower-case DOI in a doi.org, dl.acm.org or similar address, or in "doi:10.…"; else ""."""
    found = _DOI.search(unquote(url))
    if not found or _DOI_ARXIV.match(found[1]):
        return ""
    return re.sub(r"(?:/(?:full|pdf|epdf|abstract))?(?:\.pdf)?$", "", found[1].lower().rstrip(".,;:)]}/"))


def arxiv_in(text: str) -> str:
    """The arXiv number in an address or in "arXiv:2309.06180", without its version and in any width; else ""."""
    text = unicodedata.normalize("NFKC", text)
    if is_web(text):
        parts = urlsplit(text)
        host = _host(text)
        known = any(host == name or host.endswith("." + name) for name in (*_ARXIV_HOSTS, "huggingface.co"))
        found = _ARXIV_PATH.match(parts.path) if known else None
        doi = _DOI.search(unquote(parts.path)) if not found else None
        found = found or (doi and _DOI_ARXIV.match(doi[1])) or None
    else:
        found = _ARXIV_TEXT.search(text)
    return found[1] if found else ""


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".")


def _host_kind(url: str) -> str:
    host, path = _host(url), urlsplit(url).path
    if host.endswith("huggingface.co"):
        return {"datasets": "dataset", "papers": "preprint"}.get(path.strip("/").split("/")[0], "code")
    for kind, names in _HOSTS.items():
        if any(host == name or host.endswith("." + name) for name in names):
            return "paper" if kind == "code" and host.endswith("github.io") and path.endswith(".pdf") else kind
    if host.startswith(("proceedings.", "papers.")) or path.lower().endswith(".pdf"):
        return "paper"
    return "other"
