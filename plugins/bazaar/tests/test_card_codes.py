"""Codes: what fits, and why what does not fit is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portal_bazaar.card import codes, shortcodes
from portal_bazaar.models import Bazaar, Stand, Visitor
from sqlalchemy.orm import Session

from portal.api import now


def bazaar_of(session: Session, days: int = 0, **traits: object) -> Bazaar:
    start = now() + dt.timedelta(days=days)
    found = Bazaar(title="Fair", starts_at=start, ends_at=start + dt.timedelta(hours=4), **traits)
    session.add(found)
    session.flush()
    return found


def stand_of(session: Session, bazaar: Bazaar, **traits: object) -> Stand:
    found = Stand(bazaar_id=bazaar.id, title="Answer with the voice", **traits)
    session.add(found)
    session.flush()
    return found


def refused(session: Session, token: str, bazaar: Bazaar | None = None) -> str:
    with pytest.raises(codes.WrongCode) as caught:
        codes.read_stand(session, token, bazaar)
    return caught.value.reason


def test_a_stands_code_leads_to_it(session: Session) -> None:
    stand = stand_of(session, bazaar_of(session, status="announced"))
    token = codes.stand_token(stand)
    assert codes.read_stand(session, token) is stand
    assert codes.read_stand(session, f" {token.upper()} ", stand.bazaar) is stand
    assert codes.stand_address(stand).endswith(f"/bazaar/s/{token}")
    assert len(token) <= 14


def test_every_changed_letter_is_noticed(session: Session) -> None:
    stand = stand_of(session, bazaar_of(session))
    token = codes.stand_token(stand)
    for place in range(len(token)):
        for letter in codes.ALPHABET:
            if letter != token[place]:
                forged = token[:place] + letter + token[place + 1 :]
                assert refused(session, forged) == "forged"


@pytest.mark.parametrize(
    "text", ["", "0", "x" * 12, "1" + "z" * 12, "z" * 21, "z" * 4000, "\0", "æøå" * 5, "1/../2"]
)
def test_what_is_no_code_is_forged(session: Session, text: str) -> None:
    stand_of(session, bazaar_of(session))
    assert refused(session, text) == "forged"


def test_codes_of_other_bazaars_renewed_and_past(session: Session) -> None:
    here, there, past = (
        bazaar_of(session),
        bazaar_of(session),
        bazaar_of(session, days=-30, status="announced"),
    )
    stand, foreign, old = (stand_of(session, one) for one in (here, there, past))
    assert refused(session, codes.stand_token(foreign), here) == "foreign"
    assert refused(session, codes.stand_token(old)) == "over"
    before = codes.stand_token(stand)
    stand.code_version += 1
    assert refused(session, before) == "renewed"
    assert codes.read_stand(session, codes.stand_token(stand)) is stand
    # Two bazaars with one secret, as a careless copy would make them, are still two.
    there.secret = here.secret
    swapped = codes._number(foreign.id) + codes.stand_token(stand)[-codes.SIGNATURE :]
    assert refused(session, swapped) == "forged"


def test_a_badge_is_no_stand(session: Session) -> None:
    bazaar = bazaar_of(session)
    visitor = Visitor(id=1, bazaar_id=bazaar.id, name="Guest")
    stand = stand_of(session, bazaar, id=1)
    session.add(visitor)
    session.flush()
    assert codes.read_badge(session, codes.badge_token(visitor)) is visitor
    assert refused(session, codes.badge_token(visitor)) == "forged"
    with pytest.raises(codes.WrongCode):
        codes.read_badge(session, codes.stand_token(stand))
    before = codes.badge_token(visitor)
    visitor.badge_version += 1
    with pytest.raises(codes.WrongCode) as caught:
        codes.read_badge(session, before)
    assert caught.value.reason == "renewed"


def test_short_codes_are_unique_in_a_bazaar(session: Session) -> None:
    bazaar = bazaar_of(session)
    given_out = set()
    for _number in range(450):
        stand = stand_of(session, bazaar)
        given_out.add(codes.give_short_code(session, stand))
        assert codes.give_short_code(session, stand) == stand.short_code
        session.flush()
    assert len(given_out) == 450
    assert all(shortcodes.is_whole(code) for code in given_out)


@given(st.integers(100, 999), st.integers(0, 3), st.integers(1, 9))
def test_a_slip_of_the_finger_is_noticed(number: int, place: int, by: int) -> None:
    code = f"{number}{shortcodes._check(str(number))}"
    assert shortcodes.is_whole(code)
    slipped = code[:place] + str((int(code[place]) + by) % 10) + code[place + 1 :]
    assert not shortcodes.is_whole(slipped)
    if place < 3 and code[place] != code[place + 1]:
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert not shortcodes.is_whole(swapped)


def test_a_phone_can_recognise_but_not_make(session: Session) -> None:
    stand = stand_of(session, bazaar_of(session))
    salt, token = codes.salt_of(stand.bazaar), codes.stand_token(stand)
    assert codes.shadow(salt, token) == codes.shadow(salt, codes.normal(token.upper()))
    assert token not in codes.shadow(salt, token)
    assert stand.bazaar.secret not in salt
