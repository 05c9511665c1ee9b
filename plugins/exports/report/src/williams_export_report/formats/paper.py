"""The report on paper: as Typst, which makes a tagged PDF with an outline and footnotes, and a picture of page one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

from williams_publishing.fonts import FontCase, families_for
from williams_publishing.typesetting import FACE
from williams_publishing.typst_code import array, content, day, string
from williams_publishing.typst_code import language as typst_language

from williams_export_report.document.characters import fitting
from williams_export_report.document.model import (
    Block,
    Chapter,
    Inline,
    Lines,
    Note,
    Picture,
    Prose,
    References,
    Report,
    Run,
    Table,
)

MEDIA_TYPE: Final = "application/pdf"
SHEET: Final = "report.typ"
_SMALL: Final = 4  # columns: tables that have more are set smaller
_CONTENTS_DEPTH: Final = 2


def typst_source(report: Report, folder: Path, fonts: FontCase, name: str = "main.typ", *, paged: bool = True) -> Path:
    """Write the report into a folder as Typst, and return the file that is to be set.

    ``paged`` says whether the contents name pages.
    """
    (folder / SHEET).write_bytes((files(__package__) / SHEET).read_bytes())
    for picture in report.pictures:
        (folder / picture.name).write_bytes(picture.data)
    chapters = ["\n\n".join(_chapter(chapter, report.language)) for chapter in report.chapters]
    needed = fonts.take([report.title, *report.authors, *chapters])
    head = _head(report, [FACE, *families_for(needed, report.language)], paged)
    main = folder / name
    main.write_text("\n\n".join([*head, *chapters]), encoding="utf-8")
    return main


def _head(report: Report, families: Sequence[str], paged: bool) -> Iterator[str]:
    authors = "".join(f"{string(fitting(author))}, " for author in report.authors)
    yield (
        f'#import "{SHEET}": *\n'
        f"#show: report.with(title: {string(fitting(report.title))}, authors: ({authors}), "
        f"date: {day(report.modified)}, paged: {str(paged).lower()}, fonts: {array(families)}, "
        f"{typst_language(report.language)})"
    )
    yield _in_language(f"#byline[{_text(report.byline)}]", report.sayings.language, report.language)
    yield f"#outline(title: {string(report.sayings.labels.contents)}, depth: {_CONTENTS_DEPTH})"


def _chapter(chapter: Chapter, around: str) -> Iterator[str]:
    heading = f"#heading(level: {chapter.level})[{_text(chapter.title)}] <{chapter.anchor}>"
    yield _in_language(heading, chapter.language, around)
    for block in chapter.blocks:
        yield _in_language("\n\n".join(_block(block)), block.language, around)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Prose):
        made = [f"{_place(each.anchor)}{_text(each.words)}{_footnote(each.note)}" for each in block.statements]
        yield _list(made) if block.listed else " ".join(made)
    elif isinstance(block, Lines):
        lines = [_inline(line) for line in block.lines]
        yield _list(lines) if block.listed else "\n\n".join(lines)
    elif isinstance(block, References):
        for number, runs in block.entries:
            yield f"{_place(References.anchor(number))}#reference({number})[{_inline(runs)}]"
    elif isinstance(block, Picture):
        picture = f"image({string(block.name)}, alt: {string(fitting(block.alt))})"
        caption = f"{_inline(block.caption)}{_footnote(block.note)}"
        yield f"{_place(block.anchor)}#shown({picture}, [{caption}], [{_text(block.credit)}])"
    else:
        yield from _table(block)


def _list(items: Iterable[str]) -> str:
    return f"#list({''.join(f'[{item}], ' for item in items)})"


def _table(table: Table) -> Iterator[str]:
    mark = _footnote(table.note) if table.note else ""
    yield f"{_place(table.anchor)}#caption[{_inline(table.caption)}{mark}]"
    columns = "".join(f"{share}fr, " for share in table.shares) or "auto, " * table.width
    head = f"table.header({''.join(_cell(cell, strong=True) for cell in table.head)}), " if table.head else ""
    cells = "".join(_cell(cell) for row in table.rows for cell in row)
    small = "true" if table.width > _SMALL else "false"
    yield f"#rows({small}, columns: ({columns}), {head}{cells})"


def _cell(runs: Inline, *, strong: bool = False) -> str:
    return f"[#strong[{_inline(runs)}]], " if strong else f"[{_inline(runs)}], "


def _footnote(note: Note) -> str:
    return f"#footnote[{_inline(note.runs)}]"


def _place(anchor: str) -> str:
    return f"#metadata(none) <{anchor}>"


def _inline(runs: Inline) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    said = _text(run.text)
    for wanted, function in ((run.raised, "super"), (run.emphasis, "emph"), (run.strong, "strong")):
        said = f"#{function}[{said}]" if wanted else said
    if run.language:
        said = f"#text({typst_language(run.language)})[{said}]"
    if run.link is None:
        return said
    target = f"<{run.link[1:]}>" if run.link.startswith("#") else string(run.link)
    return f"#link({target})[{said}]"


def _in_language(made: str, language: str, around: str) -> str:
    return made if language == around else f"#[\n#set text({typst_language(language)})\n{made}\n]"


def _text(text: str) -> str:
    return content(fitting(text))
