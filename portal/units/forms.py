"""The forms about units and functions."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField

from portal.units.changing import MAX_NAME, MAX_TOWN
from portal.units.models import Function, Unit, UnitKind
from portal.units.services import unit_options
from portal.units.words import FUNCTION_WORDS, KIND_WORDS
from portal.web.addresses import as_id
from portal.web.forms import Form


class UnitForm(Form):
    """A unit's name, kind, place and town. The rules are in `changing`, which names the field."""

    name = StringField(
        _l("What is it called?"), render_kw={"maxlength": MAX_NAME, "required": True}
    )
    kind = RadioField(
        _l("What kind of unit is it?"),
        choices=[SelectChoice(str(key), words) for key, words in KIND_WORDS.items()],
        default=UnitKind.EDUCATION.value,
        validate_choice=False,
    )
    parent = SelectField(
        _l("Where does it belong?"),
        description=_l("What is shared with a unit is seen by its people and those below it."),
        coerce=as_id,
        validate_choice=False,
    )
    town = StringField(
        _l("In which town?"),
        description=_l("So that people near it are found. Empty: where the unit above it is."),
        render_kw={"maxlength": MAX_TOWN},
    )
    #: What the form was opened with: somebody else may have been faster.
    seen = HiddenField()

    def offer(self, session: Session, without: set[int]) -> UnitForm:
        """Fills the list of places, leaving out those it cannot move to."""
        open_units = [
            SelectChoice(str(unit_id), name)
            for unit_id, name in unit_options(session)
            if unit_id not in without
        ]
        top = SelectChoice("", _("At the top, as an institution of its own"))
        self.parent.choices = [top, *open_units]
        return self


class FunctionForm(Form):
    """One more function of a person."""

    unit = SelectField(_l("Unit"), coerce=as_id, validate_choice=False)
    function = RadioField(
        _l("Function"),
        choices=[SelectChoice(str(key), words) for key, words in FUNCTION_WORDS.items()],
        default=Function.TEACHER.value,
        validate_choice=False,
    )

    def offer(self, session: Session) -> FunctionForm:
        """Fills the list of units."""
        choices = [SelectChoice(str(unit_id), name) for unit_id, name in unit_options(session)]
        self.unit.choices = [SelectChoice("", _("Choose a unit")), *choices]
        return self


def fingerprint(unit: Unit) -> str:
    """What a form about the unit shows of it."""
    where = f"|{unit.town}" if unit.town else ""
    return f"{unit.kind}|{unit.parent_id or ''}|{unit.name}{where}"
