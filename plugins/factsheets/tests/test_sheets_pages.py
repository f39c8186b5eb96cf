"""A sheet's page and what one can do there."""

from __future__ import annotations

import pytest
from portal_factsheets.models import FactSheet, OutdatedNote
from portal_factsheets.services import sheets as rules
from portal_factsheets.services.data import Link
from sqlalchemy import select, text

from portal.api import most_read


def test_a_page_tells_everything(session, sheet, make, sign_in):
    keeper = make.user("Karen Keeper")
    found = sheet(
        "Kortere møder",
        summary="Ti minutter i stedet for tres.",
        other_titles=["Korte møder"],
        hypothesis_if="vi mødes kort,",
        hypothesis_then="når vi mere.",
        findings="- **Alle kom.** Før kom halvdelen.",
        elements="- Dagsordenen",
        attention="Spørg først.",
        target_group="Ledere",
        phase=4,
        outcome="failed",
        ready=True,
        tags=["møder"],
        institution="Nabo Kommune",
        links=[Link("Skabelon", "https://example.org/x")],
        responsible_id=keeper.id,
    )
    page = sign_in("staff").page(f"/factsheets/{found.id}-kortere-moeder")
    for words in (
        "Kortere møder", "Ti minutter", "Korte møder", "<b>If</b>", "når vi mere.",
        "<strong>Alle kom.</strong>", "Dagsordenen", "Spørg først", "Ledere", "Took another way",
        "Ready to take home", "Phase 4: Analysis and evaluation", "/factsheets/?tag=m",
        "Nabo Kommune", 'href="https://example.org/x"', "Karen Keeper", f"/people/{keeper.id}",
        "phase 4 of 6", 'aria-current="step"', "Ask a question", "Out of date?",
    ):  # fmt: skip
        assert words in page, words
    assert "Look after the sheet" not in page
    assert f"/factsheets/{found.id}/edit" not in page


def test_text_is_cleaned(sheet, sign_in):
    found = sheet(
        "<script>alert(1)</script>",
        challenge="<img src=x onerror=alert(1)> [x](javascript:alert(1)) **bold**",
        summary="<b>no</b>",
        tags=["<i>"],
    )
    page = sign_in("staff").page(f"/factsheets/{found.id}")
    for bad in ("<script>alert", "<img", 'href="javascript', "<b>no", "<i>"):
        assert bad not in page, bad
    assert "<strong>bold</strong>" in page


def test_a_hypothesis_that_is_one_sentence_is_split_for_reading(sheet, sign_in):
    one = sheet(hypothesis="Hvis vi mødes kort, så når vi mere.")
    other = sheet(hypothesis="Vi antager, at korte møder hjælper.")
    reader = sign_in("staff")
    assert "<span>vi mødes kort,</span>" in reader.page(f"/factsheets/{one.id}")
    page = reader.page(f"/factsheets/{other.id}")
    assert "<b>If</b>" not in page and "korte møder hjælper" in page


@pytest.mark.parametrize(
    "address", ["0", "99999999999999999999", "999999", "1.5", "-1", "x", "1e3", "%00"]
)
def test_what_is_not_there_is_404(sign_in, address):
    reader = sign_in("editor")
    for end in ("", "/print", "/ask", "/outdated", "/delete"):
        reader.page(f"/factsheets/{address}{end}", status=404)
    for verb in ("publish", "archive", "unpublish", "reviewed"):
        assert reader.post(f"/factsheets/{address}/{verb}").status_code == 404
    assert reader.post(f"/factsheets/notes/{address}/dismiss").status_code == 404


def test_publish_find_archive_and_bring_back(session, sheet, make, sign_in):
    author = make.user(roles=["ambassador"])
    found = sheet("Mine", author=author, status="draft")
    me, other = sign_in(author), sign_in("staff")
    other.page(f"/factsheets/{found.id}", status=404)

    answer = me.post(f"/factsheets/{found.id}/publish")
    assert answer.status_code == 303
    assert "Mine" in other.page("/factsheets/")
    assert "Undo" in me.page(answer.location)

    me.post(f"/factsheets/{found.id}/archive")
    assert "Mine" not in other.page("/factsheets/")
    assert "archived" in other.page(f"/factsheets/{found.id}")

    me.post(f"/factsheets/{found.id}/publish")
    assert "Mine" in other.page("/factsheets/")
    me.post(f"/factsheets/{found.id}/unpublish")
    other.page(f"/factsheets/{found.id}", status=404)


def test_whoever_may_write_can_build_on_a_published_sheet(sheet, make, sign_in):
    found = sheet("Taken up")
    address = f"/factsheets/new?builds_on={found.id}"
    assert address in sign_in("staff").page(f"/factsheets/{found.id}")
    assert address not in sign_in(make.user()).page(f"/factsheets/{found.id}")
    author = make.user(roles=["staff"])
    draft = sheet("Not yet", author=author, status="draft")
    assert "builds_on=" not in sign_in(author).page(f"/factsheets/{draft.id}")


