"""MathML's presentation as TeX, where a formula carries none of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml.html import HtmlElement

_WORDS = {"∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∞": r"\infty", "±": r"\pm", "×": r"\times", "·": r"\cdot"}
_WORDS |= {
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
    "→": r"\to",
    "∂": r"\partial",
    "∇": r"\nabla",
    "−": "-",
    "…": r"\dots",
}
_WORDS |= {"⋯": r"\cdots", "∈": r"\in", "α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "δ": r"\delta", "ε": r"\epsilon"}
_WORDS |= {"θ": r"\theta", "λ": r"\lambda", "μ": r"\mu", "π": r"\pi", "ρ": r"\rho", "σ": r"\sigma", "φ": r"\phi"}
_WORDS |= {"ω": r"\omega", "Δ": r"\Delta", "Σ": r"\Sigma", "Ω": r"\Omega", "Φ": r"\Phi", "\u2061": "", "\u2062": ""}
_UNSAID: Final = frozenset({"annotation", "annotation-xml", "mspace", "mphantom"})
_Parts = list[str]


def tex_of(element: HtmlElement) -> str:
    """Return an element's formula; what is not known is what stands in it."""
    tag = str(element.tag).rpartition(":")[2]
    if tag in _UNSAID:
        return ""
    if not len(element):
        return _leaf(tag, " ".join((element.text or "").split()))
    parts = [tex for child in element if isinstance(child.tag, str) and (tex := tex_of(child))]
    form, count = _FORMS.get(tag, (None, 0))
    if form is not None and len(parts) >= count:
        return form(parts)
    joined = " ".join(parts)
    return f"{element.get('open', '(')}{joined}{element.get('close', ')')}" if tag == "mfenced" else joined


def _leaf(tag: str, text: str) -> str:
    if tag == "mtext":
        return rf"\text{{{text}}}" if text else ""
    return _WORDS.get(text, text)


def _group(part: str) -> str:
    return part if len(part) == 1 else f"{{{part}}}"


def _scripts(lower: bool, upper: bool) -> Callable[[_Parts], str]:
    def write(parts: _Parts) -> str:
        below = f"_{_group(parts[1])}" if lower else ""
        above = f"^{_group(parts[-1])}" if upper else ""
        return f"{parts[0]}{below}{above}"

    return write


_FORMS: Final[dict[str, tuple[Callable[[_Parts], str], int]]] = {
    "mfrac": (lambda parts: rf"\frac{{{parts[0]}}}{{{parts[1]}}}", 2),
    "msqrt": (lambda parts: rf"\sqrt{{{' '.join(parts)}}}", 1),
    "mroot": (lambda parts: rf"\sqrt[{parts[1]}]{{{parts[0]}}}", 2),
    "msup": (_scripts(lower=False, upper=True), 2),
    "mover": (_scripts(lower=False, upper=True), 2),
    "msub": (_scripts(lower=True, upper=False), 2),
    "munder": (_scripts(lower=True, upper=False), 2),
    "msubsup": (_scripts(lower=True, upper=True), 3),
    "munderover": (_scripts(lower=True, upper=True), 3),
    "mtr": (lambda parts: " & ".join(parts), 1),
    "mtable": (lambda parts: r"\begin{matrix} " + r" \\ ".join(parts) + r" \end{matrix}", 1),
}
