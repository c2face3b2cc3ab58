"""Papers that may be the same work: found, told with their reasons, remembered where a curator says they are not."""

from papers.lookalikes.facts import Facts, facts_of
from papers.lookalikes.judging import is_certain, reasons
from papers.lookalikes.looking import Looked, look, reopen, set_apart
from papers.lookalikes.wording import in_words

__all__ = ["Facts", "Looked", "facts_of", "in_words", "is_certain", "look", "reasons", "reopen", "set_apart"]
