"""Attributions that a license prescribes word for word: who credits so says under which terms the work came.

Only those of which that is certain. The sign of an agency (NASA, ESO, a national mapping agency) is none: it stands on
works under other terms, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_CONTRIBUTORS: Final = (
    r"contribut(?:or(?:e?s)?|eurs|ori)|contribuidores|colaboradores|mitwirkende[nr]?|bijdragers|współtwórcy|участники"
)
_OPEN_STREET_MAP: Final = (
    rf"(?:(?:the|les|los|os)\s)?(?:(?:{_CONTRIBUTORS})\s(?:d['’]\s?|d[aeio]\s|al\s)?)?"
    rf"Open\s?Street\s?Map(?:[\s-](?:{_CONTRIBUTORS}))?"
)
_YEAR: Final = r"(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?)"
_ADDRESS: Final = r"(?:https?://)?(?:www\.)?(?:openstreetmap|osm)\.org(?:/copyright)?"
_OWN_TERMS: Final = r"(?:Open\s(?:Data\sCommons\sOpen\s)?Database\sLicen[cs]e|ODbL)(?:\s(?:v\.?\s?)?1\.0)?"
# Behind it the credit has to end: "© OpenStreetMap, Jane Doe" names a second holder.
_OF_OPEN_STREET_MAP: Final = re.compile(
    rf"©\s*(?:{_YEAR}\s)?{_OPEN_STREET_MAP}(?:[\s,(]+(?:{_YEAR}|{_ADDRESS}|(?:under\s)?{_OWN_TERMS}))*(?=\s*(?:[.)\]©]|$))",
    re.IGNORECASE,
)

# https://www.openstreetmap.org/copyright asks for "© OpenStreetMap contributors" where its data are used, which are
# under the Open Database License.
_PRESCRIBED: Final = ((_OF_OPEN_STREET_MAP, "ODbL-1.0"),)


def attributed(text: str) -> Iterator[tuple[str, str]]:
    """Yield the license of each attribution that stands in the text, and the text without it."""
    for attribution, license in _PRESCRIBED:
        rest, times = attribution.subn(" ", text)
        if times:
            yield license, rest
