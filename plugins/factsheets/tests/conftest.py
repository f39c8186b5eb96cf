"""What the tests of the fact sheets share: `sheet('Title', author=user, tags=['x'])` is published
unless told otherwise; `made` and `published` write as a person does; `WHOLE` is a filled-in form.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

NEW = "/factsheets/new"
#: What a sheet needs to be published.
WHOLE = {
    "title": "Udgangsbilletten",
    "summary": "Et spørgsmål på en seddel",
    "kind": "experiment",
    "challenge": "De nikkede",
    "hypothesis_if": "vi spørger",
    "hypothesis_then": "svarer de",
    "actions": "1. Vi spurgte",
    "phase": "3",
    "outcome": "partly",
    "visibility": "everyone",
}


def edit(sheet: Any) -> str:
    """The address of a sheet's form."""
    return f"/factsheets/{sheet.id}/edit"


def only(session: Session) -> Any:
    """The one sheet there is."""
    from portal_factsheets.models import FactSheet

    return session.scalars(select(FactSheet)).one()


def made(session: Session, person: Any, **values: Any) -> Any:
    """A draft of that person's."""
    from portal_factsheets.services.data import SheetData
    from portal_factsheets.services.sheets import create_sheet

    from portal.api import User, actor_for

    actor = actor_for(session, session.get(User, person.id))
    data = SheetData(
        **{"title": "Et ark", "actions": "Vi gik", "responsible_id": person.id} | values
    )
    sheet = create_sheet(session, actor, data)
    session.commit()
    return sheet


def published(session: Session, person: Any, **values: Any) -> Any:
    """A published sheet of that person's."""
    from portal_factsheets.services.sheets import publish

    from portal.api import SYSTEM

    sheet = made(session, person, **values)
    publish(session, SYSTEM, sheet)
    session.commit()
    return sheet


@pytest.fixture
def author(sign_in: Any) -> Any:
    """Somebody who writes."""
    return sign_in("ambassador")


@pytest.fixture
def sheet(session: Session, make: Any) -> Callable[..., Any]:
    """Makes committed sheets, by the services that the pages use."""
    from portal_factsheets.permissions import audience
    from portal_factsheets.services import sheets as rules
    from portal_factsheets.services.data import SheetData

    from portal.api import SYSTEM, saved

    def write(title: str = "A sheet", author: Any = None, status: str = "published", **data: Any):
        data.setdefault("challenge", "The meetings took all day.")
        one = rules.create_sheet(session, SYSTEM, SheetData(title=title, **data))
        one.author_id = (author or make.user(roles=["staff"])).id
        if status != "draft":
            rules.publish(session, SYSTEM, one)
        if status == "archived":
            rules.archive(session, SYSTEM, one)
        saved(session, rules.KIND, one.id, audience(one))
        session.commit()
        return one

    return write
