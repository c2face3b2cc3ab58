"""What the pages are held against: views of the same stack that do the least there is to do."""

from __future__ import annotations

import json
from typing import Any
from unittest import mock

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from notes.filters import ShelfFilter
from notes.models import Reading
from papers import generation
from papers.search import queries
from papers.search.backends import backend
from papers.views import browse

KEPT: dict[str, Any] = {}  # the context of /papers/, as it was when this worker was asked first


def page(request: HttpRequest) -> HttpResponse:
    """The page of /papers/ with the first rows and all facets, from constant data."""
    if not KEPT:
        KEPT.update(context_of_browse(request))
    return render(request, "papers/browse.html", KEPT, using="constant")


def context_of_browse(request: HttpRequest) -> dict[str, Any]:
    """What the template is given, with everything looked up that it asks for."""
    with mock.patch.object(browse, "render", wraps=browse.render) as rendered:
        browse.browse(request, filterset=ShelfFilter)
    return rendered.call_args.args[2]


def text(request: HttpRequest) -> HttpResponse:
    """A constant text; still only for who is signed in."""
    return HttpResponse(f"Good day, {request.user}.")


def raw(request: HttpRequest) -> HttpResponse:
    """The numbers of the best 25 papers for ``q`` by the database's own ranking, in one query of plain SQL."""
    query = queries.parse(request.GET.get("q", ""))
    with connection.cursor() as cursor:
        cursor.execute(*RAW[connection.vendor](query))
        return HttpResponse(json.dumps([number for (number,) in cursor.fetchall()]))


def raw_sqlite(query: queries.Query) -> tuple[str, list[str]]:
    sql = (
        "SELECT rowid FROM papers_searchindex WHERE papers_searchindex MATCH %s AND rowid > 0"
        " ORDER BY bm25(papers_searchindex, 3, 1, 1) LIMIT 25"
    )
    return sql, [backend().expression(query)]


def raw_postgresql(query: queries.Query) -> tuple[str, list[str]]:
    wanted = " & ".join(map(backend().either, query.groups))
    sql = (
        "SELECT id FROM papers_searchdoc WHERE id > 0 AND everything @@ %s::tsquery"
        " ORDER BY ts_rank(everything, %s::tsquery) DESC LIMIT 25"
    )
    return sql, [wanted, wanted]


RAW = {"sqlite": raw_sqlite, "postgresql": raw_postgresql}


def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Write ``status`` into one's own reading of the paper, and nothing else."""
    with transaction.atomic():
        Reading.objects.filter(member=request.user, paper=pk).update(status=request.POST["status"])
    return HttpResponse("Marked.")


def change(request: HttpRequest) -> HttpResponse:
    """Make stale what is kept beside the catalogue, as the next edit of a paper would; with ``all`` as an import."""
    generation.move_on(None if "all" in request.GET else [1])
    return HttpResponseRedirect("/papers/")
