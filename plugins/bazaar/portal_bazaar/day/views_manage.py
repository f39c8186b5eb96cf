"""For the organisers: the day at a glance, tablets, links, a lost badge, the list on paper."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from portal.api import attempt, current_actor, db, public, qr_svg, signed_in

from ..attendance.inviting import settings_of
from ..attendance.names import name_of
from ..frame import show
from ..models import Bazaar, Device
from ..permissions import is_announced, organised_or_404
from . import badges, devices, door, links, phones
from .common import bp, visitor_or_404
from .forms import DeviceForm
from .words import code_words


def _bazaar(bazaar_id: int) -> Bazaar:
    return organised_or_404(db.session(), current_actor(), bazaar_id)


@bp.get("/<int:bazaar_id>/manage/day")
@signed_in
def day(bazaar_id: int) -> str:
    """Who is here, who is missing, and everything the morning needs."""
    return _day(_bazaar(bazaar_id), DeviceForm(formdata=None))


def _day(bazaar: Bazaar, form: DeviceForm, pairing: str = "", status: int = 200) -> Any:
    session = db.session()
    waiting = session.scalar(
        select(func.count()).select_from(links.without_link(bazaar).order_by(None).subquery())
    )
    return show(
        "bazaar/day/day.html",
        bazaar,
        count=door.count(session, bazaar),
        groups=door.groups(session, bazaar),
        devices=devices.devices(session, bazaar),
        form=form,
        pairing=pairing,
        pairing_qr=qr_svg(pairing) if pairing else "",
        minutes=int(devices.PAIRING.total_seconds() // 60),
        links_sent_at=settings_of(session, bazaar).links_sent_at,
        links_waiting=waiting or 0,
        announced=is_announced(bazaar),
        name_of=name_of,
    ), status


@bp.post("/<int:bazaar_id>/manage/day/links")
@signed_in
def send_links(bazaar_id: int) -> Any:
    """Mails everybody their link, who has had none."""
    session, bazaar = db.session(), _bazaar(bazaar_id)
    if not is_announced(bazaar):
        abort(403)
    sent = links.send_to_all(session, current_actor(), bazaar)
    session.commit()
    words = ngettext("%(num)s link is on its way.", "%(num)s links are on their way.", sent)
    flash(words if sent else _("Everybody has had a link."), "success")
    return redirect(url_for(".day", bazaar_id=bazaar_id), 303)


@bp.post("/<int:bazaar_id>/manage/day/tablets")
@signed_in
def make_device(bazaar_id: int) -> Any:
    """A shared tablet: the answer shows, this once, the code it is paired with."""
    session, bazaar, form = db.session(), _bazaar(bazaar_id), DeviceForm()
    pairing = ""
    if form.validate_on_submit():
        with attempt(form) as done:
            _device, pairing = devices.make(session, current_actor(), bazaar, form.name.data or "")
        if done:
            form.name.data = ""
    return _day(bazaar, form, pairing, 200 if pairing else 422)


@bp.post("/<int:bazaar_id>/manage/day/tablets/<int:device_id>/end")
@signed_in
def end_device(bazaar_id: int, device_id: int) -> Any:
    """Ends a tablet."""
    session, bazaar = db.session(), _bazaar(bazaar_id)
    device = session.get(Device, device_id)
    if device is None or device.bazaar_id != bazaar.id:
        abort(404)
    devices.end(session, current_actor(), device)
    name = device.name
    session.commit()
    flash(_("%(name)s is no longer a tablet of the door.", name=name), "success")
    return redirect(url_for(".day", bazaar_id=bazaar_id), 303)


@bp.get("/d/<secret>")
@public
def pair_page(secret: str) -> Any:
    """The link on a tablet. Whoever is signed in there signs out first: it is to be nobody's."""
    device = devices.waiting(db.session(), secret)
    if device is None:
        return render_template("bazaar/day/wrong.html", problem="device"), 404
    return render_template("bazaar/day/pair.html", device=device, secret=secret)


@bp.post("/d/<secret>")
@public
def pair(secret: str) -> Any:
    """Makes this browser the tablet."""
    session = db.session()
    device = devices.waiting(session, secret)
    if device is None:
        return render_template("bazaar/day/wrong.html", problem="device"), 404
    if current_actor().is_signed_in:
        return redirect(url_for(".pair_page", secret=secret), 303)
    devices.pair(session, device)
    bazaar_id = device.bazaar_id
    session.commit()
    return redirect(url_for(".door_page", bazaar_id=bazaar_id), 303)


@bp.post("/<int:bazaar_id>/manage/day/badge/<int:visitor_id>")
@signed_in
def badge_anew(bazaar_id: int, visitor_id: int) -> Any:
    """A lost badge: the old code is void from now on."""
    bazaar = _bazaar(bazaar_id)
    visitor = visitor_or_404(bazaar, visitor_id)
    badges.print_anew(db.session(), current_actor(), visitor)
    name = name_of(visitor)
    db.session.commit()
    flash(_("The old badge of %(name)s is void. Print the new one.", name=name), "success")
    to = url_for("bazaar_attendance.edit_visitor", bazaar_id=bazaar_id, visitor_id=visitor_id)
    return redirect(to, 303)


@bp.post("/<int:bazaar_id>/manage/day/phones/<int:visitor_id>/end")
@signed_in
def end_phones(bazaar_id: int, visitor_id: int) -> Any:
    """Ends every phone that is signed in as the visitor."""
    session, bazaar = db.session(), _bazaar(bazaar_id)
    visitor = visitor_or_404(bazaar, visitor_id)
    phones.end_phones(session, current_actor(), visitor)
    name = name_of(visitor)
    session.commit()
    flash(_("No phone is signed in as %(name)s any longer.", name=name), "success")
    to = url_for("bazaar_attendance.edit_visitor", bazaar_id=bazaar_id, visitor_id=visitor_id)
    return redirect(to, 303)


@bp.post("/<int:bazaar_id>/manage/day/code/<int:visitor_id>")
@signed_in
def code(bazaar_id: int, visitor_id: int) -> Any:
    """A code to be told to the visitor, who stands there; only organisers can, for at a tablet
    anybody might ask for anybody's."""
    session, bazaar = db.session(), _bazaar(bazaar_id)
    visitor = visitor_or_404(bazaar, visitor_id)
    if visitor.cancelled_at is not None or not is_announced(bazaar) or visitor.badge is None:
        abort(404)
    words = code_words(visitor, links.make_code(session, visitor))
    session.commit()
    flash(words, "info")
    if request.form.get("back") == "door":
        return redirect(url_for(".door_page", bazaar_id=bazaar_id), 303)
    to = url_for("bazaar_attendance.edit_visitor", bazaar_id=bazaar_id, visitor_id=visitor_id)
    return redirect(to, 303)


@bp.get("/<int:bazaar_id>/manage/day/list")
@signed_in
def paper(bazaar_id: int) -> str:
    """The list for when everything else fails, to print from here."""
    bazaar = _bazaar(bazaar_id)
    rows = door.paper_rows(db.session(), bazaar)
    return show("bazaar/day/paper.html", bazaar, letters=door.by_letter(rows), total=len(rows))
