"""The forms of planning groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.api import Form, PeopleField

from ..series.data import HalfData
from ..series.forms import TOO_LONG
from .states import FUNCTIONS, SECONDS_MAX, WISHES_MAX


class PlanForm(Form):
    """A round: what it is called, how large groups are, and which practices are in it."""

    title = StringField(
        _l("Title"),
        [InputRequired(_l("Give the round a title.")), Length(max=160, message=TOO_LONG)],
    )
    practices = SelectMultipleField(
        _l("Which practices?"),
        description=_l("Everyone who still waits for one of them comes along."),
    )
    size_min = IntegerField(_l("At least so many in a group"),
                            [InputRequired(), NumberRange(1, 200)], default=4)  # fmt: skip
    size_max = IntegerField(_l("At most so many in a group"),
                            [InputRequired(), NumberRange(1, 200)], default=16)  # fmt: skip
    seconds = IntegerField(
        _l("Seconds to look for the best groups"),
        [InputRequired(), NumberRange(1, SECONDS_MAX)],
        default=10,
    )


class DatesForm(Form):
    """Two half days that belong together."""

    half1_day = DateField(_l("Workshop 1"), [InputRequired(_l("Choose a day."))])
    half1_starts = TimeField(_l("From (time)"), [InputRequired(_l("Write when it begins."))])
    half1_ends = TimeField(
        _l("To (time)"), [InputRequired(_l("Choose a time after the beginning."))]
    )
    half2_day = DateField(_l("Workshop 2"), [InputRequired(_l("Choose a day."))])
    half2_starts = TimeField(_l("From (time)"), [InputRequired(_l("Write when it begins."))])
    half2_ends = TimeField(
        _l("To (time)"), [InputRequired(_l("Choose a time after the beginning."))]
    )

    def half(self, number: int) -> HalfData:
        """One of the two."""
        name = f"half{number}"
        return HalfData(
            day=self[f"{name}_day"].data,
            starts=self[f"{name}_starts"].data,
            ends=self[f"{name}_ends"].data,
        )


class WhoForm(Form):
    """Who can lead, and which rooms there are."""

    facilitator_ids = PeopleField(_l("Who can lead?"))
    rooms = SelectMultipleField(_l("Which rooms?"), coerce=int)


class AskForm(Form):
    """Until when people answer."""

    poll_until = DateField(_l("Answer before"), [Optional()])


class AddPeopleForm(Form):
    """People who made no wish anywhere."""

    people_ids = PeopleField(_l("Who else?"))


class PersonForm(Form):
    """One person of the round."""

    unit_id = SelectField(_l("For which education?"), coerce=int)
    function = RadioField(
        _l("What are they in their education?"),
        choices=[SelectChoice(key, words) for key, words in FUNCTIONS.items()],
    )
    together = BooleanField(_l("Goes where the leader and teachers of the education go"))
    can = SelectMultipleField(_l("On which dates can they come?"), coerce=int)
    mates = SelectMultipleField(_l("Whom would they like to be with?"), coerce=int)

    def wishes(self) -> list[int]:
        """In their order; what was chosen twice counts once."""
        return [one for name in WISH_FIELDS if (one := self[name].data)]

    def offer(
        self,
        practices: Iterable[tuple[int, str]],
        dates: Iterable[tuple[int, str]],
        others: Iterable[tuple[int, str]],
        units: Iterable[tuple[int, str]],
    ) -> None:
        """Fills the choices."""
        options = [SelectChoice(0, _l("None"))]
        options += [SelectChoice(key, words) for key, words in practices]
        for name in WISH_FIELDS:
            self[name].choices = options
        self.unit_id.choices = [SelectChoice(0, _l("No education"))]
        self.unit_id.choices += [SelectChoice(key, words) for key, words in units]
        self.can.choices = [SelectChoice(key, words) for key, words in dates]
        self.mates.choices = [SelectChoice(key, words) for key, words in others]


WISH_FIELDS = [f"wish{number}" for number in range(1, WISHES_MAX + 1)]
for _number, _name in enumerate(WISH_FIELDS, start=1):
    _field: Any = SelectField(_l("Wish %(number)d", number=_number), coerce=int)
    setattr(PersonForm, _name, _field)
