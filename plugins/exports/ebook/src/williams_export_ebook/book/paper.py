"""The book on paper: its XHTML pages as Typst, which makes a tagged PDF with an outline and footnotes of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Final

from williams_publishing.fonts import FontCase, families_for
from williams_publishing.typesetting import FACE, Typesetter
from williams_publishing.typst_code import array, content, day, language, string

from williams_export_ebook.book.formulas import MATH
from williams_export_ebook.book.markup import XHTML, Element, Page
from williams_export_ebook.book.matter import Imprint

SHEET: Final = "paper.typ"
FAMILIES: Final = "families.typ"
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_NOTE: Final = "doc-noteref"


class Paper:
    """Takes pages in the book's order, writes one file of Typst for each into a folder, and sets them all."""

    def __init__(self, folder: Path, fonts: FontCase) -> None:
        self._folder = folder
        self._fonts = fonts
        self._languages: set[str] = set()
        self._names: list[str] = []

    def add(self, page: Page) -> None:
        name = f"{page.name}.typ"
        notes = {note.get("id"): note for part in page.body for note in part.iter(f"{{{XHTML}}}aside")}
        lines = [
            f'#import "{SHEET}": *',
            f'#import "{FAMILIES}": families',
            f"#set text({language(page.language)}, font: families.at({string(page.language)}))",
            *(_Blocks(notes).of(part) for part in page.body),
        ]
        (self._folder / name).write_text("\n".join(lines), encoding="utf-8")
        self._names.append(name)
        self._languages.add(page.language)

    def show(self, name: str, picture: Path) -> None:
        """Take a picture that a page shows."""
        shutil.copyfile(picture, self._folder / name)

    def printed(self, imprint: Imprint, modified: datetime, to: Path) -> None:
        """Write the PDF. Raises Unprintable."""
        main = self._main(imprint, modified)
        self._write_families(imprint)
        Typesetter([self._fonts.folder]).pdf(main, to, when=modified)

    def _main(self, imprint: Imprint, modified: datetime) -> Path:
        """Write the file that holds all others, and return it."""
        (self._folder / SHEET).write_bytes((files(__package__) / SHEET).read_bytes())
        authors = "".join(f"{string(author)}, " for author in imprint.authors)
        head = [
            f'#import "{SHEET}": book',
            f'#import "{FAMILIES}": families',
            f"#show: book.with(title: {string(imprint.title)}, authors: ({authors}), "
            f"contents: {string(imprint.labels.contents)}, date: {day(modified)}, {language(imprint.language)}, "
            f"font: families.at({string(imprint.language)}))",
        ]
        main = self._folder / "main.typ"
        main.write_text("\n".join([*head, *(f'#include "{name}"' for name in self._names)]), encoding="utf-8")
        return main

    def _write_families(self, imprint: Imprint) -> None:
        """Write which fonts each language has, when all is known that has to be set."""
        needed = self._fonts.take(path.read_text("utf-8") for path in self._folder.glob("*.typ"))
        lines = [
            f"  {string(tag)}: {array([FACE, *families_for(needed, tag)])},"
            for tag in sorted({imprint.language, *self._languages})
        ]
        (self._folder / FAMILIES).write_text("\n".join(["#let families = (", *lines, ")"]), encoding="utf-8")


class _Blocks:
    """Turns the blocks of one page into Typst. ``notes`` are its notes by their id."""

    def __init__(self, notes: dict[str, Element]) -> None:
        self._notes = notes
        self._makers: dict[str, Callable[[Element], str]] = {
            "ul": self._list,
            "table": self._table,
            "pre": self._code,
            "section": self.of,
            "figure": self._figure,
        }

    def of(self, section: Element) -> str:
        return "\n\n".join(filter(None, (self._block(child) for child in section)))

    def _block(self, element: Element) -> str:
        tag = _tag(element)
        if element.get("class") == "notes":
            return ""
        if tag in _HEADINGS:
            return f"#heading(level: {_HEADINGS[tag]})[{self._inline(element)}]"
        if tag in self._makers:
            return self._makers[tag](element)
        kind = element.get("class")
        inside = self._inline(element)
        return f"#{kind}[{inside}]" if kind in ("byline", "caption", "aside", "reference", "after") else inside

    def _list(self, element: Element) -> str:
        items = "".join(f"[{self._inline(item)}], " for item in element)
        marker = "marker: none, " if element.get("class") == "marked" else ""
        return f"#list({marker}{items})"

    def _table(self, element: Element) -> str:
        rows = list(element[0])
        cells = "".join(f"[{self._inline(cell)}], " for row in rows for cell in row)
        return f"#table(columns: {len(rows[0])}, {cells})"

    def _figure(self, element: Element) -> str:
        picture, said = element
        caption, credit = said
        shown = f"image({string(picture.get('src'))}, alt: {string(picture.get('alt'))})"
        return f"#shown({shown}, [{self._inline(caption)}], [{self._inline(credit)}])"

    def _code(self, element: Element) -> str:
        return f"#raw(block: true, {string(''.join(element.itertext()))})"

    def _inline(self, element: Element) -> str:
        return "".join(self._pieces(element))

    def _pieces(self, element: Element) -> Iterator[str]:
        if element.text:
            yield content(element.text)
        for child in element:
            if child.get("role") == _NOTE:
                yield self._footnote(self._notes[child.get("href")[1:]])
            elif child.tag == MATH:
                yield content(child.get("alttext"))
            elif _tag(child) == "a":
                yield self._link(child)
            else:
                yield self._inline(child)
            if child.tail:
                yield content(child.tail)

    def _footnote(self, note: Element) -> str:
        """A note without its way back."""
        (line,) = note
        back, *rest = line
        pieces = [content((back.tail or "").lstrip())]
        for child in rest:
            pieces += [self._link(child), content(child.tail or "")]
        return f"#footnote[{''.join(filter(None, pieces))}]"

    def _link(self, element: Element) -> str:
        address, inside = element.get("href"), self._inline(element)
        return f"#link({string(address)})[{inside}]" if address.startswith("http") else inside


def _tag(element: Element) -> str:
    name: str = element.tag.rpartition("}")[2]
    return name
