"""Fills an empty portal with the demo's workshops. Nobody gets a mail of it."""

from __future__ import annotations

import datetime as dt
import tomllib
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.api import SYSTEM, Unit, User, actor_for, at_hour, demo_units, now, today

from ..adoption.words import NEXT_REVIEW
from ..canvas.engine import Author, Operation
from ..canvas.origin import elements
from ..canvas.store import locked_canvas, perform
from ..models import (
    Adoption,
    AdoptionChange,
    HalfDay,
    Participation,
    Room,
    Seat,
    Series,
    SeriesFacilitator,
)
from ..series.calendar import follow
from ..series.saving import series_saved
from ..sheets import sheets
from ..vocabulary import SeatStatus
from ..wishes.services import make_wish
from .round import load_round

SOURCE = Path(__file__).parent / "workshops.toml"
STARTS, ENDS = dt.time(12, 30), dt.time(16, 0)


def load_workshops(session: Session) -> None:
    """All of it, where the demo's fact sheets are."""
    service = sheets()
    if service is None:
        return
    content = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    Loader(session, service, content).load()


class Loader:
    """What the parts of the content refer to each other by."""

    def __init__(self, session: Session, service: Any, content: Mapping[str, Any]) -> None:
        self.session, self.service, self.content = session, service, content
        self.units: Mapping[str, Unit] = demo_units(session)
        self.people: dict[str, User] = {
            user.email.split("@")[0]: user for user in session.scalars(select(User))
        }
        self.rooms: dict[str, Room] = {}
        # All of them: the demo is made before there is an index to search in.
        self.sheets = {one.title: one.id for one in service.choose(session, SYSTEM, "", 1000)}

    def load(self) -> None:
        """Rooms, series with their educations, adoptions, wishes."""
        for row in self.content["rooms"]:
            self.rooms[row["name"]] = Room(**row)
        self.session.add_all(self.rooms.values())
        for row in self.content["series"]:
            self._series(row)
        for row in self.content["adoptions"]:
            sheet_id = self._sheet(row["sheet"])
            found = self._facts(sheet_id)
            if found is not None and found.builds_on_id is not None:
                self._adoption(row, found.title, found.unit_id, found.builds_on_id, sheet_id)
        for row in self.content["wishes"]:
            actor = actor_for(self.session, self.people.get(row["who"]))
            if actor.user_id is None:
                continue
            wanted = self._sheet(row["origin"]) if "origin" in row else None
            if wanted is not None or "title" in row:
                make_wish(
                    self.session,
                    actor,
                    sheet_id=wanted,
                    title=row.get("title", ""),
                    text=row.get("text", ""),
                )
        self.session.flush()
        load_round(self.session, self.content["round"], self.people, self.rooms)

    def _those(self, names: Iterable[str]) -> list[User]:
        """The people of these addresses who are there."""
        return [self.people[name] for name in names if name in self.people]

    def _sheet(self, title: str) -> int | None:
        return self.sheets.get(title)

    def _facts(self, sheet_id: int | None) -> Any:
        return self.service.facts(self.session, SYSTEM, [sheet_id]).get(sheet_id)

    def _series(self, row: Mapping[str, Any]) -> None:
        session = self.session
        days = [_weekday(today() + dt.timedelta(days=one)) for one in row["days"]]
        first = at_hour(days[0], STARTS)
        planner = self.people.get("organiser")
        series = Series(
            sheet_id=self._sheet(row["origin"]),
            origin_title=row["origin"],
            title=row["title"],
            status=row["status"],
            description=row["description"].strip(),
            planner_id=planner.id if planner is not None else None,
            capacity=row["capacity"],
            minimum=row.get("minimum", 4),
            created_at=min(now(), first) - dt.timedelta(days=40),
            **{key: row[key] for key in row if key.startswith("prepare_")},
        )
        if "signup_days" in row:
            last = today() + dt.timedelta(days=row["signup_days"])
            series.signup_until = at_hour(last, dt.time(23, 59))
            series.decide_on = today() + dt.timedelta(days=row["decide_days"])
        if row["status"] != "open":
            series.decided_at = first - dt.timedelta(days=10)
        series.half_days = [
            HalfDay(
                number=number,
                starts_at=at_hour(day, STARTS),
                ends_at=at_hour(day, ENDS),
                room=self.rooms[row["room"]],
            )
            for number, day in enumerate(days, start=1)
        ]
        series.facilitators = [
            SeriesFacilitator(user_id=one.id) for one in self._those(row["facilitators"])
        ]
        session.add(series)
        session.flush()
        for education in row["educations"]:
            self._education(series, education)
        session.flush()
        series_saved(session, SYSTEM, series, "created")
        follow(session, SYSTEM, series)

    def _education(self, series: Series, row: Mapping[str, Any]) -> None:
        unit = self.units.get(row["unit"])
        if unit is None:
            return
        leader = self.people.get(row.get("leader", ""))
        participation = Participation(unit_id=unit.id, leader_id=leader.id if leader else None)
        series.participations.append(participation)
        for person in self._those([row.get("leader", ""), *row.get("people", [])]):
            self._seat(series, participation, person, SeatStatus.SEATED)
        for person in self._those(row.get("waiting", [])):
            self._seat(series, participation, person, SeatStatus.WAITING)
        self.session.flush()
        if "adoption" in row:
            sheet_id = self._sheet(row["adoption"])
            unit_id = participation.unit_id
            adoption = self._adoption(row, row["adoption"], unit_id, series.sheet_id, sheet_id)
            adoption.participation_id = participation.id
            adoption.responsible_id = participation.leader_id
        if row.get("canvas") and participation.seats:
            self._canvas(participation)

    def _seat(
        self, series: Series, participation: Participation, person: User, status: str
    ) -> None:
        held = sum(one.seat_number is not None for one in series.seats)
        series.last_turn += 1
        seated = status == SeatStatus.SEATED
        series.seats.append(
            Seat(
                participation=participation,
                user_id=person.id,
                status=status,
                seat_number=held + 1 if seated else None,
                turn=series.last_turn,
                signed_up_at=series.created_at + dt.timedelta(days=5),
            )
        )

    def _adoption(
        self,
        row: Mapping[str, Any],
        title: str,
        unit_id: int | None,
        origin_id: int | None,
        sheet_id: int | None,
    ) -> Adoption:
        at = now() - dt.timedelta(days=row.get("days", 30))
        pause = NEXT_REVIEW.get(row["status"])
        adoption = Adoption(
            unit_id=unit_id,
            origin_id=origin_id,
            sheet_id=sheet_id,
            title=title,
            status=row["status"],
            status_at=at,
            review_on=max(today(), at.date() + pause) if pause is not None else None,
            created_at=at - dt.timedelta(days=30),
        )
        adoption.changes = [
            AdoptionChange(status="planned", at=adoption.created_at),
            AdoptionChange(status=row["status"], note=row.get("note", ""), at=at),
        ]
        self.session.add(adoption)
        self.session.flush()
        return adoption

    def _canvas(self, participation: Participation) -> None:
        content = self.content["canvas"]
        people = [seat.user_id for seat in participation.seats]
        writer = Author(people[-1], "demo", leads=True)
        operations: list[tuple[Author, Operation]] = []

        def write(
            item: str, fields: Mapping[str, Any], type_: str = "", author: Author = writer
        ) -> None:
            do = "add" if type_ else "set"
            operations.append((author, Operation(str(uuid.uuid4()), do, item, type_, fields)))

        for number, row in enumerate(content["stakeholders"]):
            x, y = row["at"]
            said = {key: row[key] for key in row if key != "at"}
            write(f"stakeholder-{number}", {**said, "x": x, "y": y}, "stakeholder")
        for number, row in enumerate(content["words"]):
            said = {key: row[key] for key in ("text", "chosen", "codex") if key in row}
            write(f"word-{number}", said, "word")
            for user_id in people[: row["dots"]]:
                own = Author(user_id, "demo")
                write(f"vote-{user_id}-word-{number}", {"n": 1}, author=own)
        choices = ("keep", "adapt", "keep", "leave", "adapt")
        found = elements(self.session, SYSTEM, participation.series)
        for element, choice in zip(found, choices, strict=False):
            write(f"element-{element.key}", {"choice": choice})
        write("codex", {"text": content["codex"]})
        write("pitch", {"text": content["pitch"]})
        write("help", {"wanted": True, "about": content["help"]})
        for number, row in enumerate(content["steps"]):
            due = today() + dt.timedelta(days=row["days"])
            write(
                f"step-{number}",
                {
                    "what": row["what"],
                    "people": [one.id for one in self._those(row["people"])],
                    "due": due.isoformat(),
                    "order": number,
                },
                "step",
            )
        for number, row in enumerate(content["signs"]):
            write(f"sign-{number}", row, "sign")
        canvas = locked_canvas(self.session, participation)
        for author, operation in operations:
            for answer in perform(self.session, canvas, author, [operation]):
                if answer.result == "refused":
                    raise ValueError(f"{operation.item}: {answer.why}")


def _weekday(day: dt.date) -> dt.date:
    """The day, or the Monday after it."""
    return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
