"""What orgparse is given of an Org file: lines that its patterns read at once, whatever stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_APART: Final = "\ufffe"
"""No character of any text: what it stands in is no date, no tag and no line to orgparse."""
_LONGEST: Final = 500
_YEAR: Final = re.compile(r"(?<=[<\[])\d{4}(?=-\d\d-\d\d)")
_PLANNED: Final = re.compile(r"[ \t]*(?:SCHEDULED|DEADLINE|CLOSED):[ \t]+[<\[]\d{4}-\d\d-\d\d")
_CLOCK: Final = re.compile(r"[ \t]*CLOCK:[ \t]+\[\d{4}-\d\d-\d\d")
_HEADING: Final = re.compile(r"\*+ ")
_TAGGED: Final = re.compile(r"[ \t]:[\w@:]+:[ \t]*\Z")
_KEPT: Final = re.compile(f"{_APART}(\\d+){_APART}")


class Lines:
    """The lines of a text: dates are hidden from orgparse, long lines kept from it."""

    def __init__(self, text: str) -> None:
        self._kept: list[str] = []
        self.text = "\n".join(self._given(text.replace(_APART, "").split("\n")))

    def whole(self, given: str) -> str:
        """Return what orgparse gives back as it was written."""
        return _KEPT.sub(lambda found: self._kept[int(found[1])], given).replace(_APART, "")

    def _given(self, lines: list[str]) -> Iterator[str]:
        below_heading = False
        for line in lines:
            heading = _HEADING.match(line)
            if not (_CLOCK.match(line) or (below_heading and _PLANNED.match(line))):
                yield self._short(line, heading.group() if heading else "")
            below_heading = heading is not None

    def _short(self, line: str, stars: str) -> str:
        if len(line) > _LONGEST:
            self._kept.append(line.removeprefix(stars))
            return f"{stars[:_LONGEST]}{_APART}{len(self._kept) - 1}{_APART}"
        if stars and not _TAGGED.search(line):
            line = line.replace(":", f":{_APART}")
        return _YEAR.sub(rf"\g<0>{_APART}", line)
