"""Finding papers by words, in both scripts. Callers know ``Paper.objects.search(text)`` and what stands here.

``tokens``, ``queries``, ``holding``, ``plain`` and ``snippets`` are plain Python; ``sqlite`` and ``postgresql`` ask the
database's own full-text index with tokens that are ours. ``papers.indexing`` fills it.
"""

from papers.search.looking import OTHER_NAMES, Search
from papers.search.ranking import Ranked

__all__ = ["OTHER_NAMES", "Ranked", "Search"]
