"""Text with its formulas as MathML, which reading systems draw and read aloud."""

from __future__ import annotations

from typing import Final

from lxml import etree
from williams_publishing.formulas import Formula, formulas
from williams_publishing.mathml import NAMESPACE, mathml

from williams_export_ebook.book.markup import Element, Page, fitting

MATH: Final = f"{{{NAMESPACE}}}math"


def drawn(text: str) -> list[str | Element]:
    """Return a text in pieces; TeX that cannot be drawn stays as it is."""
    pieces: list[str | Element] = []
    at = 0
    for formula in formulas(text):
        if (math := _math(text, formula)) is not None:
            pieces += [text[at : formula.start], math]
            at = formula.end
    return [piece for piece in (*pieces, text[at:]) if not isinstance(piece, str) or piece]


def has_formulas(page: Page) -> bool:
    return any(next(part.iter(MATH), None) is not None for part in page.body)


def _math(text: str, formula: Formula) -> Element | None:
    """Return the formula; ``alttext`` is what the source has, with its marks."""
    written = mathml(fitting(formula.tex), displayed=formula.displayed)
    if written is None:
        return None
    math = etree.fromstring(written)
    math.set("alttext", fitting(text[formula.start : formula.end]))
    return math
