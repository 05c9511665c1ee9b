"""Which figures of the sources the stories show: one each, nearest to what it tells, no more than a mail holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from williams_publishing.figures import SourceFigure, figures_of
from williams_publishing.placing import placed, unshown
from williams_publishing.works import Work

from williams.domain.notices import Notice
from williams.plugin import Library
from williams_export_newsletter.models import Issue, NewsletterParameters

HEAVIEST: Final = 5 * 1024 * 1024
"""Bytes of all figures. A mail has a third more, and many hosts refuse one of more than 10 MB."""
PictureOf: TypeAlias = Callable[[SourceFigure], bytes | None]
"""The picture of a figure as it travels; None leaves it out."""


@dataclass(frozen=True)
class Illustrations:
    """``every`` figure of the sources, and ``beside`` each story the one that it shows; their ``pictures`` by name.

    ``too_heavy`` counts those that have a place and no room, ``unaddressed`` those of mails with linked pictures that
    cannot be linked.
    """

    every: Sequence[SourceFigure]
    beside: Sequence[SourceFigure | None]
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    too_heavy: int = 0
    unaddressed: int = 0

    def notices(self, shown: Sequence[SourceFigure]) -> list[Notice]:
        """Say which figures are not among those that are ``shown``, and why."""
        if self.unaddressed:
            return [_unaddressed(self.unaddressed)]
        return [*unshown(self.every, [shown], "the newsletter"), *([_heavy(self.too_heavy)] if self.too_heavy else [])]


def illustrations_of(
    parameters: NewsletterParameters,
    works: Mapping[str, Work],
    issue: Issue,
    library: Library,
    picture_of: PictureOf,
) -> Illustrations:
    """Return what the stories of an issue show; ``works`` are the sources by content id."""
    none: list[SourceFigure | None] = [None] * len(issue.stories)
    if parameters.pictures == "none":
        return Illustrations([], none)
    every = [figure for work in works.values() for figure in figures_of(work, library.paragraphs(work.content_id))]
    told = [[cited for each in story.sentences for cited in each.citations] for story in issue.stories]
    beside = [next(iter(own), None) for own in placed(every, told, parameters.figures, apiece=1)]
    if parameters.pictures == "linked" and parameters.figures_url is None:
        return Illustrations(every, none, unaddressed=len(list(filter(None, beside))))
    return _within(every, beside, picture_of)


def _within(
    every: Sequence[SourceFigure], beside: Sequence[SourceFigure | None], picture_of: PictureOf
) -> Illustrations:
    """Leave out figures that a mail has no room for beside those before them."""
    pictures, room, heavy = dict[str, bytes](), HEAVIEST, 0
    for figure in filter(None, beside):
        picture = picture_of(figure)
        if picture is not None and len(picture) <= room:
            pictures[figure.name] = picture
            room -= len(picture)
        heavy += picture is not None and figure.name not in pictures
    kept = [figure if figure and figure.name in pictures else None for figure in beside]
    return Illustrations(every, kept, pictures, too_heavy=heavy)


def _heavy(count: int) -> Notice:
    return Notice(
        code="figures-too-large",
        message=f"Figures left out: {count}. With them, the mail would bring more than {HEAVIEST >> 20} MB of figures, "
        "and hosts refuse large mails.",
        remedy="Ask for fewer `figures` or stories, or choose other sources.",
    )


def _unaddressed(count: int) -> Notice:
    return Notice(
        code="figures-without-address",
        message=f"Figures left out: {count}. Pictures are to be linked, and no address of figures is given.",
        remedy="Name `figures_url`, or choose `embedded` pictures.",
    )
