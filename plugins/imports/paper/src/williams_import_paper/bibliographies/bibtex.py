"""Entries of BibTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from williams_import_paper.bibliographies.entries import Cited

_ENTRY: Final = re.compile(r"^[ \t]*@(?!comment|string|preamble)[A-Za-z]+\s*[{(]", re.IGNORECASE | re.MULTILINE)
_CONCATENATED: Final = re.compile(r"(?<!\s)\s+#\s+")
_LINK: Final = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}.*", re.DOTALL)
_TEX: Final = re.compile(r"[{}]|\\[a-zA-Z]+\s?|\\.")
_ESCAPED: Final = re.compile(r"\\([_%&#~$])")
_AND: Final = re.compile(r"\sand\s", re.IGNORECASE)
_YEAR: Final = re.compile(r"\d{4}")
_WRITTEN: Final = frozenset({"author", "title", "journal", "journaltitle", "booktitle"})
"""Fields of words; the others are taken letter by letter."""
_INHERITED: Final = {"title": "booktitle", "booktitle": "booktitle", "year": "year", "date": "date"}
"""What an entry has from the one that it names by ``crossref``, and as which field."""
_LONGEST_TEX: Final = 2000


def read_bibtex(text: str) -> tuple[list[Cited], int]:
    """Return the entries, and how many cannot be read."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock, Entry

    library = parse_string(text)
    blocks = [each.ignore_error_block if isinstance(each, DuplicateBlockKeyBlock) else each for each in library.blocks]
    strings = {each.key.lower(): each.value for each in library.strings}
    found = [
        (entry.key, {field.key.lower(): _joined(str(field.value), strings) for field in entry.fields})
        for entry in blocks
        if isinstance(entry, Entry)
    ]
    by_key = dict(reversed(found))
    cited = [_cited(_with_parent(entry, by_key)) for _, entry in found]
    return cited, len(_ENTRY.findall(text)) - len(found)


def _joined(value: str, strings: Mapping[str, str]) -> str:
    """Return a field that is made of several; abbreviations that nobody has defined stand for themselves."""
    parts = _CONCATENATED.split(value)
    if len(parts) == 1:
        return value
    return " ".join(strings.get(part.lower(), part).strip('"{}') for part in parts)


def _with_parent(entry: dict[str, str], by_key: Mapping[str, dict[str, str]]) -> dict[str, str]:
    parent = by_key.get(entry.get("crossref") or "", {})
    return {to: parent[name] for name, to in _INHERITED.items() if name in parent} | entry


def _cited(entry: Mapping[str, str]) -> Cited:
    said = {name: (_words if name in _WRITTEN else _letters)(value) for name, value in entry.items()}
    prefix = (said.get("archiveprefix") or said.get("eprinttype") or "").lower()
    return Cited(
        title=said.get("title"),
        author=_first_author(entry.get("author") or ""),
        year=(_YEAR.search(said.get("year") or said.get("date") or "") or [None])[0],
        venue=said.get("journal") or said.get("journaltitle") or said.get("booktitle"),
        doi=said.get("doi"),
        arxiv=said.get("eprint") if prefix in ("arxiv", "") else None,
        pmid=said.get("pmid") or (said.get("eprint") if prefix == "pubmed" else None),
        pmcid=said.get("pmcid"),
        url=said.get("url"),
    )


def _first_author(names: str) -> str | None:
    """A name in braces is one, whatever it holds."""
    depth, end = 0, len(names)
    for found in re.finditer(r"[{}]|,|\sand\s", names):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth <= 0 and found[0] not in "{}":
            end = found.start()
            break
    return _words(names[:end]) or None


def _words(value: str) -> str:
    """Return a field as it is printed: TeX's accents as letters, formulas as they stand."""
    from pylatexenc.latex2text import LatexNodes2Text

    text = _TEX.sub("", value)
    if len(value) <= _LONGEST_TEX:
        try:
            text = LatexNodes2Text(math_mode="verbatim", keep_comments=True).latex_to_text(value)
        except (RecursionError, ValueError, LookupError):
            text = _TEX.sub("", value)
    return " ".join(text.split())


def _letters(value: str) -> str:
    """Return what is no text but an address, an identifier or a number."""
    return " ".join(_TEX.sub("", _ESCAPED.sub(r"\1", _LINK.sub(r"\1", value))).split())
