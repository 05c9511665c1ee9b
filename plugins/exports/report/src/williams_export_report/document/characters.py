"""Characters that no file of a report can hold: XML, HTML and fonts all lack them."""

from __future__ import annotations

import re
from typing import Final

REPLACEMENT: Final = "\ufffd"
_LAST_OF_PLANE: Final = "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
_UNFIT: Final = re.compile(
    f"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]|[{_LAST_OF_PLANE}]"
)


def fitting(text: str) -> str:
    """Return the text with U+FFFD for control characters, lone surrogates and noncharacters."""
    return _UNFIT.sub(REPLACEMENT, text)
