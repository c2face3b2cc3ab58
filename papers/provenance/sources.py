"""Where each value of a paper comes from: lists and files by line, registries, curators, members, its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from papers.models import ListEntry, Origin, Paper, PaperList
from papers.people import called_in, name_of
from papers.provenance.claims import Claim, Difference, claims_on
from papers.provenance.spellings import Held, folded, held_by, said_by
from papers.provenance.values import FIELDS
from papers.provenance.versions import Version, first_versions

LABELS: Mapping[str, Any] = {
    "title": _("Title"),
    "nickname": _("Nickname"),
    "kind": _("Kind"),
    "venue": _("Venue"),
    "year": _("Year"),
    "publication": _("Publication status"),
    "abstract": _("Abstract"),
    "doi": "DOI",
    "arxiv_id": _("arXiv id"),
    "recommended": _("Recommended"),
    "authors": _("Authors"),
    "institutions": _("Institutions"),
    "topics": _("Topics"),
    "tags": _("Tags"),
    "links": _("Links"),
}
WITH_ALIASES = ("venue__aliases", "institutions__aliases", "tags__aliases", "topics__aliases")
IMPORT = "Import: "  # how the change reason of an import begins; the list's slug follows


@dataclass(frozen=True)
class Source:
    """Who says so. Two values have the same source where a reader would call it the same."""

    kind: str  # list, file, registry, curator, member, import or history
    name: str = ""  # the list, the registry or the person; "" for a person who has left
    day: date | None = None
    line: int = 0
    section: str = ""
    url: str = ""  # of the entry in its list
    reason: str = ""  # what somebody gave as the reason of a change
    is_gone: bool = False  # the list does not say so any more

    @property
    def is_entry(self) -> bool:
        return self.kind in {"list", "file"}


@dataclass(frozen=True)
class Value:
    held: Held
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Other:
    """What a list claims instead."""

    difference: Difference
    source: Source


@dataclass(frozen=True)
class Fact:
    """A field with its values, and what lists claim otherwise."""

    field: str
    label: Any
    values: tuple[Value, ...]
    others: tuple[Other, ...] = ()

    @property
    def sources(self) -> list[Source]:
        return list(dict.fromkeys(source for value in self.values for source in value.sources))

    @property
    def groups(self) -> list[tuple[tuple[Source, ...], list[Held]]]:
        """The values with the same sources together, in the order of their first."""
        found: dict[tuple[Source, ...], list[Held]] = defaultdict(list)
        for value in self.values:
            found[value.sources].append(value.held)
        return list(found.items())


def sources_of(paper: Paper) -> list[Fact]:
    """Every field that says something with the sources of each of its values, none where nobody knows.

    The paper comes from ``Paper.objects.for_page()``; at most seven queries more, however much it holds.
    """
    prefetch_related_objects([paper], *WITH_ALIASES)
    entries = [(source_of(entry), said_by(entry)) for entry in paper.entries.all()]
    origins = newest_origins(paper)
    found: dict[Held, list[Source]] = {}
    for held in held_by(paper):
        listed = [source for source, said in entries if held.keys & said[held.field]]
        signed = [origin for key in sorted(held.keys) if (origin := origins.get((held.field, key)))]
        found[held] = listed + [from_origin(origin) for origin in sorted(signed, key=newness)[-1:]]
    for held, version in first_versions(paper, [held for held in found if not found[held]]).items():
        found[held] = [from_version(paper, version)]
    return facts(found, claims_on(paper))


def facts(found: Mapping[Held, Iterable[Source]], claims: Iterable[Claim]) -> list[Fact]:
    values: dict[str, list[Value]] = defaultdict(list)
    others: dict[str, list[Other]] = defaultdict(list)
    for held, sources in found.items():
        values[held.field].append(Value(held, tuple(dict.fromkeys(sources))))
    for claim in claims:
        for difference in claim.differences:
            others[difference.field].append(Other(difference, source_of(claim.entry)))
    return [Fact(name, LABELS[name], tuple(values[name]), tuple(others[name])) for name in FIELDS if values[name]]


def source_of(entry: ListEntry) -> Source:
    """The entry as a source; its list and sections come with it."""
    group, section = entry.list, entry.section
    is_shown = group.kind == PaperList.Kind.LIST and entry.gone is None
    return Source(
        kind=group.kind,
        name=group.name,
        day=day_of(group.imported),
        line=entry.line,
        section=" › ".join(one.title for one in (section.parent, section) if one) if section else "",
        url=entry.get_absolute_url() if is_shown else "",
        is_gone=entry.gone is not None,
    )


def newest_origins(paper: Paper) -> dict[tuple[str, str], Origin]:
    """Of each value the origin that counts, by field and folded value."""
    origins = sorted(Origin.objects.filter(paper=paper).select_related("by"), key=newness)
    return {(origin.field, folded(origin.field, origin.value)): origin for origin in origins}


def newness(origin: Origin) -> tuple[datetime, int]:
    return origin.at, origin.pk


def from_origin(origin: Origin) -> Source:
    name = origin.registry if origin.source == Origin.Source.REGISTRY else name_of(origin.by)
    return Source(kind=origin.source, name=name, day=day_of(origin.at))


def from_version(paper: Paper, version: Version) -> Source:
    """Who made that version and why; of one that an import made the name of its list, where it names the paper."""
    reason = version["history_change_reason"] or ""
    if reason.startswith(IMPORT):
        slug = reason.removeprefix(IMPORT)
        lists = {entry.list.slug[: len(slug)]: entry.list.name for entry in paper.entries.all()}
        return Source("import", lists.get(slug, slug), day_of(version["history_date"]))
    name = called_in(version, "history_user")
    return Source("history", name, day_of(version["history_date"]), reason=reason)


def day_of(moment: datetime | None) -> date | None:
    return localdate(moment) if moment else None
