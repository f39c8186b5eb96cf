"""Three invented documents of other institutions, field by field as they were read by hand.

They differ in everything that may differ: how a sheet is told, what the headings are called, in
which order they come, what is left out, how lines are set.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from portal_factsheets.importing import (
    COMMON_PROFILE,
    DANISH,
    ImportProblem,
    Profile,
    WrongProfile,
    best,
    candidates,
    from_choices,
    read_sheets,
)
from portal_factsheets.services.documents import read_document

FOLDER = Path(__file__).with_name("other_institutions")
PROFILES = {
    "fjordskolen.txt": Profile.of(
        {
            "institution": ["Skole"],
            "programme": ["Indsatsområde"],
            "challenge": ["Det ville vi ændre"],
            "hypothesis": ["Vores antagelse"],
            "actions": ["Sådan gjorde vi"],
            "findings": ["Det så vi"],
            "elements": ["Det kan andre bruge"],
            "attention": ["Pas på"],
        }
    ),
    "kystkommunen.docx": Profile.of(
        {
            "marker": ["Indsats"],
            "institution": ["Forvaltning"],
            "challenge": ["Baggrund"],
            "hypothesis": ["Det troede vi på"],
            "actions": ["Hvad gjorde vi?"],
            "findings": ["Hvad fandt vi?"],
            "elements": ["Det kan I tage med hjem"],
            "attention": ["Gode råd"],
            "target_group": ["Målgruppe"],
            "ignore": ["Kontakt"],
        }
    ),
    "handelsskolen.pdf": Profile.of(
        {
            "marker": ["Prøvehandling"],
            "institution": ["Institution"],
            "programme": ["Program"],
            "track": ["Spor"],
            "challenge": ["Problemet"],
            "hypothesis": ["Idéen"],
            "actions": ["Handlingen"],
            "findings": ["Resultatet"],
            "elements": ["Det kan gentages"],
            "attention": ["Faldgruber"],
        }
    ),
}
EXPECTED = {
    "fjordskolen.txt": [
        {
            "title": "Elevernes egen dagsorden",
            "institution": "Fjordskolen, afdeling Nord",
            "programme": "Elevdemokrati",
            "summary": "Vi lod eleverne skrive dagsordenen til klassens time.",
            "challenge": "Klassens time var blevet lærerens time. De samme fem elever talte, og "
            "resten så ud ad vinduet. Vi manglede et sted, hvor de stille elever også kunne "
            "komme til orde.",
            "hypothesis": "Hvis eleverne selv skriver dagsordenen, så møder flere af dem op med "
            "noget på hjerte.",
            "actions": "- Hver mandag lå der en tom seddel på tavlen.\n"
            "- To elever samlede punkterne og styrede mødet.\n"
            "- Læreren sad bagerst og skrev ned.",
            "findings": "Fra uge fire talte tretten af toogtyve elever på et almindeligt møde. "
            "Møderne blev kortere, ikke længere.",
            "elements": "Sedlen og de to ordstyrere. Mere skal der ikke til.",
            "attention": "Bliv siddende bagerst. Den dag vi rejste os, blev det lærerens time "
            "igen.",
        },
        {
            "title": "Lektiefri torsdag",
            "institution": "Fjordskolen, afdeling Syd",
            "programme": "Læring uden lektier",
            "challenge": "Forældrene fortalte om skænderier ved køkkenbordet hver torsdag, hvor "
            "både dansk, matematik og engelsk blev afleveret.",
            "actions": "Vi samlede afleveringerne i et værksted fra 13 til 15, hvor to lærere gik "
            "rundt.",
            "findings": "- Afleveringsprocenten steg fra 71 til 94.\n"
            "- Tre elever bad om at få lektierne tilbage.",
            "attention": "Værkstedet kræver to voksne. Med én bliver det til opsyn.",
        },
        {
            "title": "Naboen læser med",
            "institution": "Fjordskolen, afdeling Nord",
            "challenge": "Skriveøvelser havde kun én læser, nemlig læreren.",
            "hypothesis": "Hvis en voksen udefra læser teksten, så skriver eleven til nogen.",
            "actions": "1. Vi bad ti naboer om at læse en tekst om måneden.\n"
            "2. De skrev tre linjer tilbage i hånden.",
            "findings": "Teksterne blev dobbelt så lange. Stavningen blev ikke bedre.",
            "elements": "Brevet til naboerne ligger på skolens kontor.",
        },
    ],
    "kystkommunen.docx": [
        {
            "title": "Gåmøder i ældreplejen",
            "institution": "Social og sundhed",
            "challenge": "Lederne nåede ikke deres samtaler. Kalenderen var fuld af møder om "
            "møder.",
            "actions": "- Seks ledere lagde alle samtaler ud som gåture.\n"
            "- Ruten var den samme hver gang, så ingen skulle finde vej.",
            "findings": "Samtaler, der før tog en time, tog fyrre minutter til fods.\n\n"
            "Medarbejderne fortalte mere, når de ikke sad over for lederen.",
            "attention": "Aftal på forhånd, hvem der skriver ned. Man glemmer halvdelen på vej "
            "hjem.",
            "target_group": "Teamledere og deres medarbejdere",
        },
        {
            "title": "Én fælles indgang",
            "institution": "Børn og unge",
            "challenge": "En familie med to børn havde syv kontaktpersoner.",
            "hypothesis": "Hvis én person har ansvaret, så falder ingen mellem to stole.",
            "actions": "Vi gav hver familie en tovholder og lukkede de andre telefonnumre.",
            "findings": "Familierne fik svar efter fire dage i stedet for nitten.",
            "elements": "- Aftalen med de syv afdelinger på én side\n- Tovholderens tjekliste\n\n"
            "Økonomi\n\nTovholderne fik frikøbt tre timer om ugen.",
        },
    ],
    "handelsskolen.pdf": [
        {
            "title": "Feedback før karakteren",
            "institution": "Handelsskolen Bæltet",
            "programme": "Bedre undervisning",
            "track": "Feedback",
            "challenge": "Eleverne så på karakteren og lagde opgaven væk. Kommentarerne blev "
            "aldrig læst, selv om de tog det meste af lærerens tid.",
            "hypothesis": "Hvis karakteren først kommer efter en samtale, så læser eleverne "
            "kommentarerne.",
            "actions": "Karakteren blev holdt tilbage i en uge. I den uge skrev eleverne, hvad "
            "de ville gøre anderledes.",
            "findings": "Tre ud af fire skrev et svar. Klagerne over karakterer forsvandt næsten.",
            "attention": "En uge er længe. Efter ti dage havde de glemt opgaven.",
        },
        {
            "title": "Virksomheden som censor",
            "institution": "Handelsskolen Bæltet",
            "programme": "Bedre undervisning",
            "track": "Praksisnær undervisning",
            "challenge": "Fremlæggelserne lignede hinanden, for de havde kun skolen som publikum.",
            "actions": "Fire lokale virksomheder kom og stillede spørgsmål i tyve minutter.",
            "findings": "Eleverne øvede sig hjemme. Det havde vi aldrig set før.",
            "elements": "Invitationen, spørgearket og aftalen om, at censor ikke giver karakter.",
        },
        {
            "title": "Tavse klynger",
            "institution": "Handelsskolen Bæltet",
            "programme": "Bedre undervisning",
            "challenge": "De hurtige svarede, før de andre havde tænkt.",
            "hypothesis": "Hvis grupperne tier og skriver i fem minutter, så kommer alle med.",
            "actions": "Hver time begyndte med fem minutter i tavshed om ét spørgsmål.",
            "findings": "Det gik en anden vej: de tavse forblev tavse, men de skrev mere.",
        },
    ],
}
ALL = {"booklet": DANISH} | {name: profile.headings for name, profile in PROFILES.items()}


@pytest.fixture(params=sorted(PROFILES))
def name(request):
    return request.param


@pytest.fixture
def document(app, name):
    return read_document(FOLDER / name)


def fields(sheet):
    """What the sheet says, without what it does not."""
    values = vars(sheet.draft)
    return {key: value for key, value in values.items() if value and key != "copy"}


def test_every_field_is_as_it_was_read_by_hand(name, document):
    found = read_sheets(document.text, PROFILES[name].headings, whole=document.whole)
    assert [fields(sheet) for sheet in found] == EXPECTED[name]


def test_the_right_headings_are_guessed(name, document):
    assert best(document.text, ALL) == name
    assert best(document.text, {"booklet": DANISH}) is None


def test_common_headings_are_told_from_the_booklets(app):
    all_ = ALL | {"common": COMMON_PROFILE.headings}
    for name in PROFILES:
        assert best(read_document(FOLDER / name).text, all_) == name
    plain = "Et ark\n\nBaggrund\nDet var svært.\n\nResultat\nDet gik.\n"
    assert best(plain, all_) == "common"


def test_a_heading_nobody_knows_is_no_title(app):
    """Read by common headings only, the document's first one and a label are unknown."""
    document = read_document(FOLDER / "fjordskolen.txt")
    found = read_sheets(document.text, COMMON_PROFILE.headings)
    wanted = [sheet["title"] for sheet in EXPECTED["fjordskolen.txt"]]
    assert [sheet.draft.title for sheet in found] == wanted
    assert ("unknown_heading", "Det ville vi ændre") in found[0].remarks
    assert [sheet.draft.findings for sheet in found] == [
        sheet["findings"] for sheet in EXPECTED["fjordskolen.txt"]
    ]


