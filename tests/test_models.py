"""What topics, tags, papers and summaries say of themselves."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import translation

from notes.models import Reading, Summary
from papers.models import (
    Authorship,
    Link,
    Paper,
    Tag,
    TaggedPaper,
    Topic,
)
from tests.factories import (
    make_entry,
    make_list,
    make_paper,
    make_reading,
    make_section,
    make_summary,
    make_topic,
)

pytestmark = pytest.mark.django_db


# Topics


def slugs(topics):
    return {topic.slug for topic in topics}


def test_a_topic_knows_all_above_it():
    root = make_topic("Root")
    child = make_topic("Child", parent=root)
    leaf = make_topic("Leaf", parent=child)
    assert slugs(root.ancestors.all()) == {"root"}
    assert slugs(leaf.ancestors.all()) == {"leaf", "child", "root"}
    assert slugs(root.descendants.all()) == {"root", "child", "leaf"}


def test_a_topic_that_moves_takes_what_is_below_along():
    root, other = make_topic("Root"), make_topic("Other")
    child = make_topic("Child", parent=root)
    leaf = make_topic("Leaf", parent=child)
    child.parent = other
    child.save()
    assert slugs(leaf.ancestors.all()) == {"leaf", "child", "other"}
    assert slugs(root.descendants.all()) == {"root"}
    child.parent = None
    child.save()
    assert slugs(leaf.ancestors.all()) == {"leaf", "child"}


def test_a_topic_with_subtopics_stays():
    root = make_topic("Root")
    make_topic("Child", parent=root)
    with pytest.raises(ProtectedError):
        root.delete()


def test_a_topic_that_goes_leaves_its_papers():
    topic = make_topic()
    paper = make_paper(topics=(topic,))
    topic.delete()
    assert list(paper.topics.all()) == []


@pytest.mark.parametrize("above", ["root", "child", "leaf"])
def test_a_topic_never_stands_below_itself(above):
    root = make_topic("Root")
    make_topic("Leaf", parent=make_topic("Child", parent=root))
    root.parent = Topic.objects.get(slug=above)
    with pytest.raises(ValidationError) as error:
        root.full_clean()
    assert list(error.value.message_dict) == ["parent"]


def test_a_loop_in_the_data_hangs_nothing():
    one = make_topic("One")
    two = make_topic("Two", parent=one)
    Topic.objects.filter(pk=one.pk).update(parent=two)
    Topic.objects.rebuild_ancestors()
    assert slugs(one.ancestors.all()) == {"one", "two"}
    assert Topic.objects.as_tree() == []


def test_the_tree_is_in_reading_order():
    second, first = make_topic("Second", position=2), make_topic("First", position=1)
    make_topic("B", parent=first, position=2)
    make_topic("C", parent=make_topic("A", parent=first, position=1))
    assert [(topic.name_en, topic.depth) for topic in Topic.objects.as_tree()] == [
        ("First", 0), ("A", 1), ("C", 2), ("B", 1), (second.name_en, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([("Scheduling", "调度")], ["scheduling"]),
        ([("", "大模型 推理")], ["大模型-推理"]),
        ([("R&D", ""), ("R D", ""), ("rd", "")], ["rd", "r-d", "rd-2"]),
        ([("", "调度"), ("", "调度"), ("", "调度")], ["调度", "调度-2", "调度-3"]),
        ([("?!", ""), ("", "！")], ["topic", "topic-2"]),
        ([("ＧＰＵ", "")], ["gpu"]),
        ([("x" * 120, "")] * 2, ["x" * 110, "x" * 110 + "-2"]),
    ],
)
def test_a_topic_has_a_slug_of_its_own(names, expected):
    assert [make_topic(english, chinese).slug for english, chinese in names] == expected


@pytest.mark.parametrize(
    ("english", "chinese", "in_english", "in_chinese"),
    [("Models", "模型", "Models", "模型"), ("Models", "", "Models", "Models"), ("", "模型", "模型", "模型")],
)
def test_a_topic_is_named_in_the_language_of_the_page(english, chinese, in_english, in_chinese):
    topic = make_topic(english, chinese)
    assert str(topic) == in_english
    with translation.override("zh-hans"):
        assert str(topic) == in_chinese


# Tags


def test_a_tag_is_one_in_any_case():
    paper = make_paper(tags=("GPU", "gpu", "Gpu"))
    paper.tags.add("gPU")
    assert [(tag.name, tag.slug) for tag in Tag.objects.all()] == [("GPU", "gpu")]


def test_a_tag_in_full_width_letters_is_another():
    make_paper(tags=("GPU",))
    make_paper(tags=("ＧＰＵ",))
    assert sorted(tag.slug for tag in Tag.objects.all()) == ["gpu", "gpu_1"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["推理"], ["推理"]),
        (["大模型 推理"], ["大模型-推理"]),
        (["C", "C++", "C#"], ["c", "c_1", "c_2"]),
        (["++", "?"], ["tag", "tag_1"]),
    ],
)
def test_a_tag_has_a_slug_of_its_own(names, expected):
    assert [Tag.objects.create(name=name).slug for name in names] == expected


# Papers


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("The Scaling Laws", "scaling laws"),
        ("Scaling  laws!", "scaling laws"),
        ("ＧＰＵ 集群：调度", "gpu 集群 调度"),
        ("?!", "?!"),
    ],
)
def test_a_paper_is_found_again_by_its_folded_title(title, key):
    paper = make_paper(title)
    assert paper.title_key == key
    paper.title = f"{title} Extended"
    paper.save()
    assert Paper.objects.get().title_key == f"{key} extended".removeprefix("?! ")


@pytest.mark.parametrize(
    ("venue", "year", "appeared"),
    [
        ("OSDI", 2020, "OSDI ’20"),
        ("OSDI", 2007, "OSDI ’07"),
        ("OSDI", 2000, "OSDI ’00"),
        ("OSDI", None, "OSDI"),
        ("", 2007, "2007"),
        ("", None, ""),
    ],
)
def test_a_paper_says_where_and_when_it_appeared(venue, year, appeared):
    assert make_paper(venue=venue, year=year).appeared == appeared


@pytest.mark.parametrize(
    ("title", "lang"),
    [
        ("Gavel", "en"),
        ("大模型推理综述", "zh-Hans"),
        ("GPU 集群调度", "zh-Hans"),
        ("Gavel: a Scheduler (调度)", "en"),
        ("PagedAttention 与 vLLM 的实现", "zh-Hans"),
        ("2020", "en"),
    ],
)
def test_a_paper_says_in_which_language_its_title_is(title, lang):
    assert make_paper(title).lang == lang


@pytest.mark.parametrize(
    ("nickname", "title", "shown"),
    [("Gavel", "Cluster Scheduling", "Gavel"), ("gavel", "Gavel: Cluster Scheduling", ""), ("", "Gavel", "")],
)
def test_a_paper_says_its_other_name_where_the_title_does_not(nickname, title, shown):
    assert make_paper(title, nickname=nickname).other_name == shown


def test_a_paper_that_a_list_names_stays():
    paper = make_paper()
    make_entry(paper, make_section(make_list()))
    with pytest.raises(ProtectedError):
        paper.delete()


def test_a_venue_that_has_papers_stays():
    with pytest.raises(ProtectedError):
        make_paper(venue="OSDI").venue.delete()


def test_a_paper_takes_what_was_written_of_it_along(member):
    paper = make_paper(tags=("x",), authors=("Ada",), links=("https://a.example/",))
    make_summary(paper)
    make_reading(member, paper)
    paper.delete()
    for model in (Summary, Reading, Link, Authorship, TaggedPaper):
        assert not model.objects.exists()


def test_a_member_who_goes_takes_readings_along_and_leaves_summaries(member):
    paper = make_paper(added_by=member)
    make_summary(paper, author=member, last_editor=member)
    make_reading(member, paper)
    member.delete()
    assert not Reading.objects.exists()
    summary = Summary.objects.get()
    assert (summary.author, summary.last_editor, summary.paper.added_by) == (None, None, None)


# Summaries


@pytest.mark.parametrize(
    ("english", "chinese", "behind"),
    [
        ({"version": 1, "in_step_with": 1}, {"version": 1, "in_step_with": 1}, []),
        ({"version": 1, "in_step_with": 1}, {"version": 2, "in_step_with": 1}, ["en"]),
        ({"version": 3, "in_step_with": 1}, {"version": 1, "in_step_with": 2}, ["zh-hans"]),
        ({"version": 2, "in_step_with": 1}, {"version": 2, "in_step_with": 1}, ["en", "zh-hans"]),
        ({"version": 9}, {"version": 9}, []),
        ({"version": 1, "in_step_with": 1}, {"version": 2, "state": "draft"}, []),
        ({"version": 1, "in_step_with": 1, "state": "draft"}, {"version": 2}, []),
        ({"version": 1, "in_step_with": 3}, None, []),
    ],
)
def test_a_summary_is_out_of_step_when_the_other_side_moved_on(english, chinese, behind):
    paper = make_paper()
    make_summary(paper, "en", **english)
    if chinese:
        make_summary(paper, "zh-hans", "中文", **chinese)
    make_summary(make_paper(), "zh-hans", "另一篇", version=9, in_step_with=9)
    assert sorted(summary.language for summary in Summary.objects.out_of_step()) == behind
