from readinglist.group.models.logos import Logo
from readinglist.group.models.settings import GroupSettings

__all__ = ["GroupSettings", "Logo"]
