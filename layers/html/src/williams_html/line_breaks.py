"""What a line break in the source of a text is: a blank, and nothing in scripts that have none between words."""

from __future__ import annotations

import re
from typing import Final

# Chinese and Japanese with their marks; Korean has blanks. A mark of Thai, Lao, Tibetan,
# Burmese or Khmer is followed by one.
_WIDE: Final = "\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uff65-\uff9f\U00020000-\U0003ffff"
_SYLLABLES: Final = (
    "\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0f0b\u0f40-\u0fbc\u1000-\u1049\u1050-\u109f\u1780-\u17d3"
)
_GLUED: Final = re.compile(f"[{_WIDE}]{{2}}|[{_SYLLABLES}]{{2}}")
_BREAK: Final = re.compile(f"(?<=[{_WIDE}])\n(?=[{_WIDE}])|(?<=[{_SYLLABLES}])\n(?=[{_SYLLABLES}])|\u00ad\n")


def glued(before: str, after: str) -> bool:
    """Tell whether nothing stands between two characters that a line break parts."""
    return _GLUED.fullmatch(before + after) is not None


def without_breaks(text: str) -> str:
    """Return a text with blanks, or nothing, for its line breaks."""
    if "\n" not in text:
        return text
    return (text if text.isascii() else _BREAK.sub("", text)).replace("\n", " ")
