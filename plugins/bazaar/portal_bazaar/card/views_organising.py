"""The organisers' pages: any card, the pile of paper cards, the codes of the stands."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.api import current_actor, db, qr_svg, signed_in

from ..attendance.names import name_of
from ..frame import show
from ..models import Bazaar, CardEntry, PaperCard, Visitor
from ..permissions import bazaar_or_404, organised_or_404, organises
from . import codes, organising, plain, showing
from .operations import NOTE
from .organising import PaperRow
from .services import Refused, stands_of
from .views import bp
from .words import FIELD_WORDS, ORIGINS, REFUSALS

#: Rows of the page that keys in; a script adds more, and further ones are keyed in afterwards.
ROWS = 10
MOST_ROWS = 100


def _card(bazaar_id: int, visitor_id: int) -> tuple[Bazaar, Visitor]:
    """A card for the organisers; not there for anybody else, whatever they see of the bazaar."""
    session, actor = db.session(), current_actor()
    bazaar = bazaar_or_404(session, actor, bazaar_id)
    visitor = organising.visitor_of(session, bazaar, visitor_id)
    if visitor is None or not organises(session, actor, bazaar):
        abort(404)
    return bazaar, visitor


@bp.get("/<int:bazaar_id>/manage/cards/<int:visitor_id>")
@signed_in
def organiser_card(bazaar_id: int, visitor_id: int) -> str:
    """A visitor's card, to be changed with a trace."""
    bazaar, visitor = _card(bazaar_id, visitor_id)
    return _card_page(bazaar, visitor)


def _card_page(bazaar: Bazaar, visitor: Visitor, **more: Any) -> str:
    session = db.session()
    return show(
        "bazaar/card/organiser_card.html",
        bazaar,
        visitor=visitor,
        name=name_of(visitor),
        view=showing.CardView.of(session, visitor, organising=True),
        paper=session.get(PaperCard, visitor.id),
        steps=showing.STEPS,
        labels=FIELD_WORDS,
        origins=ORIGINS,
        value_words=showing.value_words,
        **{"problem": "", "typed": "", "kept": {}, **more},
    )


@bp.post("/<int:bazaar_id>/manage/cards/<int:visitor_id>/add")
@signed_in
def organiser_add(bazaar_id: int, visitor_id: int) -> Any:
    """Puts a stand on the card, by number or short code."""
    bazaar, visitor = _card(bazaar_id, visitor_id)
    session, typed = db.session(), request.form.get("stand", "").strip()[:20]
    try:
        stand = organising.find_stand(session, bazaar, typed)
    except Refused as refused:
        return _card_page(bazaar, visitor, problem=REFUSALS[refused.reason], typed=typed), 422
    organising.add_line(session, current_actor(), visitor, stand)
    return _saved(visitor, stand.id)


@bp.post("/<int:bazaar_id>/manage/cards/<int:visitor_id>/<int:stand_id>")
@signed_in
def organiser_save(bazaar_id: int, visitor_id: int, stand_id: int) -> Any:
    """Changes a line."""
    bazaar, visitor = _card(bazaar_id, visitor_id)
    entry = _line(visitor, stand_id)
    values, before = plain.typed(request.form), plain.typed(request.form, "was_")
    if plain.too_long(values):
        page = _card_page(bazaar, visitor, problem=REFUSALS["long"], kept={stand_id: values})
        return page, 422
    changed = {
        name: one
        for name, one in values.items()
        if one != before[name] and name != NOTE  # which they do not see
    }
    base = plain.number(request.form.get("base"))
    organising.change(db.session(), current_actor(), visitor, entry, changed, base)
    return _saved(visitor, stand_id)


@bp.post("/<int:bazaar_id>/manage/cards/<int:visitor_id>/<int:stand_id>/remove")
@signed_in
def organiser_remove(bazaar_id: int, visitor_id: int, stand_id: int) -> Any:
    """Takes a stand off the card."""
    _bazaar, visitor = _card(bazaar_id, visitor_id)
    entry = _line(visitor, stand_id)
    organising.remove_line(db.session(), current_actor(), visitor, entry)
    return _saved(visitor)


@bp.post("/<int:bazaar_id>/manage/cards/<int:visitor_id>/settle/<int:difference_id>")
@signed_in
def organiser_settle(bazaar_id: int, visitor_id: int, difference_id: int) -> Any:
    """Settles what was written twice."""
    _bazaar, visitor = _card(bazaar_id, visitor_id)
    use = request.form.get("use", "")
    use = use if use in ("use", "both") else "keep"
    entry = organising.settle(db.session(), current_actor(), visitor, difference_id, use)
    if entry is None:
        abort(404)
    return _saved(visitor, entry.stand_id)


@bp.post("/<int:bazaar_id>/manage/cards/<int:visitor_id>/state")
@signed_in
def organiser_state(bazaar_id: int, visitor_id: int) -> Any:
    """Hands the card in, or opens it again."""
    _bazaar, visitor = _card(bazaar_id, visitor_id)
    what = organising.open_again if request.form.get("to") == "open" else organising.hand_in
    what(db.session(), current_actor(), visitor)
    return _saved(visitor)


def _line(visitor: Visitor, stand_id: int) -> CardEntry:
    entry = organising.line_of(db.session(), visitor, stand_id)
    if entry is None:
        abort(404)
    return entry


def _saved(visitor: Visitor, stand_id: int | None = None) -> Any:
    db.session().commit()
    flash(_("Saved. The visitor sees what you changed."), "success")
    anchor = f"stand-{stand_id}" if stand_id else None
    url = url_for(
        ".organiser_card", bazaar_id=visitor.bazaar_id, visitor_id=visitor.id, _anchor=anchor
    )
    return redirect(url, 303)


