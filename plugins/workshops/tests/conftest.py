"""What the plugin's tests share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session


def pytest_configure(config: pytest.Config) -> None:
    """The marks of the checkout, for where the tests run without it."""
    config.addinivalue_line("markers", "browser: drives the system's Chromium")
    config.addinivalue_line("markers", "slow: left to make test-all")


@pytest.fixture
def sheet(session: Session, make: Any) -> Callable[..., Any]:
    """Makes a committed fact sheet: `sheet("Title", author=user, visibility="private")` is
    published unless `status` says otherwise."""
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
