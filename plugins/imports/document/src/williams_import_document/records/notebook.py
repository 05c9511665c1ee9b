"""Notebooks (.ipynb): their text, code and printed results, cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Any

from williams_html.people import split_authors

from williams.domain.errors import CorruptContent
from williams.isolation.notices import Said, notice
from williams_import_document.reading import Reading
from williams_import_document.records.values import parsed
from williams_import_document.text.markdown import read_markdown


def read_notebook(text: str) -> Reading:
    """Return the cells in order. Raises CorruptContent where it is no notebook."""
    book = parsed(text)
    if not isinstance(book, dict):
        raise CorruptContent("The file is no notebook: it has no cells.")
    cells = book.get("cells")
    if cells is None:  # before version 4 of the format they stood in sheets
        sheets = [each for each in _list(book.get("worksheets")) if isinstance(each, dict)]
        cells = [cell for sheet in sheets for cell in _list(sheet.get("cells"))]
    left_out: Counter[str] = Counter()
    notices: list[Said] = []
    parts = [part for cell in _list(cells) if isinstance(cell, dict) for part in _cell(cell, left_out, notices)]
    return Reading.whole("\n".join(parts), _about(book.get("metadata")), [*notices, *_told(left_out)])


def _cell(cell: dict[str, Any], left_out: Counter[str], notices: list[Said]) -> Iterator[str]:
    source = _joined(cell.get("source", cell.get("input")))
    kind = cell.get("cell_type")
    if kind == "markdown":
        reading = read_markdown(source)
        notices += reading.notices
        yield from (part.html for part in reading.parts)
    elif kind == "heading":
        yield f"<h{_level(cell)}>{escape(source)}</h{_level(cell)}>"
    elif kind == "code":
        yield f"<pre>{escape(source)}</pre>" if source.strip() else ""
        for output in _list(cell.get("outputs")):
            yield from _output(output, left_out) if isinstance(output, dict) else ()
    elif source.strip():
        yield f"<pre>{escape(source)}</pre>"


def _output(output: dict[str, Any], left_out: Counter[str]) -> Iterator[str]:
    data = output.get("data")
    shown = data if isinstance(data, dict) else {}
    text = _joined(output.get("text")) or _joined(shown.get("text/plain"))
    left_out.update(kind for kind in shown if str(kind).startswith(("image/", "application/")))
    if output.get("output_type") in ("error", "pyerr"):
        text = f"{output.get('ename', '')}: {output.get('evalue', '')}"
    if text.strip():
        yield f"<pre>{escape(text)}</pre>"


def _told(left_out: Counter[str]) -> list[Said]:
    if not left_out:
        return []
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(left_out.items()))
    return [notice("outputs-left-out", f"Results that are no text were left out: {kinds}.")]


def _about(metadata: Any) -> dict[str, Any]:
    named = metadata if isinstance(metadata, dict) else {}
    authors = [each.get("name") if isinstance(each, dict) else each for each in _list(named.get("authors"))]
    title = named.get("title")
    return {
        "title": title if isinstance(title, str) else None,
        "authors": split_authors([each for each in authors if isinstance(each, str)]),
    }


def _level(cell: dict[str, Any]) -> int:
    level = cell.get("level")
    return min(max(level, 1), 6) if isinstance(level, int) else 1


def _joined(source: Any) -> str:
    """A text, or its lines."""
    return source if isinstance(source, str) else "".join(each for each in _list(source) if isinstance(each, str))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
