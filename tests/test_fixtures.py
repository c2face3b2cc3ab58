import json
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db.models import Count
from django.test import TestCase

from notes.models import Summary, Term, TermName
from notes.terms import name_key
from papers.formats import markdown
from papers.models import ListEntry, Paper, PaperList, Section, Topic, Venue
from readinglist.management.commands.demo import revise_summaries
from tests.factories import make_curator
from tests.imports import brought_document

FIXTURES = sorted((Path(settings.BASE_DIR) / "fixtures").glob("[0-9]*.json"))
DATA = Path(__file__).parent / "data"


class TestDemonstrationCatalogue(TestCase):
    """One load for all of them."""

    @classmethod
    def setUpTestData(cls):
        call_command("loaddata", *FIXTURES, verbosity=0)

    def test_it_holds_the_four_lists_on_one_catalogue(self):
        assert Paper.objects.count() == 220  # 224 titles, four of them of the same work
        assert {group.name: group.entries.count() for group in PaperList.objects.all()} == {
            "Paper List of Systems for Machine Learning": 63,
            "A reading list for machine learning systems": 97,
            "mlsys_papers": 34,
            "Awesome-DL-training-system": 101,
        }

    def test_it_maps_every_section_with_papers_to_a_topic(self):
        sections = Section.objects.filter(entries__isnull=False).distinct()
        assert sections.count() == 55
        assert not sections.filter(topic=None).exists()

    def test_it_has_a_tidy_tree_of_two_levels_in_both_languages(self):
        assert 40 <= Topic.objects.count() <= 50
        assert not Topic.objects.filter(name_en="").exists()
        assert not Topic.objects.filter(name_zh="").exists()
        assert not Topic.objects.filter(parent__parent__isnull=False).exists()
        assert all(Paper.objects.about(topic).exists() for topic in Topic.objects.all())
        before = set(Topic.ancestors.through.objects.values_list("from_topic", "to_topic"))
        Topic.objects.rebuild_ancestors()
        assert set(Topic.ancestors.through.objects.values_list("from_topic", "to_topic")) == before

    def test_every_paper_has_a_venue_a_year_and_a_topic(self):
        assert not Paper.objects.filter(venue=None).exists()
        assert not Paper.objects.filter(year=None).exists()
        assert not Paper.objects.filter(topics=None).exists()

    def test_it_decides_what_the_lists_leave_open(self):
        assert Paper.objects.get(title__startswith="AlpaServe").year == 2023
        for start in ("Hydro", "Orca", "SwapAdvisor", "Cocktailer"):
            assert Paper.objects.filter(title__startswith=start).count() == 1
        assert not Paper.objects.filter(title__startswith="Grinder").exists()
        assert Paper.objects.filter(title__istartswith="janus:").count() == 2
        assert Venue.objects.get(name="arXiv").kind == Venue.Kind.PREPRINT_SERVER

    def test_it_keeps_no_sentence_of_the_lists(self):
        assert not ListEntry.objects.exclude(notes="").exists()

    def test_it_has_summaries_in_both_languages_some_missing_some_out_of_step(self):
        assert Summary.objects.count() == 86
        sides = Summary.objects.values("paper").annotate(n=Count("pk"))
        assert sum(row["n"] == 1 for row in sides) == 2
        assert not Summary.objects.out_of_step().exists()
        revise_summaries(make_curator())
        assert Summary.objects.out_of_step().count() == 3
        behind = Summary.objects.out_of_step().select_related("paper")
        assert {(late.paper.nickname, late.language) for late in behind} == {
            ("Pollux", "zh-hans"), ("Clockwork", "zh-hans"), ("Orca", "en"),
        }  # fmt: skip
        assert not Summary.objects.filter(html="").exists()

    def test_the_summaries_link_to_papers_once_they_are_rendered_again(self):
        call_command("render_summaries", verbosity=0)
        pollux = Summary.objects.get(paper__nickname="Pollux", language="en")
        tiresias = Paper.objects.get(nickname="Tiresias")
        assert f'href="{tiresias.get_absolute_url()}"' in pollux.html
        assert not Summary.objects.filter(html__contains="[[").exists()

    def test_it_has_a_glossary_with_names_and_definitions_in_both_languages(self):
        assert Term.objects.count() >= 120
        for term in Term.objects.all():
            assert term.slug and term.english and term.chinese, term
            assert term.definition_english.endswith(".") and term.definition_chinese.endswith("。"), term
            assert (term.english_key, term.chinese_key) == (name_key(term.english), name_key(term.chinese))
        assert all(name.key == name_key(name.name) for name in TermName.objects.all())

    def test_no_name_of_the_glossary_is_that_of_two_terms(self):
        for language, field in (("en", "english_key"), ("zh-hans", "chinese_key")):
            agreed = list(Term.objects.values_list(field, flat=True))
            others = list(TermName.objects.filter(language=language).values_list("key", flat=True))
            assert len({*agreed, *others}) == len(agreed) + len(others)

    def test_a_list_that_is_imported_over_it_adds_no_paper(self):
        for name in ("list_a.md", "list_b.md", "list_c.txt", "list_d.txt"):
            document = markdown.read((DATA / name).read_text())
            report = brought_document(document, document.title)
            assert (report.papers_created, report.entries_created, report.sections_created) == (0, 0, 0), name

    def test_it_names_rows_by_natural_keys(self):
        for path in FIXTURES:
            assert all("pk" not in row for row in json.loads(path.read_text())), path.name
