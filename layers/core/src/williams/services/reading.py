"""What a source says: its paragraphs, and its text as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from williams.domain.bucket import EXTRACTED
from williams.domain.content import Content, ObjectRef, Paragraph, ParagraphFilter
from williams.domain.errors import NotFound
from williams.domain.figures import Figure
from williams.domain.ids import ordinal_in
from williams.domain.paging import Page, wrong_token
from williams.ports.catalog import CatalogPort
from williams.ports.objects import ObjectPort


@dataclass(frozen=True)
class Reading:
    """``download_seconds`` is how long the store's own URL of a text is valid."""

    catalog: CatalogPort
    objects: ObjectPort
    download_seconds: int

    def paragraphs(
        self, owner: str, content_id: str, limit: int, after: str | None, within: ParagraphFilter
    ) -> tuple[Content, Page[Paragraph]]:
        """Return the source, and the paragraphs behind the one with the id ``after``, in reading order.

        Raises NotFound, InvalidRequest for an id of no paragraph of the source as it is now.
        """
        content = self.catalog.content(owner, content_id)
        last = None if after is None else ordinal_in(after, content_id, content.version)
        if after is not None and (last is None or last >= content.paragraph_count):
            raise wrong_token()
        return content, self.catalog.paragraph_page(owner, content_id, content.version, limit, last, within)

    def picture(self, content: Content, figure: Figure) -> tuple[ObjectRef, str]:
        """Return the file of a figure's picture, and a URL of it that is valid for some minutes and needs no token."""
        file = content.files[figure.file]
        return file, self.objects.presigned_get(file.key, figure.file, self.download_seconds)

    def text_file(self, owner: str, content_id: str) -> ObjectRef:
        """Return the file of the text that the paragraphs' offsets count in: UTF-8. Raises NotFound."""
        content = self.catalog.content(owner, content_id)
        if EXTRACTED not in content.files:
            raise NotFound(f"The content {content_id} has no text.")
        return content.files[EXTRACTED]

    def text(self, file: ObjectRef) -> str:
        """Raises NotFound."""
        return self.objects.read(file.key).decode()

    def link_to(self, file: ObjectRef, content_id: str) -> str:
        """Return a URL of the file, valid for some minutes, that needs no token."""
        return self.objects.presigned_get(file.key, f"{content_id}.txt", self.download_seconds)
