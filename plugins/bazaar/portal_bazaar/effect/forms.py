"""When people are asked, and what they answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from portal.api import Form

from .answering import Said
from .lines import Line
from .timing import LAST_DAY

MESSAGE_MAX = 2000


class PlanForm(Form):
    """When people are asked, and reminded."""

    follow_up_on = DateField(_l("Ask on"), [InputRequired(_l("Choose a day.")), Optional()])
    remind_days = StringField(
        _l("Days until the reminders"),
        [Length(max=40)],
        description=_l("Numbers with commas between them, such as 10, 24. Empty: no reminders."),
    )
    close_days = IntegerField(
        _l("Days until the answers close"),
        [InputRequired(_l("Write a number of days.")), NumberRange(1, LAST_DAY)],
    )
    message = TextAreaField(
        _l("A few words of your own"),
        [Length(max=MESSAGE_MAX)],
        description=_l("They stand in the mail."),
    )

    def validate_remind_days(self, field: StringField) -> None:
        """Up to four rising numbers before the answers close."""
        days = numbers(field.data)
        if days is None or len(days) > 4 or days != sorted(set(days)) or 0 in days:
            raise ValidationError(_l("Write up to four rising numbers, such as 10, 24."))
        if days and self.close_days.data and days[-1] >= self.close_days.data:
            raise ValidationError(_l("The last reminder must come before the answers close."))


def numbers(text: str | None) -> list[int] | None:
    """'10, 24' -> [10, 24]; None for what is no list of numbers."""
    parts = [one for one in re.split(r"[,;\s]+", text or "") if one]
    if not all(one.isascii() and one.isdigit() and len(one) <= 3 for one in parts):
        return None
    return [int(one) for one in parts]


class AnswerForm(Form):
    """Only the token: the fields come from the lines."""


def read_answers(sent: Mapping[str, Any], lines: list[Line]) -> dict[str, Said]:
    """What was sent of each line."""
    found = {}
    for line in lines:
        version = sent.get(f"version-{line.key}", "")
        found[line.key] = Said(
            became=sent.get(f"became-{line.key}", ""),
            text=sent.get(f"text-{line.key}", "").replace("\x00", "").replace("\r\n", "\n").strip(),
            version=int(version) if re.fullmatch(r"[0-9]{1,9}", version) else 0,
        )
    return found


def said_of(lines: list[Line]) -> dict[str, Said]:
    """What is stored of each line."""
    return {
        line.key: Said(line.answer.became, line.answer.text, line.answer.version)
        if line.answer is not None
        else Said("")
        for line in lines
    }
