"""Import and export: twice is once, all or nothing, and back again unchanged."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from flask_babel import force_locale
from portal_factsheets.importing import ImportProblem
from portal_factsheets.models import Concept, FactSheet, Programme, Track
from portal_factsheets.services import sheets as rules
from portal_factsheets.services.columns import COLUMNS
from portal_factsheets.services.data import Link, SheetData, data_of
from portal_factsheets.services.exchange import Options, read, run_import
from portal_factsheets.services.tables import headings, read_xlsx
from sqlalchemy import func, select

from portal.api import LANGUAGES, SYSTEM, PortalError, Unit, fold

EXAMPLE = Path(__file__).with_name("test_importing_example.txt")


@pytest.fixture
def bring(session):
    """Imports a file and commits; the report."""

    def run(path, actor=SYSTEM, **options):
        report = run_import(session, actor, read(path), Options(**options))
        session.commit()
        return report

    return run


def count(session, model=FactSheet):
    return session.scalar(select(func.count(model.id)))


def table(path, rows, columns=None, **options):
    """A csv file with these rows (mappings)."""
    names = columns or sorted({name for row in rows for name in row})
    with path.open("w", encoding=options.get("encoding", "utf-8-sig"), newline="") as file:
        writer = csv.writer(file, delimiter=options.get("delimiter", ";"))
        writer.writerow(names)
        writer.writerows([[row.get(name, "") for name in names] for row in rows])
    return path


def test_a_booklet_becomes_drafts_that_importers_see(session, bring):
    drafts = read(EXAMPLE)
    report = bring(EXAMPLE)
    assert len(report.added) == len(drafts) == count(session) > 0
    sheet = session.get(FactSheet, report.added[0][0])
    assert (sheet.status, sheet.author_id) == ("draft", None)
    assert sheet.title == drafts[0].title
    for name in ("challenge", "hypothesis", "actions", "findings", "elements", "attention"):
        assert getattr(sheet, name) == drafts[0].values[name], name


def test_the_same_file_twice_adds_nothing(session, bring):
    first = bring(EXAMPLE)
    numbers = [count(session, model) for model in (FactSheet, Programme, Track, Concept)]
    again = bring(EXAMPLE)
    assert (again.added, again.changed, again.updated) == ([], [], [])
    assert len(again.unchanged) == len(first.added)
    assert numbers == [count(session, model) for model in (FactSheet, Programme, Track, Concept)]


def test_the_real_booklet(session, shared, bring):
    names = sorted(shared.glob("documents/*ledelses-og-samarbejdsformer.txt"))
    assert names, "the booklet is not among the shared documents"
    report = bring(names[0], publish=True)
    assert len(report.added) == count(session) == 22
    assert report.remarks == []
    assert count(session, Unit) == 0
    assert not bring(names[0]).added
    assert set(session.scalars(select(FactSheet.status))) == {"published"}


def test_what_was_edited_here_since_is_not_a_change_of_the_file(session, bring):
    report = bring(EXAMPLE)
    sheet = session.get(FactSheet, report.added[0][0])
    from dataclasses import replace

    data = replace(data_of(sheet), summary="Written here", challenge="Better words")
    rules.update_sheet(session, SYSTEM, sheet, data, version=sheet.version)
    session.commit()
    again = bring(EXAMPLE, update=True)
    assert len(again.unchanged) == len(report.added)
    assert sheet.challenge == "Better words"


def test_a_changed_sheet_is_reported_and_replaced_only_when_asked(session, bring, tmp_path):
    row = {"title": "Møder", "programme": "P", "challenge": "First"}
    bring(table(tmp_path / "a.csv", [row]))
    second = table(tmp_path / "b.csv", [{**row, "challenge": "Second"}])

    report = bring(second)
    assert [title for _id, title in report.changed] == ["Møder"]
    assert session.scalar(select(FactSheet.challenge)) == "First"

    report = bring(second, update=True)
    assert [title for _id, title in report.updated] == ["Møder"]
    sheet = session.scalar(select(FactSheet))
    assert (sheet.challenge, sheet.version, count(session)) == ("Second", 2, 1)
    assert bring(second).unchanged


def test_one_bad_sheet_leaves_nothing(session, bring, tmp_path):
    path = table(tmp_path / "a.csv", [{"title": "Good", "programme": "New"}, {"title": "x" * 300}])
    with pytest.raises(PortalError, match="row 3"):
        bring(path)
    session.rollback()
    assert count(session) == 0
    assert count(session, Programme) == 0


def test_an_institution_is_a_unit_only_where_one_bears_the_very_name(
    session, make, bring, tmp_path
):
    unit = make.unit("Læreruddannelsen")
    make.unit("Twice")
    make.unit("Twice")
    rows = [
        {"title": str(number), "institution": name}
        for number, name in enumerate(["Læreruddannelsen", "læreruddannelsen", "Twice", "Ny", ""])
    ]
    before = count(session, Unit)
    bring(table(tmp_path / "a.csv", rows))
    found = {
        row.title: (row.unit_id, row.institution) for row in session.scalars(select(FactSheet))
    }
    assert found == {
        "0": (unit.id, ""),
        "1": (None, "læreruddannelsen"),
        "2": (None, "Twice"),
        "3": (None, "Ny"),
        "4": (None, ""),
    }
    assert count(session, Unit) == before


@pytest.fixture
def full(session, make, sheet):
    """A sheet that says everything there is to say, and one that says next to nothing."""
    from portal_factsheets.services import catalogue

    unit = make.unit("Nursing")
    programme = catalogue.find_or_create_programme(session, SYSTEM, "Programme")
    track = catalogue.find_or_create_track(session, SYSTEM, "Track", programme)
    concepts = [catalogue.find_or_create_concept(session, SYSTEM, name) for name in ("Å", "A")]
    keeper = make.user("Karen Keeper")
    origin = sheet("Origin")
    import datetime as dt

    made = sheet(
        '=Formula & <tags> ; "quotes"',
        other_titles=["One", "Two; three"],
        summary="'+1 is no formula",
        kind="project",
        unit_id=unit.id,
        programme_id=programme.id,
        track_id=track.id,
        concept_ids=[concept.id for concept in concepts],
        challenge="- bullet\n- bullet\n\nÆØÅ \u2013 text",
        hypothesis_if="vi gør,",
        hypothesis_then="sker det.",
        hypothesis="@mention",
        actions="-1 begins with a minus",
        findings="**Bold**",
        elements="x" * 29_000,
        attention="Tab\there",
        target_group="All",
        phase=6,
        outcome="too_early",
        ready=True,
        period_start=dt.date(2024, 8, 1),
        period_end=dt.date(2025, 1, 1),
        tags=["møder", "a b"],
        links=[Link("Title | bar", "https://example.org/?a=1&b=2"), Link("", "http://x.example")],
        builds_on_id=origin.id,
        responsible_id=keeper.id,
        review_due=dt.date(2027, 1, 31),
        visibility="units",
        visible_units=[unit.id],
    )
    sheet("Sparse", challenge="x", visibility="private")
    return made


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_what_is_exported_comes_back_unchanged(
    session, full, make, sign_in, bring, tmp_path, form, language
):
    editor = make.user(roles=["editor"], units=[full.unit], language=language)
    full.author_id = editor.id
    session.commit()
    body = sign_in(editor).get(f"/factsheets/export.{form}").data
    path = tmp_path / f"list.{form}"
    path.write_bytes(body)
    before = data_of(full)

    report = bring(path)
    assert len(report.unchanged) == 2
    assert (report.added, report.changed, report.remarks) == ([], [], [])

    # On a portal without them, they are added as they were.
    for sheet in session.scalars(select(FactSheet)).all():
        rules.delete_sheet(session, SYSTEM, sheet)
    session.commit()
    report = bring(path, publish=True)
    assert (len(report.added), report.remarks) == (2, [])
    after = session.scalar(select(FactSheet).where(FactSheet.kind == "project"))
    origin = session.scalar(select(FactSheet).where(FactSheet.title == "Origin"))
    from dataclasses import replace

    assert data_of(after) == replace(before, builds_on_id=origin.id)
    assert bring(path).unchanged


def test_a_file_of_another_who_may_not_see_all_opens_nothing(
    session, full, make, sign_in, bring, tmp_path
):
    """A reader's export does not say to whom a sheet is shown: imported, it is nobody's."""
    reader = make.user(roles=["staff"], units=[full.unit])
    path = tmp_path / "list.csv"
    path.write_bytes(sign_in(reader).get("/factsheets/export.csv").data)
    rules.delete_sheet(session, SYSTEM, full)
    session.commit()
    report = bring(path, publish=True)
    after = session.scalar(select(FactSheet).where(FactSheet.kind == "project"))
    assert after.visibility == "private"
    assert any("made private" in remark for remark in report.remarks)


def test_the_export_is_exactly_the_list(session, sheet, make, sign_in):
    author = make.user(roles=["staff"])
    sheet("Kept", tags=["x"])
    sheet("Other")
    sheet("My draft", author=author, status="draft", tags=["x"])
    text = sign_in(author).get("/factsheets/export.csv?tag=x").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["Kept"]
    assert len(rows[0]) == len(COLUMNS)
    book = openpyxl.load_workbook(
        io.BytesIO(sign_in(author).get("/factsheets/export.xlsx?tag=x&mine=1").data)
    )
    assert [row[0] for row in book.active.iter_rows(min_row=2, values_only=True)] == ["My draft"]


def test_every_heading_is_known_and_no_two_are_one(app):
    assert set(headings().values()) == set(COLUMNS)
    for language in LANGUAGES:
        with force_locale(language):
            words = {fold(str(title)): name for name, title in COLUMNS.items()}
        assert len(words) == len(COLUMNS)
        assert {heading: headings()[heading] for heading in words} == words


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_tables_as_people_save_them(session, bring, tmp_path, delimiter, encoding):
    row = {"Titel": "Møder på række", "TAGS": "Å, b", "faktor": "unknown column"}
    path = table(tmp_path / "a.csv", [row], delimiter=delimiter, encoding=encoding)
    text = path.read_bytes().decode(encoding).replace("Titel", "title")
    path.write_bytes(text.encode(encoding))
    bring(path)
    sheet = session.scalar(select(FactSheet))
    assert (sheet.title, sheet.tags) == ("Møder på række", ["b", "å"])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("phase", "7"),
        ("phase", "first"),
        ("outcome", "great"),
        ("ready", "perhaps"),
        ("kind", "x"),
        ("status", "x"),
        ("visibility", "all"),
        ("period_start", "2025-13"),
        ("review_due", "tomorrow"),
        ("links", "javascript:alert(1)"),
        ("key", "x" * 65),
        ("title", ""),
    ],
)
def test_what_makes_no_sense_is_said_with_its_place(session, bring, tmp_path, column, value):
    row = {"title": "x", "challenge": "y", column: value}
    path = table(tmp_path / "a.csv", [row])
    with pytest.raises(PortalError, match=r"a\.csv, row 2"):
        bring(path)


def test_rows_of_one_name_are_several_sheets(session, bring, tmp_path):
    path = table(tmp_path / "a.csv", [{"title": "Same", "summary": str(n)} for n in range(3)])
    assert len(bring(path).added) == 3
    assert len(bring(path).unchanged) == 3


def test_rows_that_build_on_each_other_in_a_circle(session, bring, tmp_path):
    rows = [
        {"title": "A", "key": "a", "builds_on": "b"},
        {"title": "B", "key": "b", "builds_on": "a"},
    ]
    with force_locale("en"), pytest.raises(PortalError, match="cannot build on itself"):
        bring(table(tmp_path / "a.csv", rows))


def test_who_and_what_is_not_here_is_remarked(session, bring, tmp_path):
    row = {"title": "A", "responsible": "Nobody Here", "builds_on": "no-such-key"}
    report = bring(table(tmp_path / "a.csv", [row]))
    assert len(report.added) == 1 and len(report.remarks) == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"nothing;that;is;known\r\n1;2;3;4\r\n"),
        ("a.csv", b"title;challenge\r\n"),
        ("a.csv", b'title\r\n"open quote'),
        ("a.xlsx", b"no zip at all"),
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.xlsx", b""),
    ],
)
def test_files_that_are_no_tables(app, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(PortalError, match=r"a\."):
        read(path)


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.xlsx"])
def test_files_that_are_no_files(app, tmp_path, name):
    with pytest.raises(ImportProblem):
        read(tmp_path / name)
    (tmp_path / name).mkdir()
    with pytest.raises(ImportProblem):
        read(tmp_path / name)


def test_a_packed_giant_is_refused(app, tmp_path):
    import zipfile

    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * (201 * 1024 * 1024))
    with pytest.raises(PortalError, match="too large"):
        read(path)


def test_an_author_writes_as_themselves(session, make, bring):
    author = make.user(roles=["staff"])
    report = bring(EXAMPLE, actor=make.actor_of(author))
    sheet = session.get(FactSheet, report.added[0][0])
    assert sheet.author_id == author.id and sheet.status == "draft"


def test_sheets_of_a_program_by_hand_have_a_key_too(session, make):
    made = [
        rules.create_sheet(session, make.actor("staff"), SheetData(title="x")) for _n in range(2)
    ]
    assert len({sheet.source_key for sheet in made}) == 2


def test_a_cell_in_the_farthest_corner_costs_nothing(tmp_path):
    path, book = tmp_path / "far.xlsx", openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["XFD1"] = "Title", "Guidance", "Challenge"
    book.save(path)
    (row,) = read_xlsx(path)
    assert row.values == {"title": "Guidance"}, "nobody's table is that wide"
