from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, require_safe

from notes.conditional import of_glossary
from notes.glossary import alphabet, by_letter, language_of_page
from notes.models import Term
from papers.access import catalogue_page
from papers.requests import HtmxRequest


@catalogue_page
@require_safe
@condition(of_glossary)
def glossary(request: HtmxRequest) -> HttpResponse:
    """The terms that have ``q`` in a name or a definition, all of them without it; for htmx the part that changes."""
    sought = request.GET.get("q", "").strip()[: settings.QUERY_MAX_CHARS]
    letters = by_letter(Term.objects.search(sought).prefetch_related("names"), language_of_page())
    context = {
        "q": sought,
        "letters": letters,
        "alphabet": alphabet(letters),
        "found": sum(len(letter.entries) for letter in letters),
        "total": Term.objects.count(),
    }
    is_fragment = request.htmx and not request.htmx.history_restore_request
    response = render(request, "notes/_glossary.html" if is_fragment else "notes/glossary.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response
