"""``python -m tests.torture.people NUMBER PASSWORD``: so many writers, ``writer-1`` and on, with one password."""

from __future__ import annotations

import sys

import django


def make(number: int, password: str) -> None:
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import Group, Permission, User

    from notes.roles import WRITERS, grant

    group, kept = grant(WRITERS, Group, Permission), make_password(password)
    names = [f"writer-{index}" for index in range(1, number + 1)]
    group.user_set.add(*User.objects.bulk_create(User(username=name, password=kept) for name in names))


if __name__ == "__main__":
    django.setup()
    make(int(sys.argv[1]), sys.argv[2])
