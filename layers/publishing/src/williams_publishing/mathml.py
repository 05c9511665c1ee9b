"""Formulas as MathML, which browsers and reading systems draw without a script."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree

NAMESPACE: Final = "http://www.w3.org/1998/Math/MathML"
_DRAWN = re.compile(
    rf"{re.escape(f'{{{NAMESPACE}}}')}(?:math|mrow|mi|mo|mn|ms|mtext|mspace|mfrac|msqrt|mroot|mstyle|merror|mpadded|"
    r"mphantom|msub|msup|msubsup|munder|mover|munderover|mmultiscripts|mprescripts|none|mtable|mtr|mtd|menclose)"
)
_LOOKS = re.compile(r"(?!on)[a-z-]+")


def mathml(tex: str, *, displayed: bool = False) -> str | None:
    """Return TeX as MathML; None where the library cannot read it."""
    from latex2mathml.converter import convert

    try:
        written = str(convert(tex, display="block" if displayed else "inline"))
        drawn = ElementTree.fromstring(written)
    except Exception:  # the library's errors have no base of their own
        return None
    # The library copies what stands in \text{} as it is.
    return written if all(map(_only_draws, drawn.iter())) else None


def _only_draws(element: ElementTree.Element) -> bool:
    looks = all(_LOOKS.fullmatch(name) and name not in ("href", "src") for name in element.attrib)
    return bool(_DRAWN.fullmatch(element.tag)) and looks
