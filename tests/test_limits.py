"""What is out of every bound, at every address: an answer that says 200, 400 or 404, or what is wrong; never 500."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver, reverse

from tests.factories import (
    make_entry,
    make_import,
    make_import_row,
    make_list,
    make_paper,
    make_reading,
    make_section,
    make_suggestion,
    make_summary,
    make_term,
    make_topic,
)
from tests.matrix import TABLE
from tests.pages import elements

pytestmark = pytest.mark.django_db

HUGE = str(10**20)
VALUES = ("-1", "NaN", HUGE, "9" * 5000, "a\x00b")
NUMBERS = ("0", "2147483648", "9223372036854775808", HUGE, "9" * 5000, "-1", "NaN", "%00", "_00")
WORDS = ("%00", HUGE, "x" * 5000, "%0d%0aX-Evil:1")
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
SLIPS = {400, 404}
FORMS_BY_GET = {"duplicates-compare": {422}}  # a form whose answer is an address: it comes again with what is wrong
REFUSALS = {302, 400, 403, 404, 405, 409, 410, 413, 422, 429}
# what views read that no form of theirs names
READ = (
    "page", "q", "from", "to", "whole", "start", "next", "field", "over", "first", "second", "show", "state", "kept",
    "body", "code", "pk", "other", "with", "choice", "again", "paper", "undo", "role", "status", "format", "name",
    "language", "theme", "summary_language", "year_min", "year_max", "sort", "topic", "tag", "venue", "institution",
    "list", "summary", "claimed", "version", "seen", "query", "kind", "keep", "merge", "part", "into", "parent",
    "position", "up", "down", "token", "uid", "key", "process", "provider",
)  # fmt: skip


def subclasses(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from subclasses(child)


def field_names() -> list[str]:
    """Of every form of ours, as far as a class names its fields."""
    ours = [
        form for form in subclasses(forms.BaseForm) if form.__module__.startswith(("papers", "notes", "readinglist"))
    ]
    return sorted({name for form in ours for name in getattr(form, "base_fields", ())} | set(READ))


@pytest.fixture
def paper(administrator):
    """One of everything, so that pages have something to show."""
    paper = make_paper(
        "Gavel", venue="OSDI", year=2020, topics=(make_topic(),), tags=("gpu",), institutions=("Stanford",),
        authors=("Ada",), links=("https://example.org/p.pdf",),
    )  # fmt: skip
    make_entry(paper, make_section(make_list("A list")))
    for language in ("en", "zh-hans"):
        make_summary(paper, language)
    make_reading(administrator, paper)
    make_term()
    make_suggestion(pk=paper.pk)
    make_import_row(make_import(pk=paper.pk), pk=paper.pk)
    return paper


@pytest.fixture
def client(administrator, as_user):
    return as_user(administrator)


def ask(client, method, address, data=None):
    """The status; whatever the request wrote is taken back, so that the next one finds everything as it was."""
    with transaction.atomic():
        answer = getattr(client, method)(address, data or {})
        transaction.set_rollback(True)
    if "Location" in answer:
        assert "\r" not in answer["Location"] and "\n" not in answer["Location"]
    return answer.status_code


def addresses(route: str) -> Iterator[str]:
    """The route with what cannot be meant in each of its places, the others left as they would be."""
    usual = {"int": "1", "path": "1", "slug": "en", None: "nothing", "str": "nothing", "uslug": "nothing"}
    places = list(PARAMETER.finditer(route))
    for place in places:
        for value in NUMBERS if place[1] in {"int", "path"} else WORDS:
            before, after = route[: place.start()], route[place.end() :]
            yield "/" + PARAMETER.sub(lambda other: usual[other[1]], f"{before}{value}{after}")


ROUTES = {
    pattern.name: str(pattern.pattern) for pattern in get_resolver().url_patterns if isinstance(pattern, URLPattern)
}


@pytest.mark.parametrize("name", TABLE)
def test_odd_parameters_are_no_fault(client, paper, name):
    address = TABLE[name][0].format(paper=paper.pk)
    usual = ask(client, "get", address)
    assert usual < 500
    allowed = {usual, *SLIPS, *FORMS_BY_GET.get(name, ())}
    for value in VALUES:
        assert ask(client, "get", address, dict.fromkeys(field_names(), value)) in allowed, value[:30]


@pytest.mark.parametrize("name", TABLE)
def test_odd_forms_are_no_fault(client, paper, name):
    address = TABLE[name][0].format(paper=paper.pk)
    for value in VALUES:
        found = ask(client, "post", address, dict.fromkeys(field_names(), value))
        assert found in {200, *REFUSALS}, value[:30]


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if PARAMETER.search(route)])
def test_odd_addresses_are_no_fault(client, paper, name):
    for address in addresses(ROUTES[name]):
        usual = {405} if TABLE[name][1][0].split()[-1] == "405" else set()
        assert ask(client, "get", address) in {200, 301, 302, 403, 410, *usual, *SLIPS}, address[:80]
        assert ask(client, "post", address) in {200, *REFUSALS}, address[:80]


# Curation

FEW = ("-1", "NaN", HUGE, "\x00")
OF_EVERY_LIST = ("p", "q", "o", "e", "all", "_popup", "_to_field", "_changelist_filters", "pk", "pk__in")


def curated() -> list[type]:
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


def pages_of(model: type) -> Iterator[str]:
    """The addresses of a model's pages, as the admin has them."""
    base = f"admin/{model._meta.app_label}/{model._meta.model_name}/"
    for pattern in admin.site._registry[model].get_urls():
        if getattr(pattern, "name", None):
            yield base + str(pattern.pattern)


