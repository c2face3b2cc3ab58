"""Accounts in the admin, for administrators: a role instead of flags, and always one administrator left."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm, UsernameField
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notes.admin_members import MemberAdmin
from papers.people import FORMER
from readinglist.group.people import set_active
from readinglist.group.roles import GROUPS, LastAdministrator, Role, give, is_administrator, refuse_last, role_of
from readinglist.members import names
from readinglist.members.privacy.leaving import forget
from readinglist.members.sessions import end_all
from readinglist.operations import audit

admin.site.unregister(User)
# Addresses, sessions and keys are their owner's: allauth would show them here, secrets among them.
for model in (Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken, UserSession):
    admin.site.unregister(model)

LAST = _("This is the last administrator. Make somebody else one first.")


class PersonForm(UserChangeForm):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "is_active")
        field_classes = {"username": UsernameField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = role_of(self.instance)

    def clean_username(self) -> str:
        typed = self.cleaned_data["username"]
        return typed if typed == self.initial.get("username") else names.user_name(typed, self.instance)

    def clean_first_name(self) -> str:
        typed = self.cleaned_data["first_name"]
        return typed if typed == self.initial.get("first_name") else names.display_name(typed, self.instance)

    def clean(self) -> dict[str, Any]:
        """The last administrator stays one; whoever administers is held until all is saved."""
        given = super().clean() or self.cleaned_data
        if given.get("role") != Role.ADMINISTRATOR or not given.get("is_active"):
            try:
                refuse_last([self.instance.pk])
            except LastAdministrator as last:
                raise ValidationError(LAST, code="last") from last
        return given


class NewPersonForm(AdminUserCreationForm):
    def clean_username(self) -> str:
        return names.user_name(str(super().clean_username()))


class RoleFilter(admin.SimpleListFilter):
    title = _("Role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Role.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        chosen = self.value()
        if chosen not in Role.values:
            return queryset
        if chosen == Role.ADMINISTRATOR:
            return queryset.filter(is_superuser=True)
        rows = queryset.filter(is_superuser=False)
        if chosen == Role.MEMBER:
            return rows.exclude(groups__name__in=GROUPS.values())
        return rows.filter(groups__name=Role(chosen).group_name)


@admin.register(User)
class PersonAdmin(MemberAdmin):
    form = PersonForm
    add_form = NewPersonForm
    list_display = ("username", "first_name", "email", "role", "is_active", "last_login")
    list_filter = (RoleFilter, "is_active")
    filter_horizontal = ()
    readonly_fields = ("email", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "role", "is_active")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )

    @admin.display(description=_("Role"))
    def role(self, person: User) -> str:
        return str(role_of(person).label)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).exclude(username=FORMER).prefetch_related("groups")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return is_administrator(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return is_administrator(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return is_administrator(request.user)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """What the person is called; the role and whether they are in go their own way, where they are written down."""
        is_active = obj.is_active
        if change:
            obj.is_active = User.objects.values_list("is_active", flat=True).get(pk=obj.pk)
        super().save_model(request, obj, form, change)
        if change:
            by = request.user
            assert isinstance(by, User)  # noqa: S101 - the admin is for people who are signed in
            give(obj, form.cleaned_data["role"], by=by, request=request)
            set_active(obj, is_active, by=by, request=request)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What people wrote for the group stays; the page that asks says what goes, without naming private things."""
        count = len(objs) if isinstance(objs, list) else objs.count()
        gone = [
            gettext("Readings, private notes, unsaved texts, drafts of their own, and filters that are not shared"),
            gettext("Name, address, sign-ins and sessions"),
        ]
        return gone, {User._meta.verbose_name_plural: count}, set(), []

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[User]) -> list[LogEntry]:
        """The admin's own log would keep their names; the audit says that they went."""
        return []

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            person = User.objects.get(pk=id)
            end_all(person)
            audit.note("password", person=person, request=request)
        return response

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        forget(obj, by=self.who(request), request=request)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for person in queryset:
            forget(person, by=self.who(request), request=request)

    def who(self, request: HttpRequest) -> User:
        assert isinstance(request.user, User)  # noqa: S101 - the admin is for people who are signed in
        return request.user

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except LastAdministrator:
            return self.refuse(request)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        try:
            return super().changelist_view(request, extra_context)
        except LastAdministrator:
            return self.refuse(request)

    def refuse(self, request: HttpRequest) -> HttpResponse:
        self.message_user(request, LAST, messages.ERROR)
        return HttpResponseRedirect(request.path)
