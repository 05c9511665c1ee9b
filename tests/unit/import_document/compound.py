"""Compound files (MS-CFB), as Outlook writes its messages: every stream long enough to need no small sectors."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

_SECTOR: Final = 512
_LEAST: Final = 4096
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a file of these streams, all in its root; a name with a slash stands in a storage."""
    folders = sorted({name.partition("/")[0] for name in streams if "/" in name})
    names = ["Root Entry", *folders, *streams]
    sectors, fat, starts = bytearray(), list[int](), dict[str, int]()
    for name, data in streams.items():
        starts[name] = _append(sectors, fat, data.ljust(_LEAST, b"\0"))
    inside = {folder: [name for name in streams if name.startswith(f"{folder}/")] for folder in folders}
    top = [*folders, *(name for name in streams if "/" not in name)]
    following = {each: after for group in (top, *inside.values()) for each, after in pairwise(group)}
    first = {"Root Entry": top[0], **{folder: members[0] for folder, members in inside.items()}}
    entries = b"".join(
        _entry(
            name.rpartition("/")[2],
            5 if name == "Root Entry" else 1 if name in folders else 2,
            names.index(following[name]) if name in following else _NONE,
            names.index(first[name]) if name in first else _NONE,
            starts.get(name, _END),
            max(len(streams[name]), _LEAST) if name in streams else 0,
        )
        for name in names
    )
    directory = _append(sectors, fat, entries + _entry("", 0, _NONE, _NONE, 0, 0) * (-len(names) % 4))
    fat_at = len(fat)
    number = -(-(len(fat) + 1) // (_SECTOR // 4)) + 1
    fat += [_FAT] * number
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(number * _SECTOR, b"\xff")
    where = [*range(fat_at, fat_at + number), *[_FREE] * (109 - number)]
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        *(0, number, directory, 0, _LEAST, _END, 0, _END, 0),
        0,
    )[:76]
    return head + struct.pack("<109I", *where) + bytes(sectors) + table


def _append(sectors: bytearray, fat: list[int], data: bytes) -> int:
    start = len(fat)
    number = -(-len(data) // _SECTOR)
    sectors += data.ljust(number * _SECTOR, b"\0")
    fat += [*range(start + 1, start + number), _END]
    return start


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    spelled = name.encode("utf-16-le")
    length = len(spelled) + 2 if name else 0
    return struct.pack("<64sHBBIII16xI16xIQ", spelled, length, kind, 1, _NONE, right, child, 0, start, size)
