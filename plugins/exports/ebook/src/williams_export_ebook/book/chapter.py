"""A source as a chapter, whole: its paragraphs as what they are, each with its anchor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from williams_publishing.figures import figure_of
from williams_publishing.labels import Labels
from williams_publishing.works import Work

from williams.domain.citing import names
from williams.domain.content import Paragraph, ParagraphKind
from williams.domain.notices import Notice
from williams.domain.provenance import Citation
from williams_export_ebook.book.blocks import Block, blocks_of, pages_of, same_words
from williams_export_ebook.book.formulas import drawn
from williams_export_ebook.book.illustrations import illustration
from williams_export_ebook.book.ledger import BookLedger, Entry
from williams_export_ebook.book.lists import listed, tabled
from williams_export_ebook.book.markup import Element, Page, el
from williams_export_ebook.book.notes import Notes
from williams_export_ebook.book.printed_contents import without_printed_contents

_DEEPEST = 6
_SET = {
    ParagraphKind.CAPTION: "caption",
    ParagraphKind.FIGURE: "caption",
    ParagraphKind.FOOTNOTE: "aside",
    ParagraphKind.REFERENCE: "reference",
}


@dataclass(frozen=True)
class Setting:
    """How all chapters are set. ``notes`` says whether paragraphs have some."""

    labels: Labels
    notes: bool
    references: bool


def whole_chapter(work: Work, paragraphs: Sequence[Paragraph], setting: Setting, ledger: BookLedger) -> Iterator[Page]:
    """Yield the chapter's pages, one at a time."""
    kept, left_out = without_printed_contents(paragraphs)
    if left_out:
        ledger.notices.append(_own_contents(work, left_out))
    if not setting.references:
        kept = [each for each in kept if each.kind is not ParagraphKind.REFERENCE] or kept
    heading = work.title
    for number, blocks in enumerate(pages_of(blocks_of(kept, work.title)), start=1):
        name = page_name(work, number)
        page = _PageSetter(work, name, setting, ledger, heading)
        yield Page(name, work.title, work.language, [page.section(blocks, opens=number == 1)])
        heading = page.heading


def _own_contents(work: Work, lines: int) -> Notice:
    return Notice(
        code="printed-contents-left-out",
        message=f"The table of contents of “{work.title[:200]}” is left out ({lines} lines): the book has its own.",
    )


def page_name(work: Work, number: int) -> str:
    return f"chapter-{work.number}-{number}.xhtml"


def opening(work: Work, anchor: str, title: str) -> list[Element]:
    """Return a chapter's title and whose it is."""
    line = [el("p", el("bdi", names(work.authors, words=work.words)), class_="byline")] if work.authors else []
    return [el("h1", title, id=anchor), *line]


@dataclass
class _PageSetter:
    """Sets the blocks of one page. ``heading`` is what stands above the next one."""

    work: Work
    name: str
    setting: Setting
    ledger: BookLedger
    heading: str
    notes: Notes = field(init=False)

    def __post_init__(self) -> None:
        self.notes = Notes(self.setting.labels, self.work.language)

    def section(self, blocks: Sequence[Block], *, opens: bool) -> Element:
        body: list[Element] = []
        if opens:
            own = blocks[0].kind is ParagraphKind.HEADING and blocks[0].level == 0
            anchor = _anchor(blocks[0].first) if own else "title"
            title = blocks[0].first.text if own else self.work.title
            body += opening(self.work, anchor, title)
            self.ledger.entries.append(Entry(title, f"{self.name}#{anchor}", 0, self.work.language))
            if own:
                self._trace(blocks[0].first)
                blocks = blocks[1:]
        for block in blocks:
            body += self._set(block)
        attributes = {"epub_type": "chapter", "role": "doc-chapter", "aria_label": self.work.title}
        return el("section", *body, *self.notes.section(), **attributes)

    def _set(self, block: Block) -> list[Element]:
        first = block.first
        if block.kind is ParagraphKind.HEADING:
            return [self._heading(block)]
        for each in block.paragraphs:
            self._trace(each)
        if block.kind is ParagraphKind.TABLE_ROW:
            return [tabled(block, _anchor), *self._mark_after(block)]
        if block.kind is ParagraphKind.LIST_ITEM:
            return [listed(block, _anchor, self._marks)]
        if block.kind is ParagraphKind.CODE:
            return [el("pre", el("code", first.text), id=_anchor(first), dir="ltr"), *self._mark_after(block)]
        made = el("p", *drawn(first.text), *self._marks(first), id=_anchor(first))
        if figure := figure_of(self.work, first):
            self.ledger.figures.append(figure)
            return [illustration(figure, made)]
        if block.kind in _SET:
            made.set("class", _SET[block.kind])
        return [made]

    def _heading(self, block: Block) -> Element:
        paragraph = block.first
        if not same_words(paragraph.text, self.heading):
            self.heading = paragraph.text
        anchor = _anchor(paragraph)
        self.ledger.entries.append(Entry(paragraph.text, f"{self.name}#{anchor}", block.level, self.work.language))
        self._trace(paragraph)
        return el(f"h{min(block.level + 1, _DEEPEST)}", paragraph.text, id=anchor)

    def _trace(self, paragraph: Paragraph) -> None:
        cited = Citation(
            content_id=self.work.content_id,
            paragraph_id=paragraph.paragraph_id,
            place=paragraph.place,
            start=0,
            end=len(paragraph.text),
        )
        role = paragraph.kind.value.replace("_", "-")
        self.ledger.trace(paragraph.text, self.heading, role, f"{self.name}#{_anchor(paragraph)}", [cited])

    def _marks(self, paragraph: Paragraph) -> list[Element]:
        if not self.setting.notes:
            return []
        return [self.notes.mark(str(paragraph.ordinal + 1), [(self.work, paragraph.place)])]

    def _mark_after(self, block: Block) -> list[Element]:
        """Tables and code have one mark for all, below them."""
        if not self.setting.notes:
            return []
        first, last = block.first, block.paragraphs[-1]
        number = f"{first.ordinal + 1}–{last.ordinal + 1}" if last is not first else str(first.ordinal + 1)
        mark = self.notes.mark(number, [(self.work, each.place) for each in (first, last)])
        return [el("p", mark, class_="after")]


def _anchor(paragraph: Paragraph) -> str:
    return f"p{paragraph.ordinal + 1}"
