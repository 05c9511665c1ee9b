"""What of a source an artifact shows as it is: a figure, a table."""

from __future__ import annotations

from dataclasses import dataclass

from williams.domain.content import Paragraph
from williams.domain.provenance import Citation
from williams_publishing.works import Work


@dataclass(frozen=True)
class Shown:
    """``paragraph`` is the one that it begins with."""

    work: Work
    paragraph: Paragraph

    @property
    def license(self) -> str | None:
        """What its paragraph states, where that is another license than its source's."""
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

    def quoted(self, paragraph: Paragraph) -> Citation:
        """Return a citation of a whole paragraph of its source."""
        return Citation(
            content_id=self.work.content_id,
            paragraph_id=paragraph.paragraph_id,
            place=paragraph.place,
            start=0,
            end=len(paragraph.text),
        )
