"""The main text of a page, by trafilatura: without navigation, advertisements and comments."""

from __future__ import annotations

import copy
from typing import Any

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document
from williams_html.tree import is_unread, plain

_FIRST_MARK = 0xE000
_FOR_METADATA = ("head", "script")
_MARKED = ("figcaption", "h1", "h2", "h3", "h4", "h5", "h6")
"""What trafilatura drops at times: it knows no captions, and in pages without a clear frame it keeps paragraphs only.

These go through it as paragraphs that begin with a character of their own, of those that stand for nothing.
"""
_MARK_OF = {tag: chr(_FIRST_MARK + number) for number, tag in enumerate(_MARKED)}
_TAG_OF = {mark: tag for tag, mark in _MARK_OF.items()}
_DATES = {"original_date": True, "extensive_search": False}
"""The date of publication, and none rather than any date that stands somewhere in the text."""
_TAGS = {"list": "ul", "item": "li", "quote": "blockquote", "row": "tr", "lb": "br", "ref": "a"}


def main_text(root: HtmlElement, url: str) -> Document | None:
    """Return trafilatura's document, its body turned back into HTML; None if it finds no main text."""
    page = copy.deepcopy(root)
    _drop_unread(page)
    _mark(page)
    found: Any = bare_extraction(
        page,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        date_extraction_params=_DATES,
    )
    if found is None or found.body is None:
        return None
    _to_html(found.body)
    return found  # type: ignore[no-any-return]


def _drop_unread(page: HtmlElement) -> None:
    """Where it finds little text, trafilatura takes menus and notes about JavaScript, and always signs of footnotes."""
    for element in [*page.iter()]:
        if element.tag not in _FOR_METADATA and is_unread(element) and element.getparent() is not None:
            element.drop_tree()


def _mark(page: HtmlElement) -> None:
    for caption in page.findall(".//table/caption"):
        table = caption.getparent()
        assert table is not None
        caption.tag = "figcaption"
        table.addprevious(caption)
    for element in [*page.iter(*_MARKED)]:
        text = plain(element)
        for child in [*element]:
            element.remove(child)
        element.text = f"{_MARK_OF[element.tag]}{text}" if text else ""
        element.tag = "p"
    for figure in page.iter("figure"):
        figure.tag = "div"


def _to_html(body: Any) -> None:
    for element in body.iter():
        tag = str(element.tag)
        mark = (element.text or "").lstrip()[:1]
        if mark in _TAG_OF:
            element.tag = _TAG_OF[mark]
            element.text = element.text.replace(mark, "", 1)
        elif tag == "head":
            element.tag = _heading(element.get("rend"))
        elif tag == "cell":
            element.tag = "th" if element.get("role") == "head" else "td"
        elif tag == "code":
            element.tag = "pre" if "\n" in "".join(element.itertext()) else "code"
        else:
            element.tag = _TAGS.get(tag, tag)
        element.attrib.clear()
    body.tag = "body"


def _heading(rendering: str | None) -> str:
    return rendering if rendering in ("h1", "h2", "h3", "h4", "h5", "h6") else "h3"
