"""Visibility as people choose it: everyone signed in, certain units, named people, only me."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column
from wtforms import RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import ValidationError

from portal.access.actors import EVERYONE, unit_label, user_label
from portal.units.person_fields import PeopleField


class Visibility(StrEnum):
    """Who may see an object that is published."""

    EVERYONE = "everyone"
    UNITS = "units"
    PEOPLE = "people"
    PRIVATE = "private"


VISIBILITY_WORDS = {
    Visibility.EVERYONE: _l("Everyone signed in"),
    Visibility.UNITS: _l("Certain units"),
    Visibility.PEOPLE: _l("Named people"),
    Visibility.PRIVATE: _l("Only me"),
}


class VisibleMixin:
    """Columns for a model whose visibility people choose."""

    visibility: Mapped[str] = mapped_column(String(10), default=Visibility.EVERYONE)
    visible_units: Mapped[list[int]] = mapped_column(default=list)
    visible_people: Mapped[list[int]] = mapped_column(default=list)

    def chosen_labels(self, owner_ids: Iterable[int | None]) -> set[str]:
        """The audience labels of the choice. Its owners always see it."""
        labels = {user_label(owner_id) for owner_id in owner_ids if owner_id is not None}
        if self.visibility == Visibility.EVERYONE:
            labels.add(EVERYONE)
        elif self.visibility == Visibility.UNITS:
            labels.update(unit_label(unit_id) for unit_id in self.visible_units)
        elif self.visibility == Visibility.PEOPLE:
            labels.update(user_label(user_id) for user_id in self.visible_people)
        return labels


class VisibilityFields:
    """Mixin for forms; give the choices of units, and with `visible_people.keep` the people who
    were chosen before, before validating."""

    visibility = RadioField(
        _l("Who may see it?"),
        choices=[SelectChoice(key.value, words) for key, words in VISIBILITY_WORDS.items()],
        default=Visibility.EVERYONE.value,
    )
    visible_units = SelectMultipleField(
        _l("Units that may see it"),
        description=_l("With everyone in the units below them."),
        coerce=int,
        validate_choice=True,
    )
    visible_people = PeopleField(_l("People who may see it"))

    def validate_visible_units(self, field: Any) -> None:
        """Certain units: at least one."""
        if self.visibility.data == Visibility.UNITS and not field.data:
            raise ValidationError(_l("Choose at least one unit."))

    def validate_visible_people(self, field: Any) -> None:
        """Named people: at least one."""
        if self.visibility.data == Visibility.PEOPLE and not field.data:
            raise ValidationError(_l("Choose at least one person."))
