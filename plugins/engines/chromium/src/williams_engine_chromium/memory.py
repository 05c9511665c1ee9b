"""What the processes of a group take of memory for themselves, as Linux tells it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_SESSION_FIELD: Final = 3
"""Of what follows the program's name, which is in parentheses and may hold anything."""


def private_bytes(session: int) -> int:
    """Return the resident memory of a session's processes without what they share; 0 where there is no ``/proc``."""
    if not _PROC.is_dir():
        return 0
    return sum(_private_pages(folder) for folder in _PROC.iterdir() if _is_of(folder, session)) * os.sysconf(
        "SC_PAGE_SIZE"
    )


def _is_of(folder: Path, session: int) -> bool:
    if not folder.name.isdecimal():
        return False
    with contextlib.suppress(OSError):
        return (folder / "stat").read_text().rpartition(")")[2].split()[_SESSION_FIELD] == str(session)
    return False


def _private_pages(folder: Path) -> int:
    with contextlib.suppress(OSError):
        _, resident, shared, *_ = map(int, (folder / "statm").read_text().split())
        return resident - shared
    return 0
