"""From a file of strangers to plain pictures of its pages, within one process."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pi_heif
from PIL import ExifTags, Image, ImageOps, ImageSequence, UnidentifiedImageError

from williams.domain.errors import ContentTooLarge, CorruptContent
from williams.domain.licenses import declared_license
from williams.isolation.notices import Said, notice

FORMATS: Final = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP", "HEIF", "AVIF")
MOST_PAGES: Final = 100
_MOST_PIXELS: Final = 100_000_000
"""Of one page: an A3 sheet at 600 dots an inch has 70 million."""
_LONGEST_SIDE: Final = 6000
"""Pixels. More is not read better, only slower."""
_DAMAGED = (
    *(OSError, ValueError, SyntaxError, EOFError, UnidentifiedImageError, Image.DecompressionBombError),
    *(TypeError, ArithmeticError, LookupError, AttributeError, struct.error),
)
"""What Pillow raises of damaged files, by where the damage is; a TIFF without a width is a TypeError."""


def read_pictures(source: Path, progress: Callable[[int, int], None], folder: str) -> dict[str, Any]:
    """Write each page upright and grey into ``folder``; return their names as ``pages``, ``metadata`` and ``notices``.

    Raises:
        CorruptContent: it is no picture, or damaged.
        ContentTooLarge: it has too many pages or pixels.
    """
    pi_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(source, formats=FORMATS) as picture:
            count = getattr(picture, "n_frames", 1)
            if count > MOST_PAGES:
                raise ContentTooLarge(f"The file has {count} pages; at most {MOST_PAGES} are read. Split it.")
            about, notices = _about(picture)
            pages = list(_pages(picture, Path(folder), lambda done: progress(done, count)))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ContentTooLarge(f"A page has over {_MOST_PIXELS} pixels. Save it smaller and import that.") from error
    except _DAMAGED as error:
        raise CorruptContent(f"The picture cannot be read: {error}. Save it anew as PNG and import that.") from error
    return {"metadata": {name: value for name, value in about.items() if value}, "pages": pages, "notices": notices}


def _pages(picture: Image.Image, folder: Path, progress: Callable[[int], None]) -> Iterator[str]:
    moving = picture.format in ("GIF", "WEBP", "PNG", "HEIF", "AVIF")
    for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
        if moving and number > 1:  # a moving picture is one page, and so are the shots of a telephone
            return
        page = ImageOps.exif_transpose(_on_white(frame)).convert("L")
        page.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
        name = f"page-{number:04d}.png"
        page.save(folder / name, dpi=frame.info.get("dpi", (0, 0)), compress_level=1)
        progress(number)
        yield name


def _on_white(frame: Image.Image) -> Image.Image:
    """What is transparent is paper."""
    if "A" not in frame.getbands() and "transparency" not in frame.info:
        return frame.copy()
    seen = frame.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    paper.info, paper._exif = dict(frame.info), frame.getexif()
    return paper.convert("RGB")


def _about(picture: Image.Image) -> tuple[dict[str, Any], list[Said]]:
    """Return what the picture's maker wrote into it."""
    try:
        exif = picture.getexif()
    except _DAMAGED as error:
        return {}, [notice("metadata-passed-over", f"What the picture says of itself cannot be read: {error}")]

    def text(tag: int) -> str | None:
        value = exif.get(tag)
        return " ".join(value.replace("\0", " ").split()) or None if isinstance(value, str) else None

    rights, artist = text(ExifTags.Base.Copyright), text(ExifTags.Base.Artist)
    return {
        "title": text(ExifTags.Base.ImageDescription),
        "authors": [name.strip() for name in artist.split(";") if name.strip()] if artist else [],
        "published_date": _date(text(ExifTags.Base.DateTime)),
        "license": declared_license(rights) if rights else None,
        "extra": {"stated_license": rights} if rights else {},
    }, []


def _date(text: str | None) -> str | None:
    try:
        return datetime.strptime(text or "", "%Y:%m:%d %H:%M:%S").isoformat()
    except ValueError:
        return None
