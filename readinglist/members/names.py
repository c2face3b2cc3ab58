"""What people may call themselves: user names that nobody can imitate, and display names in any script."""

from __future__ import annotations

import re
import unicodedata

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

USER_NAME = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
SHORTEST, LONGEST = 2, 30
LONGEST_DISPLAY = 60
RESERVED = {"administrator", "anonymous", "everyone", "moderator", "nobody", "root", "staff", "support", "system"}
# Letters of other scripts, and digits, that are drawn like a Latin letter.
LIKE_LATIN = str.maketrans("01аеоорсухіїјѕһԁԛԝвкмнтαβγεικμνορτυχ", "oiaeoopcyxiijshdqwbkmhtabyeikuvoptux")
PUNCTUATION = re.compile(r"[\s._\-·・'’]+")


def outline(name: str) -> str:
    """What is left of a name at a careless glance: two names with the same outline are taken for each other."""
    plain = unicodedata.normalize("NFKC", name).casefold().translate(LIKE_LATIN)
    plain = unicodedata.normalize("NFD", plain)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return PUNCTUATION.sub("", plain.replace("rn", "m").replace("vv", "w").replace("l", "i"))


def user_name(typed: str, person: User | None = None) -> str:
    """The name as it is kept; raises ValidationError where it cannot be one, or is too like another's."""
    name = unicodedata.normalize("NFKC", typed).strip().lower()
    if not USER_NAME.fullmatch(name) or not SHORTEST <= len(name) <= LONGEST:
        raise ValidationError(
            _(
                "Write 2 to 30 letters from a to z and digits, with single dots, hyphens or underscores between them. "
                "Your name in any script goes into the display name."
            ),
            code="invalid",
        )
    if name in RESERVED:
        raise ValidationError(_("This name is kept free. Choose another one."), code="reserved")
    refuse_likeness(name, person)
    return name


def display_name(typed: str, person: User | None = None) -> str:
    """The name as it is shown, empty for none; raises ValidationError where it hides something or is another's."""
    name = " ".join(unicodedata.normalize("NFKC", typed).split())
    if not name:
        return ""
    kinds = [unicodedata.category(letter) for letter in name]
    if any(kind in {"Cc", "Cf", "Co", "Cn", "Cs"} for kind in kinds) or "MnMnMn" in "".join(kinds):
        raise ValidationError(_("There are signs in this name that cannot be seen. Type it anew."), code="invalid")
    if not any(kind.startswith("L") for kind in kinds):
        raise ValidationError(_("A name has letters or characters."), code="invalid")
    if len(name) > LONGEST_DISPLAY:
        raise ValidationError(_("A display name has at most %(n)d characters.") % {"n": LONGEST_DISPLAY}, code="long")
    refuse_likeness(name, person)
    return name


def refuse_likeness(name: str, person: User | None = None) -> None:
    """Raise ValidationError where the name would be taken for that of somebody else."""
    wanted = outline(name)
    others = User.objects.exclude(pk=person.pk) if person else User.objects.all()
    for username, first, last in others.values_list("username", "first_name", "last_name"):
        if wanted in {outline(username), outline(f"{first} {last}") or None}:
            advice = _("Somebody has this name, or one that looks like it. Choose another one.")
            raise ValidationError(advice, code="taken")
