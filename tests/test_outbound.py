"""Where answers lead and what files hold that the site gives: nothing of somebody else's choosing."""

import csv
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from papers.models import Deed, PaperList
from tests.factories import (
    PASSWORD,
    make_entry,
    make_import,
    make_import_row,
    make_list,
    make_member,
    make_paper,
    make_reading,
    make_summary,
)
from tests.test_permissions import TABLE

pytestmark = pytest.mark.django_db

EVIL = (
    "//evil.example/", "/\\evil.example/", "\\\\evil.example", "https:evil.example", "https:/evil.example",
    "https://evil.example/", "http:///evil.example", "javascript:alert(1)", "/\t/evil.example", "\x01//evil.example",
    "https://testserver@evil.example/", "https://testserver.evil.example/", "//testserver:80@evil.example",
)  # fmt: skip
NAMES = ("next", "return", "redirect", "url", "to", "from", "page", "process")


def leads_here(location):
    target = urlsplit(location.replace("\\", "/"))
    return target.scheme in {"", "http"} and target.netloc in {"", "testserver"} and "evil" not in target.netloc


@pytest.mark.parametrize("target", EVIL, ids=ascii)
def test_no_address_leads_to_another_host(administrator, as_user, target):
    """Every address of the site, whatever of its parameters says where to go on."""
    paper = make_paper("Gavel")
    for name, (address, _row) in TABLE.items():
        client = as_user(administrator)
        data = dict.fromkeys(NAMES, target)
        for method in (client.get, client.post):
            answer = method(address.format(paper=paper.pk), data)
            if "Location" in answer:
                assert leads_here(answer["Location"]), (name, answer["Location"])


@pytest.fixture
def forms(curator):
    """The forms that go on where ``next`` says, as they succeed: address and fields."""
    paper = make_paper("Gavel", tags=("gpu", "gpus"))
    other = make_member("somebody")
    make_summary(paper)
    first, second = sorted(tag.pk for tag in paper.tags.all())
    return {
        "status": (f"/papers/{paper.pk}/status/", {"status": "read"}),
        "claim": (f"/papers/{paper.pk}/claim/zh/", {"action": "take"}),
        "language": ("/language/", {"language": "en"}),
        "theme": ("/theme/", {"theme": "dark"}),
        "summary-language": ("/summary-language/", {"language": "zh"}),
        "names": ("/curation/names/tag/merge/", {"name": [first, second], "kept": first}),
        "role": (f"/curation/people/{other.pk}/role/", {"role": "writer"}),
    }


@pytest.mark.parametrize("what", ["status", "claim", "language", "theme", "summary-language", "names", "role"])
@pytest.mark.parametrize("target", EVIL, ids=ascii)
def test_a_form_that_succeeds_goes_on_at_home(forms, desk, what, target):
    address, fields = forms[what]
    answer = desk.post(address, fields | {"next": target})
    assert answer.status_code == 302
    assert leads_here(answer["Location"])


@pytest.mark.parametrize("what", ["status", "claim", "language", "theme", "summary-language", "names", "role"])
def test_where_it_is_ours_it_goes_on_there(forms, desk, what):
    address, fields = forms[what]
    assert desk.post(address, fields | {"next": "/papers/?q=x"})["Location"] == "/papers/?q=x"


def test_a_merge_of_names_that_is_taken_back_goes_on_at_home(forms, desk):
    address, fields = forms["names"]
    desk.post(address, fields)
    answer = desk.post(f"/curation/changes/{Deed.objects.get().pk}/undo/", {"next": "//evil.example/"})
    assert (answer.status_code, leads_here(answer["Location"])) == (302, True)


@pytest.mark.parametrize("target", EVIL, ids=ascii)
def test_signing_in_and_out_goes_on_at_home(client, target):
    make_member()
    sent = {"username": "member", "password": PASSWORD, "next": target}
    answer = client.post(f"/accounts/login/?next={target}" if target.isprintable() else "/accounts/login/", sent)
    assert (answer.status_code, leads_here(answer["Location"])) == (302, True)
    proof = client.post("/accounts/proof/password/", {"password": PASSWORD, "next": target})
    assert (proof.status_code, leads_here(proof["Location"])) == (302, True)
    gone = client.post("/accounts/logout/", {"next": target})
    assert (gone.status_code, leads_here(gone["Location"])) == (302, True)


# Tables


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="], ids=ascii)
def test_no_table_holds_a_cell_that_a_spreadsheet_would_run(desk, curator, start):
    evil = f"{start}cmd|' /C calc'!A0"
    paper = make_paper(evil, year=2020, tags=(evil.strip(),), authors=(evil,), venue=evil)
    make_entry(paper, make_list("A list"))
    make_reading(curator, paper, private_note=evil, started=timezone.now().date())
    imported = make_import(state="done", name=evil.strip(), list=PaperList.objects.get())
    make_import_row(imported, evil, outcome="created", reason=evil.strip())
    for address in (
        "/papers/export/?format=csv", "/lists/a-list/export/?format=csv", f"/papers/{paper.pk}/export/?format=csv",
        "/me/export.csv", "/me/export/?format=csv", f"/import/{imported.pk}/report.csv",
    ):  # fmt: skip
        answer = desk.get(address)
        assert answer.status_code == 200, address
        text = answer.getvalue().decode("utf-8-sig")
        assert "cmd|" in text, address
        cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
        assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r") and "cmd" in cell], address
