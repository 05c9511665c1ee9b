"""Names of files as text. To the system they are bytes, in whatever encoding they were once written."""

from __future__ import annotations

import os
from pathlib import PurePath


def text_of(name: str | PurePath) -> str:
    """Return a name as its bytes spell it in UTF-8, whatever the locale takes them for; else as it is.

    What is not text in either has lone surrogates, by which ``os.fsencode`` finds the bytes again.
    """
    try:
        return os.fsencode(name).decode()
    except UnicodeError:
        return str(name)


def readable(name: str | PurePath) -> str:
    """Return a name that can be sent and shown: of bytes that are no text in any way, each is written as ``%E9``."""
    return "".join(f"%{ord(each) - 0xDC00:02X}" if "\udc80" <= each <= "\udcff" else each for each in text_of(name))
