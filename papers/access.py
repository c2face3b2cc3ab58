"""Who may fetch what. A view asks here for its object and gets it or a 404."""

from collections.abc import Callable

from django.contrib.auth.decorators import user_passes_test
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from papers.models import Import, Paper, PaperList


def catalogue_page(view: Callable) -> Callable:
    """Mark a view that visitors may read where PUBLIC_CATALOGUE is on."""
    view.catalogue_page = True  # type: ignore[attr-defined]
    return view


def may_curate(user: User | AnonymousUser) -> bool:
    """Whether the curation desk is open to them: staff who may change papers."""
    return user.is_active and user.is_staff and user.has_perm("papers.change_paper")


def curators_only(view: Callable) -> Callable:
    """Refuse a view to everybody else who is signed in, with 403; visitors are sent to sign in before it is asked."""

    def checked(user: User | AnonymousUser) -> bool:
        if not may_curate(user):
            raise PermissionDenied
        return True

    return user_passes_test(checked)(view)


def member_of(request: HttpRequest) -> User:
    """The signed-in member; views behind sign-in only."""
    assert isinstance(request.user, User)  # noqa: S101 - SignInMiddleware has seen to it
    return request.user


def paper_for_reading(pk: int) -> Paper:
    """The paper with everything its page shows; Http404 where there is none."""
    return get_object_or_404(Paper.objects.for_page(), pk=pk)


def paper_merged_from(pk: int) -> Paper:
    """The paper that took in the one of that number; Http404 where none did."""
    return get_object_or_404(Paper, redirects__old=pk)


def list_for_reading(slug: str) -> PaperList:
    """A list that members see; Http404 where there is none."""
    return get_object_or_404(PaperList.objects.shown(), slug=slug)


def import_for_curation(pk: int) -> Import:
    """The import without its long texts; for views behind ``curators_only``."""
    return get_object_or_404(Import.objects.defer("text", "journal").select_related("list", "by"), pk=pk)
