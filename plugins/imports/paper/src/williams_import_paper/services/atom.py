"""arXiv's answers, within the reader's process: they are Atom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from williams_import_paper.identifiers import Identifiers, of_arxiv, of_doi
from williams_import_paper.markup import text_of, xml_of

NAME: Final = "arXiv"
_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_OWN: Final = "{http://arxiv.org/schemas/atom}"


def read_answer(source: Path, say: Callable[[int, int], None]) -> dict[str, Any]:
    """Return the fields of a Record, in JSON's types; none where arXiv knows no such paper.

    Raises CorruptContent for what is no XML.
    """
    say(0, 1)
    entry = xml_of(source.read_bytes(), "arXiv's answer").root.find(f"{_ATOM}entry")
    found = of_arxiv((_said(entry, "id") or "").rpartition("/abs/")[2]) if entry is not None else Identifiers()
    if entry is None or not found:
        return {}
    published = of_doi(_said(entry, "doi", _OWN))
    comment = _said(entry, "comment", _OWN) or ""
    withdrawn = "withdrawn" in comment.lower()
    return {
        "arxiv": found.arxiv,
        "version": found.version,
        "doi": published.doi,
        "title": _said(entry, "title"),
        "authors": [name for each in entry.iter(f"{_ATOM}author") if (name := _said(each, "name"))],
        "published": (_said(entry, "updated") or _said(entry, "published") or "")[:10] or None,
        "kind": "posted-content",
        "venue": _said(entry, "journal_ref", _OWN),
        "publisher": NAME,
        "abstract": _said(entry, "summary"),
        "keywords": [term for each in entry.iter(f"{_ATOM}category") if (term := each.get("term"))],
        "changes": [{"kind": "withdrawal", "source": NAME}] if withdrawn else [],
        "versions": [
            {"name": f"v{number}", "date": (_said(entry, dated) or "")[:10] or None}
            for number, dated in {1: "published", found.version or 1: "updated"}.items()
        ],
        "sources": [NAME],
    }


def _said(element: Any, name: str, space: str = _ATOM) -> str | None:
    found = element.find(f"{space}{name}")
    return text_of(found) or None if found is not None else None
