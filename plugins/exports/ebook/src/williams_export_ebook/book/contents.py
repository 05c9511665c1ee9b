"""The table of contents (EPUB 3.3, 7): nested by the levels of the headings."""

from __future__ import annotations

from collections.abc import Sequence

from williams_export_ebook.book.ledger import Entry
from williams_export_ebook.book.markup import Element, Page, el, spoken_in
from williams_export_ebook.book.matter import LICENSE, Imprint
from williams_export_ebook.book.notes import BIBLIOGRAPHY

CONTENTS = "contents.xhtml"
_DEEPEST = 3
_LONGEST = 160


def contents_page(imprint: Imprint, entries: Sequence[Entry]) -> Page:
    """Return the navigation document, which is also a page of the book."""
    labels = imprint.labels
    after = [
        Entry(labels.sources, BIBLIOGRAPHY, 0, labels.language),
        Entry(labels.license, LICENSE, 0, labels.language),
    ]
    shown = [entry for entry in entries if entry.level <= _DEEPEST]
    heading = spoken_in(el("h1", labels.contents), labels.language, imprint.language)
    toc = el(
        "nav", heading, _nested([*shown, *after], imprint.language), epub_type="toc", role="doc-toc", id="contents"
    )
    marks = el("nav", _landmarks(imprint, shown[0].href), epub_type="landmarks", hidden="hidden")
    marks.set("aria-label", labels.contents)
    return Page(CONTENTS, labels.contents, imprint.language, [toc, marks], properties="nav", on_paper=False)


def _nested(entries: Sequence[Entry], language: str) -> Element:
    """A heading that jumps a level stands directly under the one before it."""
    top = el("ol")
    open_lists: list[tuple[int, Element]] = [(0, top)]
    for entry in entries:
        while entry.level < open_lists[-1][0]:
            open_lists.pop()
        level, current = open_lists[-1]
        if entry.level > level and len(current):
            deeper = el("ol")
            current[-1].append(deeper)
            open_lists.append((entry.level, deeper))
            current = deeper
        current.append(el("li", spoken_in(el("a", _shortened(entry.title), href=entry.href), entry.language, language)))
    return top


def _landmarks(imprint: Imprint, start: str) -> Element:
    labels = imprint.labels
    marked = [
        ("toc", CONTENTS, labels.contents),
        ("bodymatter", start, imprint.title),
        ("bibliography", BIBLIOGRAPHY, labels.sources),
        ("copyright-page", LICENSE, labels.license),
    ]
    return el("ol", *(el("li", el("a", _shortened(text), href=href, epub_type=kind)) for kind, href, text in marked))


def _shortened(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
