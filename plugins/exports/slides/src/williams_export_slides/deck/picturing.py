"""Where a figure stands on a slide: beside what is said or by itself, with its caption below it or next to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from williams_publishing.directions import Direction, direction_of
from williams_publishing.figures import SourceFigure
from williams_publishing.shown import Shown

from williams.domain.content import ObjectRef
from williams.domain.notices import cut
from williams_export_slides.deck.fitting import Box, DoesNotFit, fitted, height_of
from williams_export_slides.deck.measures import BODY, HALF, INSET, OTHER_HALF, WIDTH, Lead, Point

_LEAST_BESIDE: Final = 18
"""Points: statements that would need smaller letters beside a figure have the slide to themselves."""
_WIDEST_BESIDE: Final = 2.2
"""Times as wide as high."""
_A_PIXEL: Final = 1.5
"""Points: small pictures are shown no larger."""
_LONGEST_CAPTION: Final = 280
"""Characters; the notes have it whole."""
_GAP: Final = 14
_NARROWEST_CAPTION: Final = 180
_CAPTION_SIZES: Final = (16, 7)
_HIGHEST_CAPTION: Final = 0.4 * BODY.height

PictureOf = Callable[[ObjectRef], Path]


@dataclass(frozen=True)
class SetFigure:
    """``credit`` is below the caption; None where the source line has it. ``direction`` is the slide's."""

    picture: Path
    media_type: str
    alt: str
    box: Box
    caption: Point
    credit: Lead | None
    caption_box: Box
    caption_size: int
    direction: Direction


def suits_beside(figure: SourceFigure, statements: Sequence[str]) -> bool:
    """Whether statements and figure can share a slide so that both can be made out."""
    if figure.figure.width > _WIDEST_BESIDE * figure.figure.height:
        return False
    try:
        fitted(statements, HALF.inset(INSET), _LEAST_BESIDE, _LEAST_BESIDE)
    except DoesNotFit:
        return False
    return True


def credited(shown: Shown) -> Lead:
    return Lead(shown.credit, shown.link)


def set_beside(figure: SourceFigure, language: str, picture_of: PictureOf) -> SetFigure:
    """Return the figure in the half that a slide in this language leaves it."""
    return _set(figure, language, picture_of, OTHER_HALF, credited(figure))


def set_alone(figure: SourceFigure, language: str, picture_of: PictureOf) -> SetFigure:
    """Return the figure on a slide that has nothing else."""
    return _set(figure, language, picture_of, BODY, None)


def mirrored(box: Box, language: str) -> Box:
    """Return the box as it stands on a slide that is read from right to left, if this language is."""
    if direction_of(language) == "ltr":
        return box
    return Box(WIDTH - box.left - box.width, box.top, box.width, box.height)


def _set(figure: SourceFigure, language: str, picture_of: PictureOf, area: Box, credit: Lead | None) -> SetFigure:
    """Set the figure as large as it can be: its caption is below or, where that leaves more room, next to it."""
    said = [_caption(figure), *([credit.words] if credit else [])]
    box, caption_box, size = max(
        _below(figure, area, said), _next_to(figure, area, said), key=lambda each: each[0].width
    )
    return SetFigure(
        picture=picture_of(figure.file),
        media_type=figure.figure.media_type,
        alt=figure.alt,
        box=mirrored(box, language),
        caption=Point(_caption(figure), figure.work.language),
        credit=credit,
        caption_box=mirrored(caption_box, language),
        caption_size=size,
        direction=direction_of(language),
    )


def _below(figure: SourceFigure, area: Box, said: Sequence[str]) -> tuple[Box, Box, int]:
    size = fitted(said, Box(0, 0, area.width, _HIGHEST_CAPTION), *_CAPTION_SIZES)
    high = height_of(said, area.width, size)
    box = _contained(figure, Box(area.left, area.top, area.width, area.height - _GAP - high))
    return box, Box(area.left, box.top + box.height + _GAP, area.width, high), size


def _next_to(figure: SourceFigure, area: Box, said: Sequence[str]) -> tuple[Box, Box, int]:
    room = area.width - _GAP - max(_NARROWEST_CAPTION, area.width / 3)
    box = _contained(figure, Box(area.left, area.top, room, area.height))
    taken = box.width + _GAP
    caption_box = Box(area.left + taken, area.top, area.width - taken, area.height)
    return box, caption_box, fitted(said, caption_box, *_CAPTION_SIZES)


def _contained(figure: SourceFigure, area: Box) -> Box:
    """Return the largest box of the picture's shape at the beginning of the area."""
    wide, high = figure.figure.width, figure.figure.height
    scale = min(area.width / wide, area.height / high, _A_PIXEL)
    return Box(area.left, area.top, wide * scale, high * scale)


def _caption(figure: SourceFigure) -> str:
    return cut(" ".join(figure.caption.split()), _LONGEST_CAPTION)
