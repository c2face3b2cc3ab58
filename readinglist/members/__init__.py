"""The people of the group: invitations, sign-in, profiles, and what they may take with them."""
