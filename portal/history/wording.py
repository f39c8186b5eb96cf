"""The values of a version in words, as one reader may read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.access.actors import Actor
from portal.history.declaring import HistoryField
from portal.runtime import portal


class Wording:
    """Words for the values in `versions`; what references lead to is looked up once for all."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        fields: Mapping[str, HistoryField],
        versions: Iterable[Mapping[str, Any]],
    ) -> None:
        self.fields = fields
        self._titles: dict[str, Mapping[Any, str]] = {}
        versions = list(versions)
        for name, field in fields.items():
            if field.show == "reference":
                values = {one for data in versions for one in _each(data.get(name))}
                self._titles[name] = _titles(session, actor, field, values)

    def text(self, name: str, value: Any) -> str:
        """A value on as many lines as it takes; '' for nothing."""
        if isinstance(value, str) and self.fields[name].show in ("text", "markdown"):
            return value
        return "\n".join(self.items(name, value))

    def items(self, name: str, value: Any) -> list[str]:
        """A value as a list of what it holds, each in words; empty for nothing."""
        return [self._item(name, one) for one in _each(value)]

    def _item(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if field.show == "reference":
            return self._titles[name].get(value) or _("not shared with you, or no longer there")
        if field.words is not None:
            return _by(field.words, value)
        if field.show == "yes_no":
            return _("yes") if value else _("no")
        if field.show == "date":
            return _date(value)
        return str(value)


def _each(value: Any) -> list[Any]:
    if value is None or value in ("", []):
        return []
    if isinstance(value, list):
        return [one for one in value if one is not None]
    return [value]


def _by(words: Any, value: Any) -> str:
    try:
        found = words[value] if isinstance(words, Mapping) else words(value)
    except (KeyError, TypeError, ValueError):
        # An older version may hold what has no words any longer.
        return str(value)
    return str(found)


def _date(value: Any) -> str:
    try:
        return format_date(dt.date.fromisoformat(str(value)[:10]), "long")
    except ValueError:
        return str(value)


def _titles(
    session: Session, actor: Actor, field: HistoryField, values: Collection[Any]
) -> Mapping[Any, str]:
    known = {value for value in values if isinstance(value, int | str)}
    if not known:
        return {}
    if field.names is not None:
        return {key: str(title) for key, title in field.names(session, actor, known).items()}
    ids = {value for value in known if isinstance(value, int)}
    found = portal().kinds.resolve(session, actor, [(field.kind, one) for one in ids])
    return {one.object_id: one.title for one in found.values() if one.visible}
