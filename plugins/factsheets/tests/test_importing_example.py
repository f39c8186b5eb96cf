"""A small booklet of our own: every trap of the real one, readable beside its expectation."""

from pathlib import Path

import pytest
from portal_factsheets.importing import (
    JSON_KEYS,
    ImportProblem,
    SheetDraft,
    parse_booklet,
    read_file,
)

TEXT = read_file(Path(__file__).with_name("test_importing_example.txt"))


@pytest.fixture(scope="module")
def sheets() -> list[SheetDraft]:
    return parse_booklet(TEXT)


def test_titles_are_the_headings_and_other_titles_what_the_label_says(sheets):
    assert [(sheet.title, sheet.other_titles) for sheet in sheets] == [
        ("Makkerpar på tværs af årgange", ()),
        ("Kort og godt", ("Kort & godt – møder på en halv time",)),
        ("Logbog for hold", ()),
    ]


def test_institution_is_the_own_label_at_the_head_or_the_foot_of_a_page(sheets):
    assert [sheet.institution for sheet in sheets] == ["Fjordskolen", "Bakkegymnasiet", ""]


def test_names_become_canonical_and_unknown_ones_stay(sheets):
    first, second, third = sheets
    assert first.programme == second.programme == "Fælles om læring"
    assert [sheet.track for sheet in sheets] == [
        "Relationsbaseret ledelse",
        "Musisk ledelse",
        "Udforskende ledelse",
    ]
    assert first.concepts == ("TIFS-model", "Samskabelses-netværk", "Kaffemodellen")
    assert second.concepts == third.concepts == ()


def test_a_word_broken_by_the_page_is_mended_and_the_foot_is_gone(sheets):
    assert sheets[0].challenge == (
        "De nye elever finder sjældent hjælp hos de ældre. Skolen har prøvet både læse- og "
        "skriveværksteder, men de ligger efter skoletid, og derfor bliver de fravalgt af mange "
        "elever, som ellers havde brug for dem."
    )


def test_a_sentence_broken_by_the_page_is_one(sheets):
    assert sheets[1].findings == (
        "Møderne blev kortere, og referatet fylder nu mindre end en side. Det overraskede alle."
    )


def test_actions_keep_what_they_start_from_ahead_of_them(sheets):
    assert sheets[0].actions == (
        "### Udgangspunkt for aktioner\n"
        "\n"
        "- Alle makkerpar får en U-vejleder.\n"
        "\n"
        "### Aktioner\n"
        "\n"
        "- Parrene mødes hver tirsdag og aftaler selv, hvad de vil arbejde med, og hvem der tager "
        "noter til loggen.\n"
        "- Læreren samler op:\n"
        "  - på det, der lykkedes\n"
        "  - på det, der drillede\n"
        "\n"
        "Bagefter fejrer holdet det med kage."
    )


def test_numbers_count_only_where_they_go_on(sheets):
    assert sheets[0].findings == (
        "1. Parrene holdt sammen hele året.\n"
        "2. De stille elever spurgte mere.\n"
        "\n"
        "4\\. semester var dog for travlt."
    )


def test_sections_may_come_in_any_order(sheets):
    assert sheets[1].challenge == "Møderne trak ud."
    assert sheets[1].attention == "Kræver en ordstyrer med \\*ur\\*."


def test_a_box_between_a_heading_and_its_text_leaves_the_text_to_the_heading(sheets):
    assert sheets[2].attention == "Pas på:\n\n- at loggen ikke bliver en pligt"
    assert sheets[2].elements.startswith("Loggen er rettet mod hold")


def test_an_appendix_belongs_to_no_sheet(sheets):
    assert "skemaet, som holdene" not in str(sheets)


def test_json_has_the_agreed_keys_and_a_list_of_concepts(sheets):
    for sheet in sheets:
        data = sheet.to_json()
        assert tuple(data) == JSON_KEYS
        assert isinstance(data.pop("concepts"), list)
        assert all(isinstance(value, str) for value in data.values())


def test_the_key_survives_another_import_and_a_corrected_text(sheets):
    keys = [sheet.source_key for sheet in sheets]
    again = parse_booklet(TEXT.replace("med kage", "med boller").replace("GODT", "Godt"))
    assert [sheet.source_key for sheet in again] == keys
    assert len(set(keys)) == 3


def test_sheets_of_one_name_are_told_apart_and_repeated_ones_come_once():
    head = "EKSPERIMENT\n\nSamme navn\n\nEksperiment: Samme navn\nProgram: P\n\nUdfordring\n"
    one, other = head + "Det ene.\n\n", head + "Det andet.\n\n"
    sheets = parse_booklet(one + other + one)
    assert [sheet.challenge for sheet in sheets] == ["Det ene.", "Det andet."]
    assert sheets[0].source_key != sheets[1].source_key
    assert [sheet.source_key for sheet in parse_booklet(one)] == [sheets[0].source_key]


def test_without_banners_the_title_is_the_short_block_above_the_label():
    plain = TEXT.replace("E K S P E R I M E N T\n", "")
    assert [(s.title, s.institution) for s in parse_booklet(plain)] == [
        ("Makkerpar på tværs af årgange", "Fjordskolen"),
        ("Kort og godt", "Bakkegymnasiet"),
        ("Logbog for hold", ""),
    ]


def test_a_foot_in_mid_sentence_is_a_label_even_with_nothing_around_it():
    head = "EKSPERIMENT\n\nNavn\n\nEksperiment: Navn\nProgram: P\n\nFund\n"
    (sheet,) = parse_booklet(head + "Flere kom, end\nInstitution: Havneskolen\nvi troede.\n")
    assert (sheet.institution, sheet.findings) == ("Havneskolen", "Flere kom, end vi troede.")
    prose = "Vi spurgte en\nInstitution: den svarede, at det\nvar godt.\n"
    (sheet,) = parse_booklet(head + prose)
    assert sheet.institution == "" and "den svarede" in sheet.findings


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n",
        "Et referat fra et møde.\n\nUdfordring\nDer var kaffe.\n",
        "Eksperiment: vi prøvede noget nyt.\nDet gik godt.\n",
        "EKSPERIMENT\n",
        "Forsøgsspor: Innovationsbaseret ledelse\nKoncept: Ledelse på tværs\n",
    ],
)
def test_what_is_no_booklet_is_refused(text):
    with pytest.raises(ImportProblem) as problem:
        parse_booklet(text)
    assert problem.value.code == "no_sheets_found"
