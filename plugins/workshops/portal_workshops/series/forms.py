"""The forms of series."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.api import Actor, Form, PeopleField, PersonField, unit_options

from ..models import Room, Series
from ..sheets import choices, fact
from ..vocabulary import (
    CAPACITY,
    CAPACITY_MAX,
    DESCRIPTION_MAX,
    HELP,
    MINIMUM,
    NOTE_MAX,
    PLACE_MAX,
    PREPARATION_MAX,
    TITLE_MAX,
    WAIT_HOURS,
    WAIT_HOURS_MAX,
    Help,
)
from .data import PLAIN, HalfData, SeriesData

TOO_LONG = _l("Make it shorter: at most %(max)d characters.")
HALF_NAMES = ("day", "starts", "ends", "room", "place")


class SeriesForm(Form):
    """What it is about, when and where, who leads it, and how one signs up."""

    sheet_id = SelectField(
        _l("Which practice?"),
        description=_l("The fact sheet people want to take home. Its owners are asked to help."),
        coerce=int,
    )
    origin_title = StringField(
        _l("Or: what is it called?"),
        [Length(max=200, message=TOO_LONG)],
        description=_l("Only where there is no fact sheet yet."),
    )
    title = StringField(
        _l("Title"),
        [InputRequired(_l("Give the series a title.")), Length(max=TITLE_MAX, message=TOO_LONG)],
    )
    description = TextAreaField(
        _l("What it is about"), [Length(max=DESCRIPTION_MAX, message=TOO_LONG)]
    )
    half1_day = DateField(_l("Day"), [Optional()])
    half1_starts = TimeField(_l("From (time)"), [Optional()])
    half1_ends = TimeField(_l("To (time)"), [Optional()])
    half1_room = SelectField(_l("Room"), coerce=int)
    half1_place = StringField(
        _l("Place"), [Length(max=PLACE_MAX, message=TOO_LONG)], description=_l("Or a room above.")
    )
    half2_day = DateField(_l("Day"), [Optional()])
    half2_starts = TimeField(_l("From (time)"), [Optional()])
    half2_ends = TimeField(_l("To (time)"), [Optional()])
    half2_room = SelectField(_l("Room"), coerce=int)
    half2_place = StringField(
        _l("Place"), [Length(max=PLACE_MAX, message=TOO_LONG)], description=_l("Or a room above.")
    )
    facilitator_ids = PeopleField(_l("Who leads the workshops?"))
    prepare_able = TextAreaField(
        _l("What shall I be able to do?"), [Length(max=PREPARATION_MAX, message=TOO_LONG)]
    )
    prepare_gain = TextAreaField(
        _l("What do I get out of it?"), [Length(max=PREPARATION_MAX, message=TOO_LONG)]
    )
    prepare_aim = TextAreaField(
        _l("How does it serve our aim?"), [Length(max=PREPARATION_MAX, message=TOO_LONG)]
    )
    capacity = IntegerField(
        _l("Seats"), [InputRequired(), NumberRange(1, CAPACITY_MAX)], default=CAPACITY
    )
    minimum = IntegerField(
        _l("At least so many people"),
        [InputRequired(), NumberRange(1, CAPACITY_MAX)],
        default=MINIMUM,
    )
    decide_on = DateField(
        _l("Day of decision"),
        [Optional()],
        description=_l("On that day it goes ahead, or is cancelled if there are too few."),
    )
    open_signup = BooleanField(_l("Everyone who sees the practice may sign up"), default=True)
    signup_until = DateField(_l("Last day to sign up"), [Optional()])
    quota = IntegerField(
        _l("At most so many of one education"), [Optional(), NumberRange(1, CAPACITY_MAX)]
    )
    wait_hours = IntegerField(
        _l("Hours to say yes, when it is somebody's turn"),
        [InputRequired(), NumberRange(1, WAIT_HOURS_MAX)],
        default=WAIT_HOURS,
    )
    version = HiddenField()
    based_on = HiddenField()

    def offer(self, session: Session, actor: Actor, series: Series | None) -> None:
        """Fills the choices: sheets and rooms one may choose, and those chosen before."""
        before = series.sheet_id if series is not None else None
        found = {one.id: one.title for one in choices(session, actor)}
        if before is not None and before not in found:
            seen = fact(session, actor, before)
            found[before] = seen.title if seen else _("As it is now")
        asked = self.sheet_id.data
        if asked and asked not in found:
            seen = fact(session, actor, asked)
            if seen is not None:
                found[asked] = seen.title
        self.sheet_id.choices = [
            SelectChoice(0, _("None of them")),
            *(SelectChoice(key, title) for key, title in found.items()),
        ]
        chosen = {one.room_id for one in series.half_days} if series is not None else set()
        rooms = session.scalars(
            select(Room).where(or_(~Room.closed, Room.id.in_(chosen))).order_by(Room.name)
        )
        options = [SelectChoice(0, _("No room"))]
        options += [
            SelectChoice(one.id, _("%(room)s (%(seats)d seats)", room=one.name, seats=one.seats))
            for one in rooms
        ]
        self.half1_room.choices = options
        self.half2_room.choices = options
        for field in (self.sheet_id, self.half1_room, self.half2_room):
            if field.data is None and len(field.choices) < 2:
                field.data = 0  # where there is nothing to choose the page does not ask
        if series is not None:
            self.facilitator_ids.keep([one.user_id for one in series.facilitators])

    def series_data(self) -> SeriesData:
        """What the form says; only after it has validated."""
        values: dict[str, Any] = {name: self[name].data for name in PLAIN}
        for name in ("origin_title", "title", "description"):
            values[name] = values[name] or ""
        for name in ("prepare_able", "prepare_gain", "prepare_aim"):
            values[name] = values[name] or ""
        values["sheet_id"] = values["sheet_id"] or None
        return SeriesData(
            **values,
            signup_until=self.signup_until.data,
            facilitator_ids=self.facilitator_ids.data or (),
            halves=tuple(self._half(f"half{number}") for number in (1, 2)),
        )

    def _half(self, name: str) -> HalfData:
        return HalfData(
            day=self[f"{name}_day"].data,
            starts=self[f"{name}_starts"].data,
            ends=self[f"{name}_ends"].data,
            room_id=self[f"{name}_room"].data or None,
            place=self[f"{name}_place"].data or "",
        )

    @classmethod
    def values_of(cls, data: SeriesData) -> dict[str, Any]:
        """The fields' values for a series."""
        values: dict[str, Any] = {name: getattr(data, name) for name in PLAIN}
        values["sheet_id"] = data.sheet_id or 0
        values["signup_until"] = data.signup_until
        values["facilitator_ids"] = list(data.facilitator_ids)
        for number, half in enumerate(data.halves, start=1):
            values[f"half{number}_day"] = half.day
            values[f"half{number}_starts"] = half.starts or dt.time(9)
            values[f"half{number}_ends"] = half.ends or dt.time(12)
            values[f"half{number}_room"] = half.room_id or 0
            values[f"half{number}_place"] = half.place
        return values


