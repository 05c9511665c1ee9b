"""What a fetched file is called: what the server says (RFC 6266), else the end of the URL's path."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from williams.domain.filenames import is_seen

_LONGEST_NAME: Final = 120
_SEPARATORS: Final = re.compile(r"[/\\]+")
_PARAMETER: Final = re.compile(r';\s*([^\s;=]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)')
_EXTENDED: Final = re.compile(r"(utf-8|iso-8859-1)'[^']*'(.*)", re.IGNORECASE)
_ESCAPED: Final = re.compile(r'\\(["\\])')


def filename_of(url: str, disposition: str | None) -> str:
    """Return a name of at most 120 visible characters, never with a directory."""
    for name in (*_stated(disposition or ""), unquote(urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1])):
        usable = _usable(name)
        if usable:
            return usable
    return "download"


def _stated(disposition: str) -> list[str]:
    """The names that a header gives, the one with a charset first. What is malformed is as good as not there."""
    plain, extended = [], []
    for parameter, value in _PARAMETER.findall(disposition):
        text = value.strip().strip('"')
        match parameter.lower():
            case "filename*":
                extended += _decoded(text)
            case "filename":
                plain.append(_ESCAPED.sub(r"\1", text))
    return extended[:1] + plain[:1]


def _decoded(text: str) -> list[str]:
    found = _EXTENDED.fullmatch(text)
    if not found:
        return []
    try:
        return [unquote_to_bytes(found[2]).decode(found[1])]
    except UnicodeDecodeError:
        return []


def _usable(name: str) -> str:
    seen = "".join(filter(is_seen, unicodedata.normalize("NFC", name)))
    return _SEPARATORS.sub("-", seen).strip(".- ")[-_LONGEST_NAME:]
