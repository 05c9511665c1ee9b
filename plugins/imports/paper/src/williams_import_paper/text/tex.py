"""Formulas of JATS as TeX between its marks: the source's own TeX, else what its MathML says."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement
from williams_html.builder import html_element
from williams_html.mathml import tex_of

from williams_import_paper.markup import name_of, named, text_of

_DOCUMENT: Final = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
_MARKS: Final = ("$$", "$", r"\[", r"\]", r"\(", r"\)")


def displayed(element: Any, made: HtmlElement) -> None:
    """Write a formula that has a line of its own, and its number behind it."""
    label = next((text_of(each) for each in element if name_of(each) == "label"), "")
    frame = etree.SubElement(made, "p", {"id": element.get("id")} if element.get("id") else {})
    formula = _formula(element)
    number = f" {label}" if label else ""
    frame.text = f"\\[{formula}\\]{number}" if formula else f"{_without_label(element)}{number}"


def inline(element: Any, made: HtmlElement) -> None:
    formula = _formula(element)
    etree.SubElement(made, "span").text = f"\\({formula}\\)" if formula else text_of(element)


def tex_alone(element: Any, made: HtmlElement) -> None:
    """Write a formula that stands in the text without a frame."""
    formula = _tex(element) if name_of(element) == "tex-math" else _of_mathml(element)
    etree.SubElement(made, "span").text = f"\\({formula}\\)" if formula else text_of(element)


def _formula(element: Any) -> str:
    forms = {name_of(each): each for each in named(element, "tex-math", "math")}
    if "tex-math" in forms:
        return _tex(forms["tex-math"])
    return _of_mathml(forms["math"]) if "math" in forms else ""


def _tex(element: Any) -> str:
    """Publishers wrap a formula in a whole document of its own."""
    text = "".join(element.itertext())
    found = _DOCUMENT.search(text)
    tex = " ".join((found[1] if found else text).split())
    for mark in _MARKS:
        tex = tex.removeprefix(mark).removesuffix(mark).strip()
    return tex


def _of_mathml(element: Any) -> str:
    note = next((each for each in named(element, "annotation") if "tex" in _encoding(each)), None)
    if note is not None:
        return text_of(note)
    return " ".join(tex_of(_without_namespaces(element)).split())


def _encoding(element: Any) -> str:
    return (element.get("encoding") or "").lower()


def _without_namespaces(element: Any) -> HtmlElement:
    copied = html_element(name_of(element) or "span", dict(element.attrib.items()))
    copied.text = element.text
    for child in element:
        if name_of(child):
            copied.append(_without_namespaces(child))
    return copied


def _without_label(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += ["" if name_of(child) == "label" else "".join(child.itertext()), child.tail or ""]
    return " ".join("".join(parts).split())