class EducationForm(Form):
    """An education is convened: with its leader and teachers."""

    unit_id = SelectField(_l("Which education?"), coerce=int)
    leader_id = PersonField(_l("Leader"))
    people_ids = PeopleField(
        _l("Teachers and others"),
        description=_l("A leader and at least one teacher take a practice home together."),
    )
    how = RadioField(
        _l("How?"),
        choices=[
            SelectChoice("invite", _l("Invite them: a seat is kept until they answer")),
            SelectChoice("seat", _l("They have said yes: give them seats")),
        ],
        default="invite",
    )

    def offer(self, session: Session) -> None:
        """The units one can choose."""
        self.unit_id.choices = [
            SelectChoice(0, _("Choose")),
            *(SelectChoice(key, title) for key, title in unit_options(session)),
        ]


class SignUpForm(Form):
    """For which education one comes; only who belongs to several is asked."""

    unit_id = SelectField(_l("For which education?"), coerce=int)


class ColleagueForm(Form):
    """Who goes instead."""

    colleague_id = PersonField(
        _l("Who goes instead?"), description=_l("Your colleague gets a mail and has the seat.")
    )


class HelpForm(Form):
    """How somebody of the origin's experiment helps."""

    help = RadioField(
        _l("How can you help?"),
        choices=[
            SelectChoice(key.value, HELP[key].words) for key in (Help.COMES, Help.CALL, Help.NO)
        ],
        validators=[InputRequired(_l("Choose one of the answers."))],
    )
    note = StringField(_l("A word to the planner"), [Length(max=NOTE_MAX, message=TOO_LONG)])


class CancelForm(Form):
    """Why it does not take place."""

    why = TextAreaField(
        _l("Why?"),
        [Length(max=NOTE_MAX, message=TOO_LONG)],
        description=_l("Everyone who takes part, waits or was invited gets these words by mail."),
    )


class RoomForm(Form):
    """A room."""

    name = StringField(
        _l("Name"), [InputRequired(_l("Write what the room is called.")), Length(max=120)]
    )
    address = StringField(_l("Address"), [Length(max=200, message=TOO_LONG)])
    seats = IntegerField(_l("Seats"), [InputRequired(), NumberRange(1, 1000)], default=16)
    closed = BooleanField(_l("No longer to be chosen"))
