"""What is chosen once, for all sheets of an import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.api import Actor, InvalidInput, Visibility, now

from ...models import ImportRun
from ..data import SheetData, problems


@dataclass(frozen=True, slots=True)
class Choices:
    """Who is responsible, which programme a sheet belongs to that names none, and who will see
    the sheets once they are published."""

    responsible_id: int | None = None
    programme_id: int | None = None
    visibility: str = Visibility.EVERYONE
    visible_units: Sequence[int] = ()
    visible_people: Sequence[int] = ()

    @classmethod
    def of(cls, run: ImportRun) -> Choices:
        """Those of an import."""
        known = {key: value for key, value in run.settings.items() if key in cls.__slots__}
        return cls(**known)

    def to_json(self) -> dict[str, Any]:
        """As they are stored."""
        values = asdict(self)
        values["visibility"] = str(self.visibility)
        return values | {
            "visible_units": list(self.visible_units),
            "visible_people": list(self.visible_people),
        }


class InvalidChoices(InvalidInput):
    """Choices that cannot be: `errors` by field."""


def choose(session: Session, actor: Actor, run: ImportRun, choices: Choices) -> None:
    """Keeps the choices; they hold for every sheet that was not corrected otherwise. Raises
    InvalidChoices."""
    data = SheetData(title="-", **asdict(choices))
    if errors := problems(session, actor, data):
        raise InvalidChoices(errors)
    run.settings = choices.to_json()
    run.touched_at = now()
