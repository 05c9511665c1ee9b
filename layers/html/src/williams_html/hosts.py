"""What a site is called, told by its host's name."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_PARTS: Final = re.compile(r"(\s+[|\u2502\uff5c\u2013\u2014\u00b7\u2022»«›-]+\s+)")
_BARS: Final = frozenset("|\u2502\uff5c")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
_INITIAL: Final = re.compile(r"\b[^\W\d_]\.")
_SHORT: Final = 4
"""Letters. A host's name that has less is a word by chance, where a title holds it."""
_MOST: Final = 0.5
_LONGEST: Final = 60


def without_host(title: str, host: str | None) -> str:
    """Return a title without the site's name before or after it, which is known by the host's: ``Chefkoch``."""
    parts = _PARTS.split(title)
    label = _label(host or "")
    if len(parts) < len(("title", "separator", "site")) or not label:
        return title
    if _is_called(parts[-1], label, _BARS.intersection(parts[-2]) != set()):
        return "".join(parts[:-2]).strip()
    if _is_called(parts[0], label, barred=False):
        return "".join(parts[2:]).strip()
    return title


def is_of_host(name: str, host: str) -> bool:
    """True where a name says little else than that of the host, or a large part of it."""
    return _is_called(name, _label(host), barred=False)


def is_short_for(host: str, name: str) -> bool:
    """True where a host is called by the initials of a name that has none itself, as those of people do."""
    label = _label(host)
    return bool(label) and label == _initials(name) and not _INITIAL.search(name)


def _label(host: str) -> str:
    """Return the longest of a host's labels but the last, as letters and digits."""
    labels = host.casefold().removeprefix("www.").split(".")[:-1]
    longest: str = max(labels, key=len, default="")
    return "".join(filter(str.isalnum, longest))


def _is_called(name: str, label: str, barred: bool) -> bool:
    """``barred`` is a name behind a bar, where sites set theirs: it may say other words, too."""
    if not label or len(name) > _LONGEST:
        return False
    spellings = {_letters(name), _letters(name.casefold().translate(_UMLAUTS))} - {""}
    if label in spellings or label == _initials(name):
        return True
    known = (
        (label in letters and len(label) >= _SHORT and (barred or len(label) >= _MOST * len(letters)))
        or (letters in label and len(letters) >= max(_SHORT, _MOST * len(label)))
        for letters in spellings
    )
    return any(known)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", name.casefold())))


def _initials(name: str) -> str:
    """Return the first letters of the words that begin with capitals, of which there are three or more."""
    words = [word for word in re.split(r"[\s-]+", name) if word[:1].isupper()]
    return "".join(word[0] for word in words).casefold() if len(words) > 2 else ""
