"""Names as lists write them: of venues, institutions, tags, topics, authors, and of the list itself."""

import os
from pathlib import Path

import pytest

from notes.models import Summary
from papers.models import Institution, Paper, PaperList, Tag, Topic, Venue
from tests.factories import make_list, make_venue
from tests.imports import bring_in

pytestmark = pytest.mark.django_db


def test_it_finds_a_venue_in_any_case(bring):
    make_venue("osdi", aliases=("usenix osdi",))
    bring("# List\n- [OSDI'20] A: Paper\n- [Osdi'21] B: Paper\n- [USENIX OSDI'22] C: Paper\n- [ＯＳＤＩ'23] D: Paper\n")
    assert Venue.objects.get().papers.count() == 4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İstanbul", "istanbul"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("Straße", "STRASSE"),
        ("Ｋelvin", "KELVIN"),
        ("清华大学", "清华大学"),
    ],
)
def test_it_finds_an_institution_in_any_case_of_any_script(bring, one, other):
    bring(f"# List\n- [OSDI'20][{one}] [A: Paper](https://e.org/1)\n- [OSDI'20][{other}] [B: Paper](https://e.org/2)\n")
    assert Institution.objects.get().papers.count() == 2


def test_it_finds_an_institution_by_a_spelling_that_a_curator_gave_it(bring):
    owner = Institution.objects.create(name="Our University")
    owner.aliases.create(name="mit")
    bring("# List\n- [OSDI'20][MIT] [A: Paper](https://e.org/1)\n")
    assert owner.papers.count() == 1


def test_tags_that_make_one_slug_stay_two(bring):
    tagged = "- [OSDI'20] A: Paper\n  - `C++` `C` `并行`\n- [OSDI'21] B: Paper\n  - `c`\n"
    bring(f"# List\n## Keywords\n- `C++`\n- `C`\n- `并行`\n## Papers\n{tagged}")
    assert dict(Tag.objects.values_list("name", "slug")) == {"C++": "c", "C": "c-2", "并行": "并行"}
    assert Tag.objects.get(name="C").tagged_papers.count() == 2


@pytest.mark.parametrize(
    ("name", "kept", "slug"),
    [
        ("我们的阅读清单", "我们的阅读清单", "我们的阅读清单"),
        ("  A list \n of  two lines ", "A list of two lines", "a-list-of-two-lines"),
        ("Ünïcödé ﬁ 🎉", "Ünïcödé ﬁ 🎉", "ünïcödé-fi"),
        ("？！", "？！", "list"),
        ("x" * 300, "x" * 200, "x" * 200),
        ("caf\udce9", "caf?", "caf"),
    ],
)
def test_a_list_can_be_named(bring, name, kept, slug):
    report = bring("# List\n- [OSDI'20] A: Paper\n", name=name)
    assert (report["name"], report["slug"]) == (kept, slug)
    assert PaperList.objects.get().name == kept
    assert bring("# List\n- [OSDI'20] A: Paper\n", name=name)["entries_created"] == 0


def test_a_list_without_a_title_is_named_after_its_file(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md"))
    path.write_text("- [OSDI'20] A: Paper\n")
    assert bring_in(path)["name"] == "caf?"


def test_a_list_of_the_same_name_is_the_same_list(bring):
    make_list("Our list")
    bring("# Our List\n- [OSDI'20] A: Paper\n")
    assert PaperList.objects.get().entries.count() == 1


def test_a_heading_of_the_name_of_a_topic_finds_it_in_either_language(bring):
    topic = Topic.objects.create(name_en="Scheduling", name_zh="调度")
    bring("# List\n## scheduling\n- [OSDI'20] A: Paper\n## 调度\n- [OSDI'21] B: Paper\n")
    assert topic.papers.count() == 2


def test_a_heading_without_a_word_has_no_topic(bring):
    bring("## \n- [OSDI'20] A: Paper\n")
    assert Paper.objects.get().entries.get().section.topic is None


def test_authors_are_kept_in_order_and_only_where_there_are_none(bring):
    line = "- A Title of Some Words [[Paper]](https://e.org/p)\n  {} (*ICML 2023*)\n"
    bring("# List\n" + line.format("Yaniv Leviathan, Matan Kalman, 张三"))
    bring("# Another\n" + line.format("Somebody Else, Another Person"))
    names = [authorship.author.name for authorship in Paper.objects.get().authorships.all()]
    assert names == ["Yaniv Leviathan", "Matan Kalman", "张三"]


def test_history_says_where_a_paper_came_from(bring):
    bring("# List\n- [OSDI'20] A: Paper\n  - A note.\n")
    assert Paper.objects.get().history.get().history_change_reason == "Import: list"
    assert Summary.objects.get().history.get().history_change_reason == "Import"
