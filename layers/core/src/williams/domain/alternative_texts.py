"""What a source says of a picture to those who do not see it."""

from __future__ import annotations

import re
from typing import Final

LONGEST_ALT: Final = 1000
_NAME_OF_FILE: Final = re.compile(r"\S+\.(?:png|jpe?g|gif|webp|svg|bmp|tiff?|emf|wmf)", re.IGNORECASE)
_SAYS_NOTHING: Final = re.compile(
    r"(?:an?\s+)?(?:image|picture|photo|graphic|grafik|bild|figure|img|logo|icon|immagine|imagen|afbeelding|obraz)?"
    r"[\s_-]*\d*",
    re.IGNORECASE,
)
_BY_PROGRAM: Final = re.compile(
    r"(?<!\s)\s*(?:Description automatically generated|Automatisch generierte Beschreibung)\b.*", re.S
)


def alt_of(said: str | None) -> str:
    """Return words that stand for a picture; nothing for a file's name and what says only that it is a picture."""
    text = " ".join(_BY_PROGRAM.sub("", said or "").split())
    if _NAME_OF_FILE.fullmatch(text) or _SAYS_NOTHING.fullmatch(text):
        return ""
    return text if len(text) <= LONGEST_ALT else text[: LONGEST_ALT - 1] + "…"
