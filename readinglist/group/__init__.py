"""The group itself: its roles, and what its administrators have settled."""
