from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from notes.access import member_of
from notes.claiming import with_claims
from notes.queues import lengths, offered
from notes.selections import QueueForm, lines
from notes.tasks import with_tasks
from papers.models import Paper, Topic
from papers.ordering import ORDERS
from papers.paging import Pages


@require_safe
def queues(request: HttpRequest) -> HttpResponse:
    """What wants hands: the papers of a ``queue``, and how many stand in each by topic.

    ``scope=read`` keeps to what one has read, ``topic`` to a topic and those below it.
    """
    member = member_of(request)
    tree = Topic.objects.as_tree()
    form = QueueForm(request.GET, offered(member), tree)
    counts = lengths(member, only_read=bool(form.chosen("scope")), by_topic=True)
    chosen = form.selection(counts)
    tabs = chosen.by_queue(counts)
    rows = Paper.objects.select_related("venue").defer("abstract")
    pages = Pages(chosen.papers(member), ORDERS["newest"], rows, settings.PAGE_SIZE, dict(tabs)[chosen])
    page = pages.asked(request.GET)
    context = {
        "chosen": chosen,
        "tabs": tabs,
        "scopes": [chosen.but(only_read=False), chosen.but(only_read=True)],
        "unknown": form.unknown,
        "everywhere": chosen.but(topic=None),
        "page": page,
        "papers": with_claims(with_tasks(page.object_list, chosen.queue, member)),
        "page_query": chosen.address,
        "lines": list(lines(chosen, counts, tree)),
    }
    return render(request, "notes/queues.html", context)
