"""Nominations as a kind of the portal: no search knows them."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.api import Notice, NoticeTopic, ObjectKind

from ..models import Nomination
from .agreements import TOLD as AGREEMENT
from .services import NOMINATION, TOLD, may_nomination
from .states import State


def _label(nomination: Any) -> str:
    return _("Proposal: %(name)s", name=nomination.user.name)


KIND = ObjectKind(
    name=NOMINATION,
    title=_l("Proposed ambassador"),
    plural=_l("Proposed ambassadors"),
    icon="person-plus",
    model=Nomination,
    label=_label,
    url=lambda number: url_for("ambassadors_selecting.nomination", nomination_id=number),
    may=may_nomination,
)


def _words(notice: Notice) -> Any:
    by = notice.by or _("The portal")
    said = {
        State.ASKED: _("%(name)s proposes you as an ambassador. Will you?", name=by),
        State.OFFERED: _("%(name)s would like to be an ambassador.", name=by),
        State.DECLINED: _("%(name)s said no to being an ambassador.", name=by),
        State.WITHDRAWN: _("%(name)s has withdrawn the proposal.", name=by),
        State.APPOINTED: _("The answer is yes: a new ambassador."),
        State.REFUSED: _("The coordinators have answered. Read why."),
        State.LATER: _("Not now, perhaps later. Read why."),
    }
    return said.get(notice.key, "")  # type: ignore[call-overload]


def _agreement_words(notice: Notice) -> Any:
    by = notice.by or _("The portal")
    if notice.key == "confirmed":
        return _("%(name)s confirmed the agreement.", name=by)
    return _("There is a new version of the agreement. Confirm it.")


TOPICS = (
    NoticeTopic(TOLD, _l("Choosing ambassadors"), _words, default="mail", icon="person-plus"),
    NoticeTopic(
        AGREEMENT,
        _l("Agreements with ambassadors"),
        _agreement_words,
        default="mail",
        icon="clipboard-check",
    ),
)
