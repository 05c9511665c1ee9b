"""When a page was published, as a line beside its title says without being called anything."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement
from williams_html.head import first_date
from williams_html.paragraphs import paragraphs_of
from williams_html.tree import tidy

from williams_import_web.byline import date_in

_DATE: Final = re.compile(
    r"\b\d{1,2}\. ?\d{1,2}\. ?(?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/(?:19|20)\d\d\b"
    r"|\b\d{1,2}\.? [^\W\d_]{3,10}\.?,? (?:19|20)\d\d\b|\b[^\W\d_]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?, (?:19|20)\d\d\b"
)
_OTHER: Final = re.compile(
    r"\b(?:stand|updated|modified|aktualisiert|geändert|mis à jour|actualizado|aggiornato|termin|event|deadline|born"
    r"|geboren)",
    re.IGNORECASE,
)
_LONGEST: Final = 80
"""Characters. What is longer is the text itself."""
_BELOW: Final = 5
_ABOVE: Final = 3
"""Lines beside the title that are looked at."""


def date_beside_title(root: HtmlElement, title: str | None) -> str | None:
    """Return the only date of the first line close below or above the page's title that has one, in ISO 8601."""
    lines = paragraphs_of(root)
    own = tidy(title or "").casefold()
    titles = (n for n, line in enumerate(lines) if line.kind == "heading" and tidy(line.text).casefold() == own)
    at = next(titles, None)
    if at is None:
        return None
    beside = [*lines[at + 1 : at + 1 + _BELOW], *reversed(lines[max(0, at - _ABOVE) : at])]
    found = (_DATE.findall(line.text) for line in beside if len(line.text) <= _LONGEST and not _OTHER.search(line.text))
    dates = next((each for each in found if each), [])
    return first_date([date_in(dates[0]) or ""]) if len(dates) == 1 else None
