"""What lists say of a person, for 'my data'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.roster.models import FunctionPeriod, RosterImport
from portal.units.models import Unit


def roster_data(session: Session, user: User) -> Mapping[str, Any]:
    """The periods of one's functions, and the imports one began."""
    periods = session.execute(
        select(FunctionPeriod, Unit.name)
        .join(Unit, Unit.id == FunctionPeriod.unit_id)
        .where(FunctionPeriod.user_id == user.id)
        .order_by(FunctionPeriod.id)
    )
    imports = session.scalars(
        select(RosterImport).where(RosterImport.created_by == user.id).order_by(RosterImport.id)
    )
    return {
        "periods": [
            {
                "unit": name,
                "function": one.function,
                "from": one.starts_on.isoformat() if one.starts_on else None,
                "until": one.ends_on.isoformat() if one.ends_on else None,
            }
            for one, name in periods
        ],
        "imports": [
            {"file": one.file_name, "kind": one.kind, "at": one.created_at.isoformat()}
            for one in imports
        ],
    }
