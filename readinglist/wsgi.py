import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readinglist.settings")

application = get_wsgi_application()

from papers.importing import jobs  # noqa: E402 - only now are there models
from readinglist import secret_key  # noqa: E402

if not settings.DEBUG:
    secret_key.require_given()
jobs.take_up()
