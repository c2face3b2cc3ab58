"""What a paper is called goes into the index as one token, too, so that who types just that finds it first."""

from __future__ import annotations

from papers.search.tokens import BREAK, tokens

# of private use, so that no text of people makes such a token
NAME, JOINT = "\ue001", "\ue002"
LONGEST = 200  # characters; no nickname is longer


def name_token(text: str) -> str:
    """The token of a nickname, the same however it is spelt; "" where the text has nothing of a name."""
    parts = [token for token in tokens(text) if token != BREAK]
    return NAME + JOINT.join(parts)[:LONGEST] if parts else ""
