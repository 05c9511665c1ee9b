"""Which bibliography a file is, by its name or by how it begins."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL = "csl"


_ENDINGS: Final = {".bib": Kind.BIBTEX, ".bibtex": Kind.BIBTEX, ".ris": Kind.RIS, ".csljson": Kind.CSL}
_ENDINGS_OF_TWO: Final = {".csl.json": Kind.CSL}
_BIBTEX: Final = re.compile(r"\A\s*(?:%[^\n]*\n\s*)*@(?:[A-Za-z]+)\s*[{(]\s*[^\s,={}]*\s*[,=]", re.MULTILINE)
_RIS: Final = re.compile(r"\A\s*TY {2}- ?[A-Z]{2,6}\s*$", re.MULTILINE)
_CSL: Final = re.compile(r"\A\s*\[\s*\{")
_CSL_NAMES: Final = re.compile(r'"(?:container-title|issued|DOI|citation-key)"\s*:')


def kind_by_name(name: str) -> Kind | None:
    lower = name.lower()
    return next((kind for ending, kind in {**_ENDINGS_OF_TWO, **_ENDINGS}.items() if lower.endswith(ending)), None)


def kind_of(head: bytes) -> Kind | None:
    """Return what begins like this; None for what is no bibliography."""
    text = head.decode("utf-8-sig", "replace")
    if _BIBTEX.match(text):
        return Kind.BIBTEX
    if _RIS.match(text):
        return Kind.RIS
    return Kind.CSL if _CSL.match(text) and _CSL_NAMES.search(text) else None
