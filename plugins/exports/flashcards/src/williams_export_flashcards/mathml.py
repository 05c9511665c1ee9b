"""Formulas as MathML, which browsers draw without a script."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree

from williams_export_flashcards.quoting.wording import Formula

_NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
_DRAWN = re.compile(
    rf"{re.escape(_NAMESPACE)}(?:math|mrow|mi|mo|mn|ms|mtext|mspace|mfrac|msqrt|mroot|mstyle|merror|mpadded|mphantom|"
    r"msub|msup|msubsup|munder|mover|munderover|mmultiscripts|mprescripts|none|mtable|mtr|mtd|menclose)"
)
_LOOKS = re.compile(r"(?!on)[a-z-]+")


def mathml(formula: Formula) -> str:
    """Return the formula as MathML; its TeX as text where that is no TeX that the library reads."""
    from latex2mathml.converter import convert

    try:
        written = str(convert(formula.tex, display="block" if formula.displayed else "inline"))
        drawn = ElementTree.fromstring(written)
    except Exception:  # the library's errors have no base of their own
        return _as_text(formula)
    # The library copies what stands in \text{} as it is.
    return written if all(map(_only_draws, drawn.iter())) else _as_text(formula)


def _only_draws(element: ElementTree.Element) -> bool:
    looks = all(_LOOKS.fullmatch(name) and name not in ("href", "src") for name in element.attrib)
    return bool(_DRAWN.fullmatch(element.tag)) and looks


def _as_text(formula: Formula) -> str:
    return f"<code>{html.escape(formula.tex)}</code>"
