"""Names put in order: tags renamed and merged, spellings found, and the old names still leading there."""

import pytest
from django.urls import reverse

from papers import naming
from papers.models import Apart, Deed, Institution, Origin, Tag, TagAlias, TaggedPaper, Venue
from papers.tagging import NameTaken, merge_tags, rename_tag
from papers.variants import Name, Why, variants
from tests.curation import save, url
from tests.factories import make_institution, make_paper, make_venue
from tests.pages import elements, papers_in
from tests.test_queries import queries

pytestmark = pytest.mark.django_db

PAGE = "/curation/tags/"


def tag(name, *papers, slug=""):
    tag = Tag.objects.create(name=name, slug=slug or Tag.objects.free_slug(name))
    for paper in papers:
        TaggedPaper.objects.create(tag=tag, content_object=paper)
    return tag


def names(paper):
    return sorted(paper.tags.names())


def dump():
    return [
        list(model.objects.order_by("pk").values()) for model in (Tag, TagAlias, TaggedPaper, Origin)
    ]  # fmt: skip


# A new name


def test_a_tag_gets_another_name_and_both_lead_to_it(desk):
    paper = make_paper("One")
    row = tag("old name", paper)
    address = reverse("tag-rename", args=[row.pk])
    assert elements(desk.get(address), "input", name="name")[0].get("value") == "old name"
    assert desk.post(address, {"name": " New  name "})["Location"] == PAGE
    row.refresh_from_db()
    assert (row.name, row.slug) == ("New name", "new-name")
    for word in ("old-name", "old name", "new-name"):
        assert papers_in(desk.get("/papers/", {"tag": word})) == [paper.pk]
    assert naming.tags(["Old Name"])[naming.key("old name")] == row
    assert Tag.objects.count() == 1


def test_a_change_of_case_keeps_the_address(curator):
    row = rename_tag(tag("gpu"), "GPU", curator)
    assert (row.name, row.slug, row.aliases.count()) == ("GPU", "gpu", 0)


def test_a_tag_goes_back_to_its_old_name(curator):
    row = rename_tag(rename_tag(tag("old"), "new", curator), "old", curator)
    assert row.name == "old"
    assert [alias.name for alias in row.aliases.all()] == ["new"]
    assert Tag.objects.spelt(["new", "old"]) == {"new": row, "old": row}


def test_a_name_that_is_taken_offers_the_merge(desk):
    one, other = tag("gpus"), tag("GPU")
    page = desk.post(reverse("tag-rename", args=[one.pk]), {"name": "gpu"})
    assert page.status_code == 422
    assert "There is a tag “GPU” already." in page.content.decode()
    assert elements(page, "button", name="kept", value=str(other.pk))
    assert elements(page, "input", name="name", value="gpu")
    desk.post(reverse("names-merge", args=["tag"]), {"name": [one.pk], "kept": other.pk})
    assert [tag.name for tag in Tag.objects.all()] == ["GPU"]


def test_the_spelling_of_another_tag_is_taken_too(curator):
    kept = rename_tag(tag("old"), "new", curator)
    with pytest.raises(NameTaken) as taken:
        rename_tag(tag("third"), "OLD", curator)
    assert taken.value.tag == kept


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\x00b"])
def test_a_name_that_is_none_is_refused(desk, name):
    row = tag("old")
    page = desk.post(reverse("tag-rename", args=[row.pk]), {"name": name})
    assert page.status_code == 422
    assert Tag.objects.get().name == "old"


@pytest.mark.parametrize("name", ["C++", "公平", "a/b, c", "..", '"quoted"', "<script>"])
def test_any_name_can_be_given(desk, name):
    row = tag("old")
    assert desk.post(reverse("tag-rename", args=[row.pk]), {"name": name}).status_code == 302
    assert Tag.objects.get().name == name
    page = desk.get(PAGE)
    assert page.status_code == 200
    assert "<script>" not in page.content.decode().split("<main")[1]


# Several made one


