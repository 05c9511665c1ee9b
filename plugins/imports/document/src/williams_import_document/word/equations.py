"""Equations of Word documents (OMML, ECMA-376 part 1, 22.1) as TeX."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from williams_import_document.trees import local

_SMALL: Final = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
    "omega"
)
_LARGE: Final = "Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
_SIGNS: Final = (
    "times cdot div pm mp leq geq neq approx equiv infty partial nabla sum prod int oint surd in notin subset cup cap "
    "forall exists to leftarrow Rightarrow Leftrightarrow dots cdots mathbb{R} mathbb{N} mathbb{Z}"
)
_CHARACTERS: Final = {
    **dict(zip("αβγδεζηθικλμνξπρστυφχψω", _SMALL.split(), strict=True)),
    **dict(zip("ΓΔΘΛΞΠΣΦΨΩ", _LARGE.split(), strict=True)),
    **dict(zip("×·÷±∓≤≥≠≈≡∞∂∇∑∏∫∮√∈∉⊂∪∩∀∃→←⇒⇔…⋯ℝℕℤ", _SIGNS.split(), strict=True)),
}
_ROW: Final = r" \\ "
_ESCAPED: Final = frozenset("#$%&_{}")
_ACCENTS: Final = {
    **{"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "overline", "\u0307": "dot"},
    **{"\u0308": "ddot", "\u20d7": "vec", "\u20d1": "vec", "\u030c": "check", "^": "hat", "~": "tilde"},
}
_NAMES: Final = "sin cos tan cot sec csc log ln exp lim max min sup inf det arg gcd sinh cosh tanh"
_NAMED: Final = frozenset(_NAMES.split())


def tex(equation: etree._Element) -> str:
    """Return an ``m:oMath`` element as TeX, without dollars; of what is not known, its text."""
    return " ".join(_inside(equation).split())


def _inside(element: etree._Element | None) -> str:
    if element is None:
        return ""
    return "".join(_joined(map(_of, element)))


def _joined(parts: Iterator[str]) -> Iterator[str]:
    """A letter behind a command would become part of its name."""
    before = ""
    for part in parts:
        if part and part[0].isalpha() and before.rpartition("\\")[2].isalpha() and "\\" in before:
            yield " "
        yield part
        before = part or before


def _of(element: etree._Element) -> str:
    name = local(element)
    if name == "r":
        return "".join(_joined(_character(each) for each in "".join(_texts(element))))
    if name in _FORMS:
        return _FORMS[name](element)
    return "" if name.endswith("Pr") else _inside(element)


def _texts(run: etree._Element) -> Iterator[str]:
    return (each.text or "" for each in run if local(each) == "t")


def _character(character: str) -> str:
    if character in _CHARACTERS:
        return f"\\{_CHARACTERS[character]}"
    return f"\\{character}" if character in _ESCAPED else character


def _part(element: etree._Element, name: str) -> str:
    return _inside(_child(element, name))


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return next((each for each in element if local(each) == name), None) if element is not None else None


def _property(element: etree._Element, name: str) -> str | None:
    """The value of a property; empty where it is there without one, None where it is not there."""
    found = _child(_child(element, f"{local(element)}Pr"), name)
    return next((str(value) for key, value in found.items() if key.endswith("val")), "") if found is not None else None


def _fraction(element: etree._Element) -> str:
    above, below = _part(element, "num"), _part(element, "den")
    match _property(element, "type"):
        case "noBar":
            return rf"{{{above} \atop {below}}}"
        case "lin":
            return f"{_grouped(above)}/{_grouped(below)}"
        case _:
            return rf"\frac{{{above}}}{{{below}}}"


def _scripts(element: etree._Element) -> str:
    return _grouped(_part(element, "e")) + _limits(element)


def _limits(element: etree._Element) -> str:
    low, high = _part(element, "sub"), _part(element, "sup")
    return (f"_{{{low}}}" if low else "") + (f"^{{{high}}}" if high else "")


def _grouped(base: str) -> str:
    return base if len(base) <= 1 or (base.lstrip("\\").isalpha() and base.startswith("\\")) else f"{{{base}}}"


def _before(element: etree._Element) -> str:
    return f"{{}}{_limits(element)}{_part(element, 'e')}"


def _root(element: etree._Element) -> str:
    degree = _part(element, "deg")
    return rf"\sqrt{f'[{degree}]' if degree else ''}{{{_part(element, 'e')}}}"


def _sum(element: etree._Element) -> str:
    sign = _property(element, "chr")
    return f"{_character(sign or '∫')}{_limits(element)} {_part(element, 'e')}"


def _fence(element: etree._Element) -> str:
    begin, end, between = (_property(element, name) for name in ("begChr", "endChr", "sepChr"))
    inside = (between or "|").join(_inside(each) for each in element if local(each) == "e")
    left, right = ("(" if begin is None else begin or "."), (")" if end is None else end or ".")
    return rf"\left{_character(left)}{inside}\right{_character(right)}"


def _function(element: etree._Element) -> str:
    name = _part(element, "fName")
    command = f"\\{name}" if name.partition("_")[0] in _NAMED else name
    return f"{command} {_part(element, 'e')}"


def _accent(element: etree._Element) -> str:
    sign = _property(element, "chr")
    command = _ACCENTS.get("\u0302" if sign is None else sign, "overline")
    return rf"\{command}{{{_part(element, 'e')}}}"


def _bar(element: etree._Element) -> str:
    return rf"\{'overline' if _property(element, 'pos') == 'top' else 'underline'}{{{_part(element, 'e')}}}"


def _matrix(element: etree._Element) -> str:
    rows = (" & ".join(_inside(cell) for cell in row) for row in element if local(row) == "mr")
    return rf"\begin{{matrix}}{_ROW.join(rows)}\end{{matrix}}"


def _lines(element: etree._Element) -> str:
    rows = (_inside(row) for row in element if local(row) == "e")
    return rf"\begin{{aligned}}{_ROW.join(rows)}\end{{aligned}}"


_FORMS: Final[dict[str, Callable[[etree._Element], str]]] = {
    "f": _fraction,
    **dict.fromkeys(("sSub", "sSup", "sSubSup"), _scripts),
    "sPre": _before,
    "rad": _root,
    "nary": _sum,
    "d": _fence,
    "func": _function,
    "acc": _accent,
    "bar": _bar,
    "m": _matrix,
    "eqArr": _lines,
    "limLow": lambda element: f"{_part(element, 'e')}_{{{_part(element, 'lim')}}}",
    "limUpp": lambda element: f"{_part(element, 'e')}^{{{_part(element, 'lim')}}}",
}
