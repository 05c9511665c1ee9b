"""The report as Markdown (CommonMark, with the footnotes and tables that GitHub and Pandoc read)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from williams_export_report.document.characters import fitting
from williams_export_report.document.model import (
    Block,
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

MEDIA_TYPE = "text/markdown; charset=utf-8"
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~$^&])")
_OPENING = re.compile(
    r"^(#|[-+=:]|\d{1,9}(?=[.)]))"
)  # what may make a block at the beginning of a line, and only there
_BREAKS = re.compile(r"(?<!\s)\s*[\n\r\x0b\x0c\x85\u2028\u2029]+\s*")
_ADDRESS = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C"})


def markdown(report: Report) -> bytes:
    """Return the whole file in UTF-8."""
    blocks = [f"# {_line(report.title)}", _line(report.byline)]
    for chapter in report.chapters:
        blocks.append(f'<a id="{chapter.anchor}"></a>\n\n{"#" * (chapter.level + 1)} {_line(chapter.title)}')
        for block in chapter.blocks:
            blocks += _block(block)
    blocks += [_note(note) for note in report.notes]
    return ("\n\n".join(blocks) + "\n").encode()


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Prose):
        set_ones = [f"{_anchor(each.anchor)}{_text(each.words)}{_mark(each.note)}" for each in block.statements]
        yield "\n".join(f"- {each}" for each in set_ones) if block.listed else " ".join(set_ones)
    elif isinstance(block, Lines):
        lines = [_inline(line) for line in block.lines]
        yield "\n".join(f"- {line}" for line in lines) if block.listed else "\n\n".join(map(_opened, lines))
    elif isinstance(block, References):
        yield "\n".join(
            f"- {_anchor(References.anchor(number))}\\[{number}\\] {_inline(runs)}" for number, runs in block.entries
        )
    elif isinstance(block, Picture):
        yield f"{_anchor(block.anchor)}![{_text(block.alt)}]({block.name})"
        yield f"{_inline(block.caption)}{_mark(block.note)} · {_text(block.credit)}"
    else:
        yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    mark = _mark(table.note) if table.note else ""
    yield f"{_anchor(table.anchor)}{_inline(table.caption)}{mark}"
    head = table.head or ((),) * table.width
    yield "\n".join((_row(head), "|" + " --- |" * table.width, *map(_row, table.rows)))


def _row(cells: Iterable[Inline]) -> str:
    return "|" + "".join(f" {_inline(cell)} |" for cell in cells)


def _note(note: Note) -> str:
    return f"[^{note.number}]: {_inline(note.runs)}"


def _mark(note: Note) -> str:
    return f"[^{note.number}]"


def _anchor(name: str) -> str:
    return f'<a id="{name}"></a>'


def _inline(runs: Inline) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    said = _text(run.text)
    bare = said.strip()
    if bare and (run.strong or run.emphasis):
        mark = "**" if run.strong else "*"
        said = said.replace(bare, f"{mark}{bare}{mark}", 1)
    if run.raised:
        said = f"<sup>{said}</sup>"
    return f"[{said}]({run.link.translate(_ADDRESS)})" if run.link and said else said


def _line(words: str) -> str:
    return _text(words).strip()


def _opened(line: str) -> str:
    return _OPENING.sub(lambda mark: f"{mark[0]}\\" if mark[0].isdigit() else f"\\{mark[0]}", line)


def _text(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", _BREAKS.sub(" ", fitting(words)))
