"""What the group's administrators settle: its name and mark, and what holds for everybody."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from readinglist.group.models import GroupSettings, Logo
from readinglist.group.settled import needs_second_factor, settled
from tests.factories import make_admin, make_curator, make_member, make_writer
from tests.pages import elements

pytestmark = pytest.mark.django_db

ADD = "/admin/group/groupsettings/add/"
CHANGE = "/admin/group/groupsettings/1/change/"
PLAIN = {"name_en": "", "name_zh": "", "trust_members": "", "public_catalogue": "", "second_factor_required": "nobody"}


@pytest.fixture
def office(administrator, as_user):
    return as_user(administrator)


def settle(**fields):
    return GroupSettings.objects.create(pk=1, **fields)


def picture(kind="PNG", size=(300, 100), mode="RGB", **options):
    file = io.BytesIO()
    Image.new(mode, size, "red").save(file, kind, **options)
    return SimpleUploadedFile(f"logo.{kind.lower()}", file.getvalue())


def heading(response):
    (seal,) = elements(response, "span", class_="seal")
    return seal.text.removeprefix("读")


# What holds


def test_the_environment_holds_until_something_is_settled(settings):
    for value in (True, False):
        settings.TRUST_MEMBERS = settings.PUBLIC_CATALOGUE = value
        settings.GROUP_NAME = f"From outside {value}"
        group = settled()
        assert (group.members_are_trusted, group.catalogue_is_open) == (value, value)
        assert group.name == f"From outside {value}"
    assert not GroupSettings.objects.exists()


@pytest.mark.parametrize("outside", [True, False])
def test_what_is_settled_wins(settings, outside):
    settings.TRUST_MEMBERS = settings.PUBLIC_CATALOGUE = outside
    settle(trust_members=not outside, public_catalogue=not outside)
    assert (settled().members_are_trusted, settled().catalogue_is_open) == (not outside, not outside)


def test_the_catalogue_opens_and_closes_from_the_next_request_on():
    visitor = Client()
    assert visitor.get("/papers/").status_code == 302
    group = settle(public_catalogue=True)
    assert visitor.get("/papers/").status_code == 200
    assert visitor.get("/me/").status_code == 302
    group.public_catalogue = False
    group.save()
    assert visitor.get("/papers/").status_code == 302


def test_members_are_trusted_where_it_is_settled(shelf):
    form = {"title": "A paper of mine", "kind": "paper", "publication": "published"}
    waits = shelf.post("/papers/add/", form)
    settle(trust_members=True)
    enters = shelf.post("/papers/add/", form | {"title": "Another"})
    assert waits["Location"] == "/papers/add/"
    assert enters["Location"].endswith("/another/")


@pytest.mark.parametrize(
    ("names", "language", "shown"),
    [
        (("Systems reading", "系统读书会"), "en", "Systems reading"),
        (("Systems reading", "系统读书会"), "zh-hans", "系统读书会"),
        (("", "系统读书会"), "en", "系统读书会"),
        (("Systems reading", ""), "zh-hans", "Systems reading"),
        (("", ""), "en", "From outside"),
    ],
)
def test_every_page_bears_the_name_in_its_language(shelf, settings, names, language, shown):
    settings.GROUP_NAME = "From outside"
    settle(name_en=names[0], name_zh=names[1])
    visitor = Client()
    for client, page in ((shelf, "/papers/"), (visitor, "/accounts/login/"), (shelf, "/nothing")):
        client.cookies["django_language"] = language
        assert heading(client.get(page)) == shown


def test_the_admin_bears_it_too(office):
    settle(name_en="Systems <reading>")
    assert "Systems &lt;reading&gt;" in office.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("required", "asked"),
    [
        ("nobody", []),
        ("curators", ["curator", "administrator"]),
        ("everyone", ["member", "writer", "curator", "administrator"]),
    ],
)
def test_it_says_of_whom_a_second_factor_is_asked(required, asked):
    settle(second_factor_required=required)
    people = {
        "member": make_member(), "writer": make_writer(), "curator": make_curator(), "administrator": make_admin()
    }  # fmt: skip
    assert [role for role, person in people.items() if needs_second_factor(person)] == asked


# Who settles it


def test_an_administrator_settles_it_and_the_history_says_who(office, administrator):
    assert office.get("/admin/group/groupsettings/")["Location"] == ADD
    office.post(ADD, PLAIN | {"name_en": "Ours", "trust_members": "true"})
    assert office.get("/admin/group/groupsettings/")["Location"] == CHANGE
    office.post(CHANGE, PLAIN | {"name_en": "Ours", "public_catalogue": "false"})
    row = GroupSettings.objects.get()
    assert (row.pk, row.name_en, row.trust_members, row.public_catalogue) == (1, "Ours", None, False)
    versions = row.history.order_by("history_id")
    assert [version.history_user for version in versions] == [administrator, administrator]
    assert [version.trust_members for version in versions] == [True, None]
    assert office.get("/admin/group/groupsettings/1/history/").status_code == 200


def test_looking_at_it_writes_nothing(office):
    for address in ("/admin/group/groupsettings/", ADD, CHANGE):
        office.get(address)
    assert not GroupSettings.objects.exists()


@pytest.mark.parametrize("address", ["", "add/", "1/change/", "1/history/", "1/delete/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_does(curator, as_user, member, address, method):
    settle(name_en="Ours")
    for client in (as_user(curator), as_user(member), Client()):
        response = getattr(client, method)(f"/admin/group/groupsettings/{address}", PLAIN | {"name_en": "Theirs"})
        assert response.status_code in {302, 403}
        assert "groupsettings" not in response.get("Location", "").split("?")[0]
    assert GroupSettings.objects.get().name_en == "Ours"


def test_it_is_never_there_twice_and_never_deleted(office):
    settle(name_en="Ours")
    assert office.post(ADD, PLAIN).status_code == 403
    assert office.post("/admin/group/groupsettings/1/delete/", {"post": "yes"}).status_code == 403
    assert GroupSettings.objects.get().name_en == "Ours"


# Its mark


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "CMYK"), ("JPEG", "L"), ("WEBP", "RGB")]
)
def test_a_picture_of_each_kind_becomes_the_mark(office, kind, mode):
    office.post(ADD, PLAIN | {"picture": picture(kind, mode=mode)})
    logo = settled().logo
    assert (logo.width, logo.height) == (252, 84)
    answer = Client().get(logo.get_absolute_url())
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert Image.open(io.BytesIO(answer.content)).size == (252, 84)


def test_it_stands_in_the_head_of_every_page_in_a_place_reserved_for_it(office, shelf):
    office.post(ADD, PLAIN | {"picture": picture(size=(300, 100))})
    address = settled().logo.get_absolute_url()
    for client, page in ((shelf, "/papers/"), (Client(), "/accounts/login/"), (shelf, "/nothing"), (office, "/admin/")):
        (image,) = elements(client.get(page), "img", src=address)
        assert (image.get("width"), image.get("height"), image.get("alt")) == ("84", "28", "")


def test_its_address_is_public_holds_for_good_and_says_nothing_of_who_asks(office):
    office.post(ADD, PLAIN | {"picture": picture()})
    answer = Client().get(settled().logo.get_absolute_url())
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_another_picture_has_another_address_and_the_same_one_the_same(office):
    office.post(ADD, PLAIN | {"picture": picture(size=(300, 100))})
    first = settled().logo
    office.post(CHANGE, PLAIN | {"picture": picture(size=(100, 100))})
    second = settled().logo
    office.post(CHANGE, PLAIN | {"picture": picture(size=(300, 100))})
    assert first.digest != second.digest
    assert settled().logo == first
    assert Logo.objects.count() == 2


def test_it_stays_until_it_is_taken_off(office):
    office.post(ADD, PLAIN | {"picture": picture()})
    office.post(CHANGE, PLAIN | {"name_en": "Ours"})
    assert settled().logo
    office.post(CHANGE, PLAIN | {"without_logo": "on"})
    assert settled().logo is None


def test_what_else_the_file_held_stays_behind(office):
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"
    office.post(ADD, PLAIN | {"picture": picture("JPEG", exif=exif)})
    image = bytes(Logo.objects.get().image)
    assert b"script" not in image
    assert not Image.open(io.BytesIO(image)).getexif()


def test_a_picture_taken_sideways_stands_upright(office):
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter turn
    office.post(ADD, PLAIN | {"picture": picture("JPEG", size=(40, 80), exif=exif)})
    logo = Logo.objects.get()
    assert (logo.width, logo.height) == (80, 40)


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        SimpleUploadedFile("logo.png", b"<!doctype html><script>alert(1)</script>"),
        SimpleUploadedFile("logo.png", picture().read()[:60]),
        SimpleUploadedFile("logo.png", b""),
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
    ],
    ids=["svg", "html", "cut off", "empty", "gif", "bmp", "tiff"],
)
def test_anything_else_is_refused_beside_the_field_and_nothing_is_saved(office, file):
    response = office.post(ADD, PLAIN | {"name_en": "Ours", "picture": file})
    assert response.context["adminform"].form.errors.keys() == {"picture"}
    assert not Logo.objects.exists() and not GroupSettings.objects.exists()


def test_too_many_bytes_and_too_many_pixels_are_refused_with_the_limit(office, settings):
    settings.LOGO_MAX_BYTES = 2_000
    heavy = SimpleUploadedFile("logo.png", picture().read() + b"x" * 2_000)
    response = office.post(ADD, PLAIN | {"picture": heavy})
    assert response.context["adminform"].form.errors["picture"] == ["The file has more than 2 kB."]
    settings.LOGO_MAX_BYTES = 1_000_000
    bomb = picture(size=(4_001, 10))
    response = office.post(ADD, PLAIN | {"picture": bomb})
    assert "4000 pixels" in response.context["adminform"].form.errors["picture"][0]
    assert not Logo.objects.exists()
