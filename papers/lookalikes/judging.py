"""Why two papers may be the same work, and what speaks against it."""

from __future__ import annotations

from typing import Any

from papers.lookalikes.facts import Facts
from papers.lookalikes.titles import LIKELY, abbreviated, in_series, likeness

Reason = dict[str, Any]  # {"code": …, and what the words for it need}
CERTAIN = {"title", "doi", "arxiv"}
AGAINST = {"series", "other-doi", "years", "other-title"}
NAMESAKE = 60  # two papers of one nickname are proposed from this likeness of titles on
SAME_IDENTIFIER = 70  # below this likeness of titles, one identifier on two papers may be somebody's slip
BESIDE = 80  # how an identifier or a name weighs in the order, where the titles say less


def reasons(one: Facts, other: Facts) -> list[Reason]:
    """Why the two may be one work, and where there is a reason also what speaks against it; nothing for most pairs.

    Never a nickname alone, and no parts of a series that share nothing but their titles.
    """
    by_identifier = shared_identifiers(one, other)
    titles = by_title(one, other)
    found = [*titles, *by_identifier, *by_name(one, other)]
    if not found:
        return []
    against = doubts(one, other, is_by_title=bool(titles))
    if any(reason["code"] == "series" for reason in against) and not by_identifier:
        return []
    return found + against


def by_title(one: Facts, other: Facts) -> list[Reason]:
    if one.title == other.title:
        return [{"code": "title"}]
    score = likeness(one.title, other.title)
    short = likeness(abbreviated(one.title), abbreviated(other.title))
    if score >= LIKELY:
        return [{"code": "likeness", "score": score}]
    if short >= LIKELY:
        return [{"code": "abbreviation", "score": short}]
    if one.head == other.title or other.head == one.title:
        return [{"code": "beginning"}]
    return []


def shared_identifiers(one: Facts, other: Facts) -> list[Reason]:
    found: list[Reason] = []
    for code, mine, theirs in (
        ("doi", one.dois, other.dois),
        ("arxiv", one.arxiv_ids, other.arxiv_ids),
        ("url", one.addresses, other.addresses),
    ):
        found += [{"code": code, "value": value} for value in sorted(mine & theirs)[:1]]
    return found


def by_name(one: Facts, other: Facts) -> list[Reason]:
    shared = sorted(one.names & other.names)
    if not shared:
        return []
    if one.appeared and (one.venue, one.year) == (other.venue, other.year):
        return [{"code": "name-and-venue", "value": shared[0], "where": one.appeared}]
    if likeness(one.title, other.title) >= NAMESAKE:
        return [{"code": "name-and-title", "value": shared[0]}]
    return []


def doubts(one: Facts, other: Facts, is_by_title: bool) -> list[Reason]:
    found: list[Reason] = []
    if in_series(one.title, other.title):
        found.append({"code": "series"})
    if one.dois and other.dois and not one.dois & other.dois:
        found.append({"code": "other-doi"})
    if one.year and other.year and abs(one.year - other.year) > 1:
        found.append({"code": "years", "one": one.year, "other": other.year})
    if not is_by_title and likeness(one.title, other.title) < SAME_IDENTIFIER:
        found.append({"code": "other-title"})
    return found


def is_certain(found: list[Reason]) -> bool:
    """Whether a curator hardly needs to look: one title, DOI or arXiv id, and nothing speaks against it."""
    codes = {reason["code"] for reason in found}
    return bool(codes & CERTAIN) and not codes & AGAINST


def score_of(one: Facts, other: Facts, found: list[Reason]) -> int:
    """0 to 100, for the order of the desk: 100 for what is certain, else how alike the titles are at their best."""
    if is_certain(found):
        return 100
    scores = [reason["score"] for reason in found if "score" in reason]
    if any(reason["code"] not in AGAINST and "score" not in reason for reason in found):
        scores.append(BESIDE)
    return min(99, max([likeness(one.title, other.title), *scores]))
