"""What ambassadors hid before it became a setting of the account stays hidden."""

from sqlalchemy import insert, text

from portal.accounts.models import User
from portal.database.migrations import CORE, downgrade, upgrade
from portal.runtime import portal
from portal.testing.contract.migrating import empty_database


def test_a_contact_hidden_before_is_hidden_in_the_account_from_now_on(app):
    """And comes back as it was, if one goes back."""
    (history,) = [one for one in portal().plugins.histories() if one.owner == "ambassadors"]
    account = insert(User.__table__).values(
        title="", phone="", active=True, language="da", theme="auto", session_version=1,
        created_at=text("CURRENT_TIMESTAMP"),
    )  # fmt: skip
    profile = text(
        "INSERT INTO ambassadors_ambassador (id, user_id, status, help_text, reach, reach_note,"
        " chosen_how, chosen_why, mandate, confirmed_at, created_at, updated_at, version) VALUES"
        " (:id, :id, 'active', '', '', '', '', '', '', '2026-11-21', '2026-11-21', '2026-11-21', 1)"
    )
    rows = text("SELECT ambassador_id, part FROM ambassadors_hidden ORDER BY 1, 2")
    hiding = text("SELECT id FROM portal_user WHERE contact_hidden")
    queued = text("SELECT kind, object_id, conceals FROM portal_index_entry")
    with empty_database() as engine:
        upgrade(engine, CORE)
        upgrade(engine, history, "0005")
        with engine.begin() as connection:
            for number in (1, 2):
                connection.execute(account.values(id=number, email=f"{number}@x.dk", name="N"))
                connection.execute(profile, {"id": number})
            connection.execute(
                text("INSERT INTO ambassadors_hidden VALUES (1, 'contact'), (1, 'help')")
            )
            connection.execute(text("INSERT INTO ambassadors_hidden VALUES (2, 'help')"))
        upgrade(engine, history)
        with engine.connect() as connection:
            assert connection.execute(rows).all() == [(1, "help"), (2, "help")]
            assert connection.execute(hiding).all() == [(1,)]
            # The search had the address of that account.
            assert connection.execute(queued).all() == [("person", 1, True)]
        downgrade(engine, history, "0005")
        with engine.connect() as connection:
            assert connection.execute(rows).all() == [(1, "contact"), (1, "help"), (2, "help")]
