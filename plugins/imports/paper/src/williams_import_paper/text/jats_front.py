"""What an article in JATS says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from williams_import_paper.dates import month_number
from williams_import_paper.identifiers import Identifiers, identified, of_arxiv, of_doi, of_pmcid, of_pmid
from williams_import_paper.markup import HREF, LANGUAGE, name_of, named, text_of

SOURCE: Final = "JATS"
_IDS: Final = {"doi": of_doi, "pmid": of_pmid, "pmcid": of_pmcid, "pmc": of_pmcid, "arxiv": of_arxiv}
_DATES: Final = ("epub", "pub", "ppub", "epub-ppub", "collection")
_ISO: Final = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_ABOUT: Final = frozenset({"retracted-article", "corrected-article", "object-of-concern"})
"""What a notice calls the article that it is about."""
_LATER: Final = {
    "retraction-forward": "retraction",
    "correction-forward": "correction",
    "concern-forward": "expression-of-concern",
}


def front_of(article: Any) -> dict[str, Any]:
    """Return the fields of a Record, in JSON's types."""
    meta = next(named(article, "article-meta"), None)
    if meta is None:
        return {"sources": [SOURCE], "language": article.get(LANGUAGE)}
    ids = _ids(meta)
    journal = next(named(article, "journal-meta"), None)
    fields = {
        "doi": ids.doi,
        "arxiv": ids.arxiv,
        "pmid": ids.pmid,
        "pmcid": ids.pmcid,
        "title": _title(meta),
        "authors": list(_authors(meta)),
        "published": _published(meta),
        "kind": "journal-article" if journal is not None else None,
        "venue": _said(journal, "journal-title"),
        "publisher": _said(journal, "publisher-name"),
        "language": article.get(LANGUAGE),
        "abstract": _abstract(meta),
        "keywords": [text_of(each) for each in named(meta, "kwd")],
        "licenses": list(_licenses(meta)),
        "changes": [
            {"kind": _LATER[kind], "source": SOURCE, "notice": next(iter(_related(each).works), None)}
            for each in named(meta, "related-article")
            if (kind := each.get("related-article-type") or "") in _LATER
        ],
        "notice_of": [
            name
            for each in named(meta, "related-article")
            if each.get("related-article-type") in _ABOUT
            for name in _related(each).works
        ],
        "sources": [SOURCE],
    }
    return {name: value for name, value in fields.items() if value}


def _ids(meta: Any) -> Identifiers:
    ids = Identifiers()
    for each in meta:
        if name_of(each) == "article-id":
            text = text_of(each)
            kind = (each.get("pub-id-type") or "").lower()
            ids |= _IDS[kind](f"PMC{text}" if kind == "pmc" and text.isdigit() else text) if kind in _IDS else ids
    return ids


def _authors(meta: Any) -> Iterator[str]:
    for group in (each for each in meta if name_of(each) == "contrib-group"):
        for each in (child for child in group if name_of(child) == "contrib"):
            if (each.get("contrib-type") or "author") != "author":
                continue
            if name := _author(each):
                yield name


def _author(contrib: Any) -> str | None:
    """A group's members stand in it and are no part of its name."""
    group = next((each for each in contrib if name_of(each) in ("collab", "collab-alternatives")), None)
    if group is not None:
        members = [text_of(each) for each in named(group, "contrib-group")]
        return text_of(group).removesuffix(" ".join(members)).strip() or None
    name = next(named(contrib, "name", "string-name"), contrib)
    family, given, suffix = (_said(name, part) for part in ("surname", "given-names", "suffix"))
    if not family:
        return text_of(name) if name is not contrib else None
    if name.get("name-style") == "eastern":
        return f"{family}{' ' if family.isascii() else ''}{given or ''}".strip()
    return " ".join(part for part in (given, family, suffix) if part)


def _related(element: Any) -> Identifiers:
    """What another article is named by: a DOI, its address, or a number of PubMed's."""
    said, kind = element.get(HREF) or text_of(element), (element.get("ext-link-type") or "").lower()
    return of_pmid(said) if kind in ("pmid", "pubmed") else identified(said)


def _title(meta: Any) -> str | None:
    """Title and subtitle, without the marks of their notes."""
    group = next(named(meta, "title-group"), meta)
    parts = (next((each for each in group if name_of(each) == name), None) for name in ("article-title", "subtitle"))
    told = [text for part in parts if part is not None and (text := _unmarked(part))]
    return ": ".join(told) or None


def _unmarked(element: Any) -> str:
    marks = [text_of(each) for each in named(element, "xref", "fn")]
    return text_of(element) if not marks else " ".join("".join(_texts(element)).split())


def _texts(element: Any) -> Iterator[str]:
    if name_of(element) not in ("xref", "fn"):
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


def _published(meta: Any) -> str | None:
    """The day on which it first stood somewhere, as far as it is told."""
    dates = {
        each.get("pub-type") or each.get("date-type") or "": each
        for each in reversed(meta)
        if name_of(each) == "pub-date"
    }
    found = next((dates[kind] for kind in (*_DATES, *dates) if kind in dates), None)
    if found is not None and (written := _ISO.match(found.get("iso-8601-date") or "")):
        return written[0]
    year, month, day = (_said(found, part) or "" for part in ("year", "month", "day"))
    if not (year.isdigit() and len(year) == 4):
        return None
    number = month_number(month)
    parts = [year, *([number] if number else [])]
    return "-".join([*parts, *([day.zfill(2)] if day.isdigit() and len(parts) == 2 else [])])


def _abstract(meta: Any) -> str | None:
    found = next((each for each in meta if name_of(each) == "abstract" and not each.get("abstract-type")), None)
    if found is None:
        return None
    parts = [text_of(each) for each in named(found, "p")]
    return "\n\n".join(parts) or text_of(found) or None


def _licenses(meta: Any) -> Iterator[dict[str, str]]:
    for license_ in named(meta, "license"):
        links = [each.get(HREF) or text_of(each) for each in named(license_, "license_ref", "ext-link")]
        for stated in [license_.get(HREF), *links, text_of(license_)]:
            if stated:
                yield {"source": SOURCE, "stated": stated[:1000]}


def _said(element: Any, name: str) -> str | None:
    if element is None:
        return None
    found = next(named(element, name), None)
    return text_of(found) or None if found is not None else None
