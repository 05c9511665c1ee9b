"""OpenDocument texts and presentations (.odt, .odp): their XML as HTML."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any, Final

from lxml import etree

from williams.domain.errors import CorruptContent, EncryptedContent
from williams.isolation.notices import Said, notice
from williams_import_document.archive import ADVICE, opened, xml_of
from williams_import_document.office.charts import captioned
from williams_import_document.pictures import of_package
from williams_import_document.properties import described
from williams_import_document.reading import Part, Reading

META: Final = "meta.xml"
CONTENT: Final = "content.xml"
MANIFEST: Final = "META-INF/manifest.xml"
_WHAT: Final = "The document"
_SPACE: Final = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TEXT, _TABLE, _DRAW, _STYLE, _OFFICE, _SHOW, _METADATA, _CHART = (
    _SPACE % each for each in ("text", "table", "drawing", "style", "office", "presentation", "meta", "chart")
)
_LINK, _TITLES = "{http://www.w3.org/1999/xlink}", "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_LEFT_OUT: Final = frozenset(
    f"{_TEXT}{name}"
    for name in ("tracked-changes", "table-of-content", "alphabetical-index", "illustration-index", "sequence-decls")
)
_MOST_REPEATED: Final = 1000
_CAPTIONS: Final = frozenset({"Caption", "Illustration", "Figure", "Drawing"})
_DEEPEST: Final = 100


def read_open_text(source: Path) -> Reading:
    """Return the text. Raises the errors of ``opened``."""
    with _document(source) as (package, root):
        writer = _Writer(package, root)
        body = root.find(f"{_OFFICE}body/{_OFFICE}text")
        html = "".join(writer.blocks(body)) if body is not None else ""
        about, told = read_meta(package), list(writer.told())
        return Reading.whole(html + writer.notes(), about, told, of_package(source))


def read_open_presentation(source: Path) -> Reading:
    """Return a part for each slide. Raises the errors of ``opened``."""
    with _document(source) as (package, root):
        writer = _Writer(package, root)
        pages = root.iterfind(f"{_OFFICE}body/{_OFFICE}presentation/{_DRAW}page")
        parts = [Part("".join(writer.slide(page)), {"slide": number}) for number, page in enumerate(pages, start=1)]
        return Reading(parts, read_meta(package), list(writer.told()), of_package(source))


def read_meta(package: zipfile.ZipFile) -> dict[str, Any]:
    """Return what an OpenDocument package says of itself, as fields of ``ContentMetadata``.

    Raises EncryptedContent where it wants a password.
    """
    _check_lock(package)
    if META not in package.namelist():
        return {}
    root = xml_of(package.read(META), _WHAT)
    return described(root, created=f"{_METADATA}creation-date", modified=f"{_DC}date", keywords=f"{_METADATA}keyword")


def _check_lock(package: zipfile.ZipFile) -> None:
    if MANIFEST in package.namelist() and b"encryption-data" in package.read(MANIFEST):
        raise EncryptedContent(f"{_WHAT} wants a password. Save a copy without one and import that.")


@contextmanager
def _document(source: Path) -> Iterator[tuple[zipfile.ZipFile, etree._Element]]:
    with opened(source, _WHAT) as package:
        _check_lock(package)
        if CONTENT not in package.namelist():
            raise CorruptContent(f"{_WHAT} has no text ({CONTENT}). {ADVICE}")
        yield package, xml_of(package.read(CONTENT), _WHAT)


class _Writer:
    """Writes elements as HTML; notes are gathered for the end."""

    def __init__(self, package: zipfile.ZipFile, root: etree._Element) -> None:
        self._package = package
        self._parents = {
            each.get(f"{_STYLE}name"): each.get(f"{_STYLE}parent-style-name") for each in root.iter(f"{_STYLE}style")
        }
        self._notes: list[str] = []
        self._left_out: Counter[str] = Counter()
        self._forms: dict[str, Callable[[etree._Element, int], Iterator[str]]] = {
            f"{_TEXT}h": self._heading,
            f"{_TEXT}p": self._paragraph,
            f"{_TEXT}list": self._list,
            f"{_TABLE}table": self._table,
            f"{_DRAW}frame": self._frame,
        }

    def blocks(self, element: etree._Element, depth: int = 0) -> Iterator[str]:
        """Write what stands in an element."""
        if depth > _DEEPEST:
            raise CorruptContent(f"{_WHAT} is nested more than {_DEEPEST} deep. {ADVICE}")
        for each in element:
            tag = str(each.tag)
            if tag in _LEFT_OUT:
                continue
            if writes := self._forms.get(tag) or (self._shape if _is_drawn(each) else None):
                yield from writes(each, depth)
            else:
                yield from self.blocks(each, depth + 1)

    def slide(self, page: etree._Element) -> Iterator[str]:
        """Write a slide: its title first, its notes last."""
        notes = page.find(f"{_SHOW}notes")
        titles = [each for each in page.iter(f"{_DRAW}frame") if each.get(f"{_SHOW}class") == "title"]
        for title in titles:
            words = " ".join(self._inline(each) for each in title.iter(f"{_TEXT}p"))
            yield f"<h2>{words}</h2>"
            title.getparent().remove(title)
        if notes is not None:
            page.remove(notes)
        yield from self.blocks(page)
        yield from self.blocks(notes) if notes is not None else ()

    def notes(self) -> str:
        """Return the foot- and endnotes that were met."""
        return "".join(f'<p class="footnote">{note}</p>' for note in self._notes)

    def told(self) -> Iterator[Said]:
        """Say what was left out."""
        for kind, count in sorted(self._left_out.items()):
            yield notice(f"{kind}-left-out", f"{count} {kind} were left out.")

    def _heading(self, element: etree._Element, depth: int) -> Iterator[str]:
        level = min(max(_number(element.get(f"{_TEXT}outline-level")), 1), 6)
        yield f"<h{level}>{self._inline(element)}</h{level}>"
        yield from self._drawn(element, depth)

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[str]:
        style = element.get(f"{_TEXT}style-name")
        tag = "h1" if "Title" in (style, self._parents.get(style)) else "p"
        frames = "".join(self._drawn(element, depth))
        text = self._inline(element)
        if frames.startswith("<img") and text.strip() and _CAPTIONS & {style, self._parents.get(style)}:
            yield f"<figure>{frames}<figcaption>{text}</figcaption></figure>"
        else:
            yield f"<{tag}>{text}</{tag}>{frames}"

    def _list(self, element: etree._Element, depth: int) -> Iterator[str]:
        items = element.iterfind(f"{_TEXT}list-item")
        written = (f"<li>{''.join(self.blocks(item, depth + 1))}</li>" for item in items)
        yield f"<ul>{''.join(written)}</ul>"

    def _inline(self, element: etree._Element, depth: int = 0) -> str:
        if depth > _DEEPEST:
            raise CorruptContent(f"{_WHAT} is nested more than {_DEEPEST} deep. {ADVICE}")
        written = [escape(element.text or "")]
        for each in element:
            tag = str(each.tag)
            if tag == f"{_TEXT}note":
                body = each.find(f"{_TEXT}note-body")
                words = " ".join(self._inline(part) for part in body) if body is not None else ""
                self._notes.append(words)
            elif tag == f"{_OFFICE}annotation":
                self._left_out["comments"] += 1
            elif tag in (f"{_TEXT}s", f"{_TEXT}tab"):
                written.append(" ")
            elif tag == f"{_TEXT}line-break":
                written.append("<br>")
            elif not _is_drawn(each) and isinstance(each.tag, str):
                written.append(self._inline(each, depth + 1))
            written.append(escape(each.tail or ""))
        return "".join(written)

    def _drawn(self, element: etree._Element, depth: int) -> Iterator[str]:
        """Write what is drawn within a paragraph, each thing once, with what lies in it."""
        walk = etree.iterwalk(element, events=("start",))
        for _, each in walk:
            if _is_drawn(each):
                walk.skip_subtree()
                yield from (self._forms.get(str(each.tag)) or self._shape)(each, depth)

    def _shape(self, shape: etree._Element, depth: int) -> Iterator[str]:
        """A rectangle, an arrow, a group: the words that stand for it, and its text."""
        if words := _alternative(shape):
            yield f"<figcaption>{escape(words)}</figcaption>"
        yield from self.blocks(shape, depth + 1)

    def _frame(self, frame: etree._Element, depth: int) -> Iterator[str]:
        """A box of text, a formula, a chart, or a picture, of which the words are kept that stand for it."""
        box, held = frame.find(f"{_DRAW}text-box"), frame.find(f"{_DRAW}object")
        grid = frame.find(f"{_TABLE}table")
        if box is not None:
            yield from self.blocks(box, depth + 1)
        elif grid is not None:
            yield from self._table(grid, depth)
        elif held is not None and (written := self._object(held)):
            yield written
        else:
            yield from self._picture(frame)

    def _picture(self, frame: etree._Element) -> Iterator[str]:
        words = _alternative(frame)
        picture = frame.find(f"{_DRAW}image")
        if picture is not None and (name := picture.get(f"{_LINK}href")):
            yield f'<img src="{escape(name.removeprefix("./"))}" alt="{escape(words)}">'
            return
        self._left_out["objects" if picture is None else "pictures"] += 1
        if words:
            yield f"<figcaption>{escape(words)}</figcaption>"

    def _object(self, held: etree._Element) -> str:
        """Formulas are MathML in parts of their own, charts documents with a table of what they draw."""
        part = f"{(held.get(f'{_LINK}href') or '').removeprefix('./')}/{CONTENT}"
        if part not in self._package.namelist():
            return ""
        root = xml_of(self._package.read(part), _WHAT)
        if etree.QName(root).localname == "math":
            return f"<p>{_plain(root)}</p>"
        chart = root.find(f"{_OFFICE}body/{_OFFICE}chart/{_CHART}chart")
        return "" if chart is None else "".join(self._chart(chart))

    def _chart(self, chart: etree._Element) -> Iterator[str]:
        titles = (each for each in chart.iter(f"{_CHART}title", f"{_CHART}subtitle"))
        caption = captioned(*(" ".join(self._inline(each) for each in title) for title in titles))
        if caption:
            yield f"<figcaption>{caption}</figcaption>"
        for grid in chart.iterfind(f"{_TABLE}table"):
            yield from self._table(grid, 0)

    def _table(self, grid: etree._Element, _depth: int) -> Iterator[str]:
        rows = (f"<tr>{''.join(self._cells(row))}</tr>" for row in grid.iter(f"{_TABLE}table-row"))
        yield f"<table><caption></caption>{''.join(rows)}</table>"

    def _cells(self, row: etree._Element) -> Iterator[str]:
        for cell in row:
            if str(cell.tag) not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            times = min(_number(cell.get(f"{_TABLE}number-columns-repeated")) or 1, _MOST_REPEATED)
            words = "<br>".join(self._inline(each) for each in cell.iter(f"{_TEXT}p", f"{_TEXT}h"))
            yield f"<td>{words}</td>" * (times if words else 1)


def _is_drawn(element: etree._Element) -> bool:
    """A link may go around what is drawn."""
    tag = str(element.tag)
    return tag.startswith(_DRAW) and tag != f"{_DRAW}a"


def _alternative(drawn: etree._Element) -> str:
    return ". ".join(filter(None, (drawn.findtext(f"{_TITLES}{name}") for name in ("title", "desc"))))


def _plain(formula: etree._Element) -> str:
    """Write MathML without the prefixes that HTML does not know."""
    for each in formula.iter(etree.Element):
        each.tag = etree.QName(each).localname
    etree.cleanup_namespaces(formula)
    return str(etree.tostring(formula, encoding="unicode", with_tail=False))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
