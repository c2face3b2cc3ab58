"""The Django group that curates, with just the permissions it needs."""

from typing import Any

CURATORS = "Curators"

FULL = ("add", "change", "delete", "view")
PERMISSIONS = {
    "papers": {
        "paper": FULL, "link": FULL, "authorship": FULL, "author": FULL, "venue": FULL, "venuealias": FULL,
        "institution": FULL, "institutionalias": FULL, "topic": FULL, "tag": FULL, "taggedpaper": FULL,
        "paperlist": ("add", "change", "view"), "section": ("change", "view"), "listentry": ("view",),
    },
    "notes": {"summary": FULL, "reading": ("view",)},
}  # fmt: skip


def codenames() -> set[tuple[str, str]]:
    """Every permission of a curator as (app label, codename)."""
    return {
        (app, f"{action}_{model}")
        for app, models in PERMISSIONS.items()
        for model, actions in models.items()
        for action in actions
    }


def grant(group_model: Any, permission_model: Any) -> Any:
    """Create the curators' group, or give the present one what it lacks; return it.

    The models come from the caller, so that a migration can pass its historical ones.
    """
    group, _ = group_model.objects.get_or_create(name=CURATORS)
    wanted = codenames()
    candidates = permission_model.objects.filter(content_type__app_label__in=PERMISSIONS).select_related("content_type")
    group.permissions.add(*(p for p in candidates if (p.content_type.app_label, p.codename) in wanted))
    return group
