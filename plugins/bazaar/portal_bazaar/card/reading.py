"""A stand's page for guests of the day: what they may read about a practice.

Colleagues read the stand and its fact sheet as the portal shows them. A guest has no account and so
sees nothing of the portal by itself: here they read the stand's own words and, where the sheet is
published for everyone who is signed in, the sheet's. A sheet for some is not even named.
"""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.api import ANYONE, current_actor, db, public

from ..attendance.visitors import current_visitor
from ..frame import show
from ..models import Bazaar, CardEntry, Keeper, Stand
from ..stands.sheets import facts_of, sections_of
from ..stands.words import shown_name
from ..vocabulary import StandStatus
from .entrance import announced_or_404, to_sign_in
from .views import bp


@bp.get("/<int:bazaar_id>/stand/<int:stand_id>")
@public
def read(bazaar_id: int, stand_id: int) -> Any:
    """The stand, for who is signed in for the day; who has an account goes to its own page."""
    session = db.session()
    bazaar = announced_or_404(session, bazaar_id)
    if current_actor().is_signed_in:
        return redirect(url_for("bazaar_stands.page", bazaar_id=bazaar_id, stand_id=stand_id))
    visitor = current_visitor(session, bazaar)
    if visitor is None:
        return to_sign_in(bazaar)
    stand = shown_stand(session, bazaar, stand_id)
    if stand is None:
        abort(404)
    on_card = select(CardEntry.id).where(
        CardEntry.visitor_id == visitor.id, CardEntry.stand_id == stand.id
    )
    sheet = public_sheet(session, stand)
    return show(
        "bazaar/card/stand.html",
        bazaar,
        stand=stand,
        keepers=[shown_name(one) for one in stand.keepers],
        sheet=sheet,
        sections=sections_of(sheet),
        on_card=session.scalar(on_card) is not None,
    )


def shown_stand(session: Session, bazaar: Bazaar, stand_id: int) -> Stand | None:
    """A confirmed stand of this bazaar and of no other."""
    wanted = (
        select(Stand)
        .where(
            Stand.id == min(stand_id, 2**31),
            Stand.bazaar_id == bazaar.id,
            Stand.status == StandStatus.CONFIRMED,
        )
        .options(
            joinedload(Stand.unit),
            joinedload(Stand.theme),
            selectinload(Stand.keepers).joinedload(Keeper.user),
        )
    )
    return session.scalar(wanted)


def public_sheet(session: Session, stand: Stand) -> Any:
    """The stand's fact sheet, if it is published and everyone who is signed in may see it."""
    sheet = facts_of(session, ANYONE, [stand.sheet_id]).get(stand.sheet_id or 0)
    return sheet if sheet is not None and sheet.published and not sheet.archived else None
