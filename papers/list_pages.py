"""A list a page at a time: its outline with numbers, and the entries of one page under their headings."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.paginator import Page, Paginator
from django.db.models import Count

from papers.models import ListEntry, PaperList, Section

PAGE_SIZE = 200  # entries
MOST_GONE = 200  # shown of what a list's file no longer has


class Outline:
    """The sections of a list that hold entries, or have one below that does, in order.

    Each has ``depth``, ``entry_count``, ``paper_count`` and ``page``, on which its first entry stands. Entries outside
    all sections come first, in a section without a title.
    """

    def __init__(self, group: PaperList) -> None:
        self.group = group
        self.entries = group.entries.present().with_papers().defer("record", "raw", "notes").in_order()
        counted = group.entries.present().order_by().values("section")
        rows = counted.annotate(entries=Count("pk"), papers=Count("paper", distinct=True))
        self.counts = {row["section"]: (row["entries"], row["papers"]) for row in rows}
        self.sections = list(self._with_numbers())
        self.total = sum(entries for entries, _papers in self.counts.values())

    def _with_numbers(self) -> Iterator[Section]:
        outside = [Section(list=self.group, title="", level=1, position=0)] if None in self.counts else []
        sections = [*outside, *self.group.sections.select_related("topic").order_by("position")]
        holding = set(self.counts)
        for section in reversed(sections):  # a parent always stands before its children
            if section.pk in holding:
                holding.add(section.parent_id)
        depth_below: dict[int | None, int] = {}
        before = 0
        for section in sections:
            if section.pk in holding:
                entries, papers = self.counts.get(section.pk, (0, 0))
                depth = depth_below.get(section.parent_id, 0)
                self.describe(
                    section, depth=depth, entry_count=entries, paper_count=papers, page=before // PAGE_SIZE + 1
                )
                before += entries
                if section.pk is not None:
                    depth_below[section.pk] = depth + 1
                yield section

    @staticmethod
    def describe(section: Section, **numbers: int) -> None:
        for name, number in numbers.items():
            setattr(section, name, number)

    def page_of(self, number: str | None, entry: str | None) -> Page:
        """The page of that number or, where an entry's id is named, the one that it stands on."""
        paginator = Paginator(self.entries, PAGE_SIZE)
        paginator.count = self.total
        return paginator.get_page(self.page_with(entry) or number)

    def page_with(self, entry: str | None) -> int:
        """The page on which the entry stands; 0 where there is none such in the list."""
        if not (entry and entry.isascii() and entry.isdecimal() and len(entry) < 19):
            return 0
        found = self.group.entries.present().filter(pk=int(entry)).first()
        if found is None:
            return 0
        return self.place_of(found) // PAGE_SIZE + 1

    def place_of(self, found: ListEntry) -> int:
        """How many entries stand before it."""
        above = 0
        for section in self.sections:
            if section.pk == found.section_id:
                break
            above += section.entry_count  # type: ignore[attr-defined]
        same = self.group.entries.present().filter(section=found.section_id)
        earlier = same.filter(position__lt=found.position) | same.filter(position=found.position, pk__lt=found.pk)
        return above + earlier.count()

    def shown_on(self, page: Page) -> list[Section]:
        """The sections of the page, each with ``shown_entries``; those above the first of them show their heading.

        ``goes_on`` is true of a section that began on an earlier page.
        """
        below: dict[int | None, list[ListEntry]] = {}
        for entry in page.object_list:
            below.setdefault(entry.section_id, []).append(entry)
        wanted: set[int | None] = set(below)
        for section in reversed(self.sections):
            if section.pk in wanted and section.parent_id is not None:
                wanted.add(section.parent_id)
        shown = [section for section in self.sections if section.pk in wanted]
        for section in shown:
            section.shown_entries = below.get(section.pk, [])  # type: ignore[attr-defined]
            section.goes_on = section.page < page.number  # type: ignore[attr-defined]
        return shown

    def gone(self) -> list[ListEntry]:
        """What the list's file no longer has, what went last first."""
        gone = self.group.entries.filter(gone__isnull=False).select_related("paper__venue", "section")
        return list(gone.order_by("-gone", "position", "pk")[:MOST_GONE])
