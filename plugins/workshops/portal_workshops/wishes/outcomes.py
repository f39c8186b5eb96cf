"""What became of wishes, told to whoever gathered them: convened, held, adopted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

import portal.api as core
from portal.api import Outcome, OutcomeState, Wish, WishKind, name_key

from ..models import Adoption, HalfDay, Participation, PracticeWish, Seat, Series
from ..vocabulary import HOLDS, SeriesStatus


def own_wishes(session: Session) -> Iterable[Wish]:
    """The wishes made with the button and typed: our answer to the hook `wishes`."""
    for row in session.scalars(select(PracticeWish).order_by(PracticeWish.id)):
        yield Wish(
            key=f"workshops:wish:{row.id}",
            kind=WishKind.BUTTON,
            sheet_id=row.sheet_id or None,
            title=row.title,
            user_id=row.user_id,
            unit_id=row.unit_id,
            made_at=row.created_at,
            text=row.text,
        )


def outcomes_of(session: Session, keys: Collection[str]) -> dict[str, Outcome]:
    """What came of these wishes: the furthest that the person's or the education's series for
    the same practice has come since the wish. Four queries, however many wishes."""
    wishes = [one for one in core.wishes(session) if one.key in keys]
    if not wishes:
        return {}
    steps = _steps(session)
    found: dict[str, Outcome] = {}
    for wish in wishes:
        at = [steps.get((_practice(wish), "unit", wish.unit_id))] if wish.unit_id else []
        at += [steps.get((_practice(wish), "user", wish.user_id))] if wish.user_id else []
        for outcomes in filter(None, at):
            for outcome in outcomes:
                late = wish.made_at is None or outcome.at is None or outcome.at >= wish.made_at
                if late and (wish.key not in found or _rank(found[wish.key]) < _rank(outcome)):
                    found[wish.key] = outcome
    return found


def _practice(wish: Wish) -> str:
    return f"s{wish.sheet_id}" if wish.sheet_id else f"t{name_key(wish.title)}"


def _rank(outcome: Outcome) -> int:
    return list(OutcomeState).index(OutcomeState(outcome.state))


def _steps(session: Session) -> Mapping[tuple[str, str, int], list[Outcome]]:
    """(practice, 'unit' or 'user', id) -> how far it has come for them, series by series."""
    ends: dict[int, dt.datetime] = {}
    for half in session.execute(select(HalfDay.series_id, HalfDay.ends_at)):
        ends[half.series_id] = max(ends.get(half.series_id, half.ends_at), half.ends_at)
    people: dict[int, list[int]] = {}
    seats = select(Seat.participation_id, Seat.user_id).where(Seat.status.in_(HOLDS))
    for seat in session.execute(seats):
        people.setdefault(seat.participation_id, []).append(seat.user_id)
    adoptions = {
        one.participation_id: one
        for one in session.scalars(select(Adoption).where(Adoption.participation_id.is_not(None)))
    }
    found: dict[tuple[str, str, int], list[Outcome]] = {}
    rows = session.execute(
        select(
            Participation.id,
            Participation.unit_id,
            Participation.created_at,
            Series.id.label("series_id"),
            Series.sheet_id,
            Series.origin_title,
            Series.status,
        )
        .join(Series, Series.id == Participation.series_id)
        # What is only being planned nobody has been told of yet.
        .where(Series.status.not_in((SeriesStatus.PLANNING, SeriesStatus.CANCELLED)))
    )
    for row in rows:
        adoption = adoptions.get(row.id)
        at: dt.datetime | None
        if adoption is not None:
            state, at = OutcomeState.ADOPTED, adoption.status_at
        elif row.status == SeriesStatus.DONE:
            state, at = OutcomeState.HELD, ends.get(row.series_id, row.created_at)
        else:
            state, at = OutcomeState.CONVENED, ends.get(row.series_id)
        outcome = Outcome(
            state=state,
            status=adoption.status if adoption is not None else "",
            sheet_id=adoption.sheet_id if adoption is not None else None,
            at=at,
        )
        key = f"s{row.sheet_id}" if row.sheet_id else f"t{name_key(row.origin_title)}"
        found.setdefault((key, "unit", row.unit_id), []).append(outcome)
        for user_id in people.get(row.id, ()):
            found.setdefault((key, "user", user_id), []).append(outcome)
    return found
