"""What every page of curation does: history that can be restored, and no text lost when a row goes meanwhile."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from simple_history.admin import SimpleHistoryAdmin

from papers.forms import MOVED_ON
from papers.once import SentBefore, led_to, only_once, sent_before


class HistoryAdmin(SimpleHistoryAdmin):
    object_history_list_template = "admin/history_list.html"

    @transaction.atomic
    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An old version, and on POST its return; in a transaction, for the form locks the row."""
        return super().history_form_view(request, *args, **kwargs)


class QuickRows:
    """The box that chooses a row, as Django's own but without a form field and a template for each of them."""

    def action_checkbox(self, row: Model) -> SafeString:
        words = format_html(gettext("Select this object for an action - {}"), str(row))
        box = '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">'
        return format_html(box, ACTION_CHECKBOX_NAME, row.pk, words)


class KeepsWhatWasTyped:
    """Where somebody deleted the row meanwhile, its page becomes that of a new row, with all that was typed in it.

    A second click on the button of a new row leads to where the first one led.
    """

    gone_with_it: tuple[str, ...] = ()  # prefixes of the rows inside that cannot be written anew

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" and object_id is None and (address := sent_before(request)):
            return HttpResponseRedirect(address)
        if request.method == "POST" and object_id and self.get_object(request, unquote(object_id)) is None:  # type: ignore[attr-defined]
            request.POST = as_new(request.POST, self.gone_with_it)  # type: ignore[assignment]
            object_id = None
        try:
            response = super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]
        except SentBefore as before:
            return HttpResponseRedirect(before.address)
        if request.method == "POST" and isinstance(response, TemplateResponse):
            response.status_code = 409 if has_moved_on(response.context_data or {}) else response.status_code
        return response

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            request.sent = only_once(request, request.path)  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)  # type: ignore[misc]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        response: HttpResponse = super().response_add(request, obj, post_url_continue)  # type: ignore[misc]
        led_to(getattr(request, "sent", None), response.headers.get("Location", request.path))
        return response


def has_moved_on(context: dict[str, Any]) -> bool:
    """Whether the page refuses a form because somebody else saved first."""
    forms = [context["adminform"].form] if "adminform" in context else []
    for inline in context.get("inline_admin_formsets", ()):
        forms += inline.formset.forms
    return any(form.has_error(NON_FIELD_ERRORS, MOVED_ON) for form in forms if form.is_bound)


def as_new(posted: QueryDict, gone: Sequence[str] = ()) -> QueryDict:
    """The posted fields with every row inside the page as a new row, too, and none under the prefixes ``gone``."""
    data = posted.copy()
    for prefix in gone:
        data[f"{prefix}-TOTAL_FORMS"] = "0"
    for name in posted:
        if name.endswith("-INITIAL_FORMS"):
            data[name] = "0"
        elif re.fullmatch(r"\w+-\d+-(id|paper|term|venue|institution|tag)", name):
            data[name] = ""
    return data
