"""Formulas as TeX, whichever way a page draws them: MathML, KaTeX, MathJax, or a picture with TeX for its text."""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement

from williams_html.mathml import tex_of
from williams_html.tree import tidy

_STYLED: Final = re.compile(r"^\{ *\\(?:display|text)style *(.*)\}$", re.DOTALL)
_PICTURES: Final = re.compile(r"(?:^|[\s_-])(?:latex|tex|math|mwe-math-fallback-image-(?:inline|display))(?:$|[\s_-])")
_DRAWN: Final = frozenset({"MathJax_Preview", "MathJax", "MathJax_Display", "MathJax_SVG", "MathJax_CHTML"})
_WHOLE: Final = frozenset({"katex", "mwe-math-element", "MathJax_Display"})
_DISPLAYED: Final = frozenset({"katex-display", "mwe-math-mathml-display", "mwe-math-fallback-image-display"})


def write_formulas(root: HtmlElement) -> None:
    """Write each formula as TeX between ``\\(`` and ``\\)``, or ``\\[`` and ``\\]`` for one with a line of its own."""
    for script in [*root.iter("script")]:
        kind = (script.get("type") or "").lower()
        if kind.startswith("math/tex") and (script.text or "").strip():
            _drop_drawing(script)
            _write(script, script.text or "", displayed="mode=display" in kind)
    for element in [*root.iter("span", "div", "mjx-container", "math", "img")]:
        if (tex := _tex(element)) and element.getroottree().getroot() is root:
            _write(element, tex, _is_displayed(element))


def _tex(element: HtmlElement) -> str | None:
    if element.tag == "img":
        is_formula = _PICTURES.search(element.get("class") or "") is not None
        return element.get("alt") if is_formula else None
    if element.tag == "math":
        return _of_mathml(element)
    if element.tag == "mjx-container" and (told := next(filter(None, map(_told_tex, element.iter())), None)):
        return told
    whole = element.tag == "mjx-container" or _WHOLE.intersection(_classes(element))
    math = next(element.iter("math"), None) if whole else None
    return _of_mathml(math) if math is not None else None


def _told_tex(element: HtmlElement) -> str | None:
    """MathJax 4 writes the TeX of a formula on what it draws."""
    return element.get("data-latex") if isinstance(element.tag, str) else None


def _of_mathml(math: HtmlElement) -> str | None:
    notes = (note for note in math.iter("annotation") if "tex" in (note.get("encoding") or "").lower())
    note = next(notes, None)
    stated = (note.text if note is not None else None) or math.get("alttext")
    return stated or tex_of(math) or None


def _is_displayed(element: HtmlElement) -> bool:
    if any(
        _DISPLAYED.intersection(_classes(each)) for each in [*element.iter("span", "img"), *element.iterancestors()]
    ):
        return True
    return any(each.get("display") in ("block", "true") for each in [element, *element.iter("math")])


def _drop_drawing(script: HtmlElement) -> None:
    """MathJax puts what it draws before the script that it draws."""
    before = script.getprevious()
    while before is not None and isinstance(before.tag, str) and _DRAWN.intersection(_classes(before)):
        earlier = before.getprevious()
        before.drop_tree()
        before = earlier


def _write(element: HtmlElement, tex: str, displayed: bool) -> None:
    styled = _STYLED.match(tex.strip())
    text = tidy(styled[1] if styled else tex)
    tail = element.tail
    for child in [*element]:
        element.remove(child)
    element.attrib.clear()
    element.tag = "span"
    element.text = f"\\[{text}\\]" if displayed else f"\\({text}\\)"
    element.tail = tail
    _reveal(element)


def _reveal(element: HtmlElement) -> None:
    """Wikipedia hides its MathML, beside a picture of it."""
    for each in element.iterancestors("span"):
        if "display" in (each.get("style") or ""):
            each.attrib.pop("style", None)


def _classes(element: HtmlElement) -> list[str]:
    return (element.get("class") or "").split()
