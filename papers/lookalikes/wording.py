"""The reasons of a pair in words, in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from papers.lookalikes.judging import AGAINST, Reason

WORDS = {
    "title": _("same title"),
    "likeness": _("titles %(score)s%% alike"),
    "abbreviation": _("titles alike, one of them with an abbreviation"),
    "beginning": _("the title of one is the beginning of the other"),
    "doi": _("same DOI: %(value)s"),
    "arxiv": _("same arXiv id: %(value)s"),
    "url": _("same address: %(value)s"),
    "name-and-venue": _("both are called “%(value)s”, %(where)s"),
    "name-and-title": _("both are called “%(value)s”, and the titles are near each other"),
    "series": _("but only the numbering differs: perhaps two parts of a series"),
    "other-doi": _("but each has a DOI of its own"),
    "years": _("but %(one)s and %(other)s"),
    "other-title": _("but the titles are quite different"),
}


def in_words(reasons: Iterable[Reason]) -> list[str]:
    """One phrase a reason, what speaks for it first; codes of another release are left out."""
    known = [reason for reason in reasons if reason.get("code") in WORDS]
    known.sort(key=lambda reason: reason["code"] in AGAINST)
    return [str(WORDS[reason["code"]]) % reason for reason in known]
