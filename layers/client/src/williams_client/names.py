"""Names of files as text. To the system they are bytes, in whatever encoding they were once written."""

from __future__ import annotations

import os
import re
from pathlib import PurePath

_BYTES = re.compile("[\udc80-\udcff]")


def text_of(name: str | PurePath) -> str:
    """Return a name as its bytes spell it in UTF-8, whatever the locale takes them for; else as it is.

    What is not text in either has lone surrogates, by which ``os.fsencode`` finds the bytes again.
    """
    given = str(name)
    try:
        raw = os.fsencode(given)
        return raw.decode(errors="surrogateescape" if _BYTES.search(given) else "strict")
    except UnicodeError:
        return given


def readable(name: str | PurePath) -> str:
    """Return a name that can be sent and shown: of bytes that are no text in any way, each is written as ``%E9``."""
    return _BYTES.sub(lambda found: f"%{ord(found[0]) - 0xDC00:02X}", text_of(name))
