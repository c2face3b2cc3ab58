"""Why a look-up brought nothing, in one line for the person who asked."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """The labels are sentences; ``%(registry)s`` in them is who was asked."""

    OFF = "off", _("Look-up is switched off here.")
    UNKNOWN = "unknown", _("No registry can be asked about this. Give a DOI, an arXiv id, or an address of arXiv, ACM, "
                           "USENIX or OpenReview.")  # fmt: skip
    OFFLINE = "offline", _("%(registry)s cannot be reached. This server may be offline; try again later.")
    NOT_FOUND = "not-found", _("%(registry)s does not know it. Look for a slip in the number or address.")
    SLOW = "slow", _("%(registry)s took too long to answer. Try again later.")
    LARGE = "large", _("%(registry)s sent more than a look-up takes.")
    REFUSED = "refused", _("%(registry)s refuses to answer.")
    UNSAFE = "unsafe", _("%(registry)s leads to a place that is not asked from here.")
    INVALID = "invalid", _("%(registry)s sent an invalid response.")
    BUSY = "busy", _("%(registry)s is busy, or was asked a lot just now. Try again in a minute.")


class LookupFailed(Exception):
    """``str()`` is one line in the language of whoever reads it."""

    def __init__(self, reason: Reason, registry: str = "") -> None:
        super().__init__(reason.value, registry)
        self.reason = reason
        self.registry = registry

    def __str__(self) -> str:
        return str(self.reason.label) % {"registry": self.registry}
