"""The parts of the import one by one: bytes, lines, broken words, page lines, names."""

import io
from collections import Counter

import pytest
from portal_factsheets.importing.blocks import compose
from portal_factsheets.importing.danish import DANISH
from portal_factsheets.importing.decoding import decode
from portal_factsheets.importing.layout import Layout
from portal_factsheets.importing.lines import Line, clean, split
from portal_factsheets.importing.markdown import markdown
from portal_factsheets.importing.mending import Vocabulary
from portal_factsheets.importing.names import concept_names, track_name
from portal_factsheets.importing.pages import without_running_lines
from portal_factsheets.importing.problem import ImportProblem
from portal_factsheets.importing.reading import read_file, read_stream
from portal_factsheets.importing.spelling import distance

DANISH_TEXT = "Læring på tværs – ’smør’, øl og ål"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"], ids=lambda name: name
)
def test_the_usual_encodings_are_read(encoding):
    assert decode(DANISH_TEXT.encode(encoding)) == DANISH_TEXT


def test_a_character_cut_off_at_the_end_is_forgiven():
    assert decode("blå på".encode()[:-1]) == "blå p"
    assert decode("gå på".encode("cp1252")) == "gå på"
    assert decode("ud på".encode("cp1252")) == "ud på"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b" \n\n ", "file_empty"),
        (b"%PDF-1.7 ...", "file_binary"),
        (b"PK\x03\x04...", "file_binary"),
        (b"tekst\0tekst", "file_binary"),
        (b"\x01\x02\x03\x04tekst", "file_binary"),
        ("læring".encode("utf-16-le"), "file_binary"),
        ("på".encode() + b"\xff er \xfe" + "øl".encode(), "encoding_unknown"),
        (b"l\x91ring p\x86 tv\x91rs", "encoding_unknown"),
        (b"\xff\xfe\x00\xd8", "encoding_unknown"),
    ],
)
def test_what_is_no_text_is_refused(data, code):
    with pytest.raises(ImportProblem) as problem:
        decode(data)
    assert problem.value.code == code


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "stor.txt"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    with pytest.raises(ImportProblem) as problem:
        read_file(path)
    assert (problem.value.code, problem.value.params) == (
        "file_too_large",
        {"limit": 20 * 1024 * 1024},
    )


def test_of_a_large_upload_only_the_limit_is_read():
    stream = io.BytesIO(b"a" * 5000)
    with pytest.raises(ImportProblem):
        read_stream(stream, limit=1000)
    assert stream.tell() == 1001


def test_a_missing_file_and_a_folder_are_named_without_their_folder(tmp_path):
    for path, code in ((tmp_path / "ingen.txt", "file_missing"), (tmp_path, "file_unreadable")):
        with pytest.raises(ImportProblem) as problem:
            read_file(path)
        assert (problem.value.code, problem.value.params) == (code, {"name": path.name})


def test_unicode_is_cleaned():
    assert clean("a\u00a0b\u2010c\u2011d e\u030a\u200b\r\nf\rg\u2028h") == "a b-c-d e̊\nf\ng\nh"
    assert clean("bla\u030a") == "blå"


def test_soft_hyphens_go_except_at_the_end_of_a_line():
    assert [line.text for line in split("ud\u00advik\u00ad \nling")] == ["udvik\u00ad", "ling"]


def test_pages_begin_at_form_feeds_or_at_the_rare_single_space():
    fed = split("en\n\fto\n\f\ntre")
    assert [line.page_start for line in fed] == [True, True, True]
    spaced = split("en\nto\ntre\nfire\nfem\nseks\n syv\notte")
    assert [line.text for line in spaced if line.page_start] == ["en", "syv"]
    indented = split("en\n to\n tre\n fire\n fem")
    assert [line.text for line in indented if line.page_start] == ["en"]


def mend(above: str, below: str, *seen: str) -> str:
    return Vocabulary(Counter(word.casefold() for word in seen)).join(above, below)


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("en ledel-", "sesmæssig opgave", "en ledelsesmæssig opgave"),
        ("både fag-", "og kompetencegrupper", "både fag- og kompetencegrupper"),
        ("læse-", "eller skrivetid", "læse- eller skrivetid"),
        ("en dial-", "og med alle", "en dialog med alle"),
        ("en TIFS-", "model", "en TIFS-model"),
        ("Syd-", "Sjælland", "Syd-Sjælland"),
        ("en U-", "vejleder", "en U-vejleder"),
        ("åben for e-", "handel", "åben for e-handel"),
        ("LEDEL-", "SE", "LEDELSE"),
        ("design-", "thinking", "design-thinking"),
        ("ideer om map-", "ping", "ideer om mapping"),
        ("en udefrakommende/ik-", "ke-direkte hjælper", "en udefrakommende/ikke-direkte hjælper"),
        ("organisati-", "ons-/mødeform", "organisations-/mødeform"),
        ("det sidste -", "og det første", "det sidste - og det første"),
        ("ledelse\u00ad", "og", "ledelseog"),
        ("kompetence-", "hjulmager", "kompetencehjulmager"),
        ("www.skole-", "hjem.example", "www.skole-hjem.example"),
        ("leder/", "lærer", "leder/lærer"),
    ],
)
def test_broken_words_are_mended_and_real_hyphens_kept(above, below, whole):
    assert mend(above, below) == whole


