"""What is said of commitments."""

from __future__ import annotations

from flask_babel import gettext as _

from portal.api import plain_text

from ..models import Commitment, Stand
from ..vocabulary import Look

#: The name of commitments among the portal's kinds.
KIND = "bazaar_commitment"
PRACTICE_MAX, WHO_MAX = 2_000, 300
MOST = 40


def first_words(text: str, most: int = 70) -> str:
    """The beginning of a text, to the end of a word."""
    words = " ".join(plain_text(text).split())
    return words if len(words) <= most else words[: most - 1].rsplit(" ", 1)[0] + "…"


def state_of(commitment: Commitment) -> Look:
    """How far it has come."""
    if commitment.handed_in_at is not None:
        return Look(_("Handed in"), "check-circle-fill", "green")
    return Look(_("Draft"), "pencil-square")


def stand_words(stand: Stand) -> str:
    """'14 Short meetings'."""
    return f"{stand.number} {stand.title}" if stand.number is not None else stand.title
