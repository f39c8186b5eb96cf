"""Small files of every type, and bad ones."""

import io
import struct
import zipfile

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)
HTML = b"<!doctype html><title>x</title><script>alert(1)</script>"


def archive(*names, mimetype="", content=b"x"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        if mimetype:
            file.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in names:
            file.writestr(name, content)
    return out.getvalue()


def docx(*more, content=b"x"):
    return archive("[Content_Types].xml", "word/document.xml", *more, content=content)


def xlsx():
    return archive("[Content_Types].xml", "xl/workbook.xml")


def pptx():
    return archive("[Content_Types].xml", "ppt/presentation.xml")


def odt():
    return archive("content.xml", mimetype="application/vnd.oasis.opendocument.text")


def bomb():
    """A docx of a few KB whose list says it unpacks to a gigabyte; the list alone says it."""
    good = docx()
    at = good.index(b"PK\x01\x02")
    return good[: at + 24] + struct.pack("<L", 2**30) + good[at + 28 :]


def picture(kind="PNG", size=(40, 30), color="#0b5d66", **options):
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, kind, **options)
    return out.getvalue()


def photo():
    """A JPEG with a place in its EXIF, lying on its side."""
    exif = Image.Exif()
    exif[0x010E] = "taken at Ane's house"
    exif[0x0112] = 6  # turn right
    return picture("JPEG", (40, 20), exif=exif)


def moving():
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "green", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=50)
    return out.getvalue()


def claims_huge():
    """A PNG of a few bytes that says it is 60,000 pixels wide and high."""
    import zlib

    def chunk(name, data):
        crc = struct.pack(">L", zlib.crc32(name + data))
        return struct.pack(">L", len(data)) + name + data + crc

    head = struct.pack(">2L5B", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
