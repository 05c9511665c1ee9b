"""Crossref: what publishers say of their papers, their references, licenses and what was published about them later."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from williams_import_paper.identifiers import cited_in, of_arxiv, of_doi
from williams_import_paper.record import Change, ChangeKind, CitedWork, FullText, LicenseEvidence, Record
from williams_import_paper.services.answers import abstract_of, at, date_of, each_at, plain, text_at, texts_at

NAME: Final = "Crossref"
_DATES: Final = ("published", "published-print", "published-online", "issued", "posted", "created")
_CHANGES: Final[dict[str, ChangeKind]] = {
    "retraction": "retraction",
    "partial_retraction": "retraction",
    "removal": "removal",
    "withdrawal": "withdrawal",
    "correction": "correction",
    "corrigendum": "correction",
    "erratum": "correction",
    "expression_of_concern": "expression-of-concern",
    "new_version": "new-version",
    "new_edition": "new-version",
}


def work_url(base: str, doi: str, mailto: str) -> str:
    return f"{base}/works/{quote(doi, safe='')}{_polite('?', mailto)}"


def search_url(base: str, citation: str, mailto: str) -> str:
    return f"{base}/works?query.bibliographic={quote(citation, safe='')}&rows=3{_polite('&', mailto)}"


def record_of(answer: Any) -> Record | None:
    """Return the record of a work's answer; None where it is none."""
    return work_record(at(answer, "message"))


def found_in(answer: Any) -> list[Record]:
    """Return the records of a search's answer, the best first."""
    records = (work_record(each) for each in each_at(answer, "message", "items"))
    return [record for record in records if record]


def work_record(work: Any) -> Record | None:
    ids = of_doi(text_at(work, "DOI"))
    if not ids:
        return None
    return Record(
        title=_title(work),
        authors=[name for each in each_at(work, "author") if (name := _name(each))],
        published=next((date for name in _DATES if (date := date_of(at(work, name, "date-parts", 0)))), None),
        kind=text_at(work, "type"),
        venue=next(iter(texts_at(work, "container-title")), None),
        publisher=text_at(work, "publisher"),
        language=text_at(work, "language"),
        abstract=abstract_of(at(work, "abstract")),
        keywords=texts_at(work, "subject"),
        licenses=[
            LicenseEvidence(source=NAME, stated=url, of=text_at(each, "content-version"))
            for each in each_at(work, "license")
            if (url := text_at(each, "URL"))
        ],
        changes=_changes(work),
        notice_of=[name for each in each_at(work, "update-to") for name in of_doi(text_at(each, "DOI")).works],
        references=[_reference(each) for each in each_at(work, "reference")],
        full_texts=[
            FullText(url=url, form="pdf", source=NAME)
            for each in each_at(work, "link")
            if at(each, "content-type") == "application/pdf"
            and at(each, "intended-application") == "unspecified"
            and (url := text_at(each, "URL"))
        ],
        sources=[NAME],
    ).identified_by(ids)


def _polite(before: str, mailto: str) -> str:
    return f"{before}mailto={quote(mailto)}" if mailto else ""


def _title(work: Any) -> str | None:
    title, below = next(iter(texts_at(work, "title")), None), next(iter(texts_at(work, "subtitle")), None)
    return f"{title}: {below}" if title and below and below not in title else title


def _name(author: Any) -> str | None:
    parts = (text_at(author, name) for name in ("given", "family", "suffix"))
    return " ".join(part for part in parts if part) or text_at(author, "name")


def _changes(work: Any) -> list[Change]:
    """What ``updated-by`` says; ``update-to`` stands in a notice, about another work."""
    return [
        Change(
            kind=_CHANGES[kind],
            source="Retraction Watch" if at(each, "source") == "retraction-watch" else NAME,
            notice=next(iter(of_doi(text_at(each, "DOI")).works), None),
            date=date_of(at(each, "updated", "date-parts", 0)),
        )
        for each in each_at(work, "updated-by")
        if (kind := (text_at(each, "type") or "").lower().replace("-", "_").replace(" ", "_")) in _CHANGES
    ]


def _reference(each: Any) -> CitedWork:
    unstructured = text_at(each, "unstructured") or ""
    ids = of_doi(text_at(each, "DOI")) | cited_in(unstructured) | of_arxiv(text_at(each, "arxiv"))
    parts = [text_at(each, "author"), _bracketed(text_at(each, "year"))]
    parts += [
        text_at(each, name) for name in ("article-title", "volume-title", "journal-title", "volume", "first-page")
    ]
    text = unstructured or ", ".join(part for part in parts if part) or ", ".join(ids.works)
    title = text_at(each, "article-title") or text_at(each, "volume-title")
    return CitedWork(text=plain(text) or "?", works=ids.works, title=title, year=text_at(each, "year"))


def _bracketed(year: str | None) -> str | None:
    return f"({year})" if year else None
