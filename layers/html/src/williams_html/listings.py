"""Listings that a page lays out as tables or lists of lines, as the listings they are."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement

_CODE: Final = re.compile(
    r"(?:^|[\s_-])(?:code|highlight\w*|rouge[\w-]*|syntaxhighlighter|blob-code[\w-]*|crayon[\w-]*)(?:$|[\s_-])"
)
_GUTTER: Final = re.compile(
    r"(?:^|[\s_-])(?:gutter|line-?n(?:o|os|um|ums|umbers?)|blob-num|lineno|linenos|crayon-nums|lnt?)(?:$|[\s_-])"
)
_NUMBERS: Final = re.compile(r"[\d\s.:|]*")
_LINES: Final = frozenset({"div", "p", "li", "tr", "br"})
_LINE_NAMES: Final = frozenset({"line", "code-line", "cl-line", "hljs-line"})
_BLOCK: Final = re.compile(r"display\s*:\s*block")


def mend_listings(root: HtmlElement) -> None:
    """Turn each table of code into a ``pre`` without its numbers of lines; drop such numbers in others.

    Lines that are elements of their own, in a ``pre`` or parted by ``br`` in a ``code``, are lines.
    """
    for table in [*root.iter("table")]:
        if table.getparent() is not None and (cells := _code_cells(table)):
            _to_listing(table, "\n".join(_lines_of(cell) for cell in cells))
    for code in root.iter("code"):
        if code.find("br") is not None and _stands_alone(code):
            code.tag = "pre"
    for listing in root.iter("pre"):
        _mend(listing)


def _mend(listing: HtmlElement) -> None:
    for each in [*listing.iter("span", "a", "td", "div")]:
        if each.getparent() is not None and _GUTTER.search(each.get("class") or "") and _is_numbers(each):
            each.drop_tree()
    if any(_is_line(each) for each in listing.iterdescendants("div", "p", "li", "tr", "span")):
        _to_listing(listing, _lines_of(listing))


def _stands_alone(code: HtmlElement) -> bool:
    """True for lines of code that nothing but a frame holds."""
    frame = code.getparent()
    return (
        frame is not None
        and frame.tag in ("div", "figure", "td")
        and len(frame) == 1
        and not (frame.text or "").strip()
    )


def _is_line(element: HtmlElement) -> bool:
    return (
        element.tag in _LINES
        or _BLOCK.search(element.get("style") or "") is not None
        or _called(element) in _LINE_NAMES
    )


def _code_cells(table: HtmlElement) -> list[HtmlElement]:
    """Return the cells of code, where a table has them and numbers besides."""
    cells = [*table.iter("td")]
    code = [cell for cell in cells if not _is_numbers(cell) and _is_code(cell)]
    others = [cell for cell in cells if cell not in code]
    named = _CODE.search(f"{table.get('class') or ''} {_called(table.getparent())}") is not None
    return code if code and all(map(_is_numbers, others)) and (others or named) else []


def _is_code(cell: HtmlElement) -> bool:
    return cell.find(".//pre") is not None or cell.find(".//code") is not None or bool(_CODE.search(_called(cell)))


def _is_numbers(element: HtmlElement) -> bool:
    return _NUMBERS.fullmatch(element.text_content()) is not None


def _called(element: HtmlElement | None) -> str:
    return (element.get("class") or "") if element is not None else ""


def _lines_of(cell: HtmlElement) -> str:
    parts = [cell.text or ""]
    begun = bool(parts[0].strip())
    for each in cell.iterdescendants():
        if isinstance(each.tag, str):
            begins = begun and _is_line(each) and not parts[-1].endswith("\n")
            parts += ["\n" if begins else "", each.text or ""]
        parts.append(each.tail or "")
        begun = begun or any(map(str.strip, parts[-2:]))
    return "".join(parts).strip("\n")


def _to_listing(element: HtmlElement, text: str) -> None:
    tail = element.tail
    for child in [*element]:
        element.remove(child)
    element.attrib.clear()
    element.tag, element.text, element.tail = "pre", text, tail
