"""From a bibliography's bytes to entries, within the reader's process."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from williams_html.encoding import decode

from williams.domain.errors import CorruptContent, EmptyContent, UnsupportedContent
from williams_import_paper.bibliographies.entries import NAMELESS, UNREADABLE, Cited
from williams_import_paper.bibliographies.kinds import Kind, kind_by_name, kind_of

_HEAD: Final = 4096
_ENTRY: Final = re.compile(r"^[ \t]*@(?!comment|string|preamble)[A-Za-z]+\s*[{(]", re.IGNORECASE | re.MULTILINE)
_CONCATENATED: Final = re.compile(r"(?<!\s)\s+#\s+")
_TEX: Final = re.compile(r"[{}]|\\[a-zA-Z]+\s?|\\.")
_YEAR: Final = re.compile(r"\d{4}")


def read_bibliography(source: Path, say: Callable[[int, int], None], name: str) -> dict[str, Any]:
    """Return ``entries`` and ``left_out``, causes with their counts, in JSON's types.

    Raises EmptyContent, UnsupportedContent, CorruptContent.
    """
    say(0, 1)
    data = source.read_bytes()
    if not data.strip():
        raise EmptyContent(f"{name} has no bytes. Check that the download or upload was complete.")
    kind = kind_of(data[:_HEAD]) or kind_by_name(name)
    if kind is None:
        raise UnsupportedContent(f"{name} is no bibliography: BibTeX, RIS and CSL-JSON are read.")
    cited, unreadable = _READERS[kind](decode(data, None).text)
    return listed(cited, unreadable)


def listed(cited: Iterable[Cited], unreadable: int = 0) -> dict[str, Any]:
    entries = [each.entry() for each in cited]
    left_out = Counter({NAMELESS: entries.count(None), UNREADABLE: unreadable})
    return {
        "entries": [entry for entry in entries if entry],
        "left_out": {cause: count for cause, count in left_out.items() if count > 0},
    }


def of_csl(item: dict[str, Any]) -> Cited:
    """Return what an item of CSL-JSON says."""
    said = {name: str(item[name]) for name in ("title", "DOI", "PMID", "PMCID", "URL") if item.get(name)}
    authors = item.get("author")
    first = authors[0] if isinstance(authors, list) and authors and isinstance(authors[0], dict) else {}
    found = _YEAR.search(json.dumps(item.get("issued") or ""))
    number = str(item.get("number") or "")
    return Cited(
        title=said.get("title"),
        author=str(first.get("family") or first.get("literal") or "") or None,
        year=found[0] if found else None,
        venue=str(item.get("container-title") or "") or None,
        doi=said.get("DOI"),
        arxiv=number if number.lower().startswith("arxiv:") else None,
        pmid=said.get("PMID"),
        pmcid=said.get("PMCID"),
        url=said.get("URL"),
    )


def _bibtex(text: str) -> tuple[list[Cited], int]:
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock, Entry

    library = parse_string(text)
    blocks = [each.ignore_error_block if isinstance(each, DuplicateBlockKeyBlock) else each for each in library.blocks]
    strings = {each.key.lower(): each.value for each in library.strings}
    found = [
        {field.key.lower(): _plain(str(field.value), strings) for field in entry.fields}
        for entry in blocks
        if isinstance(entry, Entry)
    ]
    return [_of_bibtex(entry) for entry in found], len(_ENTRY.findall(text)) - len(found)


def _of_bibtex(entry: dict[str, str]) -> Cited:
    prefix = (entry.get("archiveprefix") or entry.get("eprinttype") or "").lower()
    return Cited(
        title=entry.get("title"),
        author=re.split(r"\s+and\s+|,", entry.get("author") or "")[0] or None,
        year=(_YEAR.search(entry.get("year") or entry.get("date") or "") or [None])[0],
        venue=entry.get("journal") or entry.get("journaltitle") or entry.get("booktitle"),
        doi=entry.get("doi"),
        arxiv=entry.get("eprint") if prefix in ("arxiv", "") else None,
        pmid=entry.get("pmid") or (entry.get("eprint") if prefix == "pubmed" else None),
        pmcid=entry.get("pmcid"),
        url=entry.get("url"),
    )


def _plain(value: str, strings: Mapping[str, str]) -> str:
    """Return a field without TeX's signs. One that is made of abbreviations nobody has defined is their names."""
    parts = _CONCATENATED.split(value)
    if len(parts) > 1:
        value = " ".join(strings.get(part.lower(), part).strip('"{}') for part in parts)
    return " ".join(_TEX.sub("", value).split())


def _ris(text: str) -> tuple[list[Cited], int]:
    import rispy

    try:
        found = rispy.loads(text, skip_unknown_tags=True)
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise CorruptContent(f"The RIS cannot be read: {error}. Export it anew.") from error
    return [_of_ris(entry) for entry in found], 0


def _of_ris(entry: dict[str, Any]) -> Cited:
    urls = entry.get("urls") or entry.get("url") or []
    authors = entry.get("authors") or entry.get("first_authors") or []
    year = _YEAR.search(str(entry.get("year") or entry.get("publication_year") or entry.get("date") or ""))
    return Cited(
        title=entry.get("title") or entry.get("primary_title"),
        author=str(authors[0]).split(",")[0] if authors else None,
        year=year[0] if year else None,
        venue=entry.get("journal_name") or entry.get("secondary_title"),
        doi=entry.get("doi"),
        pmid=str(entry.get("accession_number") or "") or None,
        url=urls[0] if isinstance(urls, list) and urls else None,
    )


def _csl(text: str) -> tuple[list[Cited], int]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CorruptContent(f"The CSL-JSON cannot be read: {error}. Export it anew.") from error
    items = items if isinstance(items, list) else [items]
    found = [of_csl(item) for item in items if isinstance(item, dict)]
    return found, len(items) - len(found)


_READERS: Final[dict[Kind, Callable[[str], tuple[list[Cited], int]]]] = {
    Kind.BIBTEX: _bibtex,
    Kind.RIS: _ris,
    Kind.CSL: _csl,
}