def test_what_cannot_be_published_yet_says_why(sheet, make, sign_in):
    author = make.user(roles=["staff"])
    found = sheet("Empty", author=author, status="draft", challenge="")
    me = sign_in(author)
    assert "Write at least the challenge" in me.page(f"/factsheets/{found.id}")
    answer = me.post(f"/factsheets/{found.id}/publish")
    assert "cannot be published yet" in me.page(answer.location)


@pytest.mark.parametrize("verb", ["publish", "archive", "unpublish", "reviewed", "delete"])
def test_others_are_refused(session, sheet, sign_in, verb):
    found = sheet()
    assert sign_in("staff").post(f"/factsheets/{found.id}/{verb}").status_code == 403
    session.expire_all()
    assert session.get(FactSheet, found.id).status == "published"


def test_deleting_asks_first(session, sheet, make, sign_in):
    author = make.user(roles=["staff"])
    found = sheet("Going", author=author, status="draft")
    sheet_id, me = found.id, sign_in(author)
    assert "gone for good" in me.page(f"/factsheets/{sheet_id}/delete")
    assert session.get(FactSheet, sheet_id) is not None
    assert me.post(f"/factsheets/{sheet_id}/delete").location == "/factsheets/"
    me.page(f"/factsheets/{sheet_id}", status=404)


def test_relations_are_shown_where_they_may_be_seen(session, sheet, make, sign_in):
    author = make.user(roles=["staff"])
    origin = sheet("The origin", tags=["shared"])
    here = sheet("Here", builds_on_id=origin.id, tags=["shared"])
    sheet("Taken further", builds_on_id=here.id)
    sheet("Secret adoption", author=author, builds_on_id=here.id, visibility="private")
    sheet("Akin", tags=["shared"])
    sheet("Secret kin", author=author, tags=["shared"], visibility="private")

    page = sign_in("staff").page(f"/factsheets/{here.id}")
    for title in ("The origin", "Taken further", "Akin"):
        assert title in page
    assert "Secret" not in page
    own = sign_in(author).page(f"/factsheets/{here.id}")
    assert "Secret adoption" in own and "Secret kin" in own


def test_a_page_costs_a_fixed_number_of_queries(sheet, make, sign_in, count_queries):
    origin = sheet("Origin", tags=["t"])
    here = sheet("Here", tags=["t"], builds_on_id=origin.id)
    reader, costs = sign_in("staff"), []
    for _round in range(2):
        for number in range(4):
            sheet(f"More {number}", tags=["t"], builds_on_id=here.id)
            sheet(f"Like {number}", tags=["t"])
        reader.page(f"/factsheets/{here.id}")
        with count_queries() as queries:
            reader.page(f"/factsheets/{here.id}")
        costs.append(len(queries))
    # Which plugins are on is asked anew every so often; a query a row would be four more. What
    # the other plugins say on the page is counted with it.
    assert max(costs) - min(costs) < 3 and max(costs) <= 28


def test_reading_is_counted_once_sent_and_not_the_owners(session, sheet, make, sign_in):
    author = make.user(roles=["staff"])
    found = sheet(author=author)
    sign_in(author).get(f"/factsheets/{found.id}").close()
    assert most_read(session, rules.KIND) == []
    session.rollback()
    sign_in("staff").get(f"/factsheets/{found.id}").close()
    assert most_read(session, rules.KIND) == [found.id]


def test_the_printed_page_has_the_sheet_and_nothing_to_click(sheet, make, sign_in):
    author = make.user(roles=["staff"])
    found = sheet("On paper", author=author, responsible_id=make.user("Karen").id)
    page = sign_in(author).page(f"/factsheets/{found.id}/print")
    assert "On paper" in page and "Karen" in page
    for verb in ("edit", "archive", "unpublish", "ask"):
        assert f"/factsheets/{found.id}/{verb}" not in page


# --- writing to who keeps it ---------------------------------------------------------------


def test_a_question_goes_to_the_responsible_by_mail(session, sheet, make, sign_in, mails):
    keeper = make.user("Karen", email="karen@test.example")
    found = sheet("Møder", responsible_id=keeper.id)
    asker = sign_in(make.user("Ask", email="ask@test.example", roles=["staff"]))

    answer = asker.post(f"/factsheets/{found.id}/ask", {"message": "Virker det\nhos jer?"})

    assert answer.status_code == 303
    (mail,) = mails()
    assert "karen@test.example" in mail.split("Subject")[0]
    for words in ("Møder", "Virker det\nhos jer?", "Ask", "ask@test.example"):
        assert words in mail
    assert f"/factsheets/{found.id}" in mail


