"""For whoever has lost password, telephone and keys: a link for a new password, given by hand."""

from argparse import ArgumentParser
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from readinglist.members.sessions import end_all
from readinglist.operations import audit


class Command(BaseCommand):
    help = "Take a member's second factors away, sign them out, and print a link by which they set a new password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="their user name")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(username=options["name"], is_active=True).first()
        if person is None:
            raise CommandError(f"No active account is called {options['name']}.")
        with transaction.atomic():
            taken = Authenticator.objects.filter(user=person)
            number = taken.exclude(type=Authenticator.Type.RECOVERY_CODES).count()
            taken.delete()
            audit.note("second-factor", person=person, change="removed", number=number)
            sessions = end_all(person)
            audit.note("sessions-ended", person=person, number=sessions)
        self.stdout.write(f"Second factors taken away: {number}. Sessions ended: {sessions}.")
        self.stdout.write("A link for a new password, good for a day and once; hand it to nobody else:")
        self.stdout.write(link_for(person))


def link_for(person: User) -> str:
    """On the first host that visitors use."""
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    host = next((name for name in settings.ALLOWED_HOSTS if name != "*"), "localhost").lstrip(".")
    return f"{'https' if settings.HTTPS else 'http'}://{host}{reverse('account_reset_password_from_key', kwargs=key)}"
