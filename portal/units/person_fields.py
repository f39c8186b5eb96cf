"""Fields of forms for choosing people, fit for thousands of them.

One types a name or an e-mail address. With a script the people who fit are offered meanwhile;
without one the server finds out who was meant, and asks where several may be. `forms.field` shows
both kinds. Only people whom the reader of the form may see are ever offered or taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from portal.units.picking import Meant, people_by_id, who_is_meant

MOST = 200


class PersonInput(TextInput):
    """Told apart by the macro that shows the field."""


class PeopleInput(TextInput):
    """Told apart by the macro that shows the field."""


class _Choosing(Field):
    """What both fields share. `asks`: what was typed, and whom it may mean."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept: tuple[int, ...] = ()
        self.asks: list[tuple[str, list[Meant]]] = []
        self._typed: list[str] = []
        self._known: dict[int, Meant] = {}

    def keep(self, ids: Iterable[int | None]) -> None:
        """Who was chosen before may stay, even if they have left since. Call it with what the
        object says, before validating."""
        self.kept = tuple(one for one in ids if one is not None)
        self._known = {}
        if self._typed:
            self._find_out()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Finds out who is meant."""
        self._typed = [text for text in map(str, valuelist[:MOST]) if text.strip("\x00 \t\r\n")]
        self._find_out()

    def pre_validate(self, form: Any) -> None:
        """Says who could not be found, or asks who was meant."""
        for typed, found in self.asks:
            shown = " ".join(typed.split())[:60]
            if found:
                raise StopValidation(_('Several people fit "%(text)s". Choose one.', text=shown))
            raise StopValidation(_("Choose somebody from the list, or write an e-mail address."))

    def _find_out(self) -> None:
        from portal.database import db
        from portal.web.requests import current_actor

        self.asks, chosen = [], []
        for typed in self._typed:
            found = who_is_meant(db.session(), current_actor(), typed, self.kept)
            if len(found) == 1:
                chosen.append(found[0])
            else:
                self.asks.append((typed, found))
        self._known = {one.id: one for one in chosen}
        self._take([one.id for one in chosen])

    def _take(self, ids: list[int]) -> None:
        raise NotImplementedError

    def _people(self, ids: Iterable[int]) -> list[Meant]:
        """The people with these ids whom the reader may know of."""
        from portal.database import db
        from portal.web.requests import current_actor

        wanted = list(ids)
        if set(wanted) - set(self._known):
            self._known = people_by_id(db.session(), current_actor(), wanted, self.kept)
        return [self._known[one] for one in wanted if one in self._known]


class PersonField(_Choosing):
    """One person or nobody; `data` is an id or None."""

    widget = PersonInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """A choice among those who were offered counts more than the text it was offered for."""
        if not valuelist:
            return
        numbers = [text for text in map(str, valuelist) if text.isdigit()]
        super().process_formdata(numbers[:1] or valuelist[:1])

    def _take(self, ids: list[int]) -> None:
        self.data = ids[0] if ids else None

    def _value(self) -> str:
        if self.asks:
            return self.asks[0][0].replace("\x00", "")
        return "".join(one.text for one in self._people([self.data] if self.data else []))

    def sent(self) -> list[tuple[str, str]]:
        """What stands for the field in a hidden one."""
        if self.asks:
            return [(self.name, self._value())]
        return [(self.name, str(self.data) if self.data else "")]

    def in_words(self) -> str:
        """Who it is."""
        return self._value()


class PeopleField(_Choosing):
    """Several people; `data` is a list of ids."""

    widget = PeopleInput()

    def process_data(self, value: Any) -> None:
        """Ids, or nothing."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Ids of those chosen, and what was typed; several names may stand in one text."""
        parts = [part for text in valuelist for part in str(text).replace("\n", ";").split(";")]
        super().process_formdata(parts)

    def _take(self, ids: list[int]) -> None:
        self.data = list(dict.fromkeys(ids))

    def _value(self) -> str:
        return "; ".join(typed.replace("\x00", "").strip() for typed, _found in self.asks)

    @property
    def chosen(self) -> list[Meant]:
        """The people who are chosen, in that order."""
        return self._people(self.data or ())

    def sent(self) -> list[tuple[str, str]]:
        """What stands for the field in hidden ones."""
        rest = [(self.name, self._value())] if self.asks else []
        return [*((self.name, str(one)) for one in self.data or ()), *rest]

    def in_words(self) -> str:
        """Who they are, a line each."""
        return "\n".join([*(one.name for one in self.chosen), *filter(None, [self._value()])])
