"""What the plugin's tests share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session


def pytest_configure(config: pytest.Config) -> None:
    """The marks of the checkout, for where the tests run without it."""
    config.addinivalue_line("markers", "browser: drives the system's Chromium")
    config.addinivalue_line("markers", "slow: left to make test-all")


def shown(session: Session, one: Any) -> None:
    """Tells the portal who sees a fact sheet as it stands now, as its plugin does."""
    from portal.api import saved, user_label

    owners = one.owner_ids
    drafts = {user_label(owner) for owner in owners}
    saved(
        session,
        "factsheet",
        one.id,
        drafts if one.status == "draft" else one.chosen_labels(owners),
    )


def fact_sheets() -> Any:
    """The model of the fact sheets, which is another plugin's and is not imported."""
    from portal.api import Model

    mappers = Model.registry.mappers
    return next(one.class_ for one in mappers if one.local_table.name == "factsheets_sheet")


@pytest.fixture
def sheet(session: Session, make: Any) -> Callable[..., Any]:
    """Makes a committed fact sheet: `sheet("Title", author=user, visibility="private")` is
    published unless `status` says otherwise; `sheet.show(one)` after it was changed,
    `sheet.erase(one)` deletes it for good."""
    from portal.api import deleted, fold, now

    def write(title: str = "A sheet", author: Any = None, status: str = "published", **data: Any):
        data.setdefault("challenge", "The meetings took all day.")
        one = fact_sheets()(
            title=title, status=status, sort_title=title, folded=fold(title), **data
        )
        one.author_id = (author or make.user(roles=["staff"])).id
        one.published_at = None if status == "draft" else now()
        session.add(one)
        session.flush()
        shown(session, one)
        session.commit()
        return one

    def show(one: Any) -> None:
        shown(session, one)
        session.commit()

    def erase(one: Any) -> None:
        sheet_id = one.id
        session.delete(one)
        session.flush()
        deleted(session, "factsheet", sheet_id)
        session.commit()

    write.show, write.erase, write.model = show, erase, fact_sheets  # type: ignore[attr-defined]
    return write


@pytest.fixture
def halves() -> Any:
    """Two half days, a fortnight apart, so many days ahead: what `create_series` takes."""
    from portal_workshops.series.data import HalfData

    from portal.api import now

    def make(days: int = 30, room_id: int | None = None, place: str = "Skolegade 1") -> list[Any]:
        first = (now() + dt.timedelta(days=days)).date()
        return [
            HalfData(
                day=first + dt.timedelta(days=14 * number),
                starts=dt.time(9),
                ends=dt.time(12),
                room_id=room_id,
                place=place,
            )
            for number in (0, 1)
        ]

    return make


@pytest.fixture
def planner(make: Any) -> Any:
    """Somebody who plans workshops, as an actor."""
    return make.actor("organiser")


@pytest.fixture
def opened(session: Session, make: Any, planner: Any, halves: Any) -> Callable[..., Any]:
    """Makes a committed series that is open for sign-up: `opened(2)` of two seats,
    `opened(days=6)` that begins in six days, other fields as `create_series` takes them."""
    from portal_workshops.series.services import create_series, open_series

    def start(capacity: int = 2, *, days: int = 30, **fields: Any) -> Any:
        fields = {"title": "Kortere møder", "minimum": 1, **fields}
        series = create_series(
            session,
            planner,
            halves=halves(days),
            facilitator_ids=[make.user().id],
            capacity=capacity,
            **fields,
        )
        open_series(session, planner, series)
        session.commit()
        return series

    return start


@pytest.fixture
def in_english(app: Any) -> Any:
    """Rules speak the portal's language where nobody asks them."""
    from flask_babel import force_locale

    with force_locale("en"):
        yield


@pytest.fixture
def workshop(session: Session, make: Any, halves: Any, sheet: Callable[..., Any]) -> Any:
    """A series that goes ahead, of an origin with three elements, with two educations: `part` with
    `leader` and `teacher`, `other_part` with `other`; `guide` leads, `owner` knows the origin."""
    from types import SimpleNamespace

    from portal_workshops.series.services import add_education, create_series, open_series

    planner = make.user("Pia Plan", roles=["organiser"])
    leader, teacher, other = (make.user(one) for one in ("Lea Leder", "Tea Holm", "Ove Anden"))
    guide, owner = make.user("Gry Vejleder"), make.user("Ejner Ejer", roles=["staff"])
    origin = sheet(
        "Kortere møder",
        author=owner,
        responsible_id=owner.id,
        elements="* Vi står op\n* Ordet går *rundt*\n* Uret kan ses",
    )
    actor = make.actor_of(planner)
    series = create_series(
        session,
        actor,
        origin.id,
        title="Kortere møder hos jer",
        halves=halves(),
        facilitator_ids=[guide.id],
    )
    part = add_education(session, actor, series, make.unit("Pædagog"), [teacher], leader=leader)
    other_part = add_education(session, actor, series, make.unit("Lærer"), [other])
    open_series(session, actor, series)
    session.commit()
    return SimpleNamespace(
        planner=planner,
        leader=leader,
        teacher=teacher,
        other=other,
        guide=guide,
        owner=owner,
        origin=origin,
        series=series,
        part=part,
        other_part=other_part,
        base=f"/workshops/canvas/{part.id}",
    )
