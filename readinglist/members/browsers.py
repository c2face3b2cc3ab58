"""What a browser says of itself, in words."""

from __future__ import annotations

# The first that is found counts: browsers name those they descend from.
BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS X": "macOS",
    "CrOS": "ChromeOS", "Linux": "Linux",
}  # fmt: skip


def name_of(agent: str) -> str:
    """Such as ``Firefox, Linux``; the beginning of what it says where nothing of it is known."""
    known = [next((name for sign, name in table.items() if sign in agent), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, known)) or agent[:60]
