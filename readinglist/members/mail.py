"""Sending mail: in the language of whoever it is for, and never in the way of the page that sends it."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from threading import Thread

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.utils import translation

from readinglist.members.models import Profile

log = logging.getLogger(__name__)


def language_of(person: User | None) -> str:
    """The one they chose in their profile, else that of the page."""
    chosen = Profile.of(person).language if person is not None else ""
    return chosen or translation.get_language() or settings.LANGUAGE_CODE


def deliver(message: EmailMessage) -> bool:
    """Whether the mail server took the message; where it did not, the log says why."""
    try:
        message.send()
    except (SMTPException, OSError) as error:
        log.error("A mail could not be sent: %s", type(error).__name__)
        return False
    return True


def post(message: EmailMessage) -> None:
    """Deliver later: how long a page takes must not tell whether there is such an account."""
    if settings.MAIL_IN_BACKGROUND:
        Thread(target=deliver, args=[message]).start()
    else:
        deliver(message)
