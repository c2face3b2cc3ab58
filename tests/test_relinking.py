"""Links in summaries follow the papers: those that come later, are renamed, or go."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notes.models import Summary
from notes.relinking import BATCH, refresh, render_again
from papers.models import Paper
from tests.curation import save
from tests.factories import make_paper, make_summary
from tests.filling import filled

pytestmark = pytest.mark.django_db

LIST = "# A list\n\n## Training\n\n- [OSDI'24] New System: A Tale of Links\n- [SOSP'23] Another one\n"


def is_linked(summary, paper):
    """Whether the summary links to the paper and the paper back; fails where they disagree."""
    summary.refresh_from_db()
    has_link = f'href="{paper.get_absolute_url()}"' in summary.html
    assert has_link == (summary in paper.mentioning.all())
    return has_link


def later(summary):
    """What must not change when a summary is only rendered again."""
    return Summary.objects.filter(pk=summary.pk).values("body", "version", "changed", "in_step_with", "effect").get()


# Papers that come


def test_a_name_becomes_a_link_once_a_list_brings_the_paper(bring):
    summary = make_summary(make_paper(), body="After [[New System: A tale of links]], but not [[Nobody]].")
    plain = make_summary(make_paper(), "zh-hans", body="另见[[New System]]。")
    before = later(summary)
    bring(LIST)
    paper = Paper.objects.get(title__startswith="New System")
    assert is_linked(summary, paper)
    assert "[[Nobody]]" in summary.html
    assert later(summary) == before
    assert summary.history.count() == 1
    assert is_linked(plain, paper) == (paper.nickname == "New System")


def test_a_dry_run_links_nothing(bring):
    summary = make_summary(make_paper(), body="[[Another one]]")
    bring(LIST, dry_run=True)
    summary.refresh_from_db()
    assert "<a " not in summary.html
    assert not summary.mentioned.exists()


def test_a_list_that_names_a_known_paper_makes_its_new_nickname_a_link(bring):
    paper = make_paper("Co-adaptive Cluster Scheduling")
    summary = make_summary(make_paper(), body="[[Pollux]]")
    bring("# A list\n\n- [OSDI'21] Co-adaptive Cluster Scheduling (Pollux)\n")
    paper.refresh_from_db()
    assert paper.nickname == "Pollux"
    assert is_linked(summary, paper)


def test_importing_a_list_again_renders_nothing(bring, django_assert_max_num_queries):
    make_summary(make_paper(), body="[[Another one]]")
    bring(LIST)
    Summary.objects.update(html="as it was")
    bring(LIST)
    assert Summary.objects.get().html == "as it was"


def test_a_new_paper_in_curation_makes_its_names_links(desk):
    summary = make_summary(make_paper(), body="[[Gavel]] and [[heterogeneity-aware scheduling]]")
    page = desk.get(reverse("admin:papers_paper_add"))
    fields = filled(page, "paper_form", title="Heterogeneity-Aware Scheduling", nickname="Gavel")
    assert desk.post(reverse("admin:papers_paper_add"), fields).status_code == 302
    assert is_linked(summary, Paper.objects.get(nickname="Gavel"))
    assert summary.html.count("<a ") == 2


# Papers that change their names


def test_a_new_nickname_makes_links_of_it_and_ends_those_of_the_old_one(desk):
    paper = make_paper("A title", nickname="Old")
    old, new = make_summary(make_paper(), body="[[Old]]"), make_summary(make_paper(), body="[[New]]")
    by_title = make_summary(make_paper(), body="[[A title]]")
    assert save(desk, paper, nickname="New").status_code == 302
    assert (is_linked(old, paper), is_linked(new, paper), is_linked(by_title, paper)) == (False, True, True)


def test_a_name_that_only_one_paper_has_left_leads_to_it(desk):
    one, another = make_paper("One", nickname="Janus"), make_paper("Another", nickname="Janus")
    summary = make_summary(make_paper(), body="[[Janus]]")
    assert not is_linked(summary, one)
    save(desk, another, nickname="Janus 2")
    assert is_linked(summary, one)
    save(desk, another, nickname="janus")
    assert not is_linked(summary, one)


def test_a_new_title_is_the_one_that_links_show(desk):
    paper = make_paper("Old title", nickname="Gavel")
    summary = make_summary(make_paper(), body="[[Gavel]]")
    save(desk, paper, title="New title")
    paper.refresh_from_db()
    assert is_linked(summary, paper)
    assert 'title="New title"' in summary.html


def test_a_paper_that_keeps_its_names_renders_nothing(desk):
    paper = make_paper("A title", nickname="Gavel")
    make_summary(make_paper(), body="[[Gavel]]")
    Summary.objects.update(html="as it was")
    save(desk, paper, abstract="Another abstract.")
    assert Summary.objects.get().html == "as it was"


# Papers that go


@pytest.mark.parametrize("action", [False, True])
def test_links_to_a_deleted_paper_are_text_again(desk, action):
    paper = make_paper("Going", nickname="Gone")
    summary = make_summary(make_paper("Staying"), body="[[Gone]]")
    if action:
        data = {"action": "delete_selected", "_selected_action": paper.pk, "post": "yes"}
        answer = desk.post(reverse("admin:papers_paper_changelist"), data)
    else:
        answer = desk.post(reverse("admin:papers_paper_delete", args=[paper.pk]), {"post": "yes"})
    assert answer.status_code == 302
    assert not Paper.objects.filter(pk=paper.pk).exists()
    summary.refresh_from_db()
    assert summary.html == "<p>[[Gone]]</p>\n"


# Cost, and other summaries


def test_it_leaves_summaries_alone_that_name_other_papers():
    paper = make_paper(nickname="Gavel")
    named = make_summary(make_paper(), body="[[Gavel]]")
    others = [make_summary(make_paper(), body=body) for body in ("[[Pollux]]", "Gavel", "[Gavel](https://example.org)")]
    Summary.objects.update(html="as it was")
    assert refresh([paper]) == 1
    assert is_linked(named, paper)
    assert {summary.html for summary in Summary.objects.exclude(pk=named.pk)} == {"as it was"}
    assert len(others) == 3


def test_its_queries_do_not_grow_with_the_summaries(django_assert_num_queries):
    paper = make_paper(nickname="Gavel")
    for count in (10, 30):
        for number in range(count):
            make_summary(
                make_paper(nickname=f"System {number} of {count}"), body=f"[[Gavel]] [[System {number} of {count}]]"
            )
        Summary.objects.update(html="")
        Summary.mentioned.through.objects.all().delete()
        with django_assert_num_queries(10):
            assert refresh([paper]) == Summary.objects.count()
    assert paper.mentioning.count() == 40


def test_it_goes_on_after_a_batch(monkeypatch):
    monkeypatch.setattr("notes.relinking.BATCH", 2)
    for number in range(5):
        make_summary(make_paper(), body=f"[[System {number}]]")
    papers = [make_paper(nickname=f"System {number}") for number in range(5)]
    assert refresh(papers) == 5
    assert all(paper.mentioning.count() == 1 for paper in papers)
    assert BATCH >= 50


def test_rendering_again_forgets_what_is_no_longer_linked():
    paper = make_paper(nickname="Gavel")
    summary = make_summary(make_paper(), body="[[Gavel]]")
    Paper.objects.filter(pk=paper.pk).update(nickname="Other")
    assert render_again([summary.pk]) == 1
    assert not is_linked(summary, paper)
    assert render_again([summary.pk]) == 0


def test_the_command_renders_all_summaries_again(capsys):
    paper = make_paper(nickname="Gavel")
    summary = make_summary(make_paper(), body="[[Gavel]]")
    Summary.objects.update(html="")
    Summary.mentioned.through.objects.all().delete()
    before = later(summary)
    call_command("render_summaries")
    assert is_linked(summary, paper)
    assert later(summary) == before
    assert "1 of 1 summaries changed." in capsys.readouterr().out


def test_imported_notes_link_at_once_and_look_names_up_together(bring):
    make_paper("Pollux: Co-adaptive", nickname="Pollux")
    counts = []
    for word, count in (("Alpha", 3), ("Beta", 30)):
        entry = "- [OSDI'20] {0}{1} {0}\n  - After [[Pollux]] and [[Nobody {1}]].\n"
        entries = [entry.format(word, number) for number in range(count)]
        with CaptureQueriesContext(connection) as captured:
            bring("# List\n\n## One\n\n" + "".join(entries), name=word)
        counts.append(len(captured))
    assert Paper.objects.get(nickname="Pollux").mentioning.count() == 33
    assert counts[1] <= counts[0] + 2
