"""Figures of the sources as an artifact shows them: picture, caption, words for who does not see it, and a credit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from williams.domain.content import ObjectRef, Paragraph
from williams.domain.figures import Figure
from williams.domain.provenance import Citation
from williams_publishing.works import Work

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True)
class SourceFigure:
    """A paragraph of a source with its picture. ``file`` is the picture in the library."""

    work: Work
    paragraph: Paragraph
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
    def license(self) -> str | None:
        """What its caption states, where that is another license than its source's."""
        return self.work.part_licenses.get(self.paragraph.ordinal + 1, self.work.license)

    @property
    def credit(self) -> str:
        """Whose it is, where it stands, and its license."""
        cited = self.work.citation([self.paragraph.place])
        return f"{cited} · {self.license}" if self.license else cited

    @property
    def link(self) -> str | None:
        """The address of its place, if everybody can open it."""
        return self.work.link_to(self.paragraph.place)

    @property
    def citation(self) -> Citation:
        """Its whole paragraph."""
        return Citation(
            content_id=self.work.content_id,
            paragraph_id=self.paragraph.paragraph_id,
            place=self.paragraph.place,
            start=0,
            end=len(self.paragraph.text),
        )


def figure_of(work: Work, paragraph: Paragraph) -> SourceFigure | None:
    """Return a paragraph's figure, if it has one whose picture is there."""
    figure = paragraph.figure
    if figure is None or figure.file not in work.content.files:
        return None
    return SourceFigure(work, paragraph, figure, work.content.files[figure.file])


def figures_of(work: Work, paragraphs: Iterable[Paragraph]) -> Iterator[SourceFigure]:
    return filter(None, (figure_of(work, paragraph) for paragraph in paragraphs))
