"""Texts about a page in which somebody escaped markup that was meant to be read as such."""

from __future__ import annotations

import html
import re
from typing import Final

from williams_html.tree import tidy

_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_PAIR: Final = re.compile(
    r"<(a|abbr|b|bdi|cite|code|div|em|font|h[1-6]|i|mark|p|q|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>([^<>]*)</\1\s*>",
    re.IGNORECASE,
)
_MOST_LEVELS: Final = 4


def unescaped(text: str) -> str:
    """Return a title, name or description without entities and pairs of inline tags; a lone tag is what it is about."""
    if "<" not in text and "&" not in text:
        return text
    plain = text
    for _ in range(_MOST_LEVELS):
        found = _PAIR.sub(r"\2", _ENTITY.sub(lambda entity: html.unescape(entity[0]), plain))
        if found == plain:
            break
        plain = found
    return tidy(plain)
