"""What every page of curation does: history that can be restored, and no text lost when a row goes meanwhile."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from simple_history.admin import SimpleHistoryAdmin

from papers.forms import MOVED_ON


class HistoryAdmin(SimpleHistoryAdmin):
    object_history_list_template = "admin/history_list.html"

    @transaction.atomic
    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An old version, and on POST its return; in a transaction, for the form locks the row."""
        return super().history_form_view(request, *args, **kwargs)


class KeepsWhatWasTyped:
    """Where somebody deleted the row meanwhile, its page becomes that of a new row, with all that was typed in it."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" and object_id and self.get_object(request, unquote(object_id)) is None:  # type: ignore[attr-defined]
            request.POST = as_new(request.POST)  # type: ignore[assignment]
            object_id = None
        response = super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]
        if request.method == "POST" and isinstance(response, TemplateResponse):
            response.status_code = 409 if has_moved_on(response.context_data or {}) else response.status_code
        return response


def has_moved_on(context: dict[str, Any]) -> bool:
    """Whether the page refuses a form because somebody else saved first."""
    forms = [context["adminform"].form] if "adminform" in context else []
    for inline in context.get("inline_admin_formsets", ()):
        forms += inline.formset.forms
    return any(form.has_error(NON_FIELD_ERRORS, MOVED_ON) for form in forms if form.is_bound)


def as_new(posted: QueryDict) -> QueryDict:
    """The posted fields with every row inside the page as a new row, too."""
    data = posted.copy()
    for name in posted:
        if name.endswith("-INITIAL_FORMS"):
            data[name] = "0"
        elif re.fullmatch(r"\w+-\d+-(id|paper|term)", name):
            data[name] = ""
    return data
