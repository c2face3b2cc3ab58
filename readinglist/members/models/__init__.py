from readinglist.members.models.invitations import Invitation
from readinglist.members.models.profiles import Profile

__all__ = ["Invitation", "Profile"]
