"""Whether the static files have been collected; needed while the settings are read."""

from __future__ import annotations

from pathlib import Path

MANIFEST = "staticfiles.json"  # as Django's storage names it; written last


def is_current(root: Path, sources: Path) -> bool:
    """Whether ``collectstatic`` has filled ``root`` since any file under ``sources`` was changed.

    An older copy would be served with newer pages; the files themselves, where they stand, always fit.
    """
    try:
        collected = (root / MANIFEST).stat().st_mtime
    except OSError:
        return False
    files = (file for file in sources.rglob("*") if file.is_file())
    return all(file.stat().st_mtime <= collected for file in files)
