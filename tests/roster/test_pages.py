"""The pages as an administrator sees them, and as others do not."""

import io

import openpyxl
import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.roster.models import RosterImport
from tests.roster import samples

HEAD = "Navn;E-mail;Enhed;Funktion\n"
GOOD = HEAD + "Ane Holm;ane@skole.dk;Mathematics;Leder\n"
BAD = GOOD + "Bo;bo@;Nowhere;Pedel\n"


@pytest.fixture
def admin(sign_in, school):
    return sign_in("admin")


def send(person, data, kind="people", name="ansatte.csv", status=303):
    raw = data.encode() if isinstance(data, str) else data
    answer = person.post(
        f"/admin/lists/{kind}",
        {"file": (io.BytesIO(raw), name)},
        content_type="multipart/form-data",
    )
    assert answer.status_code == status, answer.text
    return answer.location if status == 303 else answer.text


def test_from_the_file_to_the_people(admin, work, session):
    place = send(admin, BAD)
    page = admin.page(place)
    assert "no e-mail address" in page and "ansatte.csv" in page
    assert "Ane Holm" in admin.page(f"{place}?show=new")
    assert admin.post(f"{place}/apply", {"role": "staff", "invite": "none"}).status_code == 303
    running = admin.page(place)
    assert "data-progress" in running and "0 of 1" in running
    assert 'data-state="running"' in admin.page(f"{place}/progress")
    work()
    assert "Rows left out" in admin.page(place)
    assert 'data-state="done"' in admin.page(f"{place}/progress")
    assert session.scalar(select(User.name).where(User.email == "ane@skole.dk")) == "Ane Holm"


@pytest.mark.parametrize(
    "data", [samples.OLD, samples.PROTECTED, samples.NUMBERS, b"", b"\0x" * 99]
)
def test_a_file_that_cannot_be_read_is_an_error_of_its_field(admin, data, session):
    page = send(admin, data, status=422)
    assert 'id="file-error"' in page and "Traceback" not in page
    assert session.scalars(select(RosterImport)).all() == []


def test_no_file_at_all(admin):
    answer = admin.post("/admin/lists/people", {"file": "words"})
    assert answer.status_code == 422 and "Choose a file first." in answer.text


def test_the_questions_and_the_sheets_are_answered(admin, school):
    rows = [["Navn", "E-mail", "Enhed"], ["Ane", "ane@skole.dk", "Nursing"]]
    place = send(admin, samples.book(A=rows, B=[rows[0], ["Bo", "bo@skole.dk", ""]]), name="x.xlsx")
    assert 'Which unit is "Nursing"?' in admin.page(place)
    answers = {
        "kind-0": "unit",
        "words-0": "Nursing",
        "value-0": str(school["nursing"].id),
        "sheet": ["A", "B"],
    }
    admin.post(f"{place}/answers", answers)
    page = admin.page(f"{place}?show=new")
    assert "Ravnsund / Nursing" in page and "bo@skole.dk" in page


def test_the_mistakes_are_a_file_of_the_same_columns(admin):
    place = send(admin, BAD + "=cmd|x;evil@skole.dk;;\n")
    answer = admin.get(f"{place}/mistakes.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Navn", "E-mail", "Enhed", "Funktion", "Row", "What is wrong")
    assert rows[1][:5] == ("Bo", "bo@", "Nowhere", "Pedel", 3)
    assert rows[2][0] == "=cmd|x" and sheet["A3"].data_type == "s"
    assert "'=cmd|x" in admin.get(f"{place}/mistakes.csv").data.decode("utf-8-sig")


def test_strict_shows_the_preview_again(admin, session):
    place = send(admin, BAD)
    answer = admin.post(f"{place}/apply", {"role": "staff", "invite": "none", "strict": "1"})
    assert answer.status_code == 422 and "you asked for none" in answer.text
    assert session.scalars(select(RosterImport.state)).all() == ["preview"]


def test_a_preview_is_dropped(admin, session):
    place = send(admin, GOOD)
    assert admin.post(f"{place}/discard").status_code == 303
    admin.page(place, 404)
    assert session.scalars(select(RosterImport)).one().table == {}


def test_a_preview_outlives_the_tab_and_others_who_may_see_it(admin, sign_in):
    place = send(admin, GOOD)
    assert place in admin.page("/admin/lists/people")
    sign_in("admin").page(place)
    for role in ("editor", "staff", "leader"):
        other = sign_in(role)
        other.page(place, 404)
        other.page("/admin/lists/people", 403)
        other.page("/admin/lists/people/export.csv", 403)
        assert other.post(f"{place}/apply", {"invite": "now"}).status_code == 404
        assert "/admin/lists" not in other.page("/")


@pytest.mark.parametrize(
    "address",
    [
        "/admin/lists/hest",
        "/admin/lists/people/export.exe",
        "/admin/lists/99999999999999999999",
        "/admin/lists/0",
        "/admin/lists/7/progress",
        "/admin/lists/7/mistakes.csv",
    ],
)
def test_addresses_that_lead_nowhere(admin, address):
    admin.page(address, 404)


def test_nonsense_is_answered(admin):
    place = send(admin, BAD)
    for query in (
        "?show=x",
        "?page=-1",
        "?page=99999999999999999999",
        "?show=wrong&page=x",
        "?show",
    ):
        admin.page(place + query)
    for form in (
        {},
        {"role": "boss", "invite": "now"},
        {"invite": "x"},
        {"role": ["\x00"], "invite": "now", "language": "\x00"},
    ):
        assert admin.post(f"{place}/apply", {"look": "1", **form}).status_code in (303, 422)
    odd = {"kind-0": "unit", "words-0": "\x00" * 50, "value-0": "9" * 60, "sheet": "\x00"}
    assert admin.post(f"{place}/answers", odd).status_code == 303
    admin.page(place)
    for action in ("resume", "invite"):
        assert admin.post(f"{place}/{action}").status_code == 303
    assert "has not ended" in admin.page(place)


def test_the_pattern_can_be_filled_in(admin):
    for kind in ("people", "units"):
        answer = admin.get(f"/admin/lists/{kind}/pattern.xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
        assert sheet.max_row == 1 and sheet["A1"].value


def test_names_from_files_are_shown_as_text(admin):
    data = HEAD + "<script>alert(1)</script>;x@skole.dk;<b>;\n"
    page = admin.page(send(admin, data, name="<img src=x>.csv"))
    assert "<script>alert" not in page and "<img src=x" not in page


def test_a_long_list_is_shown_in_pages(admin):
    data = HEAD + "".join(f"P{n};p{n}@skole.dk;;\n" for n in range(120))
    place = send(admin, data)
    assert "1-50 of 120" in admin.page(f"{place}?show=new")
    assert "101-120 of 120" in admin.page(f"{place}?show=new&page=9")
