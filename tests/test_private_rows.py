"""What is one person's own appears to nobody else, wherever one looks; beside each hidden row stands one for all."""

from __future__ import annotations

import pytest
from django.test import Client

from notes import saved
from notes.models import Draft, SavedFilter
from papers.indexing import reindex
from papers.models import PaperList
from tests.factories import (
    make_entry,
    make_list,
    make_paper,
    make_reading,
    make_section,
    make_suggestion,
    make_summary,
    make_term,
    make_topic,
)

pytestmark = pytest.mark.django_db

SHOWN, HIDDEN = "xqshown", "xqhidden"


@pytest.fixture
def both(member, other):
    """Of each kind of row that can be private one that everybody sees and one that is ``other``'s own."""
    seen, hidden_by_state = make_paper("Gavel", tags=("gpu",), topics=(make_topic("Systems"),)), make_paper("Pollux")
    make_entry(seen, make_section(make_list(f"{SHOWN} list")))
    make_entry(hidden_by_state, make_list("A file", kind=PaperList.Kind.FILE))  # a source, and no list to read
    make_summary(seen, body=f"{SHOWN} summary", author=other)
    make_summary(hidden_by_state, body=f"{HIDDEN} summary", author=other, state="draft")
    make_summary(seen, "zh-hans", f"{HIDDEN} 总结", author=other, state="draft")
    make_reading(member, seen, "read", private_note=f"{SHOWN} note", rating=3)
    make_reading(other, seen, "read", private_note=f"{HIDDEN} note", rating=5)
    make_reading(other, hidden_by_state, "reading", private_note=f"{HIDDEN} note")
    Draft.objects.create(member=other, paper=seen, language="en", body=f"{HIDDEN} typed")
    saved.create(other, name=f"{SHOWN} filter", query="tag=gpu", is_shared=True)
    saved.create(other, name=f"{HIDDEN} filter", query="tag=gpu")
    make_suggestion(other, title=f"{HIDDEN} suggestion")
    make_suggestion(member, title=f"{SHOWN} suggestion")
    make_term(f"{SHOWN} term", "掉队节点")
    reindex([seen.pk, hidden_by_state.pk])
    return seen, hidden_by_state


