"""A publisher's page about a paper: the identifiers that its head declares."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from williams_html.encoding import decode_html
from williams_html.tree import parse, tidy

from williams_import_paper.identifiers import Identifiers, of_arxiv, of_doi, of_pmcid, of_pmid

_NAMED: Final = {
    "citation_doi": of_doi,
    "dc.identifier": of_doi,
    "dc.identifier.doi": of_doi,
    "prism.doi": of_doi,
    "bepress_citation_doi": of_doi,
    "citation_arxiv_id": of_arxiv,
    "citation_pmid": of_pmid,
    "citation_pmcid": of_pmcid,
}


def read_landing(source: Path, say: Callable[[int, int], None], url: str, declared_type: str | None) -> dict[str, Any]:
    """Return ``works``, the page's own identifiers by name, and ``pdf``, where it says that its PDF is."""
    say(0, 1)
    root = parse(decode_html(source.read_bytes(), declared_type).text).root
    ids, pdf = Identifiers(), None
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        content = tidy(meta.get("content") or "")
        ids |= _NAMED.get(name, _nothing)(content.removeprefix("doi:").strip())
        if name == "citation_pdf_url" and pdf is None and content:
            pdf = urljoin(url, content)
    return {"doi": ids.doi, "arxiv": ids.arxiv, "pmid": ids.pmid, "pmcid": ids.pmcid, "pdf": pdf}


def _nothing(_: str | None) -> Identifiers:
    return Identifiers()
