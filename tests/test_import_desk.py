"""The import desk's door: what is brought, what is refused and why, and all imports so far."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from papers.models import Import, Paper, PaperList
from tests.factories import make_import, make_import_row, make_list, make_member
from tests.pages import elements, links_in
from tests.test_queries import queries

pytestmark = pytest.mark.django_db

LIST = "# Systems\n\n- [OSDI'20] Gavel: Heterogeneity-Aware Scheduling\n- [SOSP'19] PipeDream\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64)
MEGABYTE = 1024 * 1024


def file(content=LIST, name="our list.md"):
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def bring(client, **fields):
    return client.post("/import/", {"into": "new", "text": "", "name": "", "format": "", "language": ""} | fields)


def test_a_file_becomes_rows_for_review(desk, curator):
    response = bring(desk, file=file())
    imported = Import.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/import/{imported.pk}/")
    assert (imported.state, imported.by, imported.file_name) == ("review", curator, "our list.md")
    assert (imported.name, imported.format, imported.kind) == ("Systems", "markdown", "list")
    assert [row.record["title"] for row in imported.rows.all()] == [
        "Gavel: Heterogeneity-Aware Scheduling", "PipeDream",
    ]  # fmt: skip
    assert not Paper.objects.exists()
    assert not PaperList.objects.exists()


def test_a_text_is_pasted(desk):
    assert bring(desk, text=LIST, name="Mine").status_code == 302
    imported = Import.objects.get()
    assert (imported.name, imported.file_name, imported.text) == ("Mine", "", LIST)


@pytest.mark.parametrize(("into", "kind"), [("new", "list"), ("catalogue", "file")])
def test_it_becomes_what_was_chosen(desk, into, kind):
    bring(desk, text=LIST, into=into, name="A name")
    assert Import.objects.get().kind == kind


def test_it_brings_a_list_up_to_date(desk):
    group = make_list("Reading of the lab", kind="list")
    bring(desk, text=LIST, into="list", list=group.pk, name="ignored")
    imported = Import.objects.get()
    assert (imported.list, imported.name) == (group, "Reading of the lab")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (PNG, "PNG"),
        (LIST.encode("utf-16"), "UTF-16"),
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"- [OSDI'20] A: Pa\x00per\n", "U+0000 at line 1"),
        (b"# List\n- [OSDI'20] A\xff\n", "not valid UTF-8 at line 2"),
    ],
    ids=["png", "utf-16", "empty", "white space", "nul", "latin-1"],
)
@pytest.mark.parametrize("name", ["list.md", "list.bib", "list.ris", "list.json", "list.csv"])
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(desk, content, reason, name):
    response = bring(desk, file=file(content, name), name="Typed already")
    assert response.status_code == 422
    assert reason in response.context["form"].errors["file"][0]
    assert elements(response, id="id_name")[0].get("value") == "Typed already"
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "file"),
        ({"text": LIST, "into": "list"}, "list"),
        ({"text": LIST, "into": "list", "list": "99999999999999999999"}, "list"),
        ({"text": LIST, "into": "nonsense"}, "into"),
        ({"text": LIST, "format": "docx"}, "format"),
        ({"text": LIST, "language": "tlh"}, "language"),
        ({"text": LIST, "name": "n" * 201}, "name"),
        ({"text": "- [OSDI'20] A\0\n"}, "text"),
        ({"text": LIST, "file": True}, "text"),
    ],
)
def test_what_will_not_do_is_said_beside_its_field_and_stays(desk, fields, field):
    fields = fields | ({"file": file()} if fields.get("file") else {})
    response = bring(desk, **fields)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["text"].value() == fields.get("text", "")
    assert not Import.objects.exists()


def test_a_file_that_is_too_large_is_not_even_read(desk, settings):
    response = bring(desk, file=file(b"x" * (settings.IMPORT_MAX_BYTES + 3 * MEGABYTE)))
    assert response.status_code == 413
    assert "10.0\xa0MB" in response.content.decode()
    assert not Import.objects.exists()


def test_the_limit_is_the_limit(desk, settings):
    settings.IMPORT_MAX_BYTES = len(LIST)
    assert bring(desk, file=file(LIST + " ")).status_code == 413
    assert not Import.objects.exists()
    assert bring(desk, file=file(LIST)).status_code == 302


@pytest.mark.parametrize("length", ["20971520", "99999999999999999999999"])
def test_a_length_alone_is_enough_to_refuse(desk, length):
    sent = {"CONTENT_LENGTH": length, "wsgi.input": BytesIO(b"")}
    response = desk.generic("POST", "/import/", b"", "multipart/form-data; boundary=x", **sent)
    assert response.status_code == 413


def test_a_pasted_text_has_a_limit_of_its_own(desk):
    response = bring(desk, text="x" * (3 * MEGABYTE))
    assert response.status_code == 413
    page = response.content.decode()
    assert "Pasted text may have 2.0\xa0MB, a file 10.0\xa0MB" in page
    assert "go back, where your text is still in its field" in page
    assert not Import.objects.exists()


def test_the_file_name_is_a_label_and_nothing_more(desk):
    for name in (
        "../../etc/passwd",
        "C:\\boot.md",
        'a"><script>alert(1)</script>.md',
        "a\r\nSet-Cookie: b.md",
        "n" * 300,
    ):
        assert bring(desk, file=file(name=name)).status_code == 302
    labels = Import.objects.values_list("file_name", flat=True)
    assert all("/" not in label and label.isprintable() and len(label) <= 200 for label in labels)
    assert b"<script>alert" not in desk.get("/import/").content


def test_a_form_of_somebody_else_s_is_refused(curator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(curator)
    assert bring(client, text=LIST).status_code == 403
    token = elements(client.get("/import/"), "input", name="csrfmiddlewaretoken")[0].get("value")
    assert bring(client, text=LIST, csrfmiddlewaretoken=token).status_code == 302
    assert Import.objects.count() == 1


def test_a_visitor_s_file_is_not_read(client, settings):
    response = client.post("/import/", {"file": file(b"x" * (settings.IMPORT_MAX_BYTES + 3 * MEGABYTE))})
    assert response["Location"].startswith("/accounts/login/")


def test_members_have_no_desk(shelf):
    assert shelf.get("/import/").status_code == 403
    assert bring(shelf, text=LIST).status_code == 403
    assert not Import.objects.exists()


def test_it_shows_every_import_with_its_state_and_counts(desk, curator):
    imported = make_import(name="Ours", state="done", by=curator, list=make_list("Ours"))
    make_import_row(imported, outcome="created")
    make_import_row(imported, outcome="matched")
    make_import(name="", file_name="waiting.bib", by=make_member("gone"))
    page = desk.get("/import/")
    text = page.content.decode()
    assert f"/import/{imported.pk}/" in links_in(page)
    assert "/lists/ours/" in links_in(page)
    assert "Brought in" in text
    assert "waiting.bib" in text
    assert [cell.text for cell in elements(page, "td", class_="count")] == ["0", "0", "2", "1"]


def make_imports(curator, count):
    for number in range(count):
        name = f"number {Import.objects.count()}"
        imported = make_import(name=name, by=make_member(name), list=make_list(name), state="done")
        for _row in range(number % 3):
            make_import_row(imported)


def test_it_asks_as_often_for_20_imports_as_for_10(desk, curator):
    make_imports(curator, 10)
    ten = queries(desk, "/import/")
    make_imports(curator, 10)
    assert queries(desk, "/import/") == ten


def test_it_pages(desk, settings):
    settings.PAGE_SIZE = 2
    for name in "abc":
        make_import(name=name)
    first, second = desk.get("/import/"), desk.get("/import/?page=2")
    assert [imported.name for imported in first.context["page"]] == ["c", "b"]
    assert [imported.name for imported in second.context["page"]] == ["a"]
    assert "?page=2" in links_in(first)


@pytest.mark.parametrize("number", ["-1", "NaN", "99999999999999999999", "%00", "1e5"])
def test_odd_pages_are_pages(desk, number):
    assert desk.get(f"/import/?page={number}").status_code == 200


@pytest.mark.parametrize(
    "path", ["", "rows/", "rows/1/", "look-up/", "cancel/", "again/", "undo/", "report.csv"]
)  # fmt: skip
@pytest.mark.parametrize("pk", ["0", "99999999", "100000000000000000000"])
def test_what_is_not_there_is_not_found(desk, pk, path):
    for method in (desk.get, desk.post):
        assert method(f"/import/{pk}/{path}").status_code in {404, 405}
