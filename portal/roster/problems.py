"""Why a file as a whole cannot be used; mistakes in its rows are `plan.Mistake`."""

from __future__ import annotations

from portal.errors import PortalError


class RosterProblem(PortalError):
    """A file that cannot be read, or an import that cannot go on; the text says what to do."""
