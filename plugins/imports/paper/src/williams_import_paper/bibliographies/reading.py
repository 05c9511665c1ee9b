"""From a bibliography's bytes to entries, within the reader's process."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from williams_html.encoding import decode

from williams.domain.errors import CorruptContent, EmptyContent, UnsupportedContent
from williams_import_paper.bibliographies.bibtex import read_bibtex
from williams_import_paper.bibliographies.entries import NAMELESS, UNREADABLE, Cited, extra_of
from williams_import_paper.bibliographies.kinds import Kind, kind_by_name, kind_of
from williams_import_paper.bibliographies.ris import read_ris

_HEAD: Final = 4096
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
    extra = extra_of(str(item.get("note") or ""))
    return Cited(
        title=said.get("title"),
        author=str(first.get("family") or first.get("literal") or "") or None,
        year=found[0] if found else None,
        venue=str(item.get("container-title") or "") or None,
        doi=said.get("DOI") or extra.get("doi"),
        arxiv=_arxiv(item) or extra.get("arxiv"),
        pmid=said.get("PMID") or extra.get("pmid"),
        pmcid=said.get("PMCID") or extra.get("pmcid"),
        url=said.get("URL"),
    )


def _arxiv(item: dict[str, Any]) -> str | None:
    """Programs write arXiv's id as a number, or as the place in the archive arXiv."""
    names = [str(item.get(name) or "") for name in ("number", "archive_location")]
    in_arxiv = str(item.get("archive") or item.get("publisher") or "").lower() == "arxiv"
    return next((name for name in names if name.lower().startswith("arxiv:") or (name and in_arxiv)), None)


def _csl(text: str) -> tuple[list[Cited], int]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CorruptContent(f"The CSL-JSON cannot be read: {error}. Export it anew.") from error
    if isinstance(items, dict):
        items = items["items"] if isinstance(items.get("items"), list) else [items]
    elif not isinstance(items, list):
        raise CorruptContent("The CSL-JSON holds no items. Export it anew.")
    found = [of_csl(item) for item in items if isinstance(item, dict)]
    return found, len(items) - len(found)


_READERS: Final[dict[Kind, Callable[[str], tuple[list[Cited], int]]]] = {
    Kind.BIBTEX: read_bibtex,
    Kind.RIS: read_ris,
    Kind.CSL: _csl,
}