def test_nobodys_headings_fit_a_poem():
    assert best("Roser er røde.\n\nVioler er blå.\n\nPas på\n\ntornene.", ALL) is None


def test_what_has_no_place_is_said(app):
    remarks = {}
    for name, profile in PROFILES.items():
        document = read_document(FOLDER / name)
        for sheet in read_sheets(document.text, profile.headings, whole=document.whole):
            if sheet.remarks:
                remarks[sheet.draft.title] = sheet.remarks
    assert remarks == {
        "Elevernes egen dagsorden": (
            ("introduction", "Vi lod eleverne skrive dagsordenen til klassens time."),
        ),
        "Gåmøder i ældreplejen": (("left_out", "Ring til Mette på lokal 114."),),
        "Én fælles indgang": (("unknown_heading", "Økonomi"),),
    }


def test_the_lines_it_was_read_from_are_kept(name, document):
    found = read_sheets(document.text, PROFILES[name].headings, whole=document.whole)
    for sheet, wanted in zip(found, EXPECTED[name], strict=True):
        assert wanted["title"] in sheet.source
        assert wanted["findings"].split()[-1] in sheet.source


def test_the_headings_are_among_the_lines_that_look_like_some(name, document):
    """Who has never seen the document's headings can point at each of them."""
    offered = candidates(document.text, Profile({}).headings, whole=document.whole)
    words = {one.text.casefold() for one in offered}
    for spellings in PROFILES[name].words.values():
        assert {one.casefold() for one in spellings} <= words | {"indsatsområde"}


