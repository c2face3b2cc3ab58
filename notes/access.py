"""Who may fetch what of what people write and do."""

from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from notes.models import Language, Reading, SavedFilter, Summary
from papers.access import member_of as member_of
from papers.models import Paper


def reading_for_edit(member: User, paper_pk: int) -> Reading:
    """The member's own reading of the paper, locked until the transaction ends; Http404 where there is no such paper.

    An empty one is made where there is none, so that two clicks at once meet in one row. The paper is held, too: it is
    not merged away meanwhile.
    """
    paper = get_object_or_404(Paper.objects.select_for_update(no_key=True).only("title"), pk=paper_pk)
    reading, _ = Reading.objects.select_for_update().get_or_create(member=member, paper=paper)
    reading.paper = paper
    return reading


def keeps_typed(view: Callable) -> Callable:
    """Mark a view whose page, where the sign-in has run out, gives back what was typed."""
    view.keeps_typed = True  # type: ignore[attr-defined]
    return view


def filter_for_reading(member: User, pk: int) -> SavedFilter:
    """A saved filter of the member's own or one that is shared; Http404 for any other."""
    return get_object_or_404(SavedFilter.objects.visible_to(member), pk=pk)


def filter_for_edit(member: User, pk: int) -> SavedFilter:
    """A saved filter of the member's own; Http404 for any other."""
    return get_object_or_404(SavedFilter.objects.of(member), pk=pk)


CODES = {language.code: language for language in Language}


def language_named(code: str) -> Language:
    """The language that an address names ``en`` or ``zh``; Http404 for any other word."""
    if code not in CODES:
        raise Http404
    return CODES[code]


def paper_for_writing(member: User, paper_pk: int) -> Paper:
    """The paper, for one who may write summaries; Http404 where there is none, PermissionDenied for all others."""
    require_writer(member)
    return get_object_or_404(Paper.objects.select_related("venue"), pk=paper_pk)


def require_writer(member: User) -> None:
    if not may_write(member):
        raise PermissionDenied


def may_write(user: AbstractBaseUser | AnonymousUser) -> bool:
    return user.has_perms(("notes.add_summary", "notes.change_summary"))  # type: ignore[union-attr]


def may_see(member: User, summary: Summary) -> bool:
    """Whether the summary is published, one's own, or the member sees the drafts of others."""
    return summary.is_published or summary.author_id == member.pk or member.has_perm("notes.see_drafts")


def summary_for_edit(member: User, paper: Paper, language: str) -> Summary | None:
    """The paper's summary in the language; None where there is none yet, Http404 where it is another's draft."""
    summary = Summary.objects.filter(paper=paper, language=language).with_credits().first()
    if summary is not None and not may_see(member, summary):
        raise Http404
    return summary


def hold_paper(paper_pk: int) -> Paper:
    """The paper, held until the transaction ends: whoever writes its summaries takes it first, and so waits for no
    one who waits for them. Raises Paper.DoesNotExist."""
    return Paper.objects.select_for_update(no_key=True).only("pk").get(pk=paper_pk)


def published_summary(paper_pk: int, language: str) -> Summary:
    """With its paper and its credits; Http404 where none is published."""
    paper = get_object_or_404(Paper.objects.only("pk"), pk=paper_pk)
    rows = Summary.objects.published().with_credits().select_related("paper__venue")
    return get_object_or_404(rows, paper=paper, language=language)
