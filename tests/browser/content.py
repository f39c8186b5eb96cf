"""Fills the demo's pages that are empty at first: events, notices, files, drafts, versions.

Run in the environment of a living portal: `python tests/browser/content.py`; prints the addresses
that are worth a look.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

from portal.api import (
    SYSTEM,
    actor_for,
    attach,
    db,
    find_user,
    follow,
    notify_followers,
    now,
    schedule_event,
    set_guests,
    store_upload,
)
from portal.app import create_app
from portal.autosave.services import Words, keep

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def fill() -> list[str]:
    """Makes content for the demo's administrator; returns addresses."""
    from portal_factsheets.models import FactSheet
    from portal_factsheets.services.data import data_of
    from portal_factsheets.services.sheets import update_sheet
    from sqlalchemy import select

    session = db.session()
    admin = find_user(session, "admin@demo.example")
    colleague = find_user(session, "ambassador@demo.example")
    me, other = actor_for(session, admin), actor_for(session, colleague)
    sheet = session.scalars(
        select(FactSheet).where(FactSheet.status == "published").order_by(FactSheet.id)
    ).first()
    follow(session, me, "factsheet", sheet.id)
    for text in ("Rettet for første gang.", "Rettet en gang til."):
        data = replace(data_of(sheet), attention=f"{sheet.attention}\n\n{text}")
        update_sheet(session, SYSTEM, sheet, data, version=sheet.version)
    attach(
        session,
        SYSTEM,
        "factsheet",
        sheet.id,
        store_upload(session, SYSTEM, io.BytesIO(PDF), "Skabelon.pdf"),
        title="Skabelonen",
    )
    for days in (1, 9):
        begins = now() + dt.timedelta(days=days)
        event = schedule_event(
            session,
            other,
            "factsheet",
            sheet.id,
            title="Møde om Udgangsbilletten",
            starts_at=begins,
            ends_at=begins + dt.timedelta(hours=2),
            place="Lokale 2.14",
            mail=False,
        )
        set_guests(session, other, event, [admin.id], mail=False)
    words = Words(
        key="feedback",
        load="content",
        count=1,
        fields=(("page", "/"), ("message", "Linket virker ikke mere.")),
        page="/feedback?page=/",
        title="Sig til",
    )
    keep(session, me, words)
    notify_followers(session, other, "factsheets.changed", "factsheet", sheet.id, key="changed")
    session.commit()
    return [
        f"/history/factsheet/{sheet.id}/",
        f"/history/factsheet/{sheet.id}/compare",
        f"/history/factsheet/{sheet.id}/compare?from=1&to=2",
        f"/files/on/factsheet/{sheet.id}",
        f"/factsheets/{sheet.id}",
        f"/factsheets/{sheet.id}/edit",
        f"/factsheets/{sheet.id}/print",
        "/drafts/",
        "/calendar",
        "/me/notices",
    ]


if __name__ == "__main__":
    with create_app().app_context():
        print("\n".join(fill()))
