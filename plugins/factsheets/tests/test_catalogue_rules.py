"""The rules of the catalogue, without HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from portal_factsheets.demo.reader import read_catalogue
from portal_factsheets.models import Concept, FactSheet, Lab, Programme, Track
from portal_factsheets.services import catalogue as rules
from portal_factsheets.services.data import SheetData
from portal_factsheets.services.gathering import counts, overview, sheets_of
from portal_factsheets.services.merging import merge, plan_merge
from portal_factsheets.services.naming import clean_name, name_key
from portal_factsheets.services.sheets import create_sheet, publish
from sqlalchemy import func, select

from portal.api import SYSTEM, ConflictError, PortalError, Visibility, audience_of, resolve
from portal.testing.kept import trail_of, versions_of


def entry(session: Any, kind: str, name: str, **values: Any) -> Any:
    """A new entry of the catalogue."""
    made = rules.create_entry(session, SYSTEM, kind, {"name": name, **values})
    session.commit()
    return made


def sheet(session: Any, actor: Any, title: str, **values: Any) -> FactSheet:
    """A published sheet."""
    made = create_sheet(session, actor, SheetData(title=title, actions="Vi gik.", **values))
    publish(session, actor, made)
    session.commit()
    return made


def is_gone(session: Any, concept_id: int) -> bool:
    """Whether references to the concept lead to a tombstone."""
    reference = ("concept", concept_id)
    return resolve(session, SYSTEM, [reference])[reference].gone


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TIFS-model", "tifs model"),
        ("Ledelse på tværs", "LEDELSE PÅ TVÆRS"),
        ("Ledelse på tværs", "Ledelse paa tvaers"),
        ("Samskabelses-netværk", "Samskabelsesnetværk"),
        ("Fast plads", "Fast\u00a0plads."),
        ("Vejledning", "Vej\u00adledning"),
        ("Åben", "A\u030aben"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_different_names_stay_different() -> None:
    names = ["Fast plads", "Faste pladser", "Spor 1", "Spor 2", "Ledelse", "Ledelser"]
    assert len({name_key(name) for name in names}) == len(names)


def test_a_name_is_one_short_line() -> None:
    assert clean_name("  Fast\n\tplads\x00\u200b ") == "Fast plads"
    assert len(clean_name("æ" * 400)) == 160


@pytest.mark.parametrize("name", ["", "  ", "---", "\u200b"])
def test_a_name_needs_a_letter(session: Any, name: str) -> None:
    with pytest.raises(rules.NameTaken):
        rules.create_entry(session, SYSTEM, "concept", {"name": name})


def test_names_are_unique_among_their_own(session: Any) -> None:
    first = entry(session, "programme", "Nye former")
    second = entry(session, "programme", "Andre former")
    entry(session, "track", "Udforskende ledelse", programme_id=first.id)
    entry(session, "track", "Udforskende ledelse", programme_id=second.id)
    entry(session, "concept", "Nye former")
    for kind, values in [
        ("programme", {"name": "nye  FORMER"}),
        ("track", {"name": "udforskende-ledelse", "programme_id": first.id}),
        ("concept", {"name": "nyeformer"}),
    ]:
        with pytest.raises(rules.NameTaken):
            rules.create_entry(session, SYSTEM, kind, values)


def test_a_rename_reaches_the_search_and_keeps_the_old_name(
    session: Any, make: Any, work: Any, sign_in: Any
) -> None:
    author = make.actor("editor")
    concept = entry(session, "concept", "Billetten")
    made = sheet(session, author, "Sedlen ved døren", concept_ids=(concept.id,))
    work()
    rules.update_entry(session, author, concept, {"name": "Vindrosen"}, concept.version)
    session.commit()
    work()
    page = sign_in().page("/search?q=vindrosen")
    assert f'href="/factsheets/catalogue/concept/{concept.id}' in page
    assert f'href="/factsheets/{made.id}' in page
    assert rules.find_by_name(session, "concept", "billetten") is concept


def test_an_older_version_does_not_overwrite(session: Any) -> None:
    concept = entry(session, "concept", "Billetten")
    rules.update_entry(session, SYSTEM, concept, {"purpose": "Først"}, 1)
    with pytest.raises(ConflictError):
        rules.update_entry(session, SYSTEM, concept, {"purpose": "Sidst"}, 1)
    assert concept.purpose == "Først"


def test_order_is_kept_and_new_ones_come_last(session: Any) -> None:
    programme = entry(session, "programme", "P")
    other = entry(session, "programme", "Q")
    a, b, c = (entry(session, "track", name, programme_id=programme.id) for name in "abc")
    foreign = entry(session, "track", "a", programme_id=other.id)
    rules.move_entry(session, c, -1)
    rules.move_entry(session, a, -1)
    rules.move_entry(session, b, 1)
    session.commit()
    assert list(rules.siblings(session, a)) == [a, c, b]
    assert list(rules.siblings(session, foreign)) == [foreign]


def test_a_track_that_moves_takes_its_sheets_along(session: Any, make: Any) -> None:
    author = make.actor("staff")
    here, there = entry(session, "programme", "Her"), entry(session, "programme", "Der")
    track = entry(session, "track", "Spor", programme_id=here.id)
    made = sheet(session, author, "Ark", programme_id=here.id, track_id=track.id)
    rules.update_entry(session, SYSTEM, track, {"programme_id": there.id}, 1)
    session.commit()
    assert made.programme_id == there.id


def test_only_what_nothing_points_to_is_deleted(session: Any, make: Any) -> None:
    author = make.actor("staff")
    lab = entry(session, "lab", "Lab")
    programme = entry(session, "programme", "P", lab_id=lab.id)
    track = entry(session, "track", "T", programme_id=programme.id)
    concept = entry(session, "concept", "K")
    made = sheet(
        session,
        author,
        "Skjult",
        programme_id=programme.id,
        track_id=track.id,
        concept_ids=(concept.id,),
        visibility=Visibility.PRIVATE,
    )
    for used in (lab, programme, track, concept):
        with pytest.raises(rules.StillUsed):
            rules.delete_entry(session, SYSTEM, used)
    session.delete(made)
    session.flush()
    concept_id = concept.id
    for unused in (concept, track, programme, lab):
        rules.delete_entry(session, SYSTEM, unused)
    session.commit()
    for model in (Lab, Programme, Track, Concept):
        assert session.scalar(select(func.count()).select_from(model)) == 0
    assert is_gone(session, concept_id)
    assert audience_of(session, "concept", [concept_id]) == {concept_id: frozenset()}


def test_merging_concepts_moves_every_sheet_once(session: Any, make: Any) -> None:
    author = make.actor("staff")
    kept = entry(session, "concept", "Billetmodellen", purpose="Formål")
    gone = entry(session, "concept", "Billetten", purpose="Andet", parts="1. Skriv")
    both = sheet(session, author, "Begge", concept_ids=(kept.id, gone.id))
    one = sheet(session, author, "En", concept_ids=(gone.id,), visibility=Visibility.PRIVATE)
    plan = plan_merge(gone, kept)
    assert (list(plan.filled), list(plan.lost)) == (["parts"], ["purpose"])
    gone_id = gone.id
    merge(session, SYSTEM, gone, kept)
    session.commit()
    session.expire_all()
    assert [found.concepts for found in (both, one)] == [[kept], [kept]]
    assert (kept.purpose, kept.parts, kept.version) == ("Formål", "1. Skriv", 2)
    assert rules.find_or_create_concept(session, SYSTEM, "billetten") is kept
    assert is_gone(session, gone_id)


def test_merging_programmes_joins_their_tracks(session: Any, make: Any) -> None:
    author = make.actor("staff")
    kept, gone = entry(session, "programme", "Former"), entry(session, "programme", "Formerne")
    twin = entry(session, "track", "Udforskende ledelse", programme_id=kept.id)
    double = entry(
        session, "track", "udforskende-ledelse", programme_id=gone.id, description="Tekst"
    )
    moving = entry(session, "track", "Relationer", programme_id=gone.id)
    sheets = [
        sheet(session, author, "A", programme_id=gone.id, track_id=double.id),
        sheet(session, author, "B", programme_id=gone.id, track_id=moving.id),
        sheet(session, author, "C", programme_id=gone.id),
        sheet(session, author, "D", programme_id=kept.id, track_id=twin.id),
    ]
    plan = plan_merge(gone, kept)
    assert (list(plan.tracks), list(plan.joined)) == ([moving], [double])
    merge(session, SYSTEM, gone, kept)
    session.commit()
    session.expire_all()
    assert [found.programme_id for found in sheets] == [kept.id] * 4
    assert [found.track_id for found in sheets] == [twin.id, moving.id, None, twin.id]
    assert set(kept.tracks) == {twin, moving}
    assert twin.description == "Tekst"
    assert session.get(Programme, gone.id) is None
    assert rules.find_or_create_programme(session, SYSTEM, "FORMERNE") is kept


def test_merging_a_track_into_one_of_another_programme(session: Any, make: Any) -> None:
    author = make.actor("staff")
    here, there = entry(session, "programme", "Her"), entry(session, "programme", "Der")
    gone = entry(session, "track", "Gammelt", programme_id=here.id)
    kept = entry(session, "track", "Nyt", programme_id=there.id)
    made = sheet(session, author, "Ark", programme_id=here.id, track_id=gone.id)
    merge(session, SYSTEM, gone, kept)
    session.commit()
    session.expire_all()
    assert (made.track_id, made.programme_id) == (kept.id, there.id)


def test_merging_labs_moves_their_programmes(session: Any) -> None:
    kept, gone = entry(session, "lab", "A"), entry(session, "lab", "B")
    programme = entry(session, "programme", "P", lab_id=gone.id)
    merge(session, SYSTEM, gone, kept)
    session.commit()
    assert programme.lab_id == kept.id
    assert session.get(Lab, gone.id) is None


def test_nothing_is_merged_with_itself_or_another_kind(session: Any) -> None:
    lab, concept = entry(session, "lab", "A"), entry(session, "concept", "A")
    for target in (lab, concept):
        with pytest.raises(PortalError):
            merge(session, SYSTEM, lab, target)


def test_counts_and_lists_hold_what_the_reader_may_see(session: Any, make: Any) -> None:
    author, reader = make.actor("staff"), make.actor()
    programme = entry(session, "programme", "P")
    track = entry(session, "track", "T", programme_id=programme.id)
    concept = entry(session, "concept", "K")
    places = {
        "programme_id": programme.id,
        "track_id": track.id,
        "concept_ids": (concept.id,),
    }
    shown = sheet(session, author, "Synlig", **places)
    sheet(session, author, "Skjult", visibility=Visibility.PRIVATE, **places)
    create_sheet(session, author, SheetData(title="Kladde", **places))
    session.commit()
    for kind, one in (("programme", programme), ("track", track), ("concept", concept)):
        assert counts(session, reader, kind) == {one.id: 1}
        assert counts(session, author, kind) == {one.id: 2}
        assert list(session.scalars(sheets_of(reader, one))) == [shown]


def test_the_import_finds_what_is_there(session: Any) -> None:
    first = rules.find_or_create_programme(session, SYSTEM, "Nye ledelses- og samarbejdsformer")
    again = rules.find_or_create_programme(session, SYSTEM, "nye ledelses- og samarbejdsformer ")
    assert first is again
    track = rules.find_or_create_track(session, SYSTEM, "Udforskende ledelse", first)
    assert rules.find_or_create_track(session, SYSTEM, "udforskende ledelse", first) is track
    assert rules.find_or_create_track(session, SYSTEM, "Udforskende ledelse", None) is track
    lonely = rules.find_or_create_track(session, SYSTEM, "Et andet spor", None)
    assert lonely.programme.name == rules.NO_PROGRAMME
    other = rules.find_or_create_programme(session, SYSTEM, "Et andet program")
    assert rules.find_or_create_track(session, SYSTEM, "Udforskende ledelse", other) is not track


def test_a_very_long_name_of_an_import_is_cut(session: Any) -> None:
    long = "Meget " * 80
    made = rules.find_or_create_concept(session, SYSTEM, long)
    session.commit()
    assert len(made.name) <= 160
    assert rules.find_or_create_concept(session, SYSTEM, long) is made


def test_the_demo_catalogue_loads_once(session: Any) -> None:
    wanted = read_catalogue()
    loaded = rules.load_catalogue(session, wanted)
    session.commit()
    again = rules.load_catalogue(session, wanted)
    assert again == loaded
    assert loaded.tracks["aktive-timer"].programme is loaded.programmes["undervisning-der-flytter"]
    assert loaded.concepts["billetmodellen"].purpose.startswith("Billetmodellen gør")
    found = overview(session, SYSTEM)
    assert [lab.name for lab in found.labs] == [lab.name for lab in wanted.labs]
    assert len(found.concepts) == len(wanted.concepts)


def test_a_concept_is_found_by_everyone_signed_in(session: Any, work: Any, sign_in: Any) -> None:
    made = entry(session, "concept", "Billetmodellen", success="Et fast tidspunkt")
    rules.update_entry(session, SYSTEM, made, {"other_names": ["Sedlen ved døren"]}, 1)
    work()
    reader = sign_in()
    for words in ("billetmodellen", "fast tidspunkt", "sedlen"):
        page = reader.get("/search", query_string={"q": words}).text
        assert f'href="/factsheets/catalogue/concept/{made.id}' in page


def history_of(session: Any, sheet: FactSheet) -> list[tuple[str, Any]]:
    return versions_of(session, "factsheet", sheet.id)


def moves_in_trail(session: Any) -> list[int]:
    return sorted(filter(None, trail_of(session, "sheet.moved")))


@pytest.mark.parametrize("kind", ["concept", "track", "programme"])
def test_a_merge_stands_in_the_history_of_every_sheet_it_changes(
    session: Any, make: Any, kind: str
) -> None:
    actor, keeper = make.actor("staff"), make.actor("editor")
    one = entry(session, "programme", "Et")
    two = entry(session, "programme", "To")
    made = {
        "programme": (one, two),
        "track": tuple(
            entry(session, "track", name, programme_id=one.id) for name in ("Spor", "Sporet")
        ),
        "concept": tuple(entry(session, "concept", name) for name in ("Begreb", "Begrebet")),
    }[kind]
    source, target = made

    def values(of: Any) -> dict[str, Any]:
        if kind == "concept":
            return {"concept_ids": [of.id]}
        if kind == "track":
            return {"track_id": of.id, "programme_id": one.id}
        return {"programme_id": of.id}

    changed = sheet(session, actor, "Flyttes", **values(source))
    same = sheet(session, actor, "Bliver", **values(target))
    version, target_id = changed.version, target.id
    merge(session, keeper, source, target)
    session.commit()
    action, data = history_of(session, changed)[-1]
    assert action == "factsheets.moved"
    field = "concept_ids" if kind == "concept" else f"{kind}_id"
    assert data[field] == ([target_id] if kind == "concept" else target_id)
    assert changed.version == version + 1
    assert [action for action, _data in history_of(session, same)] == ["created", "published"]
    assert moves_in_trail(session) == [changed.id]


def test_a_track_that_moves_takes_its_sheets_along_and_says_so(session: Any, make: Any) -> None:
    actor, keeper = make.actor("staff"), make.actor("editor")
    one, two = (entry(session, "programme", name) for name in ("Et", "To"))
    track = entry(session, "track", "Spor", programme_id=one.id)
    moved = sheet(session, actor, "Flyttes", track_id=track.id, programme_id=one.id)
    rules.update_entry(
        session, keeper, track, {"name": "Spor", "programme_id": two.id}, track.version
    )
    session.commit()
    action, data = history_of(session, moved)[-1]
    assert (action, data["programme_id"]) == ("factsheets.moved", two.id)
    assert moves_in_trail(session) == [moved.id]
