"""PDFs whose metadata harms: it costs only itself, and that is told."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from tests.security.readings import Attack
from tests.unit.import_pdf.writer import Page, assembled, write_pdf
from williams.domain.errors import CorruptContent

TEXT = "The ferry crosses where nobody built a bridge."
PASSED_OVER = frozenset({"metadata-passed-over"})
LAUGHS = "".join(f"<!ENTITY {chr(97 + n)} '{f'&{chr(96 + n)};' * 10}'>" for n in range(1, 9))
OUTLINE = b"<< /Title (x) /Parent 50 0 R /Next 51 0 R /First 51 0 R /Dest [0 /Fit] >>"


def page() -> Page:
    return Page().lines(72, 700, [TEXT])


def swollen(size: int) -> bytes:
    data = zlib.compress(bytes(size), 9)
    stream = b"<< /Type /Metadata /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (len(data), data)
    return assembled([page()], b" /Metadata 4 0 R", {4: stream})


def loop() -> bytes:
    return assembled([page()], b" /Outlines 50 0 R", {50: b"<< /First 51 0 R /Last 51 0 R >>", 51: OUTLINE})


def deep_outline() -> bytes:
    below = {n: f"<< /Title (x) /First {n + 1} 0 R /Dest [0 /Fit] >>".encode() for n in range(1000, 4000)}
    return assembled([page()], b" /Outlines 50 0 R", {50: b"<< /First 1000 0 R /Last 1000 0 R >>", **below})


def deep_pages(levels: int) -> bytes:
    """The page stands under so many nodes of the page tree."""
    nodes = {n: f"<< /Type /Pages /Count 1 /Kids [{n + 1} 0 R] >>".encode() for n in range(1000, 1000 + levels)}
    nodes[999 + levels] = b"<< /Type /Pages /Count 1 /Kids [100 0 R] >>"
    return assembled([page()], b"", {2: b"<< /Type /Pages /Count 1 /Kids [1000 0 R] >>", **nodes})


def dated(date: str) -> bytes:
    return write_pdf([page()], info={"CreationDate": date})


def with_xmp(xmp: str) -> bytes:
    return write_pdf([page()], xmp=xmp)


def attack(name: str, data: Callable[[], bytes], told: frozenset[str] = PASSED_OVER) -> Attack:
    return Attack(name, "a.pdf", data, (TEXT,), told)


ATTACKS = [
    attack("the-first-year", lambda: dated("D:00010101000000+23'59'"), frozenset()),
    attack("no-date", lambda: dated("yesterday")),
    attack("no-language", lambda: write_pdf([page()], language="en GB!!")),
    attack("xmp-entities", lambda: with_xmp(f"<!DOCTYPE w [<!ENTITY a 'a'>{LAUGHS}]><w>&i;</w>")),
    attack("xmp-long", lambda: with_xmp(f"<a>{'x' * 2_000_000}</a>")),
    attack("xmp-deep", lambda: with_xmp("<a>" * 50_000)),
    attack("xmp-swells", lambda: swollen(20_000_000)),
    attack(
        "authors-blanks",
        lambda: write_pdf([page()], info={"Author": f"Ada Ink{' ' * 60_000}and Bo Quill"}),
        frozenset(),
    ),
    attack("outline-loop", loop, frozenset()),
    attack("outline-deep", deep_outline, frozenset()),
    attack("pages-500-deep", lambda: deep_pages(500), frozenset()),
    Attack("pages-3000-deep", "a.pdf", lambda: deep_pages(3000), fails=CorruptContent, says="can be read"),
]
