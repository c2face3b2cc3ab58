"""What holds in the group now: the one place that everybody asks."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest

from readinglist.group.models import GroupSettings
from readinglist.group.models.settings import ONLY
from readinglist.group.roles import Role, role_of


def settled() -> GroupSettings:
    """The settings as they stand in the database, with the facts of the logo; one query by primary key.

    Not kept between requests: whether visitors may read has to hold in every worker from the next request on.
    """
    rows = GroupSettings.objects.select_related("logo").defer("logo__image")
    return rows.filter(pk=ONLY).first() or GroupSettings(pk=ONLY)


def settled_for(request: HttpRequest) -> GroupSettings:
    """The same, asked for once a request."""
    if not hasattr(request, "group_settings"):
        request.group_settings = settled()  # type: ignore[attr-defined]
    return request.group_settings  # type: ignore[attr-defined]


def needs_second_factor(user: AbstractBaseUser | AnonymousUser, group: GroupSettings | None = None) -> bool:
    """Whether the group asks this person to sign in with a second factor."""
    required = (group or settled()).second_factor_required
    if not user.is_authenticated or required == GroupSettings.SecondFactor.NOBODY:
        return False
    return required == GroupSettings.SecondFactor.EVERYONE or role_of(user) >= Role.CURATOR


def members_are_trusted() -> bool:
    """For ``papers.trust``."""
    return settled().members_are_trusted
