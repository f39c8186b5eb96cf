"""All wishes as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from portal.api import day_of

from .gathering import Wishes
from .words import look_of, source_of


def columns() -> list[str]:
    """The headings."""
    return [
        _("Practice"),
        _("Person"),
        _("Place"),
        _("Expects"),
        _("Made"),
        _("Where"),
        _("What became of it"),
    ]


def rows(wishes: Wishes) -> Iterable[Sequence[Any]]:
    """One row a wish, as far as one may see them."""
    for one in wishes.wanted:
        yield (
            one.practice,
            one.person,
            one.unit,
            one.wish.text,
            day_of(one.wish.made_at) if one.wish.made_at else "",
            str(source_of(one.wish)),
            str(look_of(one.outcome).words),
        )
