"""OpenPGP's blocks within the text of a mail (RFC 9580, 6.2 and 7): what was only signed is text, the rest is told."""

from __future__ import annotations

import re
from typing import Final

_MARK: Final = "-----BEGIN PGP "
_BEGIN: Final = re.compile(rf"{_MARK}([A-Z ]{{1,30}})-----\s*")
_HEADER: Final = re.compile(r"[A-Za-z-]{1,40}: ")
_SIGNED: Final = "SIGNED MESSAGE"
_ENCRYPTED: Final = "MESSAGE"
_ESCAPE: Final = "- "
"""Before lines of a signed text that begin with a dash."""


def without_blocks(text: str) -> tuple[str, int]:
    """Return the text without keys, signatures and encrypted blocks, and how many encrypted ones there were."""
    if _MARK not in text:
        return text, 0
    lines = text.splitlines()
    ends = {line.rstrip(): number for number, line in enumerate(lines) if line.startswith("-----END PGP ")}
    kept: list[str] = []
    encrypted, number, signed = 0, 0, False
    while number < len(lines):
        line = lines[number]
        begin = _BEGIN.fullmatch(line)
        number += 1
        if begin is None:
            kept.append(line.removeprefix(_ESCAPE) if signed else line)
        elif begin[1] == _SIGNED:
            number, signed = _head_end(lines, number), True
        elif ends.get(f"-----END PGP {begin[1]}-----", 0) >= number:
            encrypted += begin[1] == _ENCRYPTED
            number, signed = _end(lines, number, begin[1]), False
        else:
            kept.append(line)
    return "\n".join(kept), encrypted


def _head_end(lines: list[str], number: int) -> int:
    """Return where the text begins: behind ``Hash: …`` and an empty line."""
    while number < len(lines) and _HEADER.match(lines[number]):
        number += 1
    return number + (number < len(lines) and not lines[number].strip())


def _end(lines: list[str], number: int, kind: str) -> int:
    while lines[number].rstrip() != f"-----END PGP {kind}-----":
        number += 1
    return number + 1