@pytest.mark.parametrize("path", ["ask", "outdated"])
@pytest.mark.parametrize("message", ["", "   ", "\x00", "x" * 2001])
def test_a_bad_message_is_said_and_kept(session, sheet, sign_in, mails, path, message):
    found = sheet()
    answer = sign_in("staff").post(f"/factsheets/{found.id}/{path}", {"message": message})
    assert answer.status_code == 422
    assert "invalid-feedback" in answer.text
    if message.strip("\x00 "):
        assert message in answer.text
    assert mails() == []
    assert session.scalars(select(OutdatedNote)).all() == []


def test_who_left_is_not_written_to(session, sheet, make, sign_in, mails):
    gone = make.user("Gone", roles=["staff"])
    author = make.user("Author", email="author@test.example", roles=["staff"])
    found = sheet(author=author, responsible_id=gone.id)
    gone.active = False
    session.commit()
    sign_in("staff").post(f"/factsheets/{found.id}/ask", {"message": "Hello?"})
    (mail,) = mails()
    assert "author@test.example" in mail.split("Subject")[0]


def test_the_editors_who_see_it_come_last(session, sheet, make, sign_in, mails):
    unit = make.unit()
    make.user("Far", email="far@test.example", roles=["editor"])
    make.user("Near", email="near@test.example", roles=["editor"], units=[unit])
    author = make.user(roles=["staff"])
    found = sheet("For us", author=author, visibility="units", visible_units=[unit.id])
    author.active = False
    session.commit()
    asker = sign_in(make.user(roles=["staff"], units=[unit]))
    asker.post(f"/factsheets/{found.id}/outdated", {"message": "Old"})
    (mail,) = mails()
    assert "near@test.example" in mail.split("Subject")[0]


def test_nobody_left_to_write_to_is_said(session, sheet, make, sign_in, mails):
    unit, author = make.unit(), make.user(roles=["staff"])
    found = sheet(author=author, visibility="units", visible_units=[unit.id])
    author.active = False
    session.commit()
    asker = sign_in(make.user(roles=["staff"], units=[unit]))
    answer = asker.post(f"/factsheets/{found.id}/ask", {"message": "Anyone?"})
    assert answer.status_code == 422 and "Nobody keeps this sheet" in answer.text
    assert "Anyone?" in answer.text and mails() == []


def test_a_note_waits_until_it_is_seen_to(session, sheet, make, sign_in):
    keeper = make.user("Karen", roles=["staff"])
    found = sheet("Old sheet", responsible_id=keeper.id)
    me, reader = sign_in(keeper), sign_in("staff")
    for message in ("The link is dead", "Still dead"):
        reader.post(f"/factsheets/{found.id}/outdated", {"message": message})

    assert "Somebody wrote that it is out of date" in me.page("/")
    page = me.page(f"/factsheets/{found.id}")
    assert "The link is dead" in page
    assert "The link is dead" not in reader.page(f"/factsheets/{found.id}")

    first, second = session.scalars(select(OutdatedNote.id).order_by(OutdatedNote.id)).all()
    session.rollback()
    assert reader.post(f"/factsheets/notes/{first}/dismiss").status_code == 404
    me.post(f"/factsheets/notes/{first}/dismiss")
    page = me.page(f"/factsheets/{found.id}")
    assert "The link is dead" not in page and "Still dead" in page
    me.post(f"/factsheets/{found.id}/reviewed")
    assert "Still dead" not in me.page(f"/factsheets/{found.id}")
    assert "Old sheet" not in me.page("/").split("New on the shelves")[0].split("Waiting")[-1]
    assert second


def test_get_requests_write_nothing(session, sheet, sign_in):
    found = sheet()
    reader = sign_in("editor")
    before = session.execute(text("select version, updated_at from factsheets_sheet")).all()
    session.rollback()
    for end in ("", "/print", "/ask", "/outdated", "/delete"):
        reader.page(f"/factsheets/{found.id}{end}")
    assert session.execute(text("select version, updated_at from factsheets_sheet")).all() == before


@pytest.mark.parametrize("path", ["ask", "outdated"])
def test_a_flood_of_messages_is_held_back_and_the_text_kept(
    session, sheet, make, sign_in, mails, path
):
    found, other = sheet("Møder"), sheet("Andet")
    flooder = sign_in("staff")
    for number in range(10):
        answer = flooder.post(f"/factsheets/{found.id}/{path}", {"message": f"Nummer {number}"})
        assert answer.status_code == 303

    answer = flooder.post(f"/factsheets/{other.id}/ask", {"message": "Den ellevte"})

    assert answer.status_code == 422
    assert "Your text is still here" in answer.text and "Den ellevte" in answer.text
    assert len(mails()) == 10
    calm = sign_in("staff").post(f"/factsheets/{found.id}/{path}", {"message": "Min første"})
    assert calm.status_code == 303
