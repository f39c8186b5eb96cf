"""Two people wrote at once: both versions side by side, and one choice for each field.

A form carries the `version` it was made from and, in `seen`, a digest of each field as it was
then. So the page can tell what each of the two changed, and suggest accordingly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from flask_babel import format_date
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, Form, HiddenField, SelectMultipleField, SubmitField
from wtforms.fields.choices import SelectFieldBase

from portal.api import PeopleField, PersonField

from ..forms.fields import LinksField

CHOICE = "choose-"
Side = Literal["mine", "theirs"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the two wrote differently. `suggested` is the one who alone changed it."""

    name: str
    label: str
    mine: str
    theirs: str
    suggested: Side


def fields_of(form: Form) -> dict[str, Any]:
    """The fields that people fill in, by what the form calls them."""
    return {
        key: field
        for key, field in form._fields.items()
        if not isinstance(field, (HiddenField, SubmitField))
    }


def sent(field: Any) -> list[tuple[str, str]]:
    """What a browser would send for the field as it stands."""
    if isinstance(field, (LinksField, PersonField, PeopleField)):
        return field.sent()
    if isinstance(field, BooleanField):
        return [(field.name, "y")] if field.data else []
    if isinstance(field, SelectMultipleField):
        return [(field.name, str(value)) for value in field.data or ()]
    if isinstance(field, SelectFieldBase):
        return [(field.name, "" if field.data is None else str(field.data))]
    return [(field.name, field._value())]


def digest(form: Form) -> str:
    """A short mark of each field's content, for the hidden field `seen`."""
    return " ".join(f"{key}:{_mark(field)}" for key, field in fields_of(form).items())


def differences(mine: Form, theirs: Form, seen: str | None) -> list[Difference]:
    """The fields in which the two differ, in the order of the form."""
    before = dict(part.split(":", 1) for part in (seen or "").split() if ":" in part)
    found = []
    for key, field in fields_of(mine).items():
        other = theirs[key]
        if sent(field) != sent(other):
            untouched = before.get(key) == _mark(field)
            found.append(
                Difference(
                    key,
                    str(field.label.text),
                    in_words(field),
                    in_words(other),
                    "theirs" if untouched else "mine",
                )
            )
    return found


def chosen(posted: MultiDict[str, str], theirs: Form) -> MultiDict[str, str]:
    """What was posted, with the fields taken from `theirs` for which that was chosen."""
    wanted = {name for name in theirs._fields if posted.get(CHOICE + name) == "theirs"}
    if not wanted:
        return posted
    taken: MultiDict[str, str] = MultiDict()
    dropped = {key for name in wanted for key, _value in _keys(theirs[name])}
    for key, value in posted.items(multi=True):
        if key not in dropped:
            taken.add(key, value)
    for name in wanted:
        for key, value in sent(theirs[name]):
            taken.add(key, value)
    return taken


def in_words(field: Any) -> str:
    """The content of a field as people read it."""
    if isinstance(field, SelectFieldBase):
        chosen_ones = [str(option.label.text).strip() for option in field if option.checked]
        return "\n".join(chosen_ones)
    if isinstance(field, DateField):
        return format_date(field.data, "long") if field.data else ""
    if isinstance(field, BooleanField):
        return "✓" if field.data else ""
    if isinstance(field, (PersonField, PeopleField)):
        return field.in_words()
    if isinstance(field, LinksField):
        return "\n".join(f"{link.title} {link.url}".strip() for link in field.data or ())
    return sent(field)[0][1]


def hidden_values(form: Form, version: int, theirs: Form) -> list[tuple[str, str]]:
    """Everything of `form` as hidden fields, on top of the version that is there now."""
    pairs = [pair for field in fields_of(form).values() for pair in sent(field)]
    return [*pairs, ("version", str(version)), ("seen", digest(theirs))]


def is_choice(posted: Mapping[str, str]) -> bool:
    """Whether the form comes from the page with both versions."""
    return any(key.startswith(CHOICE) for key in posted)


def _keys(field: Any) -> list[tuple[str, str]]:
    if isinstance(field, LinksField):
        return [(name, "") for name in field.input_names]
    return [(field.name, "")]


def _mark(field: Any) -> str:
    text = "\x1f".join(f"{name}\x1e{value}" for name, value in sent(field))
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()
