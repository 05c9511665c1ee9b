"""The slides as they are set, in a presentation and on paper: what stands in which box, and how large."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from williams_publishing.crediting import authors_of
from williams_publishing.works import Work

from williams.domain.citing import all_in_words
from williams.domain.notices import cut
from williams.domain.provenance import Citation
from williams.plugin.engines import Grounded
from williams_export_slides.deck.fitting import BETWEEN, LINE, Box, fitted, lines_of
from williams_export_slides.models import Talk, WrittenSlide

WIDTH, HEIGHT = 960, 540
"""In points: 16 to 9."""
TITLE: Final = Box(54, 34, 852, 92)
BODY: Final = Box(54, 146, 852, 312)
SOURCE: Final = Box(54, 470, 852, 46)
MARK: Final = Box(54, 18, 72, 5)
"""The bar above a title."""
FIRST_TITLE: Final = Box(72, 120, 816, 210)
FIRST_LINE: Final = Box(72, 350, 816, 110)
_TITLE_SIZES, _BODY_SIZES, _SOURCE_SIZES = (34, 9), (30, 12), (14, 6)
_FIRST_SIZES, _LINE_SIZES, _LIST_SIZES = (52, 12), (22, 9), (20, 11)
_BOLD: Final = 1.08  # times as wide
_LONGEST_NAME: Final = 90
_MOST_NAMED: Final = 4


@dataclass(frozen=True)
class Lead:
    """Words that name a source and a place in it; ``url`` leads there where the source is on the web."""

    words: str
    url: str | None


@dataclass(frozen=True)
class Point:
    """A paragraph of a slide with its language."""

    text: str
    language: str
    url: str | None = None


@dataclass(frozen=True)
class SetSlide:
    """``number`` counts from 1, the first slide included. Sizes are in points; ``notes`` are for whoever speaks."""

    number: int
    title: str
    language: str
    title_size: int
    points: tuple[Point, ...]
    size: int
    leads: tuple[Lead, ...] = ()
    source_size: int = 0
    notes: tuple[str, ...] = ()
    first: bool = False


def first_slide(talk: Talk, works: Sequence[Work], made: str) -> SetSlide:
    """The title, and what the slides are made from."""
    authors = authors_of(works)
    named = [each for each in authors or [work.title for work in works] if each != talk.title]
    shown = [cut(each, _LONGEST_NAME) for each in named[:_MOST_NAMED]]
    line = ", ".join(shown) + (" …" if len(named) > _MOST_NAMED else "")
    return SetSlide(
        number=1,
        title=talk.title,
        language=talk.language,
        title_size=_bold(talk.title, FIRST_TITLE, _FIRST_SIZES),
        points=(Point(line, talk.language),) if line else (),
        size=fitted([line], FIRST_LINE, *_LINE_SIZES),
        notes=(made,),
        first=True,
    )


def told_slide(number: int, slide: WrittenSlide, works: Mapping[str, Work]) -> SetSlide:
    texts = [statement.text for statement in slide.statements]
    leads = _leads(slide.statements, works)
    return SetSlide(
        number=number,
        title=slide.title,
        language=slide.language,
        title_size=_bold(slide.title, TITLE, _TITLE_SIZES),
        points=tuple(Point(text, slide.language) for text in texts),
        size=fitted(texts, BODY, *_BODY_SIZES),
        leads=leads,
        source_size=fitted(["; ".join(lead.words for lead in leads)], SOURCE, *_SOURCE_SIZES),
        notes=tuple(_notes(slide, works)),
    )


def list_slides(number: int, title: str, language: str, points: Sequence[Point]) -> Iterator[SetSlide]:
    """Yield slides that hold all points, each as many as it holds in letters that can be read."""
    size = _LIST_SIZES[1]
    page: list[Point] = []
    pages: list[list[Point]] = []
    for point in points:
        if page and _height([*page, point], size) > BODY.height:
            pages, page = [*pages, page], []
        page.append(point)
    for at, each in enumerate([*pages, page]):
        yield SetSlide(
            number=number + at,
            title=title,
            language=language,
            title_size=_bold(title, TITLE, _TITLE_SIZES),
            points=tuple(each),
            size=fitted([point.text for point in each], BODY, *_LIST_SIZES),
        )


def _height(points: Sequence[Point], size: int) -> float:
    lines = sum(lines_of(point.text, BODY.width / size) for point in points)
    return (lines * LINE + (len(points) - 1) * BETWEEN) * size


def _bold(text: str, box: Box, sizes: tuple[int, int]) -> int:
    return fitted([text], Box(box.left, box.top, box.width / _BOLD, box.height), *sizes)


def _leads(statements: Sequence[Grounded], works: Mapping[str, Work]) -> tuple[Lead, ...]:
    """Return one for each source that is cited, in their order; those beyond the fourth are in the notes only."""
    cited = [(citation, statement.text) for statement in statements for citation in statement.citations]
    leads = []
    for each in dict.fromkeys(citation.content_id for citation, _ in cited):
        own = [(citation.place, text) for citation, text in cited if citation.content_id == each]
        words = (cut(works[each].cited, _LONGEST_NAME), all_in_words(place for place, _ in own))
        leads.append(Lead(", ".join(filter(None, words)), works[each].link_to(*own[0])))
    return (*leads[:_MOST_NAMED], *([Lead("…", None)] if len(leads) > _MOST_NAMED else []))


def _notes(slide: WrittenSlide, works: Mapping[str, Work]) -> Iterator[str]:
    """Say of each statement where it stands, for whoever speaks."""
    for statement in slide.statements:
        yield statement.text
        for lead in (_whole(each, works[each.content_id]) for each in statement.citations):
            yield f"→ {lead.words} <{lead.url}>" if lead.url else f"→ {lead.words}"


def _whole(citation: Citation, work: Work) -> Lead:
    return Lead(", ".join(filter(None, (work.reference, all_in_words([citation.place])))), work.link_to(citation.place))
