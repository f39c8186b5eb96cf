"""Lists brought in without a browser, in English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask_babel import force_locale

from portal.access.actors import SYSTEM
from portal.roster.applying import run_batch
from portal.roster.models import RUNNING, RosterImport
from portal.roster.plan import Plan
from portal.roster.services import choose, plan_of, read_import, start


@pytest.fixture(autouse=True)
def english(app: Any) -> Iterator[None]:
    """Sentences as the code says them."""
    with force_locale("en"):
        yield


class Lists:
    """Previews and imports of one session, as the portal itself or as an actor."""

    def __init__(self, session: Any) -> None:
        self.session = session

    def read(self, kind: str, data: bytes | str, actor: Any = SYSTEM) -> RosterImport:
        raw = data.encode() if isinstance(data, str) else data
        one = read_import(self.session, actor, kind, "list.csv", raw)
        self.session.commit()
        return one

    def preview(self, kind: str, data: bytes | str, actor: Any = SYSTEM) -> Plan:
        return plan_of(self.session, actor, self.read(kind, data, actor))

    def bring(self, kind: str, data: bytes | str, actor: Any = SYSTEM, **options: Any) -> Any:
        """Reads, begins and finishes; returns the import."""
        one = self.read(kind, data, actor)
        if options:
            choices = {"roles": ["staff"], "invite": "none", "end_functions": False}
            choose(self.session, actor, one, language="en", **{**choices, **options})
        start(self.session, actor, one)
        self.session.commit()
        while one.state == RUNNING:
            run_batch(self.session, one.id)
            self.session.commit()
        return one


@pytest.fixture
def lists(session: Any) -> Lists:
    return Lists(session)


@pytest.fixture
def school(make: Any) -> dict[str, Any]:
    """A school with two educations, and an education of the same name elsewhere."""
    top = make.unit("Ravnsund", kind="institution")
    other = make.unit("Kildebæk", kind="institution")
    return {
        "top": top,
        "other": other,
        "nursing": make.unit("Nursing", parent=top),
        "maths": make.unit("Mathematics", parent=top),
        "nursing2": make.unit("Nursing", parent=other),
    }


def wrong(plan: Plan) -> list[tuple[int, str, str]]:
    """(row, column, text) of every mistake."""
    return [(one.row, one.column, one.text) for one in plan.mistakes]


@pytest.fixture(name="wrong")
def wrong_of() -> Callable[[Plan], list[tuple[int, str, str]]]:
    return wrong


@pytest.fixture
def register(make: Any, session: Any) -> Callable[..., Any]:
    """`register('helper', 'accounts.manage')`: an actor who may just that."""
    from portal.access.models import Role, RolePermission

    def add(key: str, *permissions: str) -> Any:
        role = Role(key=key, name=key.capitalize())
        role.permissions = [RolePermission(permission=name) for name in permissions]
        session.add(role)
        session.commit()
        return make.actor(key)

    return add
