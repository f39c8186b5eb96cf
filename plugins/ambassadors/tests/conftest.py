"""Ambassadors for tests: `ambassador("Anna", levels={"Supervision": 4})` is one, committed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session


def pytest_configure(config: pytest.Config) -> None:
    """The marks of the checkout, for where the tests run without it."""
    config.addinivalue_line("markers", "browser: drives the system's Chromium")
    config.addinivalue_line("markers", "slow: left to make test-all")


@pytest.fixture
def competence(session: Session) -> Callable[..., Any]:
    """Makes a competence, in a group of its own name where none is given; or finds it."""
    from portal_ambassadors.catalogue.services import save_competence, save_group
    from portal_ambassadors.models import Competence, CompetenceGroup

    from portal.api import SYSTEM

    def make(name: str, synonyms: Iterable[str] = (), group: str = "Teaching") -> Any:
        there = session.scalar(select(Competence).where(Competence.name == name))
        if there is not None:
            return there
        found = session.scalar(select(CompetenceGroup).where(CompetenceGroup.name == group))
        found = found or save_group(session, SYSTEM, group)
        made = save_competence(
            session, SYSTEM, name=name, group_id=found.id, synonyms=list(synonyms)
        )
        session.commit()
        return made

    return make


@pytest.fixture
def ambassador(session: Session, make: Any, competence: Any) -> Callable[..., Any]:
    """Makes a committed ambassador, by the services that the pages use."""
    from portal_ambassadors.profiles import services as rules
    from portal_ambassadors.profiles.data import ChoiceData, ProfileData

    from portal.api import SYSTEM

    def appoint(
        name: str = "",
        *,
        user: Any = None,
        levels: Mapping[str, int] | None = None,
        hidden: Iterable[str] = (),
        units: Any = (),
        choice: Mapping[str, Any] | None = None,
        **data: Any,
    ) -> Any:
        user = user or make.user(name, units=units, roles=["ambassador"])
        chosen = ChoiceData(**{"chosen_how": "volunteered", **(choice or {})})
        one = rules.appoint(session, SYSTEM, user, chosen)
        rules.change_profile(session, SYSTEM, one, ProfileData(**data))
        for called, level in (levels or {}).items():
            rules.set_level(session, SYSTEM, one, competence(called), level)
        owner = make.actor_of(user)
        rules.set_hidden(session, owner, one, hidden)
        session.commit()
        return one

    return appoint
