"""Writes small PDFs for tests: fixed-width text at exact places, so that a test can reason about its layout."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

FONTS = {"mono": "Courier", "bold": "Courier-Bold", "serif": "Times-Roman", "math": "CMMI10"}
CHARACTER = 0.6
"""Width of a character of Courier, as a share of its size."""


def escape(text: str) -> bytes:
    raw = text.encode("cp1252")
    return raw.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


@dataclass
class Page:
    """A page of 612 by 792 points; ``y`` is counted from its bottom."""

    content: list[bytes] = field(default_factory=list)
    rotate: int = 0
    image: bool = False
    broken_stream: bool = False
    missing: bool = False
    entries: str = ""
    """Of the page's dictionary."""

    def text(
        self, x: float, y: float, text: str, size: float = 10, font: str = "mono", matrix: str = "1 0 0 1"
    ) -> Page:
        self.content.append(f"BT /{font} {size} Tf {matrix} {x} {y} Tm (".encode() + escape(text) + b") Tj ET")
        return self

    def lines(
        self, x: float, y: float, lines: list[str], size: float = 10, font: str = "mono", leading: float = 12
    ) -> Page:
        for number, line in enumerate(lines):
            self.text(x, y - number * leading, line, size, font)
        return self

    def rule(self, left: float, right: float, y: float) -> Page:
        self.content.append(f"{left} {y} m {right} {y} l S".encode())
        return self

    def picture(self) -> Page:
        self.image = True
        self.content.append(b"q 400 0 0 500 100 150 cm /picture Do Q")
        return self


def _literal(text: str) -> bytes:
    return b"<" + ("﻿" + text).encode("utf-16-be").hex().encode() + b">"


def write_pdf(
    pages: list[Page],
    info: dict[str, str] | None = None,
    language: str | None = None,
    xmp: str | None = None,
    outline: list[tuple[str, int]] | None = None,
) -> bytes:
    """Return the file. ``outline`` lists titles with their page from 1; ``info`` has dates as PDF writes them."""
    objects = _shared() | _pages(pages)
    catalog = b"<< /Type /Catalog /Pages 2 0 R"
    if language:
        catalog += b" /Lang (" + language.encode() + b")"
    if xmp:
        objects[4] = _stream(xmp.encode(), b"/Type /Metadata /Subtype /XML")
        catalog += b" /Metadata 4 0 R"
    if outline:
        catalog += b" /Outlines 50 0 R"
        objects |= _outline(outline)
    objects[1] = catalog + b" >>"
    if info:
        entries = b" ".join(b"/" + key.encode() + b" " + _literal(value) for key, value in info.items())
        objects[3] = b"<< " + entries + b" >>"
    return _file(objects)


def assembled(pages: list[Page], catalog: bytes, objects: dict[int, bytes]) -> bytes:
    """Return a file with entries of its own in the catalog, and objects of its own by their numbers."""
    root = b"<< /Type /Catalog /Pages 2 0 R" + catalog + b" >>"
    return _file({**_shared(), **_pages(pages), **objects, 1: root})


_NUMBERS = {name: 10 + number for number, name in enumerate(FONTS)}


def _shared() -> dict[int, bytes]:
    """The fonts, and a picture of one grey point."""
    picture = b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    return {20: _stream(b"\x80", picture)} | {
        number: f"<< /Type /Font /Subtype /Type1 /BaseFont /{FONTS[name]} /Encoding /WinAnsiEncoding >>".encode()
        for name, number in _NUMBERS.items()
    }


def _pages(pages: list[Page]) -> dict[int, bytes]:
    fonts = " ".join(f"/{name} {number} 0 R" for name, number in _NUMBERS.items())
    numbers = [100 + 2 * index for index in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = {2: f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode()}
    for number, page in zip(numbers, pages, strict=True):
        if page.missing:
            continue
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate {page.rotate} /Contents {number + 1} 0 R "
            f"/Resources << /Font << {fonts} >> /XObject << /picture 20 0 R >> >> {page.entries} >>"
        ).encode()
        data = zlib.compress(b"\n".join(page.content))
        if page.broken_stream:
            data = data[: len(data) // 2]
        objects[number + 1] = _stream(data, b"/Filter /FlateDecode")
    return objects


def _stream(data: bytes, entries: bytes) -> bytes:
    return b"<< " + entries + b" /Length " + str(len(data)).encode() + b" >>\nstream\n" + data + b"\nendstream"


def _outline(entries: list[tuple[str, int]]) -> dict[int, bytes]:
    first, last = 51, 50 + len(entries)
    objects = {50: f"<< /Type /Outlines /First {first} 0 R /Last {last} 0 R /Count {len(entries)} >>".encode()}
    for number, (title, page) in enumerate(entries, first):
        following = f" /Next {number + 1} 0 R" if number < last else ""
        before = f" /Prev {number - 1} 0 R" if number > first else ""
        objects[number] = (
            b"<< /Title "
            + _literal(title)
            + f" /Parent 50 0 R /Dest [{100 + 2 * (page - 1)} 0 R /Fit]{following}{before} >>".encode()
        )
    return objects


def _file(objects: dict[int, bytes]) -> bytes:
    out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    offsets = {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    start = len(out)
    size = max(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        out += f"{offsets[number]:010d} 00000 n \n".encode() if number in offsets else b"0000000000 00000 f \n"
    info = b" /Info 3 0 R" if 3 in objects else b""
    return out + f"trailer\n<< /Size {size} /Root 1 0 R".encode() + info + f" >>\nstartxref\n{start}\n%%EOF\n".encode()


def wrap(text: str, width: int) -> list[str]:
    """Break a text into justified-looking lines of exactly ``width`` characters, but for the last."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [_spread(full, width) for full in lines] + [line]


def _spread(line: str, width: int) -> str:
    """Fill a line with letters on its last word, because spaces that are wider would look like gaps."""
    return line + "x" * (width - len(line))