@bp.get("/<int:bazaar_id>/manage/paper")
@signed_in
def paper(bazaar_id: int) -> Any:
    """Asks for the number of the card; then for what stands on it."""
    session = db.session()
    bazaar = organised_or_404(session, current_actor(), bazaar_id)
    typed = request.args.get("number", "").strip()[:20]
    if not typed:
        return _paper_page(bazaar)
    number = plain.number(typed.lstrip("#"))
    visitor = organising.by_badge(session, bazaar, number) if 0 < number < 2**31 else None
    if visitor is None:
        problem = _("No badge has that number. Look at the card once more.")
        return _paper_page(bazaar, number=typed, problem=problem)
    return _paper_page(bazaar, number=typed, visitor=visitor)


@bp.post("/<int:bazaar_id>/manage/paper/<int:visitor_id>")
@signed_in
def key_in(bazaar_id: int, visitor_id: int) -> Any:
    """Keys a card in, and asks for the next number."""
    session = db.session()
    bazaar = organised_or_404(session, current_actor(), bazaar_id)
    visitor = organising.visitor_of(session, bazaar, visitor_id)
    if visitor is None:
        abort(404)
    rows = _rows()
    good = organising.check_rows(session, bazaar, rows)
    if not good or all(row.is_blank for row in rows):
        return _paper_page(bazaar, visitor=visitor, rows=rows, checked=True), 422
    handed_in = "handed_in" in request.form
    keyed = organising.key_in(session, current_actor(), visitor, rows, handed_in)
    session.commit()
    words = ngettext("%(num)s stand keyed in", "%(num)s stands keyed in", keyed.lines)
    card = _("Card %(number)s", number=visitor.badge)
    flash(f"{card}, {name_of(visitor)}: {words}.", "success")
    if keyed.differing:
        flash(
            _(
                "Card %(number)s says something else than the phone at: %(stands)s. Both are kept.",
                number=visitor.badge,
                stands=", ".join(one.title for one in keyed.differing),
            ),
            "warning",
        )
    return redirect(url_for(".paper", bazaar_id=bazaar.id), 303)


def _rows() -> list[PaperRow]:
    count = min(MOST_ROWS, max(ROWS, len(request.form) // 3))
    rows = []
    for place in range(count):
        form = {
            name: request.form.get(f"{name}-{place}", "").replace("\0", "").strip()
            for name in ("stand", "interest", "workshop", "expectation")
        }
        expectation = form["expectation"][:2000]
        rows.append(
            PaperRow(form["stand"][:20], form["interest"][:2], bool(form["workshop"]), expectation)
        )
    return rows


def _paper_page(bazaar: Bazaar, **more: Any) -> str:
    session = db.session()
    visitor = more.get("visitor")
    return show(
        "bazaar/card/paper.html",
        bazaar,
        keyed=organising.count_keyed(session, bazaar),
        name=name_of(visitor) if visitor else "",
        view=showing.CardView.of(session, visitor, organising=True) if visitor else None,
        stands=stands_of(session, bazaar) if visitor else [],
        interest_legend=", ".join(f"{value + 1} {words}" for value, words, _icon in showing.STEPS),
        problems={
            "stand": _("No stand has that number or code."),
            "twice": _("That stand stands there twice."),
            "interest": _("Write 1, 2, 3 or 4."),
        },
        **{
            "number": "",
            "problem": "",
            "visitor": None,
            "rows": [PaperRow() for _place in range(ROWS)],
            "checked": False,
            **more,
        },
    )


@bp.get("/<int:bazaar_id>/manage/codes")
@signed_in
def stand_codes(bazaar_id: int) -> str:
    """The codes of all stands: to look at, to try, to renew."""
    session = db.session()
    bazaar = organised_or_404(session, current_actor(), bazaar_id)
    return show(
        "bazaar/card/codes.html",
        bazaar,
        stands=[(one, codes.stand_path(one)) for one in stands_of(session, bazaar)],
    )


@bp.get("/<int:bazaar_id>/manage/codes/<int:stand_id>")
@signed_in
def stand_code_page(bazaar_id: int, stand_id: int) -> str:
    """One stand's code, large enough to be scanned from the screen, and how to renew it."""
    session = db.session()
    bazaar = organised_or_404(session, current_actor(), bazaar_id)
    stand = next((one for one in stands_of(session, bazaar) if one.id == stand_id), None)
    if stand is None:
        abort(404)
    return show("bazaar/card/code.html", bazaar, stand=stand, address=codes.stand_address(stand))


@bp.get("/<int:bazaar_id>/manage/codes/<int:stand_id>.svg")
@signed_in
def stand_code_picture(bazaar_id: int, stand_id: int) -> Any:
    """The code as a picture."""
    session = db.session()
    bazaar = organised_or_404(session, current_actor(), bazaar_id)
    stand = next((one for one in stands_of(session, bazaar) if one.id == stand_id), None)
    if stand is None:
        abort(404)
    return qr_svg(codes.stand_address(stand)), 200, {"Content-Type": "image/svg+xml"}


@bp.post("/<int:bazaar_id>/manage/codes/<int:stand_id>")
@signed_in
def renew_code(bazaar_id: int, stand_id: int) -> Any:
    """Makes what is printed void."""
    session = db.session()
    bazaar = organised_or_404(session, current_actor(), bazaar_id)
    stand = next((one for one in stands_of(session, bazaar) if one.id == stand_id), None)
    if stand is None:
        abort(404)
    codes.renew(session, current_actor(), stand)
    session.commit()
    flash(_("The stand has new codes. Print its sign anew; the old one is void."), "success")
    return redirect(url_for(".stand_code_page", bazaar_id=bazaar.id, stand_id=stand.id), 303)