def test_several_tags_become_one_and_each_paper_has_it_once(desk, curator):
    both, only = make_paper("Both"), make_paper("Only")
    kept, first, second = tag("GPU", both), tag("gpus", both, only), tag("graphics", only)
    chosen = {"name": [first.pk, second.pk, kept.pk]}
    page = desk.get(reverse("names-merge", args=["tag"]), chosen)
    assert len(elements(page, "input", name="kept")) == 3
    answer = desk.post(reverse("names-merge", args=["tag"]), chosen | {"kept": kept.pk})
    assert answer["Location"] == PAGE
    assert (names(both), names(only)) == (["GPU"], ["GPU"])
    assert sorted(alias.name for alias in kept.aliases.all()) == ["gpus", "graphics"]
    assert set(papers_in(desk.get("/papers/?tag=graphics"))) == {both.pk, only.pk}
    deed = Deed.objects.get()
    assert (deed.kind, deed.old, deed.new, deed.by) == ("tags-merged", "gpus, graphics", "GPU", curator)


def test_an_import_that_uses_a_merged_name_brings_no_new_tag(bring, curator):
    kept, old = tag("GPU"), tag("accelerator")
    merge_tags([old], kept, curator)
    make_paper("One")
    assert naming.tags(["Accelerator"])["accelerator"] == kept
    assert Tag.objects.count() == 1


def test_a_merge_and_a_renaming_are_taken_back_to_the_last_row(desk, curator):
    both, only = make_paper("Both"), make_paper("Only")
    kept, first = tag("GPU", both), tag("gpus", both, only)
    rename_tag(tag("x", only), "y", curator)
    Origin.objects.create(paper=only, field="tags", value="gpus", source="curator", by=curator)
    before = dump()
    merge_tags([first], kept, curator)
    assert Origin.objects.get().value == "GPU"
    assert dump() != before
    desk.post(reverse("names-undo", args=[Deed.objects.first().pk]), {"next": PAGE})
    assert dump() == before
    desk.post(reverse("names-undo", args=[Deed.objects.first().pk]))
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["GPU", "gpus", "x"]
    assert not TagAlias.objects.exists()


def test_a_merge_on_which_something_was_built_stays(desk, curator):
    paper = make_paper("One")
    kept, old = tag("GPU"), tag("gpus", paper)
    merge_tags([old], kept, curator)
    rename_tag(kept, "accelerators", curator)
    TagAlias.objects.filter(name="gpus").update(name="something else")
    page = desk.post(reverse("names-undo", args=[Deed.objects.last().pk]), follow=True)
    assert "cannot be taken back" in page.content.decode()
    assert names(paper) == ["accelerators"]


def test_the_admin_keeps_the_old_name_as_well(desk):
    paper = make_paper("One")
    row = tag("old", paper)
    assert save(desk, row, name="new", slug="new").status_code == 302
    assert papers_in(desk.get("/papers/?tag=old")) == [paper.pk]
    page = save(desk, tag("third"), name="OLD")
    assert "another spelling of “new”" in page.content.decode()


def test_the_admin_knows_no_other_tags_and_says_what_was_merged(desk, administrator, as_user):
    assert as_user(administrator).get("/admin/taggit/").status_code == 404
    kept, old = tag("GPU"), tag("gpus")
    data = {"action": "merge", "_selected_action": [old.pk], "answered": 1, "chosen": kept.pk}
    assert desk.post(url(Tag, "changelist"), data).status_code == 302
    assert "gpus" in desk.get(url(kept, "history")).content.decode()


def test_a_paper_s_page_of_curation_understands_old_names(desk, curator):
    merge_tags([tag("gpus")], tag("GPU"), curator)
    paper = make_paper("One")
    assert save(desk, paper, tags="gpus, Gpu, new").status_code == 302
    assert names(paper) == ["GPU", "new"]


# Spellings found


def pairs(*names):
    rows = [Name(pk, name, papers=100 - pk) for pk, name in enumerate(names)]
    return [(pair.kept.name, pair.other.name, pair.why) for pair in variants(rows)]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("GPU", "ＧＰＵ", Why.WIDTH), ("straße", "STRASSE", Why.WIDTH), ("data plane", "data-plane", Why.MARKS),
        ("large_language model", "Large-Language Model", Why.MARKS), ("cluster", "Clusters", Why.NUMBER),
        ("policy", "policies", Why.NUMBER), ("scheduling", "scehduling", Why.SLIP), ("caching", "cacing", Why.SLIP),
    ],
)  # fmt: skip
def test_it_finds_two_spellings_of_one_name(one, other, why):
    assert pairs(one, other) == [(one, other, why)]


