"""LaTeXML's HTML, as arXiv makes it of a paper's source: formulas are the author's own TeX."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement
from williams_html.encoding import decode_html
from williams_html.maths import write_formulas
from williams_html.paragraphs import paragraphs_of
from williams_html.rights import license_of
from williams_html.tree import parse, plain

from williams.domain.errors import UnsupportedContent
from williams.isolation.notices import Said, notice
from williams_import_paper.identifiers import Identifiers, cited_in, identified
from williams_import_paper.text.reading import PaperText

SOURCE: Final = "LaTeXML"
_UNREAD: Final = (
    "ltx_page_footer",
    "ltx_page_header",
    "ltx_authors",
    "ltx_dates",
    "ltx_TOC",
    "ltx_pagination",
    "ltx_role_pubyear",
)
_EQUATIONS: Final = ("ltx_equation", "ltx_equationgroup", "ltx_eqn_table")
_PROGRAM: Final = "ltx_ERROR"


def read_latexml(source: Path, say: Callable[[int, int], None], declared_type: str | None) -> dict[str, Any]:
    """Return ``record``, ``paragraphs`` and ``notices`` in JSON's types.

    Raises:
        UnsupportedContent: the page is none of LaTeXML's.
        CorruptContent, EmptyContent, ContentTooLarge: it cannot be read, or holds no text, or too much.
    """
    say(0, 2)
    decoded = decode_html(source.read_bytes(), declared_type)
    page = parse(decoded.text)
    document = next(_of_class(page.root, "ltx_document"), None)
    if document is None:
        raise UnsupportedContent("The page was not made by LaTeXML: it holds no paper. Give the paper's PDF.")
    write_formulas(page.root)
    record = _record(page.root, document)
    notices = [*decoded.notices, *page.notices, *_garbled(document)]
    references = list(_references(document))
    _prepare(document)
    say(1, 2)
    return PaperText(paragraphs_of(document), record, references, notices).answer()


def _record(root: HtmlElement, document: HtmlElement) -> dict[str, Any]:
    title = next(_of_class(document, "ltx_title_document"), None)
    abstract = next(_of_class(document, "ltx_abstract"), None)
    rights = license_of(root, {}, {})
    parts = [plain(each) for each in _of_class(abstract, "ltx_p")] if abstract is not None else []
    authors = [plain(each) for each in _of_class(document, "ltx_personname")]
    fields = {
        "title": plain(title) if title is not None else None,
        "authors": [name for name in authors if name and len(name) < 100],
        "abstract": "\n\n".join(parts),
        "language": root.get("lang"),
        "licenses": [{"source": SOURCE, "stated": rights.stated}] if rights.stated else [],
        "sources": [SOURCE],
    }
    return {name: value for name, value in fields.items() if value}


def _garbled(document: HtmlElement) -> list[Said]:
    """Commands that LaTeXML does not know stand in the text as they were written."""
    unknown = [plain(each) for each in _of_class(document, _PROGRAM)]
    if not unknown:
        return []
    message = f"{len(unknown)} commands of the paper's source were not understood: {', '.join(dict.fromkeys(unknown))}."
    return [notice("commands-garbled", message[:900], None, "Compare the text with the PDF.")]


def _references(document: HtmlElement) -> Iterator[dict[str, Any]]:
    for entry in _of_class(document, "ltx_bibitem"):
        text = plain(entry)
        ids = Identifiers()
        for link in entry.iter("a"):
            ids |= identified(link.get("href") or "")
        titles = (plain(each) for each in _of_class(entry, "ltx_bib_title"))
        yield {"text": text, "works": (ids | cited_in(text)).works, "title": next(titles, None), "year": None}


def _prepare(document: HtmlElement) -> None:
    """Take away what is no text, put notes behind the text, and give equations their own lines."""
    for name in (*_UNREAD, "ltx_bibliography", "ltx_title_document", _PROGRAM):
        for each in [*_of_class(document, name)]:
            if each.getparent() is not None and not (name == _PROGRAM and plain(each)):
                each.drop_tree()
    _move_notes(document)
    for name in _EQUATIONS:
        for table in [*_of_class(document, name)]:
            if table.getparent() is not None and table.tag == "table":
                _to_lines(table)
    for heading in _of_class(document, "ltx_title_abstract"):
        heading.tag = "h2"


def _move_notes(document: HtmlElement) -> None:
    """LaTeXML puts a footnote where its mark stands."""
    for note in [*_of_class(document, "ltx_role_footnote")]:
        content = next(_of_class(note, "ltx_note_content"), None)
        if content is None or note.getparent() is None:
            continue
        for mark in [*_of_class(content, "ltx_note_mark"), *_of_class(content, "ltx_tag_note")]:
            if mark.getparent() is not None:
                mark.drop_tree()
        moved = etree.SubElement(document, "div", {"role": "doc-footnote"})
        note.drop_tree()
        content.tail = None
        moved.append(content)


def _to_lines(table: HtmlElement) -> None:
    """An equation is laid out as a table: a row is a line, the number behind it."""
    for cell in [*table.iter("td", "th", "tbody")]:
        cell.tag = "span"
    for row in [*table.iter("tr")]:
        row.tag = "p"
    table.tag = "div"


def _of_class(element: HtmlElement, name: str) -> Iterator[HtmlElement]:
    return (each for each in element.iter(etree.Element) if name in (each.get("class") or "").split())
