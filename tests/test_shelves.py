"""What is kept of a member's shelf: never of another state of it, or of the catalogue, and not beyond the account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from notes import shelf
from notes.models import Reading
from papers.kept import Kept
from papers.models import Paper
from papers.uniting import merge_papers, part
from readinglist.members.privacy.leaving import forget
from tests.factories import make_paper, make_reading
from tests.pages import elements, papers_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings: Any) -> None:
    settings.KEEP_COUNTS = True


def read_by(client: Any) -> list[int]:
    """The papers under "read", which the total, the facet and the table agree about."""
    page = client.get("/papers/?status=read")
    filters, found = page.context["filters"], papers_in(page)
    counted = {choice.value: choice.count for choice in filters.facets["status"].choices}
    assert len(found) == filters.total == counted.get("read", 0) == filters.without().count()
    return found


def test_a_mark_follows_its_paper_into_a_merge_and_out_again(client, member):
    client.force_login(member)
    dropped, stays = make_paper("Alpha one"), make_paper("Beta two")
    make_reading(member, dropped, "read")
    assert read_by(client) == [dropped.pk]
    merged = merge_papers(dropped, stays, {}, None)
    assert read_by(client) == [stays.pk]
    part(merged)
    assert read_by(client) == [dropped.pk]


def test_a_mark_that_a_clock_behind_has_written_counts(client, member):
    client.force_login(member)
    ahead, behind = make_paper("Alpha"), make_paper("Beta")
    make_reading(member, ahead, "read")
    make_reading(member, behind, "reading")
    Reading.objects.filter(paper=ahead).update(changed=timezone.now() + timedelta(minutes=1))
    assert read_by(client) == [ahead.pk]
    client.post(f"/papers/{behind.pk}/status/", {"status": "read"})
    assert sorted(read_by(client)) == [ahead.pk, behind.pk]


def test_the_numbers_beside_the_list_follow_a_click(client, member):
    client.force_login(member)
    make_paper()
    (again,) = elements(client.get("/papers/"), "span", hx_trigger="marked from:body")
    assert again.get("hx-get") == "/papers/facets/status/?&short=1"


def test_nothing_of_a_shelf_outlives_its_member(client, member, django_capture_on_commit_callbacks):
    make_reading(member, make_paper(), "read")
    assert shelf.marks(member, Kept())["read"]
    key = shelf.cache_key(member.pk)
    assert cache.get(key)
    with django_capture_on_commit_callbacks(execute=True):
        forget(member)
    assert cache.get(key) is None


def test_home_does_without_a_paper_that_goes_meanwhile(client, member, monkeypatch):
    client.force_login(member)
    papers = [make_paper() for _ in range(3)]
    in_bulk = Paper.objects.all().__class__.in_bulk

    def late(rows: Any, numbers: Any = None, **options: Any) -> Any:
        Paper.objects.filter(pk=papers[0].pk).delete()
        return in_bulk(rows, numbers, **options)

    monkeypatch.setattr(Paper.objects.all().__class__, "in_bulk", late)
    page = client.get("/")
    assert page.status_code == 200
    assert [paper.pk for paper in page.context["added"]] == [papers[2].pk, papers[1].pk]


def test_what_is_marked_while_marks_are_counted_is_not_kept_as_what_was_before(member, monkeypatch):
    paper = make_paper("Alpha")

    def counted(*args: Any) -> shelf.Marks:
        reading = make_reading(member, paper, "read")
        found = usual(*args)
        reading.delete()  # as undone at once
        make_reading(member, make_paper("Beta"), "reading")
        return found

    usual = shelf.counted
    monkeypatch.setattr(shelf, "counted", counted)
    assert list(shelf.marks(member, Kept())["read"]) == [paper.pk]
    monkeypatch.undo()
    Reading.objects.all().delete()
    assert not shelf.marks(member, Kept())["read"]
