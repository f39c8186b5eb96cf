"""The forms of stands."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional

from portal.api import Actor, Form, PeopleField, unit_options

from ..models import Bazaar, Stand
from .data import (
    PLACE_MAX,
    TEXT_MAX,
    TITLE_MAX,
    StandData,
    StandProblem,
    read_guests,
    written_guests,
)
from .services import NUMBER_MAX
from .sheets import choices

TOO_LONG = _l("Make it shorter: at most %(max)d characters.")
MESSAGE_MAX = 2000


def _number(value: Any) -> int | None:
    """The value of a choice; '' is none."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class StandForm(Form):
    """What a stand shows, who keeps it, what it needs."""

    sheet_id = SelectField(_l("Fact sheet"), coerce=_number, validate_choice=True)
    title = StringField(
        _l("Title"),
        [Length(max=TITLE_MAX, message=TOO_LONG)],
        description=_l("Leave it empty to use that of the fact sheet."),
    )
    summary = TextAreaField(
        _l("What is it about?"),
        [Length(max=TEXT_MAX, message=TOO_LONG)],
        description=_l("Two or three lines that make people want to stop."),
    )
    theme_id = SelectField(_l("Theme"), coerce=_number)
    unit_id = SelectField(_l("From which unit?"), coerce=_number)
    keeper_ids = PeopleField(_l("Keepers with an account"))
    guests = TextAreaField(
        _l("Keepers without an account"),
        [Length(max=TEXT_MAX, message=TOO_LONG)],
        description=_l("One a line: name, e-mail address."),
    )
    hands_on = TextAreaField(
        _l("What can visitors try or take in their hands?"),
        [Length(max=TEXT_MAX, message=TOO_LONG)],
    )
    needs = TextAreaField(
        _l("What do you need?"),
        [Length(max=TEXT_MAX, message=TOO_LONG)],
        description=_l("Tables, power, a screen, quiet. Only keepers and organisers see it."),
    )
    version = HiddenField()

    def prepare(
        self, session: Session, actor: Actor, bazaar: Bazaar, stand: Stand | None = None
    ) -> None:
        """The choices there are; call it before validating."""
        sheets = choices(session, actor, stand.sheet_id if stand else None)
        kept = stand.sheet_id if stand else None
        if kept is not None and kept not in {key for key, _title in sheets}:
            # One that the reader may not see stays chosen, and untold.
            sheets.insert(0, (kept, str(_l("The fact sheet that is chosen"))))
        self.sheet_id.choices = _options(_l("None, I write a title"), sheets)
        self.theme_id.choices = _options(
            _l("No theme"), [(one.id, one.name) for one in bazaar.themes]
        )
        self.unit_id.choices = _options(_l("None"), unit_options(session))
        unit = stand.unit_id if stand else None
        if unit is not None and unit not in {key for key, _name in unit_options(session)}:
            name = stand.unit.name if stand and stand.unit else "?"
            self.unit_id.choices.append(SelectChoice(str(unit), name))
        if stand is not None:
            self.keeper_ids.keep([one.user_id for one in stand.keepers])

    def stand_data(self, stand: Stand | None = None) -> StandData:
        """What the form says; raises StandProblem."""
        return StandData(
            title=self.title.data or "",
            summary=self.summary.data or "",
            sheet_id=self.sheet_id.data,
            unit_id=self.unit_id.data,
            theme_id=self.theme_id.data,
            hands_on=self.hands_on.data or "",
            needs=self.needs.data or "",
            place=(stand.place if stand else ""),
            keeper_ids=self.keeper_ids.data or (),
            guests=read_guests(self.guests.data or ""),
        )

    @property
    def based_on(self) -> int | None:
        """The version that the form was made from."""
        return _number(self.version.data)

    def complain(self, problem: StandProblem) -> None:
        """Shows a problem at its field."""
        field = getattr(self, problem.field, self.title)
        field.errors = [*field.errors, str(problem)]


class ManagedStandForm(StandForm):
    """The same, with what only organisers say."""

    number = IntegerField(
        _l("Number"),
        [Optional(), NumberRange(1, NUMBER_MAX)],
        description=_l("Empty: the next free one, once the stand is confirmed."),
    )
    place = StringField(
        _l("Place in the room"),
        [Length(max=PLACE_MAX, message=TOO_LONG)],
        description=_l("In words, such as: the hall, by the window."),
    )

    def stand_data(self, stand: Stand | None = None) -> StandData:
        """What the form says; raises StandProblem."""
        said = super().stand_data(stand)
        values = {name: getattr(said, name) for name in StandData.__slots__}
        return StandData(**{**values, "place": self.place.data or "", "number": self.number.data})


class NewStandForm(ManagedStandForm):
    """An organiser adds a stand, or asks people to keep it."""

    how = SelectField(
        _l("How does it begin?"),
        choices=[
            SelectChoice("invite", _l("Invite the keepers, who say yes or no")),
            SelectChoice("add", _l("It is agreed: confirm it at once")),
        ],
        default="invite",
    )
    message = TextAreaField(
        _l("A few words to those who are invited"), [Length(max=MESSAGE_MAX, message=TOO_LONG)]
    )


class AnswerForm(Form):
    """Yes, or no and perhaps why."""

    reason = TextAreaField(_l("Why?"), [Length(max=MESSAGE_MAX, message=TOO_LONG)])


class MoveForm(Form):
    """Where a stand is."""

    place = StringField(
        _l("Place in the room"),
        [Length(max=PLACE_MAX, message=TOO_LONG)],
        description=_l("In words, such as: the hall, by the window."),
    )
    x = IntegerField(_l("From the left, in thousandths"), [Optional(), NumberRange(0, 1000)])
    y = IntegerField(_l("From the top, in thousandths"), [Optional(), NumberRange(0, 1000)])
    tell = BooleanField(
        _l("Tell keepers, organisers and visitors who are curious about it"), default=False
    )


def values_of(stand: Stand) -> dict[str, Any]:
    """The fields' values for a stand."""
    names = ("title", "summary", "hands_on", "needs", "number", "place", "version")
    return {
        **{name: getattr(stand, name) for name in names},
        **{name: getattr(stand, name) for name in ("sheet_id", "theme_id", "unit_id")},
        "keeper_ids": [one.user_id for one in stand.keepers if one.user_id is not None],
        "guests": written_guests(stand),
    }


def _options(none: Any, pairs: list[tuple[int, str]]) -> list[SelectChoice]:
    return [SelectChoice("", none), *(SelectChoice(str(key), name) for key, name in pairs)]
