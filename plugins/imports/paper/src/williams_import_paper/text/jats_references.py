"""The list of references of an article in JATS, each with what identifies it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from williams_import_paper.identifiers import Identifiers, cited_in, identified, of_arxiv, of_doi, of_pmcid, of_pmid
from williams_import_paper.markup import HREF, name_of, named, text_of

_CITATIONS: Final = ("mixed-citation", "element-citation", "nlm-citation", "citation")
_BY_TYPE: Final = {"doi": of_doi, "pmid": of_pmid, "pmcid": of_pmcid, "pmc": of_pmcid, "arxiv": of_arxiv}
_IN_ORDER: Final = ("article-title", "chapter-title", "source", "volume", "issue", "publisher-name", "publisher-loc")
_IDS: Final = ("pub-id", "ext-link", "object-id")
_MOST: Final = 20_000


def references_of(article: Any) -> list[dict[str, Any]]:
    """Return the fields of a CitedWork for each citation, in JSON's types; a reference may have several."""
    return [cited for reference in named(article, "ref") for cited in _cited(reference)][:_MOST]


def _cited(reference: Any) -> Iterator[dict[str, Any]]:
    label = next((text_of(each) for each in reference if name_of(each) == "label"), "")
    citations = [each for each in named(reference, *_CITATIONS) if not _is_other_form(each)]
    for citation in citations:
        text = text_of(citation) if name_of(citation) in ("mixed-citation", "citation") else _written(citation)
        if any(map(str.isalnum, text)):
            yield {
                "text": f"{label} {text}".strip() if citation is citations[0] else text,
                "works": _ids(citation, text).works,
                "title": _said(citation, "article-title") or _said(citation, "chapter-title"),
                "year": _said(citation, "year"),
            }


def _is_other_form(citation: Any) -> bool:
    """Of several forms of one entry, the first says it all."""
    parent = citation.getparent()
    return name_of(parent) == "citation-alternatives" and parent[0] is not citation


def _ids(citation: Any, text: str) -> Identifiers:
    ids = Identifiers()
    for each in named(citation, *_IDS):
        kind = (each.get("pub-id-type") or each.get("ext-link-type") or "").lower()
        ids |= _BY_TYPE.get(kind, _nothing)(text_of(each)) | identified(each.get(HREF) or "")
    return ids | cited_in(text)


def _nothing(_: str | None) -> Identifiers:
    return Identifiers()


def _written(citation: Any) -> str:
    """Write an entry that is given in parts, as people write it."""
    names = [_name(each) for each in named(citation, "name", "string-name", "collab", "etal")]
    year, first, last = (_said(citation, name) for name in ("year", "fpage", "lpage"))
    parts = [", ".join(filter(None, names)), f"({year})" if year else None]
    parts += [_said(citation, name) for name in _IN_ORDER]
    parts.append(f"{first}–{last}" if first and last else first)
    parts += [text_of(each) for each in named(citation, "pub-id")]
    return ". ".join(part for part in parts if part)


def _name(element: Any) -> str:
    if name_of(element) == "etal":
        return text_of(element).rstrip(".") or "et al"
    return f"{_said(element, 'surname') or ''} {_said(element, 'given-names') or ''}".strip() or text_of(element)


def _said(element: Any, name: str) -> str | None:
    found = next(named(element, name), None)
    return text_of(found) or None if found is not None else None
