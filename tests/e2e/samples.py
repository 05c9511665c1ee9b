"""PDFs to import: the project's sample, long ones, and bad ones."""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import Path

import pypdfium2
from pypdf import PdfReader, PdfWriter

from tests.unit.import_pdf.writer import Page, write_pdf

SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "samples" / "provenance.pdf"
_LINES = [
    "A catalogue lists what a library holds, so that readers find it",
    "again. This one was written for a test, and it says little else,",
    "but it says it in whole sentences with a full stop at the end.",
]
_KINDS = (
    *(
        "wooden",
        "frozen",
        "painted",
        "forgotten",
        "golden",
        "poisonous",
        "musical",
        "underwater",
        "ancient",
        "electric",
    ),
    *("tiny", "haunted", "edible", "military", "imaginary", "broken", "royal", "tropical", "stolen", "mechanical"),
)
_THINGS = (
    *("bridges", "ferries", "sheep", "lanterns", "bells", "maps", "mushrooms", "railways", "castles", "violins"),
    *("beetles", "volcanoes", "bakeries", "telescopes", "carpets"),
)


def small_pdf(topic: str) -> bytes:
    """One page with two paragraphs."""
    other = ["A second paragraph stands here, apart from the first one, about", f"{topic}, which it praises at length."]
    return write_pdf([Page().lines(72, 700, _LINES).lines(72, 640, other)], {"Title": f"On {topic}"})


def topic_of(page: int) -> str:
    """What a page of :func:`long_pdf` is about, unlike every other."""
    kind, thing = divmod(page - 1, len(_THINGS))
    return f"{_KINDS[kind]} {_THINGS[thing]}"


def long_pdf(pages: int) -> bytes:
    """Up to 300 pages, each with a paragraph of its own."""
    texts = [
        [
            f"Of {topic_of(page)} this page reports, in the words of those",
            f"who knew everything about {topic_of(page)}.",
        ]
        for page in range(1, pages + 1)
    ]
    return write_pdf([Page().lines(72, 500 - 7 * (number % 20), lines) for number, lines in enumerate(texts)])


def encrypted_pdf() -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(small_pdf("locked doors"))))
    writer.encrypt("secret", "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scanned_pdf() -> bytes:
    """Pictures and no text layer."""
    return write_pdf([Page().picture(), Page().picture()])


def damaged_pdf() -> bytes:
    """Begins like a PDF; the rest is noise."""
    return b"%PDF-1.7\n" + bytes(number * 37 % 251 for number in range(4000))


def page_texts(pdf: bytes) -> list[str]:
    """Each page's text as PDFium gives it, squashed."""
    document = pypdfium2.PdfDocument(pdf)
    return [squashed(page.get_textpage().get_text_range()) for page in document]


def squashed(text: str) -> str:
    """The text without what line ends change: white space and hyphens."""
    return re.sub(r"[\s\u00ad\u2010\ufffe-]+", "", unicodedata.normalize("NFKC", text))
