"""Following sheets and tags: who hears of what, and who does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from portal_factsheets.services import sheets as rules
from portal_factsheets.services.data import data_of
from sqlalchemy import func, select

from portal.api import Notice

CANARY = "kanariefugl"


@pytest.fixture
def author(make):
    return make.user("Ane Berg", roles=["ambassador"])


@pytest.fixture
def edit(session, make, author):
    """`edit(sheet, summary='x')`: the author changes it."""

    def change(sheet, **values):
        data = replace(data_of(sheet), **values)
        rules.update_sheet(session, make.actor_of(author), sheet, data, version=sheet.version)
        session.commit()

    return change


def told(session, person):
    return session.scalar(select(func.count(Notice.id)).where(Notice.user_id == person.id))


def test_a_follower_hears_of_a_change(session, sheet, author, edit, sign_in):
    found, reader = sheet("Followed", author=author), sign_in("staff")
    address = f"/factsheets/{found.id}"
    assert f'action="/follow/factsheet/{found.id}"' in reader.page(address)
    reader.post(f"/follow/factsheet/{found.id}", {"next": address})
    assert f'action="/unfollow/factsheet/{found.id}"' in reader.page(address)

    edit(found, summary="Now with a summary.")
    assert told(session, reader) == 1
    page = reader.page("/me/notices")
    assert "Ane Berg changed the fact sheet." in page and "Followed" in page

    reader.post(f"/unfollow/factsheet/{found.id}", {"next": address})
    edit(found, summary="Another.")
    assert told(session, reader) == 1


def test_a_follower_of_a_tag_hears_of_a_new_sheet_once_it_is_published(
    session, sheet, author, make, edit, sign_in
):
    reader, other = sign_in("staff"), sign_in("staff")
    reader.post("/follow/tag", {"tag": "Møder"})
    found = sheet("Draft", author=author, status="draft", tags=["møder"])
    edit(found, summary="Still a draft.")
    assert told(session, reader) == 0
    rules.publish(session, make.actor_of(author), found)
    session.commit()
    assert told(session, reader) == 1
    assert told(session, other) == 0
    assert "Ane Berg published the fact sheet." in reader.page("/me/notices")


def test_no_button_on_a_draft_and_nothing_of_drafts_and_archived_ones(
    session, sheet, author, make, edit, sign_in
):
    found, reader = sheet("Was public", author=author), sign_in("staff")
    reader.post(f"/follow/factsheet/{found.id}")
    actor = make.actor_of(author)
    rules.archive(session, actor, found)
    edit(found, summary="Archived words.")
    rules.unpublish(session, actor, found)
    edit(found, summary="Draft words.")
    assert told(session, reader) == 0
    assert "/follow/factsheet/" not in sign_in(author).page(f"/factsheets/{found.id}")


def test_one_s_own_changes_are_no_news(session, sheet, author, edit, sign_in):
    found, me = sheet("Mine", author=author, tags=["x"]), sign_in(author)
    me.post(f"/follow/factsheet/{found.id}")
    me.post("/follow/tag", {"tag": "x"})
    edit(found, summary="I wrote that.")
    assert told(session, author) == 0


def test_who_lost_sight_of_it_hears_nothing(session, sheet, author, edit, make, sign_in, mails):
    found = sheet(f"Titel {CANARY}", author=author, tags=["x"])
    reader = sign_in("staff")
    reader.post(f"/follow/factsheet/{found.id}")
    reader.post("/follow/tag", {"tag": "x"})
    reader.post("/me/notices/ways", {"factsheets.changed": "mail"})
    edit(found, summary="Seen by all.")
    assert told(session, reader) == 1 and CANARY in reader.page("/me/notices")

    edit(found, visibility="private")
    edit(found, summary=f"Hemmelig {CANARY}")
    assert told(session, reader) == 1
    assert CANARY not in reader.page("/me/notices")
    assert not any(CANARY in mail for mail in mails())


def test_reviewing_and_saving_the_same_tells_nobody(session, sheet, author, make, edit, sign_in):
    found, reader = sheet("Quiet", author=author), sign_in("staff")
    reader.post(f"/follow/factsheet/{found.id}")
    edit(found)
    rules.mark_reviewed(session, make.actor_of(author), found)
    session.commit()
    assert told(session, reader) == 0


def test_the_topic_stands_in_the_settings(sign_in):
    assert "News of fact sheets" in sign_in("staff").page("/me/notices")


def test_taking_an_archiving_back_tells_nobody(session, sheet, author, sign_in):
    found, reader, me = sheet("Followed", author=author), sign_in("staff"), sign_in(author)
    reader.post(f"/follow/factsheet/{found.id}", {"next": "/"})
    me.post(f"/factsheets/{found.id}/archive")
    assert "undo=1" in me.page(f"/factsheets/{found.id}")
    me.post(f"/factsheets/{found.id}/publish?undo=1")
    me.post(f"/factsheets/{found.id}/archive")
    me.post(f"/factsheets/{found.id}/publish")
    me.post(f"/factsheets/{found.id}/unpublish")
    me.post(f"/factsheets/{found.id}/publish?undo=1")
    session.expire_all()
    assert found.status == "published"
    assert told(session, reader) == 0


def test_several_changes_of_a_day_are_one_notice(session, sheet, author, edit, sign_in):
    found, reader = sheet("Followed", author=author), sign_in("staff")
    reader.post(f"/follow/factsheet/{found.id}", {"next": "/"})
    for number in range(3):
        edit(found, summary=f"Version {number}")
    assert told(session, reader) == 1
    assert "Ane Berg changed the fact sheet. (3 times)" in reader.page("/me/notices")
