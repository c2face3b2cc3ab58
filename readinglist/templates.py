"""Templates as they are sent."""

import re

from django.template import Origin
from django.template.loaders import filesystem

INDENTS = re.compile(r"(?<=\n)[ \t]+")


class Loader(filesystem.Loader):
    """Our templates without the indentation that they are written with, a fiftieth of a page on the wire.

    Lines stay lines, as errors count them. No text of ours relies on spaces at the beginning of a line.
    """

    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        return INDENTS.sub("", contents) if str(origin.name).endswith(".html") else contents
