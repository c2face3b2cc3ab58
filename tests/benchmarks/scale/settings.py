"""The deployed settings, with the views of this package beside the others and times in the headers of every answer."""

from readinglist import settings as usual

for name in dir(usual):
    if name.isupper():
        globals()[name] = getattr(usual, name)

ROOT_URLCONF = "tests.benchmarks.scale.urls"
MIDDLEWARE = ["tests.benchmarks.scale.timing.timed", *usual.MIDDLEWARE]
ordinary = usual.TEMPLATES[0]
# a second engine, whose tags answer from what is at hand
constant = {
    **ordinary,
    "NAME": "constant",
    "OPTIONS": {**ordinary["OPTIONS"], "libraries": {"notes": "tests.benchmarks.scale.constant_tags"}},
}
TEMPLATES = [{**ordinary, "NAME": "django"}, constant]
SILENCED_SYSTEM_CHECKS = ["templates.W003"]  # the two libraries of that name are meant
