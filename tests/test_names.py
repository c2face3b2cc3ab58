"""What people may call themselves."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from readinglist.members.names import display_name, user_name
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ada", "ada"),
        ("Ada", "ada"),
        (" ada ", "ada"),
        ("ａｄａ", "ada"),
        ("a.lovelace-2", "a.lovelace-2"),
        ("42", "42"),
    ],
)
def test_a_user_name_is_kept_in_small_latin_letters(typed, kept):
    assert user_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "", "a", "a" * 31, "аda", "adа", "张三", "ada ada", "ada@example.org", ".ada", "ada.", "a..b", "ad\u200ba",
        "\u202eada", "ada\x00", "αda", "ada/../x", "<b>",
    ],
)  # fmt: skip
def test_a_user_name_is_refused(typed):
    with pytest.raises(ValidationError) as error:
        user_name(typed)
    assert error.value.code == "invalid"


@pytest.mark.parametrize("typed", ["root", "System", "ａｎｏｎｙｍｏｕｓ", "administrator"])
def test_some_user_names_are_kept_free(typed):
    with pytest.raises(ValidationError) as error:
        user_name(typed)
    assert error.value.code == "reserved"


@pytest.mark.parametrize(
    ("taken", "typed"),
    [
        ("ada", "ada"), ("Ada", "ada"), ("ada", "ADA"), ("paul", "pau1"), ("bob", "b0b"), ("modern", "modem"),
        ("ada.l", "ada-l"), ("al", "a.l"), ("аdmin", "admin"), ("ádmin", "admin"), ("vvei", "wei"),
    ],
)  # fmt: skip
def test_a_user_name_like_another_is_refused(taken, typed):
    make_member(taken)
    with pytest.raises(ValidationError) as error:
        user_name(typed)
    assert error.value.code == "taken"


def test_a_user_name_like_a_display_name_is_refused():
    make_member("bob", first_name="Ada")
    with pytest.raises(ValidationError):
        user_name("ada")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("  王  小明 ", "王 小明"),
        ("", ""),
        ("   ", ""),
        ("Ａｄａ", "Ada"),
        ("Zoë", "Zoë"),
    ],
)
def test_a_display_name_is_in_any_script(typed, kept):
    assert display_name(typed) == kept


@pytest.mark.parametrize(
    "typed", ["a" * 61, "\u202eadA", "Ada\u200b", "Ada\x07", "\ue000", "…", "42", "A" + "\u0324" * 5]
)
def test_a_display_name_hides_nothing(typed):
    with pytest.raises(ValidationError):
        display_name(typed)


@pytest.mark.parametrize(
    "typed", ["Ada Lovelace", "ada lovelace", "Аdа Lоvelace", "Ada  Love1ace", "curator", "Curat0r"]
)
def test_a_display_name_is_not_that_of_another(typed):
    make_member("ada", first_name="Ada", last_name="Lovelace")
    make_member("curator")
    with pytest.raises(ValidationError) as error:
        display_name(typed)
    assert error.value.code == "taken"


def test_one_may_keep_one_s_own():
    ada = make_member("ada", first_name="Ada")
    assert display_name("Ada", ada) == "Ada"
    assert display_name("ADA", ada) == "ADA"


@pytest.mark.parametrize("name", ["сurator", "Curat0r", "张三"])
def test_nobody_gets_such_a_name_in_the_admin_either(administrator, curator, as_user, name):
    office, secret = as_user(administrator), "a long enough phrase"
    new = {"username": name, "password1": secret, "password2": secret, "usable_password": "true"}
    assert office.post("/admin/auth/user/add/", new).status_code == 200
    old = {"username": name, "role": "administrator", "is_active": "on", "first_name": "", "last_name": ""}
    assert office.post(f"/admin/auth/user/{administrator.pk}/change/", old).status_code == 200
    assert set(User.objects.values_list("username", flat=True)) == {"admin", "curator"}
    assert office.post("/admin/auth/user/add/", new | {"username": "ada"}).status_code == 302
