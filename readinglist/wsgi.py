import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readinglist.settings")

application = get_wsgi_application()

from papers.conditional import program  # noqa: E402 - only now are there models
from papers.importing import jobs  # noqa: E402
from readinglist import secret_key  # noqa: E402

if not settings.DEBUG:
    secret_key.require_given()
jobs.take_up()
program()  # the one that was loaded; its files may be another release's when it is first asked for

# what is loaded stays: looking through all of it for garbage stopped an answer for over 100 ms now and then
gc.collect()
gc.freeze()
