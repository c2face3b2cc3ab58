"""Actions that need one more answer: a page between the list and the deed asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from papers.admin.completing import One, Several

SHOWN = 50  # of the selected rows; the rest is counted


def chooser(
    model: type[Model], field: str, label: Any, help_text: Any = "", several: bool = False, **more: forms.Field
) -> type[forms.Form]:
    """A form that asks for the row that ``model.field`` could point at, or several, with the admin's autocomplete.

    ``more`` are further fields by name.
    """
    relation: Any = model._meta.get_field(field)
    field_class = forms.ModelMultipleChoiceField if several else forms.ModelChoiceField
    chosen = field_class(
        relation.remote_field.model._default_manager.all(),
        label=label,
        help_text=help_text,
        widget=(Several if several else One)(relation, admin.site),
    )
    return type("ChoiceForm", (forms.Form,), {"chosen": chosen, **more})


def ask(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    rows: QuerySet,
    form_class: type[forms.Form],
    title: Any,
    deed: Callable[..., str],
) -> HttpResponse | None:
    """Show the form, or with its answer do the deed and say what it says; ``None`` leads back to the list.

    The deed gets what was chosen, and the form's other fields by name.
    Where the answer is one of the rows themselves, as in a merge, there must be another one.
    """
    form = form_class(request.POST if "answered" in request.POST else None)
    if form.is_valid():
        answer = dict(form.cleaned_data)
        chosen = answer.pop("chosen")
        if not isinstance(chosen, rows.model) or rows.exclude(pk=chosen.pk).exists():
            model_admin.message_user(request, deed(chosen, **answer), messages.SUCCESS)
            return None
        form.add_error("chosen", _("This is the one that you selected; choose another."))
    count = rows.count()
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "form": form,
        "rows": rows[:SHOWN],
        "more": max(0, count - SHOWN),
        # every row's id, but for a selection across all pages: there the list's own filters say which
        "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "across": request.POST.get("select_across", "0"),
        "action": request.POST.get("action"),
        "checkbox": ACTION_CHECKBOX_NAME,
        "opts": model_admin.model._meta,
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, "admin/ask.html", context, status=422 if form.is_bound else 200)
