"""What a version said while one could not see the object stays unseen, whoever sees it now."""

from __future__ import annotations

import pytest

from portal.access.models import Role
from portal.api import race
from portal.history.reading import find_subject, versions
from portal.history.recording import latest_number

CANARY = "kanariefugl"


@pytest.fixture
def charter(session, make, charters):
    """Two drafts, then published, changed, and made a draft once more in between: versions 1 to 6
    of which 3, 4 and 6 were for everyone."""
    author = make.user("Ane Author", roles=["staff"])
    actor, own = make.actor_of(author), [f"user:{author.id}"]
    made = charters.make(actor, "Charter", f"{CANARY} one", audience=own)
    charters.change(actor, made, own, text=f"{CANARY} two")
    charters.change(actor, made, text="Out in the open", action="published")
    charters.change(actor, made, text="Out in the open, again")
    charters.change(actor, made, own, text=f"{CANARY} five", action="unpublished")
    charters.change(actor, made, text="Open once more", action="published")
    charters.editors.add(author.id)
    charters.coauthors.add(author.id)
    return made, author


def everything(reader, charter):
    base = f"/history/charter/{charter.id}/"
    paths = ["", "compare", "compare?to=3", "compare?from=3&to=6", "compare?from=0&to=3"]
    return "".join(reader.page(base + path) for path in paths)


def test_others_read_from_the_first_publication_on(session, charter, charters, sign_in):
    made, _author = charter
    editor = sign_in("editor")
    text = everything(editor, made)
    assert CANARY not in text
    assert "Version 3" in text and "Version 4" in text and "Version 6" in text
    for hidden in ("Version 1<", "Version 2<", "Version 5<"):
        assert hidden not in text
    base = f"/history/charter/{made.id}/compare"
    for address in ("?to=1", "?to=2", "?from=2&to=3", "?from=5&to=6", "?from=1&to=2", "?to=5"):
        assert editor.get(base + address).status_code == 404, address


def test_what_is_hidden_cannot_be_brought_back_nor_merged_out(
    session, make, charter, charters, sign_in
):
    made, _author = charter
    editor = sign_in("editor")
    charters.editors.add(editor.id)
    before = made.description
    editor.post(f"/history/charter/{made.id}/2/restore?seen=6")
    assert session.get(Role, made.id).description == before
    actor = make.actor_of(session.get_one(type(_author), editor.id))
    shown = race(session, actor, "charter", made, 2, {"text": "Mine"})
    assert CANARY not in repr(shown)
    assert shown.parts[0].changed_by == "both", "as if the base were not known"


def test_a_coauthor_reads_every_version(session, make, charter, charters, sign_in, monkeypatch):
    made, author = charter
    me = sign_in(author)
    text = everything(me, made)
    assert CANARY in text
    later = sign_in("editor")
    assert CANARY not in everything(later, made)
    kind = find_subject(session, make.actor_of(author), "charter", made.id).kind
    charters.coauthors.add(later.id)
    assert kind.may(session, make.actor_of(session.get(type(author), later.id)), "coauthor", made)
    assert CANARY in everything(later, made)


def test_what_nobody_knows_the_readers_of_is_seen_by_none_but_as_the_newest(
    session, make, charter, charters
):
    from sqlalchemy import update

    from portal.history.models import Revision

    made, _author = charter
    session.execute(update(Revision).values(audience=None))
    session.commit()
    subject = find_subject(session, make.actor("editor"), "charter", made.id)
    newest = latest_number(session, "charter", made.id)
    assert [one.number for one in session.scalars(versions(subject))] == [newest]


def test_the_time_of_units_counts_too(session, make, charters):
    unit = make.unit()
    outside, inside = make.actor("editor"), make.actor("editor", units=[unit])
    made = charters.make(make.actor(), "Charter", "ours", audience=[f"unit:{unit.id}"])
    charters.change(make.actor(), made, text="for all")

    def seen(actor):
        subject = find_subject(session, actor, "charter", made.id)
        return [one.number for one in session.scalars(versions(subject))]

    assert seen(inside) == [2, 1]
    assert seen(outside) == [2]
