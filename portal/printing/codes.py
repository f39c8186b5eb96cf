"""QR codes as pictures."""

from __future__ import annotations

from io import BytesIO

import segno


def qr_svg(text: str, *, border: int = 4, error: str = "m") -> str:
    """An SVG of the QR code of `text`, with its quiet zone (`border` modules), to be put into a
    print (`picture`) or answered as a file of its own; black on white, sized by who shows it.

    `error` is how much of it may be dirty: l 7 %, m 15 %, q 25 %, h 30 %. Raises ValueError for
    a text that fits into no code (about 2,300 characters).
    """
    code = segno.make_qr(text, error=error, boost_error=False)
    out = BytesIO()
    code.save(
        out, kind="svg", border=border, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    return out.getvalue().decode()
