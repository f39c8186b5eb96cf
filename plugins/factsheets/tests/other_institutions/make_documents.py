"""Makes the two documents beside it that are not plain text: `python make_documents.py`.

Invented content. A Word file is an archive of XML and a PDF a list of objects; writing the few
that are needed by hand needs no library, and the files come out the same every time.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
HEADING, ITEM, TEXT = "heading", "item", "text"

#: Kystkommunen marks each sheet with 'Indsats' and tells first what came of it.
KYSTKOMMUNEN = [
    (HEADING, "Indsatser i Kystkommunen"),
    (TEXT, "Samlet af udviklingsafdelingen i foråret 2025."),
    (HEADING, "Indsats 1: Gåmøder i ældreplejen"),
    (TEXT, "Forvaltning: Social og sundhed"),
    (TEXT, "Målgruppe: Teamledere og deres medarbejdere"),
    (HEADING, "Hvad fandt vi?"),
    (TEXT, "Samtaler, der før tog en time, tog fyrre minutter til fods."),
    (TEXT, "Medarbejderne fortalte mere, når de ikke sad over for lederen."),
    (HEADING, "Baggrund"),
    (TEXT, "Lederne nåede ikke deres samtaler. Kalenderen var fuld af møder om møder."),
    (HEADING, "Hvad gjorde vi?"),
    (ITEM, "Seks ledere lagde alle samtaler ud som gåture."),
    (ITEM, "Ruten var den samme hver gang, så ingen skulle finde vej."),
    (HEADING, "Gode råd"),
    (TEXT, "Aftal på forhånd, hvem der skriver ned. Man glemmer halvdelen på vej hjem."),
    (HEADING, "Kontakt"),
    (TEXT, "Ring til Mette på lokal 114."),
    (HEADING, "Indsats 2: Én fælles indgang"),
    (TEXT, "Forvaltning: Børn og unge"),
    (HEADING, "Hvad fandt vi?"),
    (TEXT, "Familierne fik svar efter fire dage i stedet for nitten."),
    (HEADING, "Baggrund"),
    (TEXT, "En familie med to børn havde syv kontaktpersoner."),
    (HEADING, "Det troede vi på"),
    (TEXT, "Hvis én person har ansvaret, så falder ingen mellem to stole."),
    (HEADING, "Hvad gjorde vi?"),
    (TEXT, "Vi gav hver familie en tovholder og lukkede de andre telefonnumre."),
    (HEADING, "Det kan I tage med hjem"),
    (ITEM, "Aftalen med de syv afdelinger på én side"),
    (ITEM, "Tovholderens tjekliste"),
    (HEADING, "Økonomi"),
    (TEXT, "Tovholderne fik frikøbt tre timer om ugen."),
]

#: Handelsskolen Bæltet gives each trial a page, with a banner and numbered headings.
HANDELSSKOLEN = [
    [
        "Handelsskolen Bæltet - prøvehandlinger",
        "",
        "PRØVEHANDLING",
        "Feedback før karakteren",
        "Institution: Handelsskolen Bæltet",
        "Program: Bedre undervisning",
        "Spor: Feedback",
        "1. Problemet",
        "Eleverne så på karakteren og lagde opgaven væk. Kommentarerne blev",
        "aldrig læst, selv om de tog det meste af lærerens tid.",
        "2. Idéen",
        "Hvis karakteren først kommer efter en samtale, så læser eleverne",
        "kommentarerne.",
        "3. Handlingen",
        "Karakteren blev holdt tilbage i en uge. I den uge skrev eleverne, hvad",
        "de ville gøre anderledes.",
        "4. Resultatet",
        "Tre ud af fire skrev et svar. Klagerne over karakterer forsvandt næsten.",
        "6. Faldgruber",
        "En uge er længe. Efter ti dage havde de glemt opgaven.",
        "",
        "Side 1",
    ],
    [
        "Handelsskolen Bæltet - prøvehandlinger",
        "",
        "PRØVEHANDLING",
        "Virksomheden som censor",
        "Institution: Handelsskolen Bæltet",
        "Program: Bedre undervisning",
        "Spor: Praksisnær undervisning",
        "1. Problemet",
        "Fremlæggelserne lignede hinanden, for de havde kun skolen som publikum.",
        "3. Handlingen",
        "Fire lokale virksomheder kom og stillede spørgsmål i tyve minutter.",
        "4. Resultatet",
        "Eleverne øvede sig hjemme. Det havde vi aldrig set før.",
        "5. Det kan gentages",
        "Invitationen, spørgearket og aftalen om, at censor ikke giver karakter.",
        "",
        "Side 2",
    ],
    [
        "Handelsskolen Bæltet - prøvehandlinger",
        "",
        "PRØVEHANDLING",
        "Tavse klynger",
        "Institution: Handelsskolen Bæltet",
        "Program: Bedre undervisning",
        "1. Problemet",
        "De hurtige svarede, før de andre havde tænkt.",
        "2. Idéen",
        "Hvis grupperne tier og skriver i fem minutter, så kommer alle med.",
        "3. Handlingen",
        "Hver time begyndte med fem minutter i tavshed om ét spørgsmål.",
        "4. Resultatet",
        "Det gik en anden vej: de tavse forblev tavse, men de skrev mere.",
        "",
        "Side 3",
    ],
]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.styles+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_STYLES = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:styles xmlns:w="{_W}">'
    '<w:style w:type="paragraph" w:styleId="Overskrift1"><w:name w:val="heading 1"/></w:style>'
    "</w:styles>"
)
_STYLE = {
    HEADING: '<w:pPr><w:pStyle w:val="Overskrift1"/></w:pPr>',
    ITEM: '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>',
    TEXT: "",
}


def docx(path: Path, paragraphs: list[tuple[str, str]]) -> None:
    """Writes a Word file of (kind, text)."""
    body = "".join(
        f'<w:p>{_STYLE[kind]}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
        for kind, text in paragraphs
    )
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}">'
        f"<w:body>{body}</w:body></w:document>"
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "word/styles.xml": _STYLES,
        "word/document.xml": document,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), content)


def pdf(path: Path, pages: list[list[str]]) -> None:
    """Writes a PDF with a page for each list of lines."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    kids = []
    for lines in pages:
        drawn = [b"BT /F1 11 Tf 60 780 Td 15 TL"]
        for line in lines:
            text = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            drawn.append(b"(" + text.encode("cp1252") + b") Tj T*" if line else b"T*")
        stream = b"\n".join([*drawn, b"ET"])
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )
    path.write_bytes(bytes(out))


if __name__ == "__main__":
    docx(HERE / "kystkommunen.docx", KYSTKOMMUNEN)
    pdf(HERE / "handelsskolen.pdf", HANDELSSKOLEN)
