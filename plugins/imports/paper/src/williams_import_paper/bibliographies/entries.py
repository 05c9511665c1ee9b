"""From what a bibliography says of a work to the source that is imported."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from williams.domain.fitting import LONGEST_URL, fits_line
from williams_import_paper.identifiers import Identifiers, identified, is_citation, of_arxiv, of_doi, of_pmcid, of_pmid

NAMELESS: Final = "names neither an identifier nor an address, and too little to be looked for"
UNREADABLE: Final = "cannot be read"
_ARXIV: Final = re.compile(r"^\s*arxiv\s*:", re.IGNORECASE)
_EXTRA: Final = re.compile(r"^\s*(DOI|PMID|PMCID|arXiv)\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_SCHEMES: Final = ("doi", "arxiv", "pmid", "pmcid")


@dataclass(frozen=True)
class Cited:
    """What one entry says, in its own words."""

    title: str | None = None
    author: str | None = None
    year: str | None = None
    venue: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None

    def entry(self) -> dict[str, Any] | None:
        """Return the fields of an Entry, in JSON's types; None where it cannot be said what to import."""
        source = self._source()
        said = source and fits_line(source, LONGEST_URL)
        return {"source": source, "title": self.title} if said else None

    def _source(self) -> str | None:
        ids = self._ids()
        for scheme in _SCHEMES:
            if value := getattr(ids, scheme):
                version = f"v{ids.version}" if scheme == "arxiv" and ids.version else ""
                return f"{scheme}:{value}{version}"
        if self.url and self.url.startswith(("http://", "https://")):
            return self.url
        told = all((self.title, self.author, self.year))
        citation = " ".join(f"{part.rstrip('.')}." for part in self._parts())
        return citation if told and is_citation(citation) else None

    def _parts(self) -> list[str]:
        parts = (self.author, self.title, self.venue, self.year)
        return [" ".join(part.split()) for part in parts if part]

    def _ids(self) -> Identifiers:
        own = identified(self.doi or "") | of_doi(self.doi) | of_arxiv(_ARXIV.sub("", self.arxiv or ""))
        return own | of_pmid(self.pmid) | of_pmcid(self.pmcid) | identified(self.url or "")


def extra_of(note: str) -> dict[str, str]:
    """Return what people and Zotero write into a note, a line each, where a kind of work has no field for it."""
    return {name.lower(): value for name, value in _EXTRA.findall(note)}
