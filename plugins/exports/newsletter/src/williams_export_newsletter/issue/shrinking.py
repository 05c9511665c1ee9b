"""Makes the pictures of figures no larger than those who read a newsletter see them."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image

LONGEST_SIDE: Final = 1200
"""Pixels: twice what mail and page show, for screens that have two of them for one."""
_FORMS: Final = ("PNG", "JPEG")
_SMOOTH: Final = frozenset({"L", "LA", "RGB", "RGBA", "I;16"})
"""Modes whose pixels can be mixed; the others have numbers of colours, or two colours."""


def shrunk(picture: bytes) -> bytes:
    """Return a PNG or JPEG of the same kind, no side longer than ``LONGEST_SIDE``: as it is where that takes less."""
    with Image.open(io.BytesIO(picture), formats=_FORMS) as opened:
        if max(opened.size) <= LONGEST_SIDE:
            return picture
        form = opened.format
        smaller = opened if opened.mode in _SMOOTH else opened.convert("RGBA" if form == "PNG" else "RGB")
        smaller.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        written = io.BytesIO()
        smaller.save(written, form, **({"quality": 85} if form == "JPEG" else {}))
    return min(written.getvalue(), picture, key=len)
