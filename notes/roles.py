"""The Django groups that write and curate, with just the permissions they need."""

from typing import Any

CURATORS = "Curators"
WRITERS = "Writers"

FULL = ("add", "change", "delete", "view")
PERMISSIONS: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {
    CURATORS: {
        "papers": {
            "paper": FULL, "link": FULL, "authorship": FULL, "author": FULL, "venue": FULL, "venuealias": FULL,
            "institution": FULL, "institutionalias": FULL, "topic": FULL, "tag": FULL, "taggedpaper": FULL,
            "paperlist": ("add", "change", "view"), "section": ("change", "view"), "listentry": ("view",),
            "import": FULL, "importrow": FULL, "suggestion": FULL, "lookalike": FULL, "merge": FULL, "redirect": FULL,
            "origin": FULL, "settlement": FULL, "tagalias": FULL, "topicalias": FULL, "apart": FULL, "deed": FULL,
        },
        "notes": {
            "summary": FULL, "reading": ("view",), "claim": ("delete", "view"), "template": FULL,
            "term": FULL, "termname": FULL,
        },
    },
    WRITERS: {"notes": {"summary": ("add", "change")}},
}  # fmt: skip
OTHERS: dict[str, set[tuple[str, str]]] = {CURATORS: {("notes", "see_drafts")}, WRITERS: set()}


def codenames(group: str = CURATORS) -> set[tuple[str, str]]:
    """Every permission of the group's members as (app label, codename)."""
    plain = {
        (app, f"{action}_{model}")
        for app, models in PERMISSIONS[group].items()
        for model, actions in models.items()
        for action in actions
    }
    return plain | OTHERS[group]


def grant(name: str, group_model: Any, permission_model: Any) -> Any:
    """Create the group of that name, or give the present one what it lacks; return it.

    The models come from the caller, so that a migration can pass its historical ones.
    """
    group, _ = group_model.objects.get_or_create(name=name)
    wanted = codenames(name)
    candidates = permission_model.objects.filter(content_type__app_label__in={app for app, _ in wanted})
    candidates = candidates.select_related("content_type")
    group.permissions.add(*(p for p in candidates if (p.content_type.app_label, p.codename) in wanted))
    return group
