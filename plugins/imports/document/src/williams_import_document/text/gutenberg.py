"""Books of Project Gutenberg: what its header says of the book, and the text between its two marks."""

from __future__ import annotations

import re
from typing import Any, Final

from williams.isolation.notices import Said, notice

_BEGIN: Final = re.compile(r"^\*{3} ?START OF (?:THE|THIS) PROJECT GUTENBERG EBOOK.*$", re.MULTILINE | re.IGNORECASE)
_END: Final = re.compile(
    r"^(?:\*{3} ?END OF (?:THE|THIS) PROJECT GUTENBERG EBOOK|End of (?:the )?Project Gutenberg).*$",
    re.MULTILINE | re.IGNORECASE,
)
_FIELD: Final = re.compile(r"^(Title|Author|Release date):[ \t]*(\S.*(?:\n[ \t]+\S.*)*)", re.MULTILINE | re.IGNORECASE)
_LONGEST_HEADER: Final = 20_000
"""Characters."""


def without_boilerplate(text: str) -> tuple[str, dict[str, Any], list[Said]]:
    """Return the book's text, what its header says, and a notice of what was left out; any other text as it is."""
    begin = _BEGIN.search(text, 0, _LONGEST_HEADER)
    if begin is None:
        return text, {}, []
    end = _END.search(text, begin.end())
    said = {name.lower(): " ".join(value.split()) for name, value in _FIELD.findall(text, 0, begin.start())}
    about = {
        "title": said.get("title"),
        "authors": [said["author"]] if "author" in said else [],
        "extra": {"release_date": said["release date"]} if "release date" in said else {},
    }
    message = "The words of Project Gutenberg before and behind the book, its license among them, were left out."
    return text[begin.end() : end.start() if end else len(text)], about, [notice("part-left-out", message)]