def test_pointing_at_the_headings_reads_the_document(name, document):
    offered = candidates(document.text, Profile({}).headings, whole=document.whole)
    roles = {
        word.casefold(): role for role, words in PROFILES[name].words.items() for word in words
    }
    pointed = from_choices([(one, roles.get(one.text.casefold(), "")) for one in offered])
    found = read_sheets(document.text, pointed.headings, whole=document.whole)
    assert [fields(sheet) for sheet in found] == EXPECTED[name]


def test_known_words_are_suggested(app):
    document = read_document(FOLDER / "kystkommunen.docx")
    known = [COMMON_PROFILE.headings]
    offered = candidates(document.text, Profile({}).headings, whole=True, known=known)
    suggested = {one.text: one.known for one in offered if one.known}
    assert suggested == {
        "Målgruppe": "target_group",
        "Hvad fandt vi?": "findings",
        "Baggrund": "challenge",
        "Hvad gjorde vi?": "actions",
        "Gode råd": "attention",
        "Kontakt": "ignore",
    }


def test_a_profile_survives_being_written(name):
    profile = PROFILES[name]
    assert Profile.from_json(profile.to_json()) == profile


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ([], "shape"),
        ({"challenge": 3}, "shape"),
        ({"challenge": ["Mål", 3]}, "shape"),
        ({"nonsense": ["Mål"]}, "shape"),
        ({}, "empty"),
        ({"institution": ["Skole"]}, "empty"),
        ({"challenge": ["..."]}, "empty"),
        ({"challenge": ["Mål"], "findings": ["MÅL:"]}, "twice"),
        ({"challenge": ["x" * 81]}, "too_long"),
        ({"challenge": [f"Mål {n}" for n in range(21)]}, "too_many"),
    ],
)
def test_profiles_that_cannot_be_used(data, code):
    with pytest.raises(WrongProfile) as problem:
        Profile.from_json(data)
    assert problem.value.code == code


@pytest.mark.parametrize("titled", [True, False])
def test_no_sheets_is_said(titled):
    words = {"challenge": ["Mål"], "findings": ["Fund"]} | ({} if titled else {"marker": ["Ark"]})
    with pytest.raises(ImportProblem, match="no_sheets_found"):
        read_sheets("Der var engang\n\nen mand.", Profile.of(words).headings)


def test_spellings_numbers_and_signs_around_a_heading():
    profile = Profile.of({"challenge": ["Mål", "Formål"], "findings": ["Fund"]})
    text = "# Et ark\n\n**Formål**\n\nAt se.\n\n2. FUND:\n\nVi så.\n----\n"
    (sheet,) = read_sheets(text, profile.headings)
    assert fields(sheet) == {"title": "Et ark", "challenge": "At se.", "findings": "Vi så."}


def test_a_table_of_contents_hides_no_title():
    profile = Profile.of({"challenge": ["Mål"], "findings": ["Fund"]})
    contents = "Indhold\n\nFørste ark\nAndet ark\n" + "Noget om hæftet her.\n" * 15
    sheets = "".join(f"\n{title} ark\n\nMål\nX.\n\nFund\nY.\n" for title in ("Første", "Andet"))
    found = read_sheets(contents + sheets, profile.headings)
    assert [sheet.draft.title for sheet in found] == ["Første ark", "Andet ark"]
