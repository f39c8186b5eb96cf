"""What the plugin's tests share: `bazaar()`, `stand(bazaar)`, `education(bazaar, unit)` and
`visitor(bazaar, user)` each make one, committed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

import pytest
from sqlalchemy.orm import Session


def pytest_configure(config: pytest.Config) -> None:
    """The marks of the checkout, for where the tests run without it."""
    config.addinivalue_line("markers", "browser: drives the system's Chromium")
    config.addinivalue_line("markers", "slow: left to make test-all")


@pytest.fixture
def bazaar(session: Session) -> Callable[..., Any]:
    """A bazaar that is announced, in thirty days from 12 to 16 UTC, with a whole programme:
    arrival, and twice pitches and shopping, then the closing."""
    from portal_bazaar.models import Bazaar, Organiser, ProgrammePart, Theme
    from portal_bazaar.permissions import bazaar_saved

    from portal.api import now

    number = count(1)

    def make(
        title: str = "",
        *,
        organisers: Iterable[Any] = (),
        moderators: Iterable[Any] = (),
        themes: Iterable[str] = ("Teaching", "Leading"),
        starts_at: dt.datetime | None = None,
        **values: Any,
    ) -> Any:
        start = starts_at or (now() + dt.timedelta(days=30)).replace(
            hour=12, minute=0, second=0, microsecond=0
        )
        at = start
        made = Bazaar(
            title=title or f"Bazaar {next(number)}",
            starts_at=start,
            ends_at=start + dt.timedelta(hours=4),
            **{"status": "announced", "place": "The great hall", **values},
        )
        made.organisers = [Organiser(user_id=one.id, role="organiser") for one in organisers]
        made.organisers += [Organiser(user_id=one.id, role="moderator") for one in moderators]
        made.themes = [Theme(name=name, position=place) for place, name in enumerate(themes)]
        for kind, minutes in (
            ("arrival", 30),
            ("pitches", 30),
            ("shopping", 60),
            ("pitches", 30),
            ("shopping", 60),
            ("closing", 30),
        ):
            end = at + dt.timedelta(minutes=minutes)
            made.parts.append(
                ProgrammePart(kind=kind, title=kind.title(), starts_at=at, ends_at=end)
            )
            at = end
        session.add(made)
        session.flush()
        bazaar_saved(session, made)
        session.commit()
        return made

    return make


@pytest.fixture
def stand(session: Session) -> Callable[..., Any]:
    """A confirmed stand with the next number; `keepers` are users, or names of guests."""
    from portal_bazaar.models import Keeper, Stand
    from portal_bazaar.permissions import bazaar_saved

    numbers: dict[int, Any] = {}

    def make(bazaar: Any, title: str = "", *, keepers: Iterable[Any] = (), **values: Any) -> Any:
        number = next(numbers.setdefault(bazaar.id, count(1)))
        values = {"status": "confirmed", "number": number, "short_code": f"T{number:03}", **values}
        made = Stand(bazaar_id=bazaar.id, title=title or f"Stand {number}", **values)
        made.keepers = [
            Keeper(name=one, email=f"{one.lower().replace(' ', '.')}@guest.example")
            if isinstance(one, str)
            else Keeper(user_id=one.id)
            for one in keepers
        ]
        session.add(made)
        session.flush()
        bazaar_saved(session, bazaar)
        session.commit()
        return made

    return make


@pytest.fixture
def education(session: Session, make: Any) -> Callable[..., Any]:
    """An invited education; of a new unit where none is given."""
    from portal_bazaar.models import InvitedEducation

    from portal.api import now

    def invite(bazaar: Any, unit: Any = None, **values: Any) -> Any:
        unit = unit or make.unit()
        made = InvitedEducation(
            bazaar_id=bazaar.id, unit_id=unit.id, **{"invited_at": now(), **values}
        )
        session.add(made)
        session.commit()
        return made

    return invite


@pytest.fixture
def visitor(session: Session) -> Callable[..., Any]:
    """A registered visitor: a colleague, or with `name` a guest; `education` is an invited one."""
    from portal_bazaar.models import Visitor

    numbers: dict[int, Any] = {}

    def register(bazaar: Any, user: Any = None, *, education: Any = None, **values: Any) -> Any:
        badge = next(numbers.setdefault(bazaar.id, count(1)))
        made = Visitor(
            bazaar_id=bazaar.id,
            user_id=user.id if user is not None else None,
            education_id=education.id if education is not None else None,
            **{"badge": badge, "name": "" if user else f"Guest {badge}", **values},
        )
        session.add(made)
        session.commit()
        return made

    return register
