"""Figures of the sources as an artifact shows them: picture, caption, words for who does not see it, and a credit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from williams.domain.content import ObjectRef, Paragraph
from williams.domain.figures import Figure
from williams.domain.provenance import Citation
from williams_publishing.shown import Shown
from williams_publishing.works import Work

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True)
class SourceFigure(Shown):
    """A paragraph of a source with its picture. ``file`` is the picture in the library."""

    figure: Figure
    file: ObjectRef

    @property
    def name(self) -> str:
        """What its picture is called in an artifact: no two have one name."""
        return f"figure-{self.work.number}-{self.paragraph.ordinal + 1}.{_ENDINGS[self.figure.media_type]}"

    @property
    def caption(self) -> str:
        return self.paragraph.text

    @property
    def alt(self) -> str:
        return self.figure.alt or self.caption

    @property
    def citation(self) -> Citation:
        """Its whole paragraph."""
        return self.quoted(self.paragraph)


def figure_of(work: Work, paragraph: Paragraph) -> SourceFigure | None:
    """Return a paragraph's figure, if it has one whose picture is there."""
    figure = paragraph.figure
    if figure is None or figure.file not in work.content.files:
        return None
    return SourceFigure(work, paragraph, figure, work.content.files[figure.file])


def figures_of(work: Work, paragraphs: Iterable[Paragraph]) -> Iterator[SourceFigure]:
    return filter(None, (figure_of(work, paragraph) for paragraph in paragraphs))
