"""Starting a round; when rounds come by themselves."""

from __future__ import annotations

from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.api import Form

from .services import MESSAGE_MAX
from .timing import LAST_DAY, Pace


class StartForm(Form):
    """A round now."""

    message = TextAreaField(
        _l("A few words of your own"),
        [Length(max=MESSAGE_MAX)],
        description=_l("They stand at the top of the mail."),
    )


def _days(title: Any) -> Any:
    return IntegerField(
        title, [InputRequired(_l("Write a number of days.")), NumberRange(1, LAST_DAY)]
    )


class PlanForm(Form):
    """When rounds come, and how patient they are."""

    months = SelectMultipleField(
        _l("A round begins on the first day of"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("Choose none if you start every round yourself."),
    )
    remind_days = StringField(
        _l("Days until the reminders"),
        [InputRequired(_l("Write at least one number of days.")), Length(max=40)],
        description=_l("Numbers with commas between them, such as 10, 24."),
    )
    escalate_days = _days(_l("Days until the leader is told"))
    close_days = _days(_l("Days until the round is over"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locale = get_locale()
        names = locale.months["stand-alone"]["wide"] if locale else {}
        self.months.choices = [
            SelectChoice(number, str(names.get(number, number))) for number in range(1, 13)
        ]

    def validate_remind_days(self, field: StringField) -> None:
        """Up to four whole numbers, rising."""
        days = numbers(field.data)
        if not days or len(days) > 4 or list(days) != sorted(set(days)) or days[-1] > LAST_DAY:
            raise ValidationError(_l("Write up to four rising numbers, such as 10, 24."))

    def pace(self) -> Pace:
        """What the form says; only after it has validated."""
        return Pace(
            numbers(self.remind_days.data) or (),
            int(self.escalate_days.data or 0),
            int(self.close_days.data or 0),
        )


def numbers(text: str | None) -> tuple[int, ...] | None:
    """'10, 24' -> (10, 24); None for anything else."""
    parts = [part.strip() for part in (text or "").replace(";", ",").split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) <= 3 for part in parts):
        return None
    return tuple(int(part) for part in parts)
