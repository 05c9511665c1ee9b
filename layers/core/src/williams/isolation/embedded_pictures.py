"""Takes the pictures of a document out of it, within limits: in the process that reads strangers' files.

What is taken was decoded whole, and is a PNG or a JPEG. Needs Pillow, which the plugins bring.
"""

from __future__ import annotations

import base64
import binascii
import io
import struct
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from williams.isolation.notices import Said, notice

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PICTURES: Final = 500
MOST_PICTURE_BYTES: Final = 20 << 20
MOST_BYTES: Final = 200 << 20
"""Of all pictures of a document together."""
MOST_PIXELS: Final = 40_000_000
_SMALLEST_SIDE: Final = 48
_SMALLEST_AREA: Final = 10_000
"""Pixels. What is smaller is an icon, a bullet or a rule."""
_MOST_OFTEN: Final = 2
"""A picture that stands in more places is a logo or an ornament."""
_LONGEST_SIDE: Final = 2400
"""Pixels: larger ones are made smaller, since no page shows more."""
_WHY: Final = "damaged, too large, too many, or of a kind that is not read"
_READ: Final = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
_KEPT: Final = {"PNG": ("image/png", "png"), "JPEG": ("image/jpeg", "jpg")}
_ORIENTATION: Final = 0x0112
_TURNED: Final = range(2, 9)
_MODES: Final = {"PNG": {"1", "L", "LA", "P", "RGB", "RGBA"}, "JPEG": {"L", "RGB"}}


class Pictures:
    """Writes pictures into a folder, each once, for the plugin to keep; what is none is ``None``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken: dict[str, dict[str, Any] | None] = {}
        self._bytes = 0
        self._left_out = 0

    def take(self, data: bytes, alt: str | None = None) -> dict[str, Any] | None:
        """Return the fields of a :class:`~williams.domain.figures.Figure`; None for an ornament or no picture."""
        digest = _sha256(data)
        if digest not in self._taken:
            self._taken[digest] = self._written(data)
        taken = self._taken[digest]
        return {**taken, "alt": alt} if taken else None

    def notices(self) -> list[Said]:
        """Return what is to be said of pictures that are too large, too many or damaged."""
        if not self._left_out:
            return []
        return [notice("pictures-left-out", f"{self._left_out} pictures were left out: {_WHY}.")]

    def _written(self, data: bytes) -> dict[str, Any] | None:
        full = len(self._taken) >= MOST_PICTURES or self._bytes + len(data) > MOST_BYTES
        if full or len(data) > MOST_PICTURE_BYTES:
            self._left_out += 1
            return None
        try:
            made = _decoded(data)
        except MemoryError:
            raise
        except Exception:  # a damaged picture may fail anywhere in the library
            self._left_out += 1
            return None
        if made is None:
            return None
        content, form, (width, height) = made
        media_type, ending = _KEPT[form]
        name = f"figure-{len(self._taken) + 1}.{ending}"
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / name).write_bytes(content)
        self._bytes += len(content)
        sha256 = _sha256(content)
        return {"file": name, "media_type": media_type, "width": width, "height": height, "sha256": sha256}


def _sha256(data: bytes) -> str:
    # Most documents have no picture, and a reader's process starts a tenth sooner without OpenSSL.
    from hashlib import sha256

    return sha256(data).hexdigest()


def within_page(address: str) -> bytes | None:
    """Return a picture that is written into its own address (``data:image/png;base64,…``)."""
    head, _, data = address[: 2 * MOST_PICTURE_BYTES].partition(",")
    if not head.startswith("data:image/") or not head.endswith(";base64"):
        return None
    try:
        return base64.b64decode(data, validate=False)
    except (binascii.Error, ValueError):
        return None


def is_ornament(width: float, height: float) -> bool:
    """Return True for what is too small to show anything, in pixels."""
    return min(width, height) < _SMALLEST_SIDE or width * height < _SMALLEST_AREA


def _decoded(data: bytes) -> tuple[bytes, str, tuple[int, int]] | None:
    """Return a picture's bytes, form and size; None for an ornament. Raises whatever Pillow raises."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=_READ) as picture:
            if is_ornament(*picture.size):
                return None
            form = picture.format or ""
            picture.load()
            turned = _turned_upright(picture)
            if not turned and form in _KEPT and picture.mode in _MODES[form] and max(picture.size) <= _LONGEST_SIDE:
                return data, form, picture.size
            return encoded(picture, "JPEG" if form == "JPEG" else "PNG")


def _turned_upright(picture: Image) -> bool:
    """Turn a picture as its camera was held, if it says so (EXIF): not everybody who shows it would."""
    from PIL import ImageOps

    try:
        orientation = picture.getexif().get(_ORIENTATION)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error):
        return False  # what is damaged there says nothing of the picture
    if orientation not in _TURNED:
        return False
    ImageOps.exif_transpose(picture, in_place=True)
    return True


def encoded(picture: Image, form: str) -> tuple[bytes, str, tuple[int, int]]:
    """Return a picture's bytes as PNG or JPEG, no larger than what a page shows."""
    colours = picture if picture.mode in _MODES[form] else picture.convert("RGBA" if form == "PNG" else "RGB")
    colours.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    written = io.BytesIO()
    colours.save(written, form, **({"quality": 88} if form == "JPEG" else {"optimize": False}))
    return written.getvalue(), form, colours.size


def ornaments(names: list[str]) -> set[str]:
    """Return which pictures stand in so many places that they are no figures."""
    return {name for name, times in Counter(names).items() if times > _MOST_OFTEN}


def read_pictures(source: Path, progress: Callable[[int, int], None], names: list[str], folder: str) -> dict[str, Any]:
    """Take the files of a folder; ``figures`` has the fields of each or None, in the order of the names."""
    pictures = Pictures(Path(folder))
    found = []
    for number, name in enumerate(names):
        progress(number, len(names))
        found.append(pictures.take((source / name).read_bytes()))
    return {"figures": found, "notices": pictures.notices()}
