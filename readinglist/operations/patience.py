"""Which commands may wait long for the database."""

from __future__ import annotations

from django.db.backends.signals import connection_created

from papers.patience import be_patient

SERVING = {"serve", "runserver", "demo"}  # commands that answer pages


def for_command(name: str) -> None:
    """Said by ``manage.py`` before it runs the command of that name."""
    if name not in SERVING:
        connection_created.connect(be_patient, dispatch_uid="patience")
