"""The forms of meetings."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
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

from portal.api import Form, PeopleField, PersonField

from .services import MeetingData
from .states import (
    AGENDA_MAX,
    CAPACITY_MAX,
    LINK_MAX,
    MINUTES_MAX,
    PLACE_MAX,
    POINT_MAX,
    REPEATS,
    TIMES_MAX,
    TITLE_MAX,
    TYPES,
    WHATS,
    Type,
    What,
)

TOO_LONG = _l("Make it shorter: at most %(max)d characters.")
ALL, CHOSEN = "all", "chosen"


class MeetingForm(Form):
    """When and where, what it is about, and who is invited."""

    title = StringField(
        _l("Title"),
        [InputRequired(_l("Give the meeting a title.")), Length(max=TITLE_MAX, message=TOO_LONG)],
    )
    type = RadioField(
        _l("What is it?"),
        choices=[SelectChoice(str(key), look.words) for key, look in TYPES.items()],
        default=Type.MEETING.value,
    )
    day = DateField(_l("Day"), [InputRequired(_l("Choose a day."))])
    starts = TimeField(_l("From (time)"), [InputRequired(_l("Write when it begins."))])
    ends = TimeField(_l("To (time)"), [InputRequired(_l("Choose a time after the beginning."))])
    repeat = SelectField(
        _l("How often?"), choices=[SelectChoice(str(key), text) for key, text in REPEATS.items()]
    )
    times = IntegerField(
        _l("How many times?"),
        [Optional(), NumberRange(2, TIMES_MAX)],
        description=_l("In a series each becomes a meeting of its own."),
    )
    place = StringField(_l("Place"), [Length(max=PLACE_MAX, message=TOO_LONG)])
    link = StringField(_l("Link"), [Length(max=LINK_MAX, message=TOO_LONG)])
    agenda = TextAreaField(_l("Agenda"), [Length(max=AGENDA_MAX, message=TOO_LONG)])
    whom = RadioField(
        _l("Who is invited?"),
        choices=[
            SelectChoice(ALL, _l("All ambassadors, also those who come later")),
            SelectChoice(CHOSEN, _l("Only those I choose")),
        ],
        default=ALL,
    )
    guest_ids = PeopleField(_l("Invited"))
    capacity = IntegerField(
        _l("Seats"),
        [Optional(), NumberRange(1, CAPACITY_MAX)],
        description=_l("Leave it empty where there is room for all. Others wait for a seat."),
    )
    version = HiddenField()
    based_on = HiddenField()

    def meeting_data(self) -> MeetingData:
        """What the form says; only after it has validated."""
        return MeetingData(
            title=self.title.data or "",
            type=self.type.data or "",
            day=self.day.data,
            starts=self.starts.data,
            ends=self.ends.data,
            place=self.place.data or "",
            link=self.link.data or "",
            agenda=self.agenda.data or "",
            everyone=self.whom.data == ALL,
            guest_ids=self.guest_ids.data or (),
            capacity=self.capacity.data,
        )

    @classmethod
    def values_of(cls, data: MeetingData) -> dict[str, Any]:
        """The fields' values for a meeting."""
        names = ("title", "type", "day", "starts", "ends", "place", "link", "agenda", "capacity")
        return {
            **{name: getattr(data, name) for name in names},
            "whom": ALL if data.everyone else CHOSEN,
            "guest_ids": [] if data.everyone else list(data.guest_ids),
        }


class MinutesForm(Form):
    """What was said."""

    minutes = TextAreaField(_l("Minutes"), [Length(max=MINUTES_MAX, message=TOO_LONG)])
    version = HiddenField()
    based_on = HiddenField()


class PointForm(Form):
    """A decision or an action."""

    what = RadioField(
        _l("What is it?"),
        choices=[SelectChoice(str(key), look.words) for key, look in WHATS.items()],
        default=What.ACTION.value,
    )
    text = StringField(
        _l("What was agreed?"),
        [InputRequired(_l("Write what was agreed.")), Length(max=POINT_MAX, message=TOO_LONG)],
    )
    user_id = PersonField(_l("Who?"))
    due_on = DateField(_l("By when?"), [Optional()])
