"""Fact sheets for tests: `sheet('Title', author=user, tags=['x'])` is published unless told
otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session


@pytest.fixture
def sheet(session: Session, make: Any) -> Callable[..., Any]:
    """Makes committed sheets, by the services that the pages use."""
    from portal_factsheets.permissions import audience
    from portal_factsheets.services import sheets as rules
    from portal_factsheets.services.data import SheetData

    from portal.api import SYSTEM, saved

    def write(title: str = "A sheet", author: Any = None, status: str = "published", **data: Any):
        data.setdefault("challenge", "The meetings took all day.")
        made = rules.create_sheet(session, SYSTEM, SheetData(title=title, **data))
        made.author_id = (author or make.user(roles=["staff"])).id
        if status != "draft":
            rules.publish(session, SYSTEM, made)
        if status == "archived":
            rules.archive(session, SYSTEM, made)
        saved(session, rules.KIND, made.id, audience(made))
        session.commit()
        return made

    return write
