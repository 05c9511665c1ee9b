"""Names of files, in any script: what people see, and what of it an object's key may hold."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_NAME_BYTES: Final = 200
"""In UTF-8; file systems take 255, and a key has other parts."""
_LONGEST_KEY_STEM, _LONGEST_SUFFIX = 100, 19
_NOT_IN_KEYS: Final = re.compile(r"[^A-Za-z0-9._-]+")
_SEPARATORS: Final = re.compile(r"[/\\]")
_JOINERS: Final = "\u200c\u200d"
"""Persian, the scripts of India and composed emoji cannot be written without them."""
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_EXTENDING: Final = frozenset({"Mn", "Mc", "Me", "Sk", "Cf"})


def is_seen(character: str) -> bool:
    """False for controls, marks of direction and whatever else shows nothing, or another name than it is."""
    return character in _JOINERS or unicodedata.category(character) not in _UNSEEN


def stem(name: str) -> str:
    """Return a name without its ending, or the whole of one that is nothing else."""
    return name.rpartition(".")[0] or name


def is_usable(name: str) -> bool:
    """Whether a name can stand as it is for one part of a path."""
    return name.strip(".") != "" and not _SEPARATORS.search(name) and all(map(is_seen, name))


def kept_name(given: str) -> str:
    """Return a file's name as people gave it, in NFC, without directories and what cannot be seen.

    It has at most ``LONGEST_NAME_BYTES``; its ending stays, because importers go by it. A stem of which nothing is left
    becomes ``file``.
    """
    name = _SEPARATORS.split(unicodedata.normalize("NFC", given))[-1]
    seen = "".join(each for each in name if is_seen(each) or each.isspace())
    stem, ending = _parted(" ".join(seen.split()))
    ending = _cut(ending, _LONGEST_SUFFIX)
    room = LONGEST_NAME_BYTES - len(ending.encode()) - 1
    stem = _cut(stem.strip(". "), room).strip(". ") or "file"
    return f"{stem}.{ending}" if ending else stem


def key_name(name: str) -> str:
    """Return what stands for a name in an object's key: letters and digits of ASCII, dots, dashes and underscores."""
    stem, ending = _parted(name)
    safe = _in_key(stem, _LONGEST_KEY_STEM) or "file"
    safe_ending = _in_key(ending, _LONGEST_SUFFIX)
    return f"{safe}.{safe_ending}" if safe_ending else safe


def _parted(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    return (stem, ending.strip()) if dot else (name, "")


def _in_key(text: str, longest: int) -> str:
    return _NOT_IN_KEYS.sub("-", text).strip(".-")[:longest].rstrip(".-")


def _cut(text: str, longest: int) -> str:
    """The first bytes of a text, but no part of a character as people see it."""
    kept = text.encode()[:longest].decode(errors="ignore")
    if len(kept) == len(text):
        return kept
    while kept and (_extends(text[len(kept)]) or kept[-1] in _JOINERS):
        kept = kept[:-1]
    return kept


def _extends(character: str) -> bool:
    return unicodedata.category(character) in _EXTENDING
