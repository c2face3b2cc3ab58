import re
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
NUMBER = re.compile("[0-9]{1,18}")  # of a row; more digits no database takes
TOO_LONG = re.compile("[0-9]{19}")
WORDS = {"q", "term", "_changelist_filters", "next"}  # parameters that hold whatever was typed
PLACES = {"object_id", "version_id"}  # where addresses name one


class CurationSite(AdminSite):
    """The admin under the group's own name, behind the one sign-in page that everybody uses."""

    index_title = _("Curation")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from readinglist.group.settled import settled_for  # this module is read before there are models

        name = settled_for(request).name
        return super().each_context(request) | {"site_header": name, "site_title": name}

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send visitors to the sign-in page; refuse members who are signed in and not staff."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", reverse("admin:index", current_app=self.name)))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Refuse what no database can look up before a page tries; who may come in is asked first, as ever."""

        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in METHODS:  # Django's own pages take whatever is no POST for a look
                return HttpResponseNotAllowed(METHODS)
            address = [request.path, *request.GET, *(value for values in request.GET.lists() for value in values[1])]
            chosen = request.POST.getlist(ACTION_CHECKBOX_NAME) if request.method == "POST" else []
            looked_up = [value for name, values in request.GET.lists() if name not in WORDS for value in values]
            if any(map(TOO_LONG.search, looked_up)):
                raise BadRequest("No number is so long.")
            if any("\x00" in part for part in address) or not all(NUMBER.fullmatch(pk) for pk in chosen):
                raise BadRequest("Nothing has such a name or number.")
            if not all(NUMBER.fullmatch(unquote(pk)) for name, pk in kwargs.items() if name in PLACES):
                raise Http404
            try:
                return view(request, *args, **kwargs)
            except OverflowError as error:  # SQLite, of a number that a form chooses a row by
                raise BadRequest("No number is so long.") from error

        return super().admin_view(update_wrapper(checked, view), cacheable)
