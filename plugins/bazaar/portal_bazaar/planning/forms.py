"""The forms of planning."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.api import VISIBILITY_WORDS, Form, PersonField, Visibility, VisibilityFields

from ..vocabulary import ORGANISER_ROLES, PARTS, OrganiserRole, PartKind
from .data import (
    ADDRESS_MAX,
    CHANNEL_MAX,
    LESSON_MAX,
    MONTHS_MOST,
    PART_NOTE_MAX,
    PART_PLACE_MAX,
    PART_TITLE_MAX,
    PLACE_MAX,
    SUMMARY_MAX,
    TASK_TEXT_MAX,
    TASK_TITLE_MAX,
    THEME_MAX,
    TITLE_MAX,
    BazaarData,
)

TOO_LONG = _l("Make it shorter: at most %(max)d characters.")
FIELDS = (
    "title",
    "summary",
    "place",
    "address",
    "day",
    "starts",
    "ends",
    "registration_day",
    "registration_time",
    "cards_day",
    "cards_time",
    "follow_up_months",
    "visibility",
    "visible_units",
    "visible_people",
)


class BazaarForm(Form, VisibilityFields):
    """Where and when, what it is about, who may see it."""

    title = StringField(
        _l("Name"),
        [InputRequired(_l("Give the bazaar a name.")), Length(max=TITLE_MAX, message=TOO_LONG)],
        description=_l("Such as Bazaar 2027."),
    )
    day = DateField(_l("Day"), [InputRequired(_l("Choose a day."))])
    starts = TimeField(_l("From (time)"), [InputRequired(_l("Write when it begins."))])
    ends = TimeField(_l("To (time)"), [InputRequired(_l("Choose a time after the beginning."))])
    place = StringField(
        _l("Place"),
        [Length(max=PLACE_MAX, message=TOO_LONG)],
        description=_l("Such as the hall or the building."),
    )
    address = StringField(_l("Address"), [Length(max=ADDRESS_MAX, message=TOO_LONG)])
    summary = TextAreaField(
        _l("What is it about?"),
        [Length(max=SUMMARY_MAX, message=TOO_LONG)],
        description=_l("Everybody who may see the bazaar reads this."),
    )
    registration_day = DateField(
        _l("Registration until"),
        [Optional()],
        description=_l("Leave it empty, and people can register until it begins."),
    )
    registration_time = TimeField(_l("Registration until (time)"), [Optional()])
    cards_day = DateField(
        _l("Dance cards can be changed until"),
        [Optional()],
        description=_l("Leave it empty, and a card can be changed until it is handed in."),
    )
    cards_time = TimeField(_l("Dance cards until (time)"), [Optional()])
    follow_up_months = IntegerField(
        _l("How many months later do we ask what became of it?"),
        [InputRequired(_l("Write a number.")), NumberRange(1, MONTHS_MOST)],
        default=3,
    )
    visibility = RadioField(
        _l("Who may see it?"),
        description=_l(
            "From when it is announced. Who is invited or registered always sees it, and so do "
            "its organisers."
        ),
        choices=[
            SelectChoice(key.value, words)
            for key, words in VISIBILITY_WORDS.items()
            if key != Visibility.PRIVATE
        ],
        default=Visibility.EVERYONE.value,
    )
    version = HiddenField()
    based_on = HiddenField()

    def bazaar_data(self) -> BazaarData:
        """What the form says; only after it has validated."""
        values: dict[str, Any] = {name: self[name].data for name in FIELDS}
        for name in ("title", "summary", "place", "address", "visibility"):
            values[name] = values[name] or ""
        for name in ("visible_units", "visible_people"):
            values[name] = values[name] or ()
        return BazaarData(**values)

    @staticmethod
    def values_of(data: BazaarData) -> dict[str, Any]:
        """The fields' values for a bazaar."""
        return {name: getattr(data, name) for name in FIELDS}


class CopyForm(Form):
    """Next year's bazaar, made of this one."""

    title = StringField(
        _l("Name"),
        [InputRequired(_l("Give the bazaar a name.")), Length(max=TITLE_MAX, message=TOO_LONG)],
    )
    day = DateField(_l("Day"), [InputRequired(_l("Choose a day."))])


class PartForm(Form):
    """A part of the day."""

    kind = RadioField(
        _l("What is it?"),
        choices=[SelectChoice(str(key), look.words) for key, look in PARTS.items()],
        default=PartKind.PITCHES.value,
    )
    title = StringField(
        _l("Title"),
        [Length(max=PART_TITLE_MAX, message=TOO_LONG)],
        description=_l("Left empty it is called what it is."),
    )
    starts = TimeField(_l("From (time)"), [InputRequired(_l("Write when it begins."))])
    ends = TimeField(_l("To (time)"), [InputRequired(_l("Choose a time after the beginning."))])
    place = StringField(_l("Place"), [Length(max=PART_PLACE_MAX, message=TOO_LONG)])
    note = TextAreaField(_l("Note"), [Length(max=PART_NOTE_MAX, message=TOO_LONG)])
    based_on = HiddenField()


class ThemeForm(Form):
    """What stands and pitches are gathered under."""

    name = StringField(
        _l("Theme"),
        [InputRequired(_l("Write what it is called.")), Length(max=THEME_MAX, message=TOO_LONG)],
    )


class TaskForm(Form):
    """One thing to do before, on or after the day."""

    title = StringField(
        _l("What is to be done?"),
        [
            InputRequired(_l("Write what is to be done.")),
            Length(max=TASK_TITLE_MAX, message=TOO_LONG),
        ],
    )
    due_on = DateField(_l("By when?"), [InputRequired(_l("Choose a day."))])
    responsible_id = PersonField(_l("Who does it?"))
    channel = StringField(
        _l("Channel"),
        [Length(max=CHANNEL_MAX, message=TOO_LONG)],
        description=_l("Where it is told: mail, intranet, poster, meeting ..."),
        render_kw={"list": "channels", "autocomplete": "off"},
    )
    text = TextAreaField(
        _l("Draft text"),
        [Length(max=TASK_TEXT_MAX, message=TOO_LONG)],
        description=_l("Stays with the task, also when somebody else takes over."),
    )
    version = HiddenField()
    based_on = HiddenField()


class OrganiserForm(Form):
    """Somebody more who plans or moderates."""

    user_id = PersonField(_l("Who?"))
    role = RadioField(
        _l("What do they do?"),
        choices=[SelectChoice(str(key), look.words) for key, look in ORGANISER_ROLES.items()],
        default=OrganiserRole.ORGANISER.value,
    )


class HandOverForm(Form):
    """Who takes over."""

    user_id = PersonField(_l("Who takes over?"))


class LessonForm(Form):
    """What was learned."""

    text = TextAreaField(
        _l("What did you learn?"),
        [InputRequired(_l("Write what you learned.")), Length(max=LESSON_MAX, message=TOO_LONG)],
        description=_l("What worked, what you would do otherwise, whom to ask next year."),
    )
    version = HiddenField()
    based_on = HiddenField()