def test_the_documents_own_words_decide_first():
    assert mend("sommer-", "camp", "sommer-camp") == "sommer-camp"
    assert mend("sommer-", "camp", "sommercamp", "sommercamp", "sommer-camp") == "sommercamp"


def test_halves_of_broken_words_are_no_evidence():
    words = Vocabulary.of(split("en sommer-\ncamp og en lejr")).words
    assert set(words) == {"en", "og", "lejr"}


def test_running_lines_and_page_numbers_go_and_headings_stay():
    text = (
        "Vi så\n\nHæfte om forsøg8\n\nFund\n\nat\n\nHæfte om forsøg10\n\n11\n\ndet gik.\n\nFund\n"
    )
    kept = without_running_lines(split(text), DANISH)
    assert [line.text for line in kept] == ["Vi så", "Fund", "at", "det gik.", "Fund"]
    assert [line.page_start for line in kept] == [True, True, False, True, False]


def test_words_that_happen_to_end_several_pages_stay():
    text = "".join(f"• Punkt {n}\n\nog mere af det samme\n\n{n}\n\f" for n in range(3, 9))
    kept = without_running_lines(split(text), DANISH)
    assert [line.text for line in kept].count("og mere af det samme") == 6


def test_workshops_and_chemistry_are_no_page_numbers():
    text = "Workshop 1\n\ntekst\n\nWorkshop 2\n\ntekst\n\n\n\nSpar på CO2\n\ntekst\n"
    assert len(without_running_lines(split(text), DANISH)) == 6


def blocks(text: str) -> str:
    lines = split(text)
    return markdown(compose(lines, Layout.of(lines), Vocabulary.of(lines)))


@pytest.mark.parametrize("bullet", "•·⋅▪\uf0b7–-")
def test_bullets_of_every_kind_are_list_items(bullet):
    assert blocks(f"Vi gør:\n{bullet} det ene\n{bullet} det\n\nandet\n") == (
        "Vi gør:\n\n- det ene\n- det andet"
    )


def test_a_dash_inside_a_sentence_is_no_bullet():
    assert blocks("• Mangler overblik,\n\n- det giver tvivl.\n• Mere") == (
        "- Mangler overblik, - det giver tvivl.\n- Mere"
    )


def test_what_markdown_would_misread_is_escaped():
    assert blocks("# 1\n\nBrug <b> & `kode`.\n\n> Nej.") == (
        "\\# 1\n\nBrug \\<b> & \\`kode\\`.\n\n\\> Nej."
    )


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Relationelbaseret ledelsesform", "Relationsbaseret ledelse"),
        ("Relationsbaserede ledelsesformer", "Relationsbaseret ledelse"),
        ("Innovationsbaseret ledelsesform.", "Innovationsbaseret ledelse"),
        ("innovations-baserede ledelsesformer", "Innovationsbaseret ledelse"),
        ("Udforskende ledelsesformer", "Udforskende ledelse"),
        ("Forsøgsspor for Udforskende ledelse", "Udforskende ledelse"),
        ("Innovativ ledelsespraksis", "Innovativ ledelsespraksis"),
        ("Vidensbaseret ledelsesform", "Vidensbaseret ledelsesform"),
        ("", ""),
    ],
)
def test_spellings_of_one_track_are_one(written, name):
    assert track_name(written) == name


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("TIFS-Model", ("TIFS-model",)),
        ("Tilbageløbs-, forankrings- og spredningsmodel og TIFS", ("TIFS-model",)),
        ("? Tre rum i udforskende ledelse", ("Tre rum i udforskende ledelse",)),
        (
            "Strategiske medledere og Samskabelses-netvæk, Tværorganisatorisk fællesskab",
            ("Strategiske medledere", "Samskabelses-netværk", "Tværorganisatoriske fællesskaber"),
        ),
        ("Ledelse på tværs og Kaffe", ("Ledelse på tværs", "Kaffe")),
        ("", ()),
    ],
)
def test_concepts_are_told_apart_and_named_alike(written, names):
    assert concept_names(written) == names


def test_distance_counts_slips_up_to_its_limit():
    assert distance("fund", "fund", 0) == 0
    assert distance("netvæk", "netværk", 2) == 1
    assert distance("abc", "cab", 3) == 2
    assert distance("abc", "xyz", 1) == 2


def test_a_misspelled_heading_is_one_and_a_sentence_is_not():
    assert DANISH.section("Konceptualisrbare elementer") == ("elements", False, "")
    assert DANISH.section("Fund: Det gik godt") == ("findings", False, "Det gik godt")
    assert DANISH.section("Fund er der nok af") is None
    assert DANISH.section("fund") is None
    assert DANISH.is_banner("E K S P E R I M E N T") and not DANISH.is_banner("Eksperiment")


def test_a_line_knows_that_something_stands_between():
    assert Line("a", gap=1).apart and Line("a", page_start=True).apart and not Line("a").apart
