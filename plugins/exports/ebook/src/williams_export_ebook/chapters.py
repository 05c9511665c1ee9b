"""The chapters of a book: each source whole, or what a digest says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from williams_publishing.figures import figures_of
from williams_publishing.placing import placed, unshown
from williams_publishing.works import Work

from williams.domain.notices import Notice
from williams.plugin import StageContext
from williams_export_ebook.book.chapter import Setting, whole_chapter
from williams_export_ebook.book.ledger import BookLedger
from williams_export_ebook.book.markup import Page
from williams_export_ebook.book.short_chapter import ShortChapters, by_work
from williams_export_ebook.models import Manuscript


@dataclass(frozen=True)
class Chapters:
    """``works`` are the sources by their content ids, in the book's order."""

    works: Mapping[str, Work]
    setting: Setting
    ledger: BookLedger
    ctx: StageContext

    def whole(self) -> Iterator[Page]:
        """Yield the pages of a complete book."""
        for work in self.works.values():
            self.ctx.check_cancelled()
            said = f"Setting chapter {work.number} of {len(self.works)}"
            self.ctx.progress((work.number - 1) / len(self.works), said)
            yield from whole_chapter(work, self.ctx.library.paragraphs(work.content_id), self.setting, self.ledger)

    def in_short(self, script: Manuscript, most_figures: int) -> Iterator[Page]:
        """Yield the pages of a digest."""
        told = by_work(script.sections, self.works)
        silent = self.works.keys() - {work.content_id for work, _ in told}
        self.ledger.notices += [_untold(work) for work in self.works.values() if work.content_id in silent]
        library = self.ctx.library
        figures = [
            each for work in self.works.values() for each in figures_of(work, library.paragraphs(work.content_id))
        ]
        statements = [each for _, sections in told for section in sections for each in section.statements]
        shown = placed(figures, [each.citations for each in statements], most_figures)
        self.ledger.notices += unshown(figures, shown, "the book")
        chapters = ShortChapters(self.works, self.setting, self.ledger, iter(shown))
        for work, sections in told:
            yield chapters.chapter(work, sections)


def _untold(work: Work) -> Notice:
    return Notice(
        code="source-not-in-digest",
        message=f"Nothing of “{work.title[:200]}” ({work.content_id}) is in the digest.",
        remedy="Ask for more `words`, or for the mode `complete`.",
    )
