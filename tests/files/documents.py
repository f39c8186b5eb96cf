"""Office files and PDFs as small as they come, made by hand so that they can be made wrong."""

import io
import zipfile
import zlib

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def paragraph(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(body, **parts):
    """A Word file with `body` (w:p elements, or plain text for one paragraph a line)."""
    if not body.startswith("<"):
        body = "".join(map(paragraph, body.splitlines()))
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            **{name.replace("__", "/") + ".xml": content for name, content in parts.items()},
        }
    )


def relations(*pairs):
    rows = "".join(
        f'<Relationship Id="{key}" Type="http://x/{kind}" Target="{target}"/>'
        for key, kind, target in pairs
    )
    return f'<Relationships xmlns="http://x">{rows}</Relationships>'


def pptx(*slides):
    """Slides in this order; their files are numbered the other way round."""
    parts = {"[Content_Types].xml": TYPES}
    number = len(slides)
    names = [f"slides/slide{number - at}.xml" for at in range(number)]
    for name, text in zip(names, slides, strict=True):
        parts[f"ppt/{name}"] = f"<p {A}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p>"
    order = "".join(f'<s:sldId r:id="r{at}" id="{256 + at}"/>' for at in range(number))
    parts["ppt/presentation.xml"] = f'<s:x xmlns:s="http://s" {R}>{order}</s:x>'
    parts["ppt/_rels/presentation.xml.rels"] = relations(
        *((f"r{at}", "slide", name) for at, name in enumerate(names))
    )
    return zipped(parts)


def odt(text):
    body = "".join(f"<t:p>{line}</t:p>" for line in text.splitlines())
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'<o:c xmlns:o="urn:o" xmlns:t="urn:t"><o:body>{body}</o:body></o:c>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def pdf(*pages, compress=False):
    """A PDF with a page for each text; what is bytes is taken as the page's content stream."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    kids = []
    for page in pages:
        if isinstance(page, str):
            lines = page.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)").split(b"\n")
            page = (
                b"BT /F1 12 Tf 14 TL 50 800 Td "
                + b" ".join(b"(" + line + b") Tj T*" for line in lines)
                + b" ET"
            )
        extra = b""
        if compress:
            page, extra = zlib.compress(page, 9), b"/Filter/FlateDecode"
        objects.append(b"<</Length %d%b>>stream\n%b\nendstream" % (len(page), extra, page))
        content = len(objects)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % content
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), b" ".join(kids))
    return from_objects(objects)


def from_objects(objects, trailer=b""):
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)
