"""The stands' numbers on the organisers' overview, and what waits for keepers."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.api import Actor, Panel, Waiting, narrow, now

from ..frame import Figure
from ..models import Bazaar, Keeper, Stand
from ..vocabulary import BazaarStatus, StandStatus
from .listing import counts
from .problems import in_words
from .rounds import board_of
from .services import is_open
from .sheets import facts_of


def figures(session: Session, bazaar: Bazaar) -> Iterable[Figure]:
    """How many are confirmed; proposals to answer; what the check of rounds and shifts finds."""
    found = counts(session, bazaar)
    url = url_for("bazaar_stands_manage.index", bazaar_id=bazaar.id)
    proposed, invited = found.get(StandStatus.PROPOSED, 0), found.get(StandStatus.INVITED, 0)
    yield Figure(
        _l("Stands confirmed"),
        found.get(StandStatus.CONFIRMED, 0),
        url,
        "shop",
        "" if found else _("Invite keepers, or wait for proposals"),
        order=20,
    )
    if proposed:
        yield Figure(
            _l("Proposals"),
            proposed,
            url + "?status=proposed",
            "lightbulb",
            ngettext(
                "%(num)s stand waits for your answer",
                "%(num)s stands wait for your answer",
                proposed,
            ),
            "amber",
            21,
        )
    if invited:
        yield Figure(
            _l("Invitations to stands without an answer"), invited, url + "?status=invited",
            "envelope", order=22,
        )  # fmt: skip
    if not is_open(bazaar) or not found.get(StandStatus.CONFIRMED):
        return
    board = board_of(session, bazaar)
    problems = len(in_words(board, board.problems()))
    yield Figure(
        _l("To mend in pitches and shifts"),
        problems,
        url_for("bazaar_rounds.pitches", bazaar_id=bazaar.id),
        "mic",
        ngettext(
            "%(num)s thing to mend in pitches and shifts",
            "%(num)s things to mend in pitches and shifts",
            problems,
        )
        if problems
        else "",
        "amber" if problems else "green",
        23,
    )


def waiting(session: Session, actor: Actor) -> Iterable[Waiting]:
    """Invitations to keep a stand."""
    if actor.user_id is None:
        return
    wanted = (
        select(Stand)
        .join(Keeper, Keeper.stand_id == Stand.id)
        .join(Bazaar, Bazaar.id == Stand.bazaar_id)
        .where(Keeper.user_id == actor.user_id, Stand.status == StandStatus.INVITED)
        .where(Bazaar.status.in_((BazaarStatus.PLANNED, BazaarStatus.ANNOUNCED)))
        .where(Stand.bazaar_id.in_(narrow(select(Bazaar.id), actor, Bazaar)))
        .options(joinedload(Stand.bazaar))
        .order_by(Bazaar.starts_at, Stand.id)
        .limit(5)
    )
    for stand in session.scalars(wanted).unique():
        yield Waiting(
            stand.title,
            url_for("bazaar_stands.page", bazaar_id=stand.bazaar_id, stand_id=stand.id),
            _("Will you keep this stand at %(bazaar)s?", bazaar=stand.bazaar.title),
            "shop",
            "amber",
            40,
        )


def sheet_panels(session: Session, actor: Actor, sheet: object) -> Iterable[Panel]:
    """Beside a fact sheet: where it is shown, and for its people the bazaars to come that it could
    be shown at. Bazaars that one does not see are not mentioned."""
    sheet_id = getattr(sheet, "id", None)
    if not isinstance(sheet_id, int) or actor.user_id is None:
        return
    seen = narrow(select(Bazaar.id), actor, Bazaar)
    stands = session.scalars(
        select(Stand)
        .join(Bazaar, Bazaar.id == Stand.bazaar_id)
        .where(Stand.sheet_id == sheet_id, Stand.status == StandStatus.CONFIRMED)
        .where(Bazaar.status != BazaarStatus.PLANNED, Stand.bazaar_id.in_(seen))
        .options(joinedload(Stand.bazaar))
        .order_by(Bazaar.starts_at.desc(), Stand.id)
        .limit(5)
    ).all()
    coming = session.scalars(
        select(Bazaar)
        .where(Bazaar.status == BazaarStatus.ANNOUNCED, Bazaar.starts_at > now())
        .where(Bazaar.id.in_(seen), Bazaar.id.not_in({one.bazaar_id for one in stands}))
        .order_by(Bazaar.starts_at)
        .limit(2)
    ).all()
    facts = facts_of(session, actor, [sheet_id]).get(sheet_id) if coming else None
    if facts is None or not facts.published or actor.user_id not in facts.keeper_ids:
        coming = []
    if stands or coming:
        context = {"stands": stands, "coming": coming, "sheet_id": sheet_id}
        yield Panel("bazaar/stands/sheet_panel.html", context, 70)
