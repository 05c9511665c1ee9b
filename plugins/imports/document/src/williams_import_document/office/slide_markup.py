"""A slide as python-pptx understands it: what stands in two forms in the better one, equations as text."""

from __future__ import annotations

from typing import Final

from lxml import etree

from williams_import_document.trees import replace
from williams_import_document.word.equations import tex

_MAIN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WORDS: Final = frozenset({"t", "oMath", "chart", "relIds"})


def prepare(slide: etree._Element) -> None:
    """Rewrite a slide (``p:sld``) or its notes in place."""
    for alternatives in reversed(list(slide.iter("{*}AlternateContent"))):
        _choose(alternatives)
    for equation in list(slide.iter("{*}oMath")):
        _write_out(equation)


def _choose(alternatives: etree._Element) -> None:
    """New programs show the first form that they know: it is taken if it says something, else what others show."""
    if alternatives.getparent() is None:
        return
    forms = [*alternatives.iterfind("{*}Choice"), *alternatives.iterfind("{*}Fallback")]
    chosen = next((form for form in forms if _says_something(form)), forms[-1] if forms else None)
    replace(alternatives, [] if chosen is None else chosen)


def _says_something(form: etree._Element) -> bool:
    words = (each for each in form.iter(etree.Element) if etree.QName(each).localname in _WORDS)
    return any(etree.QName(each).localname != "t" or (each.text or "").strip() for each in words)


def _write_out(equation: etree._Element) -> None:
    paragraph = next(equation.iterancestors(f"{_MAIN}p"), None)
    if paragraph is None:
        return
    written, shown = tex(equation), next(equation.iterancestors("{*}oMathPara"), None) is not None
    within = next((each for each in equation.iterancestors() if each.getparent() is paragraph), equation)
    run = etree.Element(f"{_MAIN}r")
    mark = "$$" if shown else "$"
    etree.SubElement(run, f"{_MAIN}t").text = f"{mark}{written}{mark}" if written else ""
    within.addprevious(run)
    equation.getparent().remove(equation)
