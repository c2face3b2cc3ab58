"""Who signs in with a password: by user name, or by an e-mail address that is known to be theirs."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import get_user_by_username
from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.http import HttpRequest

from readinglist.group.backends import RoleBackend


class PasswordBackend(AuthenticationBackend, RoleBackend):
    """One password is hashed for every attempt, whether or not there is such an account, so that none takes longer."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:
        login = str(credentials.get("username") or "")
        return self._check_password(found(login), credentials["password"])

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:
        """allauth remembers a deactivated person with the right password, to tell them; here nobody is told."""
        return None


def found(login: str) -> AbstractBaseUser | None:
    """Names differ by more than their case since they are checked; before that they might not."""
    if person := User.objects.filter(username=login).first() or get_user_by_username(login):
        return person
    if "@" not in login:
        return None
    address = EmailAddress.objects.filter(email=login.lower(), verified=True).select_related("user").first()
    return address.user if address else None