def filters_of(model: type, client) -> list[str]:
    request = RequestFactory().get("/")
    request.user = client.user
    request.session = {}
    try:
        found = admin.site._registry[model].get_changelist_instance(request)
    except PermissionDenied:
        return []
    names = [name for spec in found.filter_specs for name in spec.expected_parameters()]
    day = admin.site._registry[model].date_hierarchy
    names += [f"{day}__{part}" for part in ("year", "month", "day")] if day else []
    return [*names, *(f"{name}__in" for name in names if "__" not in name), *OF_EVERY_LIST]


@pytest.fixture
def superuser(administrator, as_user):
    client = as_user(administrator)
    client.user = administrator
    return client


@pytest.mark.parametrize("model", curated(), ids=lambda model: model._meta.label_lower)
def test_odd_filters_of_curation_are_no_fault(superuser, paper, model):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for name in filters_of(model, superuser):
        for value in FEW:
            assert ask(superuser, "get", address, {name: value}) in {200, 302, 403, *SLIPS}, (name, value[:30])


@pytest.mark.parametrize("model", curated(), ids=lambda model: model._meta.label_lower)
def test_odd_addresses_of_curation_are_no_fault(superuser, paper, model):
    for route in pages_of(model):
        for address in addresses(route):
            assert ask(superuser, "get", address) in {200, 301, 302, 403, 405, *SLIPS}, address[:80]
            assert ask(superuser, "post", address) in {200, 301, *REFUSALS}, address[:80]


@pytest.mark.parametrize("model", curated(), ids=lambda model: model._meta.label_lower)
def test_odd_forms_of_curation_are_no_fault(superuser, paper, model):
    """Every form that the admin has for a row or a new one, with the same odd value in all of its fields."""
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    row = model._default_manager.order_by("pk").first()
    places = [f"{base}add/", base] + ([f"{base}{quote(str(row.pk))}/change/"] if row else [])
    for address in places:
        page = superuser.get(address)
        if page.status_code != 200:
            continue
        fields = {field.get("name") for tag in ("input", "textarea", "select") for field in elements(page, tag)}
        for value in FEW:
            data = dict.fromkeys(filter(None, fields), value)
            for kept in ({}, counts(page)):
                assert ask(superuser, "post", address, data | kept) in {200, *REFUSALS}, (address, value[:30])


def counts(page) -> dict[str, str]:
    """What a form says of how many rows it has."""
    found = {field.get("name"): field.get("value") for field in elements(page, "input")}
    return {name: value for name, value in found.items() if name.endswith("_FORMS")}


@pytest.mark.parametrize("name", ["term", "app_label", "model_name", "field_name", "page"])
@pytest.mark.parametrize("value", VALUES, ids=ascii)
def test_an_odd_completion_is_no_fault(superuser, paper, name, value):
    asked = {"term": "g", "app_label": "papers", "model_name": "paper", "field_name": "venue"} | {name: value}
    assert ask(superuser, "get", "/admin/autocomplete/", asked) in {200, 403, *SLIPS}


# Too many fields, files and bytes


def test_too_many_fields_are_refused(client, settings):
    data = {f"field{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    for address in ("/papers/add/", "/filters/", "/accounts/profile/", "/admin/papers/venue/add/"):
        assert client.post(address, data).status_code == 400
    assert client.get("/papers/", data).status_code == 400


def test_too_many_files_are_refused(client, settings):
    files = {
        f"file{number}": SimpleUploadedFile("a.md", b"x") for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)
    }
    for address in ("/import/", "/papers/add/", "/admin/papers/venue/add/"):
        for file in files.values():
            file.seek(0)
        assert client.post(address, files).status_code == 400


def test_too_many_bytes_are_refused(client, paper, settings):
    data = {"body": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), "seen": 1}
    for address in (f"/papers/{paper.pk}/summary/en/", "/papers/add/", "/admin/papers/venue/add/", "/preview/en/"):
        assert client.post(address, data).status_code in {400, 413}
