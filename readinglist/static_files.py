"""Static files as they are collected for production, and where pages find them."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = "readinglist/"
COMMENTS = {
    ".css": re.compile(r"/\*.*?\*/", re.DOTALL),
    ".js": re.compile(r"^\s*//.*$", re.MULTILINE),  # those on lines of their own
}
INDENTS = re.compile(r"\s*\n\s*")


class HashedFiles(CompressedManifestStaticFilesStorage):
    """``collectstatic`` gives every file a name that says its contents; pages use it once there is a collected copy.

    Until then, as in ``make run``, they use the plain names, and the files are served from where they stand.
    """

    def stored_name(self, name: str) -> str:
        return name if settings.WHITENOISE_USE_FINDERS else super().stored_name(name)

    def _save(self, name: str, content: Any) -> str:
        kind = next((suffix for suffix in COMMENTS if name.endswith(suffix)), "")
        if kind and name.startswith(OURS):
            content.seek(0)
            text = content.read()
            content = ContentFile(slim(text.decode() if isinstance(text, bytes) else text, kind).encode())
        return super()._save(name, content)


def slim(text: str, kind: str) -> str:
    """A sheet or a script of ours without comments and indentation; our strings do not run over lines."""
    return INDENTS.sub("\n", COMMENTS[kind].sub("", text)).strip() + "\n"
