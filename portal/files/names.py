"""Names of files, as somebody else's computer may be given them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

MAX_NAME = 120
#: Control and format characters: NUL, line breaks, what turns the reading direction, what is
#: not seen. Surrogates: half a character cannot be stored.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def clean_name(text: str, endings: tuple[str, ...]) -> str:
    """`text` as the name of a file that is what its ending says.

    Folders, unseen characters and what some system cannot store are taken out. Where the ending
    is none of `endings` (the content's own), the first of them is added: 'cv.pdf.exe' that is
    a PDF becomes 'cv.pdf.exe.pdf'.
    """
    # Soft hyphens and zero-width signs are unseen too; a name is better off without them.
    seen = "".join(char for char in text if unicodedata.category(char) not in _UNSEEN)
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", seen))[-1]
    plain = " ".join(re.sub(r'[<>:"|?*]', "-", last).split()).strip(". ")
    ending = PurePosixPath(plain).suffix.lower()
    if ending in endings:
        stem, ending = plain[: -len(ending)], plain[-len(ending) :]
    else:
        stem, ending = plain, endings[0]
    stem = stem[: MAX_NAME - len(ending)].strip(". ") or "file"
    if _RESERVED.match(stem):
        stem = "_" + stem
    return stem + ending
