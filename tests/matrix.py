"""Who may what: every address, every kind of person, every method, in one table."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from django.apps import apps
from django.contrib.auth.models import User
from django.urls import Resolver404, URLPattern, get_resolver, resolve

METHODS = ("get", "post", "put", "delete")

# name: (address, (GET, POST, PUT, DELETE)), each method as "outside inside": what visitors and deactivated members get,
# and what members, curators and administrators get. Where writers are told apart, as "outside member writer": the last
# is for curators and administrators, too; or as "outside member writer curator", or with the administrator at the end.
# "in" is a redirect to the sign-in page.
TABLE = {
    "home": ("/", ("in 200", "in 405", "in 405", "in 405")),
    "browse": ("/papers/", ("in 200", "in 405", "in 405", "in 405")),
    "search": ("/papers/search/", ("in 200", "in 405", "in 405", "in 405")),
    "facet": ("/papers/facets/tag/", ("in 200", "in 405", "in 405", "in 405")),
    "paper-add": ("/papers/add/", ("in 200", "in 422", "in 405", "in 405")),
    "suggestion-withdraw": ("/papers/add/{paper}/withdraw/", ("in 405", "in 404", "in 405", "in 405")),
    "status": ("/papers/{paper}/status/", ("in 405", "in 302", "in 405", "in 405")),
    "note": ("/papers/{paper}/note/", ("in 405", "403 302", "in 405", "in 405")),
    "claim": ("/papers/{paper}/claim/en/", ("in 405", "in 403 422", "in 405", "in 405")),
    "write": ("/papers/{paper}/write/", ("in 403 200", "in 405", "in 405", "in 405")),
    "translate": ("/papers/{paper}/translate/zh/", ("in 403 200", "in 405", "in 405", "in 405")),
    "summary-save": ("/papers/{paper}/summary/en/", ("in 405", "403 403 422", "in 405", "in 405")),
    "draft": ("/papers/{paper}/summary/en/draft/", ("in 405", "in 403 200", "in 405", "in 405")),
    "summary-history": ("/papers/{paper}/summary/en/history/", ("in 200", "in 405", "in 405", "in 405")),
    "summary-restore": ("/papers/{paper}/summary/en/restore/", ("in 405", "in 403 422", "in 405", "in 405")),
    "summary-markdown": ("/papers/{paper}/summary/en.md", ("in 200", "in 405", "in 405", "in 405")),
    "preview": ("/preview/en/", ("in 405", "in 403 200", "in 405", "in 405")),
    "paper-sources": ("/papers/{paper}/sources/", ("in 200", "in 405", "in 405", "in 405")),
    "papers-export": ("/papers/export/", ("in 200", "in 405", "in 405", "in 405")),
    "paper-export": ("/papers/{paper}/export/", ("in 200", "in 405", "in 405", "in 405")),
    "paper-by-number": ("/papers/{paper}/", ("in 301", "in 405", "in 405", "in 405")),
    "paper": ("/papers/{paper}/gavel/", ("in 200", "in 405", "in 405", "in 405")),
    "lists": ("/lists/", ("in 200", "in 405", "in 405", "in 405")),
    "list": ("/lists/a-list/", ("in 200", "in 405", "in 405", "in 405")),
    "list-export": ("/lists/a-list/export/", ("in 200", "in 405", "in 405", "in 405")),
    "imports": ("/import/", ("in 403 403 200", "in 403 403 422", "in 403 403 405", "in 403 403 405")),
    "import": ("/import/{paper}/", ("in 403 403 200", "in 403 403 405", "in 403 403 405", "in 403 403 405")),
    "import-rows": ("/import/{paper}/rows/", ("in 403 403 405", "in 403 403 409", "in 403 403 405", "in 403 403 405")),
    "import-row": (
        "/import/{paper}/rows/{paper}/",
        ("in 403 403 409", "in 403 403 409", "in 403 403 405", "in 403 403 405"),
    ),
    "import-look-up": (
        "/import/{paper}/look-up/",
        ("in 403 403 405", "in 403 403 409", "in 403 403 405", "in 403 403 405"),
    ),
    "import-cancel": (
        "/import/{paper}/cancel/",
        ("in 403 403 405", "in 403 403 409", "in 403 403 405", "in 403 403 405"),
    ),
    "import-again": (
        "/import/{paper}/again/",
        ("in 403 403 405", "in 403 403 409", "in 403 403 405", "in 403 403 405"),
    ),
    "import-undo": ("/import/{paper}/undo/", ("in 403 403 405", "in 403 403 409", "in 403 403 405", "in 403 403 405")),
    "import-report": (
        "/import/{paper}/report.csv",
        ("in 403 403 200", "in 403 403 405", "in 403 403 405", "in 403 403 405"),
    ),
    "curation": ("/curation/", ("in 403 403 200", "in 403 403 405", "in 403 403 405", "in 403 403 405")),
    "gaps": ("/curation/gaps/", ("in 403 403 200", "in 403 403 422", "in 403 403 405", "in 403 403 405")),
    "curation-tags": ("/curation/tags/", ("in 403 403 200", "in 403 403 405", "in 403 403 405", "in 403 403 405")),
    "tag-rename": (
        "/curation/tags/{paper}/rename/",
        ("in 403 403 404", "in 403 403 404", "in 403 403 405", "in 403 403 405"),
    ),
    "curation-venues": ("/curation/venues/", ("in 403 403 200", "in 403 403 405", "in 403 403 405", "in 403 403 405")),
    "curation-institutions": (
        "/curation/institutions/",
        ("in 403 403 200", "in 403 403 405", "in 403 403 405", "in 403 403 405"),
    ),
    "names-merge": (
        "/curation/names/tag/merge/",
        ("in 403 403 200", "in 403 403 422", "in 403 403 405", "in 403 403 405"),
    ),
    "names-apart": (
        "/curation/names/tag/apart/",
        ("in 403 403 405", "in 403 403 404", "in 403 403 405", "in 403 403 405"),
    ),
    "names-undo": (
        "/curation/changes/{paper}/undo/",
        ("in 403 403 405", "in 403 403 404", "in 403 403 405", "in 403 403 405"),
    ),
    "curation-topics": ("/curation/topics/", ("in 403 403 200", "in 403 403 422", "in 403 403 405", "in 403 403 405")),
    "curation-topic": (
        "/curation/topics/{paper}/",
        ("in 403 403 405", "in 403 403 409", "in 403 403 405", "in 403 403 405"),
    ),
    "disagreements": (
        "/curation/disagreements/",
        ("in 403 403 200", "in 403 403 422", "in 403 403 405", "in 403 403 405"),
    ),
    "duplicates": ("/curation/duplicates/", ("in 403 403 200", "in 403 403 405", "in 403 403 405", "in 403 403 405")),
    "duplicates-look": (
        "/curation/duplicates/look/",
        ("in 403 403 405", "in 403 403 302", "in 403 403 405", "in 403 403 405"),
    ),
    "duplicates-compare": (
        "/curation/duplicates/compare/",
        ("in 403 403 200", "in 403 403 200", "in 403 403 405", "in 403 403 405"),
    ),
    "duplicate": (
        "/curation/duplicates/{paper}/",
        ("in 403 403 404", "in 403 403 409", "in 403 403 405", "in 403 403 405"),
    ),
    "merges": ("/curation/merges/", ("in 403 403 200", "in 403 403 405", "in 403 403 405", "in 403 403 405")),
    "merge-undo": (
        "/curation/merges/{paper}/undo/",
        ("in 403 403 405", "in 403 403 302", "in 403 403 405", "in 403 403 405"),
    ),
    "glossary": ("/glossary/", ("in 200", "in 405", "in 405", "in 405")),
    "queues": ("/queues/", ("in 200", "in 405", "in 405", "in 405")),
    "saved-filters": ("/filters/", ("in 200", "in 422", "in 405", "in 405")),
    "saved-filter": ("/filters/{paper}/", ("in 405", "in 404", "in 405", "in 405")),
    "saved-filter-delete": ("/filters/{paper}/delete/", ("in 405", "in 404", "in 405", "in 405")),
    "saved-filter-pin": ("/filters/{paper}/pin/", ("in 405", "in 404", "in 405", "in 405")),
    "saved-filter-seen": ("/filters/{paper}/seen/", ("in 405", "in 404", "in 405", "in 405")),
    "suggestions": ("/curation/suggestions/", ("in 403 403 200", "in 403 403 405", "in 403 403 405", "in 403 403 405")),
    "suggestion": (
        "/curation/suggestions/{paper}/",
        ("in 403 403 200", "in 403 403 422", "in 403 403 405", "in 403 403 405"),
    ),
    "paper-look-up": (
        "/curation/look-up/{paper}/",
        ("in 403 403 200", "in 403 403 422", "in 403 403 405", "in 403 403 405"),
    ),
    "people": ("/curation/people/", ("in 403 403 200", "in 403 403 405", "in 403 403 405", "in 403 403 405")),
    "person-role": (
        "/curation/people/0/role/",
        ("in 403 403 405", "in 403 403 404", "in 403 403 405", "in 403 403 405"),
    ),
    "person-active": (
        "/curation/people/0/active/",
        ("in 403 403 405", "in 403 403 403 404", "in 403 403 405", "in 403 403 405"),
    ),
    "me": ("/me/", ("in 200", "in 405", "in 405", "in 405")),
    "me-export": ("/me/export.csv", ("in 200", "in 405", "in 405", "in 405")),
    "shelf-export": ("/me/export/", ("in 200", "in 405", "in 405", "in 405")),
    "account": ("/accounts/", ("in 302", "in 405", "in 405", "in 405")),
    "account_login": ("/accounts/login/", ("200 302", "422 302", "405 405", "405 405")),
    "mfa_login_webauthn": ("/accounts/login/passkey/", ("302 302", "302 302", "405 405", "405 405")),
    "mfa_authenticate": ("/accounts/login/second-factor/", ("302 302", "302 302", "405 405", "405 405")),
    "account_logout": ("/accounts/logout/", ("in 405", "in 302", "in 405", "in 405")),
    "account_signup": ("/accounts/signup/", ("403 403", "405 405", "405 405", "405 405")),
    "invitation": ("/accounts/invitation/nothing/", ("410 410", "410 410", "405 405", "405 405")),
    "invitations": ("/accounts/invitations/", ("in 403 403 200", "in 403 403 422", "in 403 403 405", "in 403 403 405")),
    "invitation-again": (
        "/accounts/invitations/{paper}/again/",
        ("in 403 403 405", "in 403 403 404", "in 403 403 405", "in 403 403 405"),
    ),
    "invitation-revoke": (
        "/accounts/invitations/{paper}/revoke/",
        ("in 403 403 405", "in 403 403 404", "in 403 403 405", "in 403 403 405"),
    ),
    "profile": ("/accounts/profile/", ("in 200", "in 302", "in 405", "in 405")),
    "account_email": ("/accounts/email/", ("in 200", "in 302", "in 405", "in 405")),
    "account_confirm_email": ("/accounts/email/confirm/nothing/", ("410 410", "404 404", "405 405", "405 405")),
    "account_change_password": ("/accounts/password/", ("in 200", "in 422", "in 405", "in 405")),
    "account_set_password": ("/accounts/password/set/", ("in 302", "in 302", "in 405", "in 405")),
    "account_reset_password": ("/accounts/reset/", ("200 200", "422 422", "405 405", "405 405")),
    "account_reset_password_done": ("/accounts/reset/sent/", ("200 200", "405 405", "405 405", "405 405")),
    "account_reset_password_from_key_done": ("/accounts/reset/done/", ("200 200", "405 405", "405 405", "405 405")),
    "account_reset_password_from_key": ("/accounts/reset/1-nothing/", ("410 410", "410 410", "405 405", "405 405")),
    "account_reauthenticate": ("/accounts/proof/password/", ("in 200", "in 422", "in 405", "in 405")),
    "mfa_reauthenticate": ("/accounts/proof/code/", ("in 302", "in 302", "in 405", "in 405")),
    "mfa_reauthenticate_webauthn": ("/accounts/proof/passkey/", ("in 302", "in 302", "in 405", "in 405")),
    "mfa_index": ("/accounts/factor/", ("in 200", "in 405", "in 405", "in 405")),
    "mfa_activate_totp": ("/accounts/factor/app/", ("in 302", "in 302", "in 405", "in 405")),
    "mfa_deactivate_totp": ("/accounts/factor/app/off/", ("in 404", "in 404", "in 405", "in 405")),
    "mfa_view_recovery_codes": ("/accounts/factor/codes/", ("in 404", "in 405", "in 405", "in 405")),
    "mfa_generate_recovery_codes": ("/accounts/factor/codes/new/", ("in 302", "in 302", "in 405", "in 405")),
    "mfa_download_recovery_codes": ("/accounts/factor/codes/codes.txt", ("in 404", "in 405", "in 405", "in 405")),
    "mfa_list_webauthn": ("/accounts/factor/passkeys/", ("in 302", "in 405", "in 405", "in 405")),
    "mfa_add_webauthn": ("/accounts/factor/passkeys/add/", ("in 302", "in 302", "in 405", "in 405")),
    "mfa_edit_webauthn": ("/accounts/factor/passkeys/{paper}/", ("in 302", "in 302", "in 405", "in 405")),
    "mfa_remove_webauthn": ("/accounts/factor/passkeys/{paper}/remove/", ("in 302", "in 302", "in 405", "in 405")),
    "sessions": ("/accounts/sessions/", ("in 200", "in 404", "in 405", "in 405")),
    "data": ("/accounts/data/", ("in 200", "in 200", "in 405", "in 405")),
    "account-delete": ("/accounts/delete/", ("in 200", "in 422", "in 405", "in 405")),
    "socialaccount_connections": ("/accounts/connections/", ("in 404", "in 404", "in 405", "in 405")),
    "socialaccount_login_cancelled": ("/accounts/oidc/cancelled/", ("404 404", "405 405", "405 405", "405 405")),
    "openid_connect_login": ("/accounts/oidc/group/login/", ("404 404", "404 404", "405 405", "405 405")),
    "openid_connect_callback": ("/accounts/oidc/group/callback/", ("404 404", "405 405", "405 405", "405 405")),
    "set_language": ("/language/", ("405 405", "302 302", "405 405", "405 405")),
    "keys": ("/keys/", ("200 200", "405 405", "405 405", "405 405")),
    "set_theme": ("/theme/", ("405 405", "302 302", "405 405", "405 405")),
    "set_summary_language": ("/summary-language/", ("405 405", "302 302", "405 405", "405 405")),
    "logo": ("/group/logo/nothing.webp", ("404 404", "405 405", "405 405", "405 405")),
    "healthz": ("/healthz", ("200 200", "405 405", "405 405", "405 405")),
    "readyz": ("/readyz", ("200 200", "405 405", "405 405", "405 405")),
    "metrics": ("/metrics", ("404 404", "405 405", "405 405", "405 405")),
}
# What visitors may read where the catalogue is open, and nothing else.
OPEN = {
    "home": "200", "browse": "200", "summary-markdown": "200", "paper-sources": "200", "paper-by-number": "301",
    "paper": "200", "lists": "200", "list": "200", "list-export": "200", "papers-export": "200", "paper-export": "200",
    "glossary": "200", "search": "200", "facet": "200",
}  # fmt: skip


# The admin, of which visitors, members and writers see nothing at all: they are sent to sign in. By page: (GET, POST)
# as "curator" or "curator administrator"; PUT and DELETE are refused. Rows are named as Django names them.
BOOK = {  # a table that curators keep, with a history
    "simple_history": ("200", "200"),
    "changelist": ("200", "200"),
    "add": ("200", "200"),
    "history": ("200", "200"),
    "delete": ("200", "200"),
    "change": ("200", "409"),
    "bare": ("302", "302"),
}
LEAF = {page: words for page, words in BOOK.items() if page != "simple_history"}
SEEN = LEAF | {"add": ("403", "403"), "delete": ("403", "403"), "change": ("200", "403")}  # looked at only
CLOSED = dict.fromkeys(LEAF, ("403 200", "403 200")) | {"bare": ("302", "302")}  # the administrators' own
ADMIN_TABLES = {
    "auth_group": CLOSED,
    "auth_user": CLOSED | {"password_change": ("403 200", "403 200")},
    "group_groupsettings": CLOSED | {
        "simple_history": ("403 200", "403 200"), "changelist": ("403 302", "403 302"), "add": ("403", "403"),
        "delete": ("403", "403"),
    },
    "operations_auditentry": CLOSED | {
        "export": ("403 405", "403 200"), "changelist": ("403 200", "403 405"), "add": ("403", "403"),
        "delete": ("403", "403"), "change": ("403 200", "403"),
    },
    "papers_paper": BOOK,
    "papers_paperlist": BOOK | {"delete": ("403 200", "403 200")},
    "papers_listentry": SEEN,
    "papers_import": SEEN | {"add": ("302", "302"), "change": ("302", "302")},
    "papers_venue": BOOK,
    "papers_institution": BOOK,
    "papers_author": LEAF,
    "papers_tag": LEAF,
    "papers_topic": BOOK,
    "notes_summary": BOOK,
    "notes_reading": SEEN,
    "notes_claim": SEEN | {"delete": ("200", "200")},
    "notes_term": BOOK,
    "notes_template": BOOK | {"change": ("200", "200")},
}  # fmt: skip
ADMIN_PAGES = {
    "index": ("/admin/", "200", "200"),
    "password_change": ("/admin/password_change/", "200", "200"),
    "password_change_done": ("/admin/password_change/done/", "200", "405"),
    "autocomplete": ("/admin/autocomplete/", "403", "405"),
    "jsi18n": ("/admin/jsi18n/", "200", "405"),
    "view_on_site": ("/admin/r/1/{paper}/", "404", "404"),
    "app_list": ("/admin/papers/", "200", "200"),
    "catch_all": ("/admin/nothing/", "404", "404"),
}
ADDRESSES = {
    "simple_history": "{pk}/history/{version}/", "changelist": "", "add": "add/", "history": "{pk}/history/",
    "delete": "{pk}/delete/", "change": "{pk}/change/", "bare": "{pk}/", "password_change": "{pk}/password/",
    "export": "export/",
}  # fmt: skip


def staff_only(get: str, post: str) -> tuple[str, ...]:
    return tuple(f"in in in {words}" for words in (get, post, "405", "405"))


ADMIN = {
    f"admin:{table}_{page}": (f"/admin/{table.replace('_', '/')}/{ADDRESSES[page]}", staff_only(*words))
    for table, pages in ADMIN_TABLES.items()
    for page, words in pages.items()
} | {f"admin:{name}": (address, staff_only(*words)) for name, (address, *words) in ADMIN_PAGES.items()} | {
    # the two that are open without staff status: both lead elsewhere
    "admin:login": ("/admin/login/", ("in 403 403 in", "in 403 403 in", "in 403 403 in", "in 403 403 in")),
    "admin:logout": ("/admin/logout/", ("in 302 302 405", "in 302", "in 302 302 405", "in 302 302 405")),
}  # fmt: skip
WHOLE = TABLE | ADMIN
ROLES = ("visitor", "deactivated", "member", "writer", "curator", "administrator")


def numbers_of(table: str) -> dict[str, int]:
    """The row that the admin's pages of a table are asked about, and the last version of it; 0 where there is none."""
    model = apps.get_model(*table.split("_", 1))
    rows = model._default_manager.exclude(username="admin") if model is User else model._default_manager.all()
    row = rows.last()
    version = row.history.first() if hasattr(row, "history") else None
    return {"pk": row.pk if row else 0, "version": version.pk if version else 0}


