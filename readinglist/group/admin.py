"""The group's settings in the admin: one row, for administrators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from papers.admin.pages import HistoryAdmin
from readinglist.group import admin_people as admin_people  # registers
from readinglist.group.logos import made_anew
from readinglist.group.models import GroupSettings, Logo
from readinglist.group.models.settings import ONLY
from readinglist.group.roles import is_administrator


class GroupSettingsForm(forms.ModelForm):
    picture = forms.FileField(
        label=_("New logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("PNG, JPEG or WebP; shown 28 pixels high in the head of every page, beside the name."),
    )
    without_logo = forms.BooleanField(label=_("No logo: the seal instead"), required=False)

    class Meta:
        model = GroupSettings
        fields = ("name_en", "name_zh", "trust_members", "public_catalogue", "second_factor_required")

    def clean_picture(self) -> Logo | None:
        file = self.cleaned_data["picture"]
        return made_anew(file, file.size) if file else None

    def save(self, commit: bool = True) -> Any:
        picture = self.cleaned_data["picture"]
        if picture:
            picture.save()
            self.instance.logo = picture
        elif self.cleaned_data["without_logo"]:
            self.instance.logo = None
        self.instance.pk = ONLY
        return super().save(commit)


@admin.register(GroupSettings)
class GroupSettingsAdmin(HistoryAdmin):
    form = GroupSettingsForm
    readonly_fields = ("present_logo",)
    fieldsets = (
        (None, {"fields": ("name_en", "name_zh")}),
        (_("Logo"), {"fields": ("present_logo", "picture", "without_logo")}),
        (_("Who may what"), {"fields": ("trust_members", "public_catalogue", "second_factor_required")}),
    )
    history_list_display = ("trust_members", "public_catalogue", "second_factor_required")

    @admin.display(description=_("present logo"))
    def present_logo(self, row: GroupSettings) -> SafeString | str:
        if row.logo is None:
            return gettext("none; the seal is shown")
        address, width, height = row.logo.get_absolute_url(), row.logo.shown_width, row.logo.shown_height
        return format_html('<img src="{}" width="{}" height="{}" alt="">', address, width, height)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request.user) and not GroupSettings.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The one row, or the form that makes it."""
        if not is_administrator(request.user):
            return super().changelist_view(request, extra_context)
        if GroupSettings.objects.exists():
            return HttpResponseRedirect(reverse("admin:group_groupsettings_change", args=[ONLY]))
        return HttpResponseRedirect(reverse("admin:group_groupsettings_add"))
