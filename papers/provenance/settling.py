"""Ending a disagreement: the catalogue keeps its value, takes a claimed one, or learns that both name one venue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from papers import generation, naming, renamed
from papers.bearing import renaming
from papers.indexing import reindex
from papers.merging import keep_spelling
from papers.models import Origin, Paper, Settlement, Venue, VenueAlias
from papers.provenance.claims import folded_claim
from papers.provenance.queue import Dispute, Place, dispute, mark_other_names, with_claims
from papers.provenance.signing import sign_all
from papers.provenance.values import values_of_all

REASON = "Disagreement settled"  # in the paper's history

Deed = dict[str, Any]  # what was done, as JSON holds it, to take it back by


class Moved(Exception):
    """What was decided on is not what there is now; ``dispute`` is how it stands, None without its paper."""

    def __init__(self, dispute: Dispute | None) -> None:
        super().__init__(dispute.place if dispute else "")
        self.dispute = dispute


@transaction.atomic
def keep(place: Place, seen: str, by: Any) -> Deed:
    """Settle every claim that the curator saw: the catalogue's value stays. Raises Moved."""
    current = as_seen(place, seen)
    return deed("kept", current, current.shown, settled=settle(current, by))


@transaction.atomic
def take(place: Place, seen: str, claim: str, by: Any) -> Deed:
    """Give the paper the value claimed, signed by the curator, and settle what others claim. Raises Moved."""
    current = as_seen(place, seen)
    claimed = claimed_in(current, claim)
    paper, name = current.paper, current.field
    former, before = getattr(paper, column(name)), values_of_all([paper.pk], [name])
    made = change(paper, name, claimed, by)
    origins = sign_all(before, by, fields=[name])
    settled = settle(standing(place), by)
    return deed(
        "taken",
        current,
        claimed,
        settled=settled,
        origins=[origin.pk for origin in origins],
        before=former,
        after=getattr(paper, column(name)),
        venue=made,
    )


@transaction.atomic
def take_as_alias(place: Place, seen: str, claim: str, by: Any) -> Deed:
    """Let the claimed venue be another name of the paper's, for every list from now on. Raises Moved."""
    current = as_seen(place, seen)
    mark_other_names([current])
    claimed, kept = claimed_in(current, claim), current.paper.venue
    if claim not in current.other_names or kept is None:
        raise Moved(current)
    unused = Venue.objects.filter(name_key=claim).first()  # an import makes a venue of every claim
    known = set(kept.aliases.values_list("pk", flat=True))
    spellings, gone = [claimed], []
    if unused:
        names = list(unused.aliases.values_list("name", flat=True))
        facts = {name: getattr(unused, name) for name in ("name", "full_name", "area", "kind")}
        spellings, gone = [*spellings, *names], [(facts, names)]
        unused.delete()
    with renaming(kept):
        for spelling in spellings:
            keep_spelling(kept, spelling)
    aliases = [pk for pk in kept.aliases.values_list("pk", flat=True) if pk not in known]
    return deed("alias", current, claimed, aliases=aliases, gone=gone)


def keep_all(seen: list[tuple[Place, str]], by: Any) -> tuple[Deed, int]:
    """Keep the catalogue's value in each place that stands as it was seen. Return the deed, and how many had moved."""
    settled: list[int] = []
    moved = 0
    with transaction.atomic():
        for place, digest in seen:
            try:
                settled += keep(place, digest, by)["settled"]
            except Moved as news:
                moved += bool(news.dispute and news.dispute.claims)
    return {"what": "kept-all", "settled": settled}, moved


@transaction.atomic
def take_back(done: Deed) -> Dispute | None:
    """Undo one of these deeds; return the place as it is now. Raises Moved where the value was changed since."""
    if done["what"] == "kept-all":
        reopen(done["settled"])
        return None
    place = (done["paper"], done["field"])
    current = standing(place)
    if done["what"] == "taken":
        paper, name = current.paper, current.field
        if getattr(paper, column(name)) != done["after"] or not still_there(name, done["before"]):
            raise Moved(current)
        set_value(paper, name, done["before"])
        Origin.objects.filter(pk__in=done["origins"], paper=paper).delete()
        Venue.objects.filter(pk=done["venue"], papers=None).delete()
    aliases = VenueAlias.objects.filter(pk__in=done["aliases"])
    with renaming(*Venue.objects.filter(aliases__in=aliases)):
        aliases.delete()
    for facts, names in done["gone"]:
        venue = Venue.objects.create(**facts)
        for name in names:
            keep_spelling(venue, name)
    reopen(done["settled"], paper=place[0])
    return standing(place)


@transaction.atomic
def reopen(settled: Iterable[int], **of: Any) -> bool:
    """Let the claims wait again that these rows have settled; return whether any did not."""
    generation.move_on(())  # what waits is counted
    return bool(Settlement.objects.filter(pk__in=settled, **of).delete()[0])


def standing(place: Place) -> Dispute:
    """The place as it is now, its paper held until the transaction ends. Raises Moved where there is no such paper."""
    pk, name = place
    Paper.objects.select_for_update().filter(pk=pk).first()
    paper = with_claims(Paper.objects.filter(pk=pk)).first()
    if paper is None:
        raise Moved(None)
    return dispute(paper, name)


def as_seen(place: Place, seen: str) -> Dispute:
    current = standing(place)
    if not current.claims or current.seen != seen:
        mark_other_names([current])
        raise Moved(current)
    return current


def claimed_in(current: Dispute, claim: str) -> str:
    """What is claimed, as its list writes it."""
    for one in current.claims:
        if one.folded == claim:
            return one.claimed
    raise Moved(current)


def settle(current: Dispute, by: Any) -> list[int]:
    """Settle every open claim of the place; return the rows written."""
    rows = [
        Settlement.objects.get_or_create(
            paper=current.paper, field=current.field, value=claim.folded, defaults={"by": by}
        )
        for claim in current.claims
    ]
    generation.move_on(())  # what waits is counted
    return [row.pk for row, is_new in rows if is_new]


def column(name: str) -> str:
    return "venue_id" if name == "venue" else name


def change(paper: Paper, name: str, claimed: str, by: Any) -> int | None:
    """Write the claimed value into the paper. Return the number of a venue made for it."""
    if name != "venue":
        set_value(paper, name, int(claimed) if name == "year" else claimed, by)
        return None
    known = set(Venue.objects.values_list("pk", flat=True))
    venue = naming.venues([claimed])[folded_claim(name, claimed)]
    set_value(paper, name, venue.pk, by)
    return None if venue.pk in known else venue.pk


def set_value(paper: Paper, name: str, value: Any, by: Any = None) -> None:
    former = paper.title
    setattr(paper, column(name), value)
    if by is not None:
        paper._history_user = by  # type: ignore[attr-defined]
    paper._change_reason = REASON  # type: ignore[attr-defined]
    paper.save()
    if name == "title":
        renamed.tell([paper], [former])
    reindex([paper.pk])


def still_there(name: str, value: Any) -> bool:
    return name != "venue" or Venue.objects.filter(pk=value).exists()


def deed(what: str, current: Dispute, value: str, **did: Any) -> Deed:
    usual: Deed = {"settled": [], "origins": [], "aliases": [], "gone": [], "venue": None}
    said: Deed = {
        "what": what,
        "paper": current.paper.pk,
        "field": current.field,
        "value": value,
        "present": current.present,
    }
    return said | usual | did