@pytest.mark.parametrize(
    ("one", "other"),
    [("NLP", "NLU"), ("C", "C++"), ("C++", "C#"), ("GPT-3", "GPT-4"), ("version 10", "version 11"),
     ("深度学习", "机器学习"), ("training", "straining-x"), ("+", "-"), ("analysis", "analyst")],
)  # fmt: skip
def test_it_leaves_two_names_alone(one, other):
    assert pairs(one, other) == []


def test_the_name_with_more_papers_stays(desk):
    one, two = make_paper("One"), make_paper("Two")
    kept, other = tag("clusters", one, two), tag("cluster", one)
    page = desk.get(PAGE)
    assert elements(page, "button", name="kept", value=str(kept.pk))
    answer = desk.post(reverse("names-merge", args=["tag"]), {"name": other.pk, "kept": kept.pk, "next": PAGE})
    assert answer["Location"] == PAGE
    assert [tag.name for tag in Tag.objects.all()] == ["clusters"]


def test_what_is_not_the_same_is_remembered(desk, curator):
    one, other = tag("cluster"), tag("clusters")
    answer = desk.post(reverse("names-apart", args=["tag"]), {"name": [one.pk, other.pk]})
    assert answer.status_code == 302
    assert Apart.objects.get().by == curator
    assert not elements(desk.get(PAGE), "button", name="kept")
    desk.post(reverse("names-apart", args=["tag"]), {"name": [other.pk, one.pk]})
    assert Apart.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "model", "make", "page"),
    [
        ("venue", Venue, make_venue, "/curation/venues/"),
        ("institution", Institution, make_institution, "/curation/institutions/"),
    ],
)  # fmt: skip
def test_venues_and_institutions_are_merged_likewise(desk, kind, model, make, page):
    kept, other = make("Stanford Univ"), make("Stanford-Univ")
    assert elements(desk.get(page), "button", name="kept", value=str(kept.pk))
    desk.post(reverse("names-merge", args=[kind]), {"name": other.pk, "kept": kept.pk})
    assert [row.name for row in model.objects.all()] == ["Stanford Univ"]
    assert [alias.name for alias in kept.aliases.all()] == ["Stanford-Univ"]


# The page


def test_it_is_searched_by_name_and_by_spelling(desk, curator):
    rename_tag(tag("accelerator"), "GPU", curator)
    tag("fairness")
    for words, found in (("acc", ["GPU"]), ("fair", ["fairness"]), ("", ["fairness", "GPU"]), ("zzz", [])):
        page = desk.get(PAGE, {"q": words})
        assert sorted(row.name for row in page.context["page"]) == sorted(found)


def test_it_comes_in_pages_and_sorted_by_papers(desk, settings):
    settings.PAGE_SIZE = 2
    for number in range(6):
        tag(f"name {number}")
    TaggedPaper.objects.create(tag=Tag.objects.get(name="name 5"), content_object=make_paper("One"))
    page = desk.get(PAGE, {"sort": "papers"})
    assert [row.name for row in page.context["page"]][0] == "name 5"
    assert elements(page, "a", rel="next")[0].get("href") == "?sort=papers&page=2"


def test_it_asks_as_often_for_20_names_as_for_10(desk):
    for number in range(10):
        tag(f"name {number}", make_paper("P"))
    ten = queries(desk, PAGE)
    for number in range(10):
        tag(f"other {number}", make_paper("P")).aliases.create(name=f"alias {number}")
    assert queries(desk, PAGE) == ten


@pytest.mark.parametrize(
    "data",
    [{}, {"name": "1"}, {"name": "1", "kept": "1"}, {"name": "99", "kept": "98"}, {"name": "x"}, {"name": "9" * 40},
     {"name": "\x00"}, {"name": "1", "kept": "١"}],
)  # fmt: skip
def test_a_merge_of_nothing_is_refused(desk, data):
    tag("only")
    for ask in (desk.get, desk.post):
        assert ask(reverse("names-merge", args=["tag"]), data).status_code in {200, 400, 422}
    assert Tag.objects.count() == 1
    assert desk.post(reverse("names-apart", args=["tag"]), data).status_code in {400, 404}


@pytest.mark.parametrize("query", ["?q=%00", "?page=x", "?page=-1", "?page=" + "9" * 30, "?sort=x", "?q=%25"])
def test_an_odd_address_is_answered(desk, query):
    assert desk.get(PAGE + query).status_code == 200
    assert desk.get("/curation/names/nothing/merge/").status_code == 404
