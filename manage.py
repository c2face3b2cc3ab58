#!/usr/bin/env python
"""Django's command line for the reading list."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from readinglist.operations import patience


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readinglist.settings")
    patience.for_command(sys.argv[1] if len(sys.argv) > 1 else "")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Settings: {error}")


if __name__ == "__main__":
    main()
