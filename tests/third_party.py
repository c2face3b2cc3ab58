"""``python -m tests.third_party``: write readinglist/THIRD_PARTY.md from the lock files and what is installed."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "readinglist" / "THIRD_PARTY.md"
LOCKED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==", re.MULTILINE)

# what packages write where they name no SPDX expression
WORDS = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# read from their licence files: those that name several or none, and those that only other systems install
READ = {
    "async-timeout": "Apache-2.0",
    "axe-playwright-python": "MIT, with axe-core under MPL-2.0",
    "colorama": "BSD-3-Clause",
    "defusedxml": "PSF-2.0",
    "fido2": "BSD-2-Clause, with parts under Apache-2.0 and MPL-2.0",
    "httpx2-jsfetch": "BSD-3-Clause",
    "qrcode": "BSD-3-Clause",
    "text-unidecode": "Artistic-1.0-Perl or GPL-2.0-or-later",
    "tzdata": "Apache-2.0",
}
SHIPPED = """\
| what | where | licence |
|---|---|---|
| KaTeX 0.17 with its fonts | `readinglist/static/katex/` | MIT, `readinglist/static/katex/LICENSE` |
| OpenCC's table of characters | `papers/search/simplified.tsv` | Apache-2.0, `papers/search/simplified.LICENSE.txt` |
"""
HEAD = """\
# Third parties

What is not this project's own work. `make licences` writes this page from the lock files and the packages' metadata,
and a test holds it to them.

## Shipped with the code

{shipped}
## Installed to run it

From `requirements.lock`. htmx (0BSD) comes with django-htmx.

{runtime}
## Installed to develop and test it

From `requirements-dev.lock`, beside the above. Nothing of it is served to anybody.

{development}"""


def locked(name: str) -> list[str]:
    """The packages of a lock file, for any system."""
    return list(dict.fromkeys(LOCKED.findall((ROOT / name).read_text(encoding="utf-8"))))


def licence(package: str) -> str:
    """As SPDX has it. Raises LookupError where the package says nothing that is known here."""
    if package in READ:
        return READ[package]
    try:
        said = metadata(package)
    except PackageNotFoundError as error:
        raise LookupError(f"{package} is not installed; read its licence, and add it to {__name__}.READ.") from error
    classifiers = [line.rpartition(" :: ")[2] for line in said.get_all("Classifier", []) if line.startswith("License")]
    expression = said.get("License-Expression") or (WORDS.get(classifiers[0]) if len(classifiers) == 1 else None)
    short = said.get("License") or ""
    if expression is None and re.fullmatch(r"(MIT|BSD-\d-Clause|Apache-2\.0|MPL-2\.0|PSF-2\.0)", short):
        expression = short
    if expression is None:
        raise LookupError(f"{package} says {short[:60]!r} and {classifiers}; read its licence, and add it to READ.")
    return expression


def table(packages: list[str]) -> str:
    return "\n".join(
        ["| package | licence |", "|---|---|", *(f"| {name} | {licence(name)} |" for name in packages), ""]
    )


def page() -> str:
    runtime = locked("requirements.lock")
    development = [name for name in locked("requirements-dev.lock") if name not in runtime]
    return HEAD.format(shipped=SHIPPED, runtime=table(runtime), development=table(development))


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