def text_of(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8-sig")


# Every place where rows come together: (address, whether something of what is shown stands there).
PLACES = {
    "home": ("/", False),
    "browse": ("/papers/", False),
    "search for what is shown": (f"/papers/?q={SHOWN}", True),
    "search as one types": (f"/papers/search/?q={SHOWN}", True),
    "one paper": ("/papers/{seen}/gavel/", True),
    "the paper with drafts only": ("/papers/{hidden}/pollux/", False),
    "its sources": ("/papers/{seen}/sources/", True),
    "history": ("/papers/{seen}/summary/en/history/", False),
    "history with its text": ("/papers/{seen}/summary/en/history/?from=1&to=1&whole=yes", False),
    "history of what is hidden": ("/papers/{hidden}/summary/en/history/", False),
    "a summary as Markdown": ("/papers/{seen}/summary/en.md", True),
    "facet of lists": ("/papers/facets/list/", True),
    "find in a facet": ("/papers/facets/list/?find=xq", True),
    "lists": ("/lists/", True),
    "one list": ("/lists/xqshown-list/", True),
    "export of a list": ("/lists/xqshown-list/export/?summaries=both", True),
    "export of the catalogue": ("/papers/export/?format=csv&summaries=both", True),
    "export as BibTeX": ("/papers/export/?format=bibtex&summaries=both", True),
    "export of a paper": ("/papers/{seen}/export/?format=csl-json&summaries=both", False),
    "one's own shelf": ("/me/", False),
    "its table": ("/me/export.csv", True),
    "its export": ("/me/export/?format=markdown&mine=yes&summaries=both", True),
    "saved filters": ("/filters/", True),
    "queues": ("/queues/", False),
    "glossary": ("/glossary/", True),
    "one's suggestions": ("/papers/add/", True),
}


@pytest.mark.parametrize("place", PLACES)
def test_it_shows_what_is_for_all_and_nothing_of_another(shelf, both, place):
    address, has_shown = PLACES[place]
    answer = shelf.get(address.format(seen=both[0].pk, hidden=both[1].pk))
    text = text_of(answer)
    assert answer.status_code == (404 if place == "history of what is hidden" else 200)
    assert (SHOWN in text) or not has_shown
    assert HIDDEN not in text


@pytest.mark.parametrize(
    "place", [place for place in PLACES if PLACES[place][0].startswith(("/papers", "/lists", "/gl"))]
)
def test_an_open_catalogue_shows_visitors_no_more(both, settings, place):
    settings.PUBLIC_CATALOGUE = True
    text = text_of(Client().get(PLACES[place][0].format(seen=both[0].pk, hidden=both[1].pk)))
    assert HIDDEN not in text


@pytest.mark.parametrize("path", ["/papers/", "/papers/search/", "/papers/facets/tag/", "/papers/export/"])
def test_a_search_for_it_finds_nothing(shelf, both, path):
    """Nor tells by a number that there is something."""
    found, nothing = (text_of(shelf.get(f"{path}?q={word}")) for word in (HIDDEN, "xqnowhere"))
    assert "Gavel" not in found and "Pollux" not in found
    assert len(found.replace(HIDDEN, "xqnowhere")) == pytest.approx(len(nothing), abs=120)


@pytest.mark.parametrize(
    ("query", "mine", "theirs"),
    [("status=read", 1, 1), ("status=reading", 0, 1), ("summary=en", 1, 1), ("summary=zh", 0, 0), ("q=xqshown", 1, 1)],
)
def test_counts_are_of_what_one_may_see(as_user, member, other, both, query, mine, theirs):
    counts = [as_user(person).get(f"/papers/?{query}").context["page"].paginator.count for person in (member, other)]
    assert counts == [mine, theirs]


@pytest.mark.parametrize(
    "address",
    ["/papers/{hidden}/summary/en.md", "/papers/{seen}/summary/zh.md", "/lists/a-file/",
     "/lists/a-file/export/"],
)  # fmt: skip
def test_its_own_address_is_that_of_nothing(shelf, both, address):
    answer = shelf.get(address.format(seen=both[0].pk, hidden=both[1].pk))
    assert answer.status_code == 404
    assert HIDDEN not in text_of(answer)


@pytest.mark.parametrize("name", ["saved-filter", "saved-filter-delete", "saved-filter-pin", "saved-filter-seen"])
def test_another_s_filter_is_not_there(shelf, both, name):
    row = SavedFilter.objects.get(name=f"{HIDDEN} filter")
    ending = {"saved-filter": "", "saved-filter-delete": "delete/", "saved-filter-pin": "pin/"}.get(name, "seen/")
    answer = shelf.post(f"/filters/{row.pk}/{ending}", {"name": "mine now", "pin": "yes"})
    assert answer.status_code == 404
    row.refresh_from_db()
    assert row.name == f"{HIDDEN} filter"
    assert HIDDEN not in text_of(shelf.get(f"/papers/?tag=gpu&saved={row.pk}"))


@pytest.mark.parametrize("who", ["member", "writer", "curator"])
def test_another_s_draft_is_changed_by_curators_only(request, as_user, both, who):
    """Members are refused as such; a writer is told that there is none; a curator sees the drafts of all."""
    client, paper = as_user(request.getfixturevalue(who)), both[1]
    before = list(paper.summaries.values())
    answer = client.post(f"/papers/{paper.pk}/summary/en/", {"body": "Mine now", "version": 1, "effect": "meaning"})
    if who == "curator":
        assert client.get(f"/papers/{paper.pk}/write/").status_code == 200
        return
    assert answer.status_code == {"member": 403, "writer": 404}[who]
    assert HIDDEN not in text_of(answer)
    assert list(paper.summaries.values()) == before


def test_its_own_person_sees_all_of_it(as_user, other, both):
    client = as_user(other)
    assert HIDDEN in text_of(client.get(f"/papers/{both[0].pk}/gavel/"))
    assert HIDDEN in text_of(client.get("/filters/"))
    assert HIDDEN in text_of(client.get("/me/export.csv"))
    assert client.get(f"/papers/?q={HIDDEN}").context["page"].paginator.count == 2
