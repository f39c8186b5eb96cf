"""What the check found, in words, each with the way to where it is mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from .check import Doing, Problem, Trouble
from .rounds import Board, names_of
from .times import clock
from .words import numbered


@dataclass(frozen=True, slots=True)
class Said:
    """One problem, the place to mend it ('' where that is not open to who reads), and the round
    or stand it stands at."""

    text: str
    url: str
    part_id: int
    stand_id: int | None
    slot_id: int | None
    trouble: Trouble


def in_words(board: Board, problems: Iterable[Problem], shifts: bool = True) -> list[Said]:
    """The problems as sentences. Before the first shift is made, one sentence stands for all the
    stands without anybody: a list of every stand in every part would hide what else there is.
    `shifts`: whether the page of shifts is open to who reads; to moderators it is not."""
    problems = list(problems)
    nobody = [] if board.plan.shifts else [x for x in problems if x.trouble == Trouble.UNMANNED]
    unmanned = len({one.stand_id for one in nobody})
    if unmanned > 1:
        # The first one stays, and speaks for them all.
        problems = [one for one in problems if one.trouble != Trouble.UNMANNED or one is nobody[0]]
    silent = [one for one in problems if one.trouble == Trouble.NO_PITCH]
    if len(silent) > 1:  # they stand in a list of their own below the rounds
        problems = [one for one in problems if one.trouble != Trouble.NO_PITCH or one is silent[0]]
    names = names_of(board)
    parts = {one.id: one for one in board.parts}

    def stand(stand_id: int | None) -> str:
        found = board.stands.get(stand_id or 0)
        return numbered(found) if found is not None else "?"

    def doing(one: Doing) -> str:
        if one.slot_id is not None:
            return _(
                "pitches %(stand)s at %(time)s", stand=stand(one.stand_id), time=clock(one.starts)
            )
        return _(
            "is at stand %(stand)s from %(time)s", stand=stand(one.stand_id), time=clock(one.starts)
        )

    def sentence(one: Problem) -> str:
        title = parts[one.part_id].title
        if one.trouble == Trouble.TWO_PLACES:
            first, second = map(doing, one.doings)
            who = names.get(one.person, "?")
            return _(
                "%(who)s is in two places: %(first)s and %(second)s.",
                who=who,
                first=first,
                second=second,
            )
        if one.trouble == Trouble.UNMANNED:
            part = parts[one.part_id]
            whole = one.gaps == ((part.starts_at, part.ends_at),)
            if whole:
                return _(
                    "Nobody is at stand %(stand)s in %(part)s.",
                    stand=stand(one.stand_id),
                    part=title,
                )
            times = ", ".join(f"{clock(starts)}-{clock(ends)}" for starts, ends in one.gaps)
            return _(
                "Nobody is at stand %(stand)s at %(times)s.", stand=stand(one.stand_id), times=times
            )
        if one.trouble == Trouble.TOO_LONG:
            return ngettext(
                "%(part)s is %(num)s minute too long.",
                "%(part)s is %(num)s minutes too long.",
                one.over,
                part=title,
            )
        if one.trouble == Trouble.NO_SPEAKER:
            return _("Nobody is named to pitch %(stand)s.", stand=stand(one.stand_id))
        if one.trouble == Trouble.NO_PITCH:
            if len(silent) == 1:
                return _("%(stand)s is in no pitch round.", stand=stand(one.stand_id))
            return ngettext(
                "%(num)s stand is in no pitch round.",
                "%(num)s stands are in no pitch round.",
                len(silent),
            )
        if one.stand_id in board.plan.stands:
            return _(
                "The pitch of %(stand)s is in %(part)s, which is no pitch round.",
                stand=stand(one.stand_id),
                part=title,
            )
        return _("%(stand)s has a pitch, but does not take part.", stand=stand(one.stand_id))

    def said(one: Problem) -> Said:
        if unmanned > 1 and one.trouble == Trouble.UNMANNED:
            # It belongs to no single stand; in the table of shifts every row is empty.
            text = ngettext(
                "No shifts are made yet: nobody is at the %(num)s stand while visitors shop.",
                "No shifts are made yet: nobody is at the %(num)s stands while visitors shop.",
                unmanned,
            )
            url = url_for("bazaar_rounds.shifts", bazaar_id=board.bazaar.id) if shifts else ""
            return Said(text, url, one.part_id, None, None, one.trouble)
        return Said(
            sentence(one),
            _address(board, one, shifts),
            one.part_id,
            one.stand_id,
            one.slot_id,
            one.trouble,
        )

    return [said(one) for one in problems]


def _address(board: Board, one: Problem, shifts: bool) -> str:
    """Where it is mended: at the pitch, at the round, or at the stand's shifts."""
    bazaar_id = board.bazaar.id
    shift = next((doing for doing in one.doings if doing.slot_id is None), None)
    if one.trouble == Trouble.UNMANNED or shift is not None:
        if not shifts:
            return ""
        stand_id = shift.stand_id if shift is not None else one.stand_id
        return url_for("bazaar_rounds.shifts", bazaar_id=bazaar_id, _anchor=f"stand-{stand_id}")
    if one.trouble == Trouble.NO_PITCH or one.part_id not in {part.id for part in board.rounds}:
        free = one.stand_id in {stand.id for stand in board.without_pitch}
        anchor = f"free-{one.stand_id}" if free else "free"
        return url_for("bazaar_rounds.pitches", bazaar_id=bazaar_id, _anchor=anchor)
    anchor = f"slot-{one.slot_id}" if one.slot_id is not None else f"round-{one.part_id}"
    return url_for("bazaar_rounds.pitches", bazaar_id=bazaar_id, _anchor=anchor)
