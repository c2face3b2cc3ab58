"""Curating the glossary and the outlines: names that are nobody else's, two curators at one term, its history."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notes.models import Language, Term
from notes.terminology import check
from tests.curation import errors, save, url
from tests.factories import make_curator, make_template, make_term
from tests.filling import fields_of, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def term():
    term = make_term("all-reduce", "全归约")
    term.names.create(language="en", name="global sum")
    term.names.create(language="zh-hans", name="全规约")
    return term


@pytest.fixture
def other():
    other = make_term("straggler", "掉队节点")
    other.names.create(language="en", name="slow worker")
    return other


def add(client, **fields):
    page = client.get(reverse("admin:notes_term_add"))
    return client.post(reverse("admin:notes_term_add"), filled(page, "term_form", **fields))


def test_a_curator_adds_a_term_with_other_names(desk):
    answer = add(
        desk, english="goodput", chinese="有效吞吐", slug="goodput", definition_english="What counts.",
        names__0__language="zh-hans", names__0__name="有效吞吐量",
    )  # fmt: skip
    assert answer.status_code == 302
    term = Term.objects.get()
    assert (term.english_key, term.chinese_key, term.definition_english) == ("goodput", "有效吞吐", "What counts.")
    assert [(name.language, name.key) for name in term.names.all()] == [("zh-hans", "有效吞吐量")]


@pytest.mark.parametrize(
    "fields",
    [
        {"english": "Straggler"}, {"english": "strag-gler"}, {"english": "Slow-Worker"}, {"chinese": "掉队节点"},
        {"names__2__language": "en", "names__2__name": "straggler"},
        {"names__2__language": "en", "names__2__name": "slow  worker"},
        {"names__2__language": "zh-hans", "names__2__name": "掉队 节点"},
    ],
)  # fmt: skip
def test_a_name_of_another_term_is_refused_whatever_its_spelling(desk, term, other, fields):
    assert "is a name of another term already: straggler · 掉队节点." in errors(save(desk, term, **fields))
    term.refresh_from_db()
    assert (term.english, term.chinese, term.names.count()) == ("all-reduce", "全归约", 2)


def test_the_same_letters_in_the_other_language_are_free(desk, term, other):
    fields = {"names__2__language": "zh-hans", "names__2__name": "straggler"}
    assert save(desk, term, **fields).status_code == 302
    assert term.names.filter(language="zh-hans", name="straggler").exists()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"names__2__language": "en", "names__2__name": "All Reduce"}, "This is the term’s own name already."),
        ({"names__2__language": "en", "names__2__name": "global-sum"}, "This name is here twice."),
        ({"english": "- -"}, "Write a name with letters in it, and not too long."),
        ({"english": "ﷺ" * 20}, "Write a name with letters in it, and not too long."),
        ({"slug": "straggler"}, "already exists"),
    ],
)
def test_what_else_is_refused(desk, term, other, fields, message):
    assert message in errors(save(desk, term, **fields))


def test_a_name_may_take_the_place_of_another(desk, term):
    sent = {"names__0__name": "sum over all", "names__1__name": "全局归约"}
    assert save(desk, term, **sent).status_code == 302
    sent = {"english": "sum over all", "names__0__name": "all-reduce"}
    assert save(desk, term, **sent).status_code == 302
    term.refresh_from_db()
    assert (term.english, sorted(name.name for name in term.names.all())) == (
        "sum over all",
        ["all-reduce", "全局归约"],
    )


def test_two_names_may_change_places_and_one_may_go(desk, term):
    term.names.create(language="en", name="second")
    rows = [name.name for name in term.names.all()]
    assert rows == ["global sum", "second", "全规约"]
    assert save(desk, term, names__0__name="second", names__1__name="global sum").status_code == 302
    page = desk.get(url(term))
    first = fields_of(page, "term_form")["names-0-name"][0]
    gone = save(desk, term, names__0__DELETE="on", names__1__name=first)
    assert gone.status_code == 302
    assert [name.name for name in term.names.filter(language="en")] == [first]


def test_a_changed_name_counts_in_texts_at_once(desk, term):
    (use,) = check("An all-reduce.", Language.ENGLISH, "求和")
    assert use.used_instead == ""
    assert save(desk, term, names__1__name="求和").status_code == 302
    (use,) = check("An all-reduce.", Language.ENGLISH, "求和")
    assert use.used_instead == "求和"


def test_the_second_of_two_curators_is_told(desk, as_user, term):
    bob = as_user(make_curator("bob"))
    page = bob.get(url(term))
    save(desk, term, definition_english="Hers.")
    refused = save(bob, term, page, definition_english="His.")
    assert "Somebody saved this while you were editing" in refused.content.decode()
    term.refresh_from_db()
    assert term.definition_english == "Hers."
    assert bob.post(url(term), fields_of(refused, "term_form")).status_code == 302
    term.refresh_from_db()
    assert term.definition_english == "His."


def test_a_term_deleted_meanwhile_comes_back_to_its_writer(desk, term):
    page = desk.get(url(term))
    fields = filled(page, "term_form", definition_english="Mine.")
    Term.objects.all().delete()
    refused = desk.post(url(term), fields)
    assert "Somebody deleted this while you were editing" in refused.content.decode()
    assert desk.post(url(term), fields_of(refused, "term_form")).status_code == 302
    again = Term.objects.get()
    assert (again.definition_english, again.names.count()) == ("Mine.", 2)


def test_an_old_version_can_be_brought_back(desk, term):
    save(desk, term, definition_english="Wrong.", english="reduce")
    record = term.history.get(english="all-reduce")
    path = reverse("admin:notes_term_simple_history", args=[term.pk, record.pk])
    assert desk.post(path, filled(desk.get(path), "historicalterm_form")).status_code == 302
    term.refresh_from_db()
    assert (term.english, term.english_key, term.definition_english) == ("all-reduce", "allreduce", "")


@pytest.mark.parametrize("words", ["all-reduce", "全归约", "global", "规约", "meaning"])
def test_a_search_looks_at_names_and_definitions(desk, term, other, words):
    Term.objects.filter(pk=term.pk).update(definition_english="The meaning.")
    found = desk.get(url(Term, "changelist"), {"q": words}).context["cl"].result_list
    assert [row.pk for row in found] == [term.pk]


def test_the_list_shows_other_names_with_no_query_a_row(desk, term):
    page = desk.get(url(Term, "changelist"))
    assert "global sum, 全规约" in page.content.decode()
    with CaptureQueriesContext(connection) as few:
        desk.get(url(Term, "changelist"))
    for number in range(10):
        make_term(f"term {number}", f"术语{number}").names.create(language="en", name=f"other {number}")
    with CaptureQueriesContext(connection) as many:
        desk.get(url(Term, "changelist"))
    assert len(few) == len(many)


def test_a_curator_changes_an_outline(desk):
    template = make_template("en")
    assert save(desk, template, body="**Why.** \r\n\r\n**How.** ").status_code == 302
    template.refresh_from_db()
    assert template.body == "**Why.** \n\n**How.**"
    assert template.history.latest().history_user.username == "curator"
