"""Pictures are drawn anew: nothing of where and when they were taken, and nothing that hides
behind the pixels, comes along."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, ImageSequence

from portal.files import problems
from portal.files.sniffing import FileType

#: A photo of a good telephone; larger ones are refused before they are unpacked.
MAX_PIXELS = 60_000_000
#: Longer sides are made this long: enough for a screen and for A3.
MAX_SIDE = 3200
MAX_FRAMES, MAX_FRAME_PIXELS = 200, 80_000_000
# Pillow's own limit, beyond which it warns, and at twice which it refuses.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

_FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
}
#: What Pillow's decoders raise for files that are not what they say.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    struct.error,
    zlib.error,
)


def redrawn(path: Path, kind: FileType) -> bytes:
    """The picture as a file of the same type. Raises FileProblem when it is damaged or has too
    many pixels."""
    try:
        with Image.open(path, formats=[_FORMATS[kind.media_type]]) as picture:
            return _draw(picture, _FORMATS[kind.media_type])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise problems.huge_picture() from None
    except _DAMAGE:
        raise problems.broken_picture() from None


def _draw(picture: Any, name: str) -> bytes:
    pixels = picture.width * picture.height
    frames = getattr(picture, "n_frames", 1)
    if pixels > MAX_PIXELS:
        raise problems.huge_picture()
    if frames > 1 and name in ("GIF", "WEBP"):
        if frames > MAX_FRAMES or frames * pixels > MAX_FRAME_PIXELS:
            raise problems.huge_picture()
        return _draw_moving(picture, name)
    if name == "JPEG":
        # The decoder skips what would be thrown away.
        picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
    picture.load()
    profile = picture.info.get("icc_profile")
    still = ImageOps.exif_transpose(picture) or picture
    if max(still.size) > MAX_SIDE:
        if still.mode == "P":
            still = still.convert("RGBA")
        still.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return _encode(still, name, profile)


def _encode(picture: Any, name: str, profile: bytes | None) -> bytes:
    options: dict[str, Any] = {}
    if name == "JPEG":
        if picture.mode not in ("RGB", "L"):
            picture, profile = picture.convert("RGB"), None  # a CMYK profile fits no RGB
        options = {"quality": 88, "optimize": True, "progressive": True}
    elif name == "WEBP":
        if picture.mode not in ("RGB", "RGBA"):
            picture = picture.convert("RGBA")
        options = {"quality": 88}
    elif name == "GIF" and picture.mode not in ("P", "L"):
        picture = picture.convert("P", palette=Image.Palette.ADAPTIVE)
    if "transparency" in picture.info and name in ("PNG", "GIF"):
        options["transparency"] = picture.info["transparency"]
    # Nothing else that was written beside the pixels: comments, places, texts.
    picture.info = {}
    if profile and len(profile) < 64 * 1024:
        options["icc_profile"] = profile
    out = io.BytesIO()
    picture.save(out, name, **options)
    return out.getvalue()


def _draw_moving(picture: Any, name: str) -> bytes:
    durations, frames = [], []
    for frame in ImageSequence.Iterator(picture):
        durations.append(min(max(int(frame.info.get("duration", 100)), 20), 60_000))
        drawn = frame.convert("RGBA")
        drawn.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
        drawn.info = {}
        frames.append(drawn)
    out = io.BytesIO()
    frames[0].save(out, name, save_all=True, append_images=frames[1:], duration=durations, loop=0)
    return out.getvalue()
