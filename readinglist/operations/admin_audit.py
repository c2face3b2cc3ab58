"""The audit in the admin: for administrators, to read and to take away, never to change."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from papers.exporting import together
from readinglist.group.roles import is_administrator
from readinglist.operations import audit
from readinglist.operations.audit.files import FORMATS
from readinglist.operations.audit.sources import SOURCES
from readinglist.operations.audit.trail import KINDS, Asked, every, page, place_of
from readinglist.operations.models import AuditEntry


class Filter(forms.Form):
    kind = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("Everything")), *KINDS.items()])
    person = forms.CharField(label=_("User name"), required=False, max_length=150)
    since = forms.DateField(label=_("Since"), required=False, widget=AdminDateWidget)
    until = forms.DateField(label=_("Until"), required=False, widget=AdminDateWidget)

    def clean_person(self) -> User | None:
        name = self.cleaned_data["person"]
        if not name:
            return None
        person = User.objects.filter(username=name).first()
        if person is None:
            raise forms.ValidationError(_("Nobody has this user name."))
        return person

    @property
    def asked(self) -> Asked:
        given = self.cleaned_data if self.is_valid() else {}
        until = given.get("until")
        return Asked(
            kind=given.get("kind", ""),
            person=given.get("person"),
            since=midnight(given.get("since")),
            until=midnight(until + timedelta(days=1)) if until and until.year < 9999 else None,
            before=place_of(self.data.get("before", "")),
        )


def midnight(day: Any) -> datetime | None:
    """The day's beginning, in the time zone of whoever asks."""
    return timezone.make_aware(datetime.combine(day, time.min)) if day and day.year > 1 else None


@admin.register(AuditEntry)
class AuditAdmin(admin.ModelAdmin):
    list_select_related = ("by", "person")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(self.export_view)
        return [path("export/", export, name="operations_auditentry_export"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """What happened, the latest first; ``?before=`` goes on where a page ended."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        form = Filter(request.GET)
        lines, following = page(SOURCES, form.asked)
        query = request.GET.copy()
        query["before"] = following
        context = self.admin_site.each_context(request) | {
            "title": capfirst(AuditEntry._meta.verbose_name_plural),
            "opts": self.opts,
            "media": self.media + form.media,
            "form": form,
            "lines": lines,
            "kinds": KINDS,
            "next_query": query.urlencode() if following else "",
            "is_first": "before" not in request.GET,
        }
        return TemplateResponse(request, "admin/operations/audit.html", context)

    def export_view(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """What the filter finds, all of it, as a file; that it was taken is written down, so it is a POST."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        write, media_type, suffix = FORMATS.get(request.POST.get("format", ""), FORMATS["csv"])
        form = Filter(request.POST)
        asked = form.asked
        audit.note("exported", request=request, what="audit")
        response = StreamingHttpResponse(together(write(every(SOURCES, asked))), content_type=media_type)
        response["Content-Disposition"] = f'attachment; filename="audit{suffix}"'
        response["Cache-Control"] = "private, no-store"
        return response
