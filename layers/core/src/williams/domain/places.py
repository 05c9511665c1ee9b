"""Where something stands: in a source, or in what was made of sources."""

from __future__ import annotations

import math
from typing import Final

from pydantic import ConfigDict

from williams.domain.fitting import fitting_line
from williams.domain.models import DeferredModel

LONGEST_LABEL: Final = 50
LONGEST_ANCHOR: Final = 500
LONGEST_SHEET: Final = 200
LONGEST_SECTION: Final = 500
LAST_NUMBER: Final = 2**31 - 1
MOST_BOXES: Final = 100
# What of a place is made of the document's own words: it goes with them.
WORDS: Final = ("anchor", "sheet", "section")


class PageBox(DeferredModel):
    """A part of a page, as viewers show it.

    ``box`` is left, top, right, bottom in parts of the page's width and height, 0 to 1 from the upper left.
    """

    model_config = ConfigDict(frozen=True)

    page: int
    box: tuple[float, float, float, float]


class Place(DeferredModel):
    """Where something stands in its document. What a document of that kind has not is None.

    Attributes:
        page: counts from 1.
        page_label: what is printed on the page (``xii``), where that is something else.
        seconds: where it begins in a recording, in seconds.
        until: where it ends there, in seconds.
        anchor: what leads to it by a link: an element's id in a web page, ``chapter-2.xhtml#s3`` in a book.
        slide: counts from 1.
        sheet: the name of a sheet in a workbook.
        section: the heading that it stands under.
        paragraph: the paragraph's number in reading order, from 1.
        boxes: the parts of its pages that it covers, one for each column, in the order of reading.
        notes: of a footnote, the number of the paragraph that its mark stands in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    page: int | None = None
    page_label: str | None = None
    seconds: float | None = None
    until: float | None = None
    anchor: str | None = None
    slide: int | None = None
    sheet: str | None = None
    section: str | None = None
    paragraph: int | None = None
    boxes: tuple[PageBox, ...] | None = None
    notes: int | None = None

    def without_words(self) -> Place:
        """Return what may be kept of the place when its document is erased: numbers and times."""
        return self.model_copy(update=dict.fromkeys(WORDS))


class Span(DeferredModel):
    """Which characters of the paragraph at a place: code points of its text, ``end`` exclusive."""

    model_config = ConfigDict(frozen=True)

    place: Place = Place()
    start: int
    end: int


def fitting_place(place: Place) -> Place:
    """Return the place with what can be one: what cannot is passed over, long lines are cut."""
    page, seconds = _number(place.page), _time(place.seconds)
    until = _time(place.until)
    fitting = {
        "page": page,
        "page_label": _line(place.page_label, LONGEST_LABEL) if page is not None else None,
        "seconds": seconds,
        "until": until if seconds is not None and until is not None and until >= seconds else None,
        # A part of an anchor leads nowhere.
        "anchor": place.anchor if place.anchor == _line(place.anchor, LONGEST_ANCHOR) else None,
        "slide": _number(place.slide),
        "sheet": _line(place.sheet, LONGEST_SHEET),
        "section": _line(place.section, LONGEST_SECTION),
        "paragraph": _number(place.paragraph),
        "boxes": _boxes(place.boxes) if place.boxes else None,
        "notes": _number(place.notes),
    }
    return place if fitting == vars(place) else Place.model_validate(fitting)


def _number(counted: int | None) -> int | None:
    return counted if counted is not None and 1 <= counted <= LAST_NUMBER else None


def _time(seconds: float | None) -> float | None:
    return seconds if seconds is not None and 0 <= seconds < math.inf else None


def _boxes(boxes: tuple[PageBox, ...]) -> tuple[PageBox, ...] | None:
    """Return what of the boxes lies on a page."""
    if len(boxes) <= MOST_BOXES and all(map(_fits, boxes)):
        return boxes
    return tuple(filter(None, map(_clipped, boxes[:MOST_BOXES]))) or None


def _fits(found: PageBox) -> bool:
    left, top, right, bottom = found.box
    return 0 <= left < right <= 1 and 0 <= top < bottom <= 1 and 1 <= found.page <= LAST_NUMBER


def _clipped(found: PageBox) -> PageBox | None:
    left, top, right, bottom = (min(max(edge, 0.0), 1.0) for edge in found.box)
    clipped = PageBox(page=found.page, box=(left, top, right, bottom))
    return clipped if _fits(clipped) else None


def _line(text: str | None, longest: int) -> str | None:
    return None if text is None else fitting_line(text, longest) or None
