from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from readinglist.group.models import Logo


@login_not_required
@require_safe
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The group's mark, for the sign-in page, too; its address is that of its contents, and holds for good."""
    found = get_object_or_404(Logo, digest=digest)
    response = HttpResponse(bytes(found.image), content_type="image/webp")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
