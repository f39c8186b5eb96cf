"""The forms of the import: the files, what is chosen once, a found sheet, and headings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from portal.api import Form, PersonField, UploadField, VisibilityFields, unit_options

from ..importing import BOOKLET, COMMON, ROLES
from ..models import Programme
from ..models.catalogue import NAME_LENGTH
from ..models.importing import PROFILE_NAME_MAX
from ..services import profiles
from ..services.imports.choosing import Choices
from ..services.imports.corrections import Wanted
from .fields import PICK_ONE, TOO_LONG, IdField, LinesField, WordsField
from .sheet import SheetForm

MOST_FILES = 10
ENDINGS = ".txt,.pdf,.docx,.odt"
COMMON_NAME = _l("Common Danish headings")


def profile_name(key: str) -> str:
    """What the headings of a document are called."""
    if key == BOOKLET:
        return str(profiles.BOOKLET_NAME)
    return str(COMMON_NAME) if key == COMMON else key


def heading_choices(session: Session) -> list[SelectChoice]:
    """The headings a document can be read by."""
    return [
        SelectChoice(BOOKLET, profile_name(BOOKLET)),
        SelectChoice(COMMON, profile_name(COMMON)),
        *(SelectChoice(str(row.id), row.name) for row in profiles.all_profiles(session)),
    ]


class FilesForm(Form):
    """The documents. The files stand last, as `UploadField` wants it."""

    headings = SelectField(
        _l("Which headings do they have?"),
        default="",
        description=_l("We find out by ourselves. Say it only if we guess wrong."),
        invalid_choice_message=PICK_ONE,
    )
    files = UploadField(
        _l("Files"),
        required=_l("Choose at least one file."),
        most=MOST_FILES,
        description=_l(
            "Text, PDF, Word or OpenDocument; up to ten at once. Several sheets may stand in one "
            "file."
        ),
        render_kw={"accept": ENDINGS},
    )

    def offer(self, session: Session) -> None:
        """The headings there are."""
        self.headings.choices = [
            SelectChoice("", _("Find out")),
            *heading_choices(session),
        ]


class ChoicesForm(VisibilityFields, Form):
    """What is chosen once for all sheets of an import."""

    responsible_id = PersonField(
        _l("Who is responsible?"),
        description=_l("Whom readers can ask: a name or an e-mail address."),
    )
    programme_id = IdField(
        _l("Programme"), description=_l("For the sheets that name none themselves.")
    )

    @classmethod
    def filled(cls, choices: Choices) -> ChoicesForm:
        """A form that says these."""
        return cls(formdata=None, data=choices.to_json())

    def offer(self, session: Session, choices: Choices) -> None:
        """The programmes, the units, and who was chosen before."""
        rows = session.scalars(select(Programme).order_by(Programme.name))
        self.programme_id.offer(_("None"), [SelectChoice(str(r.id), r.name) for r in rows])
        units = [SelectChoice(str(key), name) for key, name in unit_options(session)]
        self.visible_units.choices = units
        self.responsible_id.keep([choices.responsible_id])
        self.visible_people.keep(choices.visible_people)

    @property
    def choices(self) -> Choices:
        """What was chosen."""
        return Choices(
            responsible_id=self.responsible_id.data,
            programme_id=self.programme_id.data,
            visibility=self.visibility.data,
            visible_units=tuple(self.visible_units.data or ()),
            visible_people=tuple(self.visible_people.data or ()),
        )


def _name(label: Any, description: Any) -> Any:
    length = Length(max=NAME_LENGTH, message=TOO_LONG)
    return StringField(label, [length], description=description)


class FoundForm(SheetForm):
    """A found sheet: the form of every sheet, and the names that the catalogue does not have."""

    new_programme = _name(
        _l("New programme"), _l("The document names it, and it is not there yet. Empty it if not.")
    )
    new_track = _name(
        _l("New track"), _l("The document names it, and it is not there yet. Empty it if not.")
    )
    new_concepts = WordsField(
        _l("New concepts"),
        description=_l("They are made when the sheet is taken. Remove those that should not be."),
    )

    @property
    def new_names(self) -> dict[str, Any]:
        """The names as `Wanted` has them."""
        return {
            "new_programme": self.new_programme.data or "",
            "new_track": self.new_track.data or "",
            "new_concepts": tuple(name[:NAME_LENGTH] for name in self.new_concepts.data or ()),
        }

    @staticmethod
    def names_of(wanted: Wanted) -> dict[str, Any]:
        """What fills the three fields."""
        return {
            "new_programme": wanted.new_programme,
            "new_track": wanted.new_track,
            "new_concepts": list(wanted.new_concepts),
        }


class NameForm(Form):
    """The name under which the headings of a document are kept; may be empty."""

    name = StringField(
        _l("Keep these headings as"),
        [Length(max=PROFILE_NAME_MAX, message=TOO_LONG)],
        description=_l("The name of the institution. Its next document is then read by itself."),
    )


class ProfileForm(Form):
    """The headings of an institution: for each section its spellings, one on a line."""

    version = HiddenField()
    name = StringField(
        _l("Name"),
        [DataRequired(_l("Write a name.")), Length(max=PROFILE_NAME_MAX, message=TOO_LONG)],
        description=_l("The institution, or the series its documents belong to."),
    )

    @property
    def words(self) -> dict[str, list[str]]:
        """What was written, by role."""
        return {role: list(self[f"role_{role}"].data or ()) for role in ROLES}


for _role in ROLES:
    setattr(
        ProfileForm,
        f"role_{_role}",
        LinesField(profiles.ROLE_WORDS[_role], description=profiles.ROLE_HELP.get(_role, "")),
    )


def profile_form(name: str = "", words: Mapping[str, Any] | None = None, version: int = 0) -> Any:
    """A form that says these headings."""
    values: dict[str, Any] = {f"role_{role}": (words or {}).get(role, []) for role in ROLES}
    return ProfileForm(formdata=None, data=values | {"name": name, "version": str(version)})
