"""How many rows a statement changed: of two who want the same, one learns that they were first."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update
from sqlalchemy.orm import Session


def rows_changed(session: Session, statement: Update | Delete) -> int:
    """Runs `statement` and returns the number of rows it updated or deleted."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount
