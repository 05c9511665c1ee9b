"""The slides as they are set, in a presentation and on paper: what stands in which box, and how large."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from williams_publishing.crediting import authors_of
from williams_publishing.works import Work

from williams.domain.notices import cut
from williams.domain.provenance import Citation
from williams.plugin.engines import Grounded
from williams_export_slides.deck.fitting import BETWEEN, BOLD, Box, fitted, height_of
from williams_export_slides.deck.measures import (
    BODY,
    FIRST_LINE,
    FIRST_TITLE,
    HALF,
    HANGING,
    INSET,
    SOURCE,
    TITLE,
    Lead,
    Point,
)
from williams_export_slides.deck.picturing import PictureOf, SetFigure, credited, mirrored, set_alone, set_beside
from williams_export_slides.deck.tabling import SetTable, set_table
from williams_export_slides.models import Talk
from williams_export_slides.planning import Planned, told_on

_TITLE_SIZES, _BODY_SIZES, _KEY_SIZES, _SOURCE_SIZES = (32, 9), (32, 11), (46, 11), (14, 6)
_FIRST_SIZES, _LINE_SIZES, _LIST_SIZES = (52, 12), (22, 9), (20, 11)
_TEXT: Final = BODY.inset(INSET)
_LONGEST_NAME: Final = 90
_MOST_NAMED: Final = 4

Look: TypeAlias = Literal["first", "points", "key", "beside", "picture", "table"]
"""The title; points on a panel; one that is the slide; points beside a figure; a figure alone; a table."""


@dataclass(frozen=True)
class SetSlide:
    """``number`` counts from 1, the first slide included. Sizes are in points; ``notes`` are for whoever speaks.

    ``body`` is where the points stand, without the margin of their panel.
    """

    look: Look
    number: int
    title: str
    language: str
    title_size: int
    points: tuple[Point, ...]
    size: int
    leads: tuple[Lead, ...] = ()
    source_size: int = 0
    notes: tuple[str, ...] = ()
    body: Box = _TEXT
    figure: SetFigure | None = None
    table: SetTable | None = None

    @property
    def has_marks(self) -> bool:
        """Whether its points are several, each with a mark."""
        return len(self.points) > 1

    @property
    def gap(self) -> float:
        """What stands between two points: some of the room that they leave, so that they fill their panel."""
        least = BETWEEN * self.size
        texts, room = [point.text for point in self.points], _beside_marks(self.points, self.body)
        free = max(0.0, room.height - height_of(texts, room.width, self.size))
        return least + min(self.size, free / (len(texts) + 1))


def first_slide(talk: Talk, works: Sequence[Work], made: str) -> SetSlide:
    """The title, and what the slides are made from."""
    authors = authors_of(works)
    named = [each for each in authors or [work.title for work in works] if each != talk.title]
    shown = [cut(each, _LONGEST_NAME) for each in named[:_MOST_NAMED]]
    line = ", ".join(shown) + (" …" if len(named) > _MOST_NAMED else "")
    return SetSlide(
        look="first",
        number=1,
        title=talk.title,
        language=talk.language,
        title_size=_bold(talk.title, FIRST_TITLE, _FIRST_SIZES),
        points=(Point(line, talk.language),) if line else (),
        size=fitted([line], FIRST_LINE, *_LINE_SIZES),
        notes=(made,),
        body=FIRST_LINE,
    )


def told_slide(number: int, slide: Planned, works: Mapping[str, Work], picture_of: PictureOf) -> SetSlide:
    texts = [statement.text for statement in slide.statements]
    look = _look_of(slide)
    body = mirrored(HALF.inset(INSET), slide.language) if look == "beside" else _TEXT
    leads = _leads(slide.statements, works) if texts else (credited(slide.shown),)
    return SetSlide(
        look=look,
        number=number,
        title=slide.title,
        language=slide.language,
        title_size=_bold(slide.title, TITLE, _TITLE_SIZES),
        points=tuple(Point(text, slide.language) for text in texts),
        size=fitted(texts, _beside_marks(texts, body), *(_KEY_SIZES if look == "key" else _BODY_SIZES)),
        leads=leads,
        source_size=fitted(["; ".join(lead.words for lead in leads)], SOURCE, *_SOURCE_SIZES),
        notes=tuple(_notes(slide, works)),
        body=body,
        figure=_figure(slide, picture_of),
        table=set_table(slide.table) if slide.table else None,
    )


def _look_of(slide: Planned) -> Look:
    if slide.table:
        return "table"
    if slide.figure:
        return "beside" if slide.statements else "picture"
    return "points" if len(slide.statements) > 1 else "key"


def _beside_marks(points: Sequence[object], body: Box) -> Box:
    """Return what is left for the points where each has a mark."""
    return Box(body.left, body.top, body.width - HANGING, body.height) if len(points) > 1 else body


def _figure(slide: Planned, picture_of: PictureOf) -> SetFigure | None:
    if slide.figure is None:
        return None
    set_there = set_beside if slide.statements else set_alone
    return set_there(slide.figure, slide.language, picture_of)


def list_slides(number: int, title: str, language: str, points: Sequence[Point]) -> Iterator[SetSlide]:
    """Yield slides that hold all points, each as many as it holds in letters that can be read."""
    size = _LIST_SIZES[1]
    page: list[Point] = []
    pages: list[list[Point]] = []
    for point in points:
        if page and height_of([each.text for each in (*page, point)], _TEXT.width - HANGING, size) > _TEXT.height:
            pages, page = [*pages, page], []
        page.append(point)
    for at, each in enumerate([*pages, page]):
        texts = [point.text for point in each]
        yield SetSlide(
            look="points",
            number=number + at,
            title=title,
            language=language,
            title_size=_bold(title, TITLE, _TITLE_SIZES),
            points=tuple(each),
            size=fitted(texts, _beside_marks(texts, _TEXT), *_LIST_SIZES),
        )


def _bold(text: str, box: Box, sizes: tuple[int, int]) -> int:
    return fitted([text], Box(box.left, box.top, box.width / BOLD, box.height), *sizes)


def _leads(statements: Sequence[Grounded], works: Mapping[str, Work]) -> tuple[Lead, ...]:
    """Return one for each source that is cited, in their order; those beyond the fourth are in the notes only."""
    cited = [(citation, statement.text) for statement in statements for citation in statement.citations]
    leads = []
    for each in dict.fromkeys(citation.content_id for citation, _ in cited):
        own = [(citation.place, text) for citation, text in cited if citation.content_id == each]
        words = (cut(works[each].cited, _LONGEST_NAME), works[each].places(place for place, _ in own))
        leads.append(Lead(", ".join(filter(None, words)), works[each].link_to(*own[0])))
    return (*leads[:_MOST_NAMED], *([Lead("…", None)] if len(leads) > _MOST_NAMED else []))


def _notes(slide: Planned, works: Mapping[str, Work]) -> Iterator[str]:
    """Say of each statement, and of the figure or table, where it stands, for whoever speaks."""
    for told in told_on(slide):
        yield told.text
        for lead in dict.fromkeys(_whole(each, works[each.content_id]) for each in told.citations):
            yield f"→ {lead.words} <{lead.url}>" if lead.url else f"→ {lead.words}"


def _whole(citation: Citation, work: Work) -> Lead:
    return Lead(", ".join(filter(None, (work.reference, work.places([citation.place])))), work.link_to(citation.place))
