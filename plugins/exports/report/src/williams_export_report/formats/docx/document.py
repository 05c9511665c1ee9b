"""The document: title, contents, chapters, tables and notes, in Word's own styles."""

from __future__ import annotations

from datetime import UTC
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from williams_publishing.directions import direction_of

from williams_export_report.document.characters import fitting
from williams_export_report.document.model import (
    Block,
    Chapter,
    Inline,
    Lines,
    Picture,
    Prose,
    References,
    Report,
    Run,
    Statement,
    text,
)
from williams_export_report.formats.docx.footnotes import add_footnotes, mark
from williams_export_report.formats.docx.package import repacked
from williams_export_report.formats.docx.runs import Writer, flag
from williams_export_report.formats.docx.styles import CONTENTS, REFERENCES, add_styles
from williams_export_report.formats.docx.tables import add_table

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LONGEST_PROPERTY: Final = 255
_EMU_PER_PIXEL: Final = 914_400 / 150
"""Pictures are shown at 150 dots per inch, or as wide as the page."""


def docx(report: Report) -> bytes:
    """Return the whole file. The same report makes the same bytes."""
    made = _Document(report)
    made.write()
    data = BytesIO()
    made.document.save(data)
    return repacked(data.getvalue())


class _Document:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.document: Any = Document()
        self.writer = Writer(self.document.part)
        add_styles(self.document, report.language)
        self._page()

    def write(self) -> None:
        report = self.report
        self._properties()
        self._paragraph("Title", text(report.title), report.language)
        self._paragraph("Subtitle", text(report.byline), report.sayings.language)
        self._contents()
        for chapter in report.chapters:
            self._chapter(chapter)
        add_footnotes(self.document, report.notes, report.language)

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
        if direction_of(self.report.language) == "rtl":
            section._sectPr.insert_element_before(OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid")
        footer = section.footer.paragraphs[0]
        footer.alignment = 1
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        self.writer.add(field, text("1"), self.report.language)
        footer._p.append(field)

    def _properties(self) -> None:
        properties, report = self.document.core_properties, self.report
        when = report.modified.astimezone(UTC).replace(tzinfo=None)
        properties.title = fitting(report.title)[:_LONGEST_PROPERTY]
        properties.author = fitting("; ".join(report.authors))[:_LONGEST_PROPERTY]
        properties.language, properties.comments, properties.keywords = report.language, "", ""
        properties.last_modified_by, properties.revision = "Williams Librarian", 1
        properties.created = properties.modified = when

    def _contents(self) -> None:
        """A table of contents that Word can bring up to date, and that is there before it does."""
        sayings = self.report.sayings
        self._paragraph(CONTENTS[0], (Run(sayings.labels.contents, strong=True),), sayings.language)
        entries = [chapter for chapter in self.report.chapters if chapter.level <= len(CONTENTS)]
        for order, chapter in enumerate(entries):
            made = self._empty(CONTENTS[chapter.level - 1], chapter.language)
            if order == 0:
                _field(made, "begin", f'TOC \\o "1-{len(CONTENTS)}" \\h \\z \\u')
            self.writer.add(made, (Run(chapter.title, link=f"#{chapter.anchor}"),), chapter.language)
            if order == len(entries) - 1:
                _field(made, "end")

    def _chapter(self, chapter: Chapter) -> None:
        made = self._empty(f"Heading {chapter.level}", chapter.language)
        self.writer.bookmark(made, chapter.anchor)
        self.writer.add(made, text(chapter.title), chapter.language)
        for block in chapter.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        if isinstance(block, Prose):
            self._prose(block)
        elif isinstance(block, Lines):
            for line in block.lines:
                self._paragraph("List Bullet" if block.listed else "Normal", line, block.language)
        elif isinstance(block, References):
            for number, runs in block.entries:
                made = self._empty(REFERENCES, block.language)
                self.writer.bookmark(made, References.anchor(number))
                self.writer.add(made, (Run(f"[{number}]\t"), *runs), block.language)
        elif isinstance(block, Picture):
            self._picture(block)
        else:
            made = self._empty("Caption", block.language)
            self.writer.bookmark(made, block.anchor)
            self.writer.add(made, block.caption, block.language)
            if block.note:
                made.append(mark(block.note, block.language))
            add_table(self.document, block, self.writer)
            self._empty("Normal", block.language)

    def _picture(self, block: Picture) -> None:
        section = self.document.sections[0]
        page = section.page_width - section.left_margin - section.right_margin
        width = min(page, int(block.width * _EMU_PER_PIXEL))
        shown = self.document.add_picture(BytesIO(block.data), width=width)
        shown._inline.docPr.set("descr", fitting(block.alt))
        made = self._empty("Caption", block.language)
        self.writer.bookmark(made, block.anchor)
        self.writer.add(made, block.caption, block.language)
        made.append(mark(block.note, block.language))
        self.writer.add(made, text(f" · {block.credit}"), block.language)

    def _prose(self, block: Prose) -> None:
        if block.listed:
            for statement in block.statements:
                self._statement(self._empty("List Bullet", block.language), statement, block.language)
            return
        made = self._empty("Normal", block.language)
        for order, statement in enumerate(block.statements):
            self.writer.add(made, text(" ") if order else (), block.language)
            self._statement(made, statement, block.language)

    def _statement(self, paragraph: Any, statement: Statement, language: str) -> None:
        self.writer.bookmark(paragraph, statement.anchor)
        self.writer.add(paragraph, text(statement.words), language)
        paragraph.append(mark(statement.note, language))

    def _paragraph(self, style: str, runs: Inline, language: str) -> None:
        self.writer.add(self._empty(style, language), runs, language)

    def _empty(self, style: str, language: str) -> Any:
        """Add a paragraph of a style, in the direction of the language."""
        made = self.document.add_paragraph(style=style)._p
        if direction_of(language) == "rtl":
            flag(made.get_or_add_pPr(), "w:bidi")
        return made


def _field(paragraph: Any, kind: str, instruction: str = "") -> None:
    for each in ("begin", "instruction", "separate") if kind == "begin" else ("end",):
        run = OxmlElement("w:r")
        if each == "instruction":
            words = OxmlElement("w:instrText")
            words.text = instruction
            run.append(words)
        else:
            mark_of_field = OxmlElement("w:fldChar")
            mark_of_field.set(qn("w:fldCharType"), each)
            run.append(mark_of_field)
        paragraph.append(run)
