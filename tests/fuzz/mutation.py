"""Changes bytes at random, the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

Mutate = Callable[[bytes], bytes]

_MOST_CHANGES: Final = 4
_LONGEST_RUN: Final = 64
_INTERESTING: Final = (
    *(b"", b"\0", b"\xff", b"\xff\xfe", b"-1", b"0", b"99999999999999999999", b"1e999", b"NaN", b"null", b"[", b"{"),
    *(b"}", b"<", b">", b"</p>", b"&#0;", b"&#xD800;", b'"', b"\\", b"\r", b"\n\n", b"\xed\xa0\x80", b"\\ud800"),
    *(b"\xe2\x80\x8f", b"%", b"#", b"*" * 9, b"\t", b" " * 40),
)


def changed(data: bytes, chance: Random) -> bytes:
    """Return the bytes with one to four changes."""
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        data = chance.choice(_CHANGES)(data, chance)
    return data


def _span(data: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.randint(1, _LONGEST_RUN))


def _flipped(data: bytes, chance: Random) -> bytes:
    start, _ = _span(data, chance)
    return data[:start] + bytes(byte ^ 1 << chance.randrange(8) for byte in data[start : start + 1]) + data[start + 1 :]


def _without(data: bytes, chance: Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _repeated(data: bytes, chance: Random) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 30)) + data[end:]


def _replaced(data: bytes, chance: Random) -> bytes:
    start, _ = _span(data, chance)
    put = chance.choice(_INTERESTING)
    return data[:start] + put + data[start + chance.choice((0, 1, len(put))) :]


def _moved(data: bytes, chance: Random) -> bytes:
    start, end = _span(data, chance)
    rest = data[:start] + data[end:]
    place = chance.randint(0, len(rest))
    return rest[:place] + data[start:end] + rest[place:]


def _cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randint(0, len(data))]


_CHANGES: Final = (_flipped, _flipped, _without, _repeated, _replaced, _replaced, _moved, _cut)
