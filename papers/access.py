"""Who may fetch what. A view asks here for its object and gets it or a 404."""

from collections.abc import Callable

from django.shortcuts import get_object_or_404

from papers.models import Paper, PaperList


def catalogue_page(view: Callable) -> Callable:
    """Mark a view that visitors may read where PUBLIC_CATALOGUE is on."""
    view.catalogue_page = True  # type: ignore[attr-defined]
    return view


def paper_for_reading(pk: int) -> Paper:
    """The paper with everything its page shows; Http404 where there is none."""
    return get_object_or_404(Paper.objects.for_page(), pk=pk)


def list_for_reading(slug: str) -> PaperList:
    return get_object_or_404(PaperList, slug=slug)