def routes() -> dict[str, str]:
    """Every address there is by the name of its row, the admin's included."""
    return dict(walk(get_resolver().url_patterns))


def walk(patterns: Iterable[Any], before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or nameless(route)}", route
        else:
            yield from walk(pattern.url_patterns, route, f"{space}{pattern.namespace}:" if pattern.namespace else space)


def nameless(route: str) -> str:
    """Django's admin gives no name to the short address of a row, nor to what stands for all that is not there."""
    found = re.fullmatch(r"admin/(\w+)/(\w+)/<path:object_id>/", route)
    return f"{found[1]}_{found[2]}_bare" if found else "catch_all"


def name_of(path: str) -> str:
    """The name of the row that an address belongs to; "" where there is none."""
    try:
        match = resolve(unquote(path))
    except Resolver404:
        return ""
    return match.view_name if match.url_name else f"admin:{nameless(match.route)}"


def outside_and_inside(words: str) -> dict[str, str]:
    """What each kind of person gets."""
    outside, member, *more = words.split()
    writer = more[0] if more else member
    curator = more[1] if len(more) > 1 else writer
    inside = {"member": member, "writer": writer, "curator": curator, "administrator": more[-1] if more else member}
    return {"visitor": outside, "deactivated": outside, **inside}


def expected_of(name: str, method: str, role: str) -> str:
    """What the table says; 404 for what is no address at all."""
    if name not in WHOLE:
        return "404"
    return outside_and_inside(WHOLE[name][1][METHODS.index(method)])[role]
