"""Entries of RIS."""

from __future__ import annotations

import re
from typing import Any, Final

from williams.domain.errors import CorruptContent
from williams_import_paper.bibliographies.entries import Cited
from williams_import_paper.identifiers import identified

_BEGINS: Final = re.compile(r"^TY {2}-", re.MULTILINE)
_TAG: Final = re.compile(r"([A-Z][A-Z0-9]) {2}-")
_LOOSE_TAG: Final = re.compile(r"[ \t]{0,8}([A-Za-z][A-Za-z0-9])[ \t]{0,3}-(?=\s|$)")
_END: Final = "ER  - "
_YEAR: Final = re.compile(r"\d{4}")
_OTHER_DOIS: Final = ("type_of_work", "custom7", "file_attachments2")
"""Where older programs of publishers write a DOI."""


def read_ris(text: str) -> tuple[list[Cited], int]:
    """Return the entries, and that all can be read. Raises CorruptContent."""
    import rispy

    try:
        found = rispy.loads(_repaired(text), skip_unknown_tags=True)
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise CorruptContent(f"The RIS cannot be read: {error}. Export it anew.") from error
    return [_cited(entry) for entry in found], 0


def _repaired(text: str) -> str:
    """Write tags as the format has them, and where an entry ends: some programs leave out blanks and ends."""
    tag_of = _TAG if _BEGINS.search(text) else _LOOSE_TAG
    lines, is_open = list[str](), False
    for line in text.splitlines():
        found = tag_of.match(line)
        tag = found[1].upper() if found else ""
        if tag == "TY" and is_open:
            lines.append(_END)
        is_open = tag == "TY" or (is_open and tag != "ER")
        lines.append(f"{tag}  - {line[found.end() :].strip()}" if found else line)
    return "\n".join([*lines, _END] if is_open else lines)


def _cited(entry: dict[str, Any]) -> Cited:
    urls = entry.get("urls") or entry.get("url") or []
    authors = entry.get("authors") or entry.get("first_authors") or []
    year = _YEAR.search(str(entry.get("year") or entry.get("publication_year") or entry.get("date") or ""))
    others = [identified(str(each)).doi for name in _OTHER_DOIS if (each := entry.get(name))]
    others += [identified(str(note)).doi for note in entry.get("notes") or []]
    return Cited(
        title=entry.get("title") or entry.get("primary_title"),
        author=str(authors[0]).split(",")[0] if authors else None,
        year=year[0] if year else None,
        venue=entry.get("journal_name") or entry.get("secondary_title"),
        doi=entry.get("doi") or next(filter(None, others), None),
        pmid=str(entry.get("accession_number") or "") or None,
        url=urls[0] if isinstance(urls, list) and urls else None,
    )
