"""DataCite: preprints, data and reports, arXiv's among them, with their licenses and versions."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from williams_import_paper.identifiers import Identifiers, of_arxiv, of_doi
from williams_import_paper.record import CitedWork, LicenseEvidence, Record, Version
from williams_import_paper.services.answers import abstract_of, at, each_at, text_at

NAME: Final = "DataCite"
_KINDS: Final = {
    "journalarticle": "journal-article",
    "preprint": "posted-content",
    "conferencepaper": "proceedings-article",
}


def work_url(base: str, ids: Identifiers) -> str:
    doi = f"10.48550/arxiv.{ids.arxiv}" if ids.arxiv else ids.doi or ""
    return f"{base}/dois/{quote(doi, safe='')}"


def record_of(answer: Any) -> Record | None:
    work = at(answer, "data", "attributes")
    ids = of_doi(text_at(work, "doi"))
    if not ids:
        return None
    related = list(each_at(work, "relatedIdentifiers"))
    stated = (text_at(work, "types", "resourceTypeGeneral") or "").lower()
    described = {text_at(each, "descriptionType"): at(each, "description") for each in each_at(work, "descriptions")}
    return Record(
        title=text_at(work, "titles", 0, "title"),
        authors=[name for each in each_at(work, "creators") if (name := _name(each))],
        published=_published(work),
        kind=_KINDS.get(stated, stated or None),
        publisher=text_at(work, "publisher", "name") or text_at(work, "publisher"),
        language=text_at(work, "language"),
        abstract=abstract_of(described.get("Abstract")),
        keywords=[subject for each in each_at(work, "subjects") if (subject := text_at(each, "subject"))],
        licenses=[
            LicenseEvidence(source=NAME, stated=said)
            for each in each_at(work, "rightsList")
            if (said := text_at(each, "rightsUri") or text_at(each, "rightsIdentifier") or text_at(each, "rights"))
        ],
        references=[work for each in related if (work := _cited(each))],
        versions=[
            Version(name=name, date=(text_at(each, "date") or "")[:10] or None)
            for each in each_at(work, "dates")
            if (name := text_at(each, "dateInformation")) and name[:1] == "v" and name[1:].isdigit()
        ],
        sources=[NAME],
    ).identified_by(ids | _published_as(related))


def _name(creator: Any) -> str | None:
    given, family = text_at(creator, "givenName"), text_at(creator, "familyName")
    if given and family:
        return f"{given} {family}"
    family, comma, given = (text_at(creator, "name") or "").partition(", ")
    return f"{given} {family}" if comma and text_at(creator, "nameType") != "Organizational" else family or None


def _published(work: Any) -> str | None:
    dates = {text_at(each, "dateType"): text_at(each, "date") for each in each_at(work, "dates")}
    found = dates.get("Issued") or dates.get("Submitted") or text_at(work, "publicationYear")
    return found[:10] if found else None


def _published_as(related: list[dict[str, Any]]) -> Identifiers:
    published = ("IsVersionOf", "IsPreprintOf", "IsPublishedIn")
    dois = (text_at(each, "relatedIdentifier") for each in related if at(each, "relationType") in published)
    return next((found for doi in dois if (found := of_doi(doi)).doi), Identifiers())


def _cited(each: dict[str, Any]) -> CitedWork | None:
    if at(each, "relationType") not in ("Cites", "References"):
        return None
    value = text_at(each, "relatedIdentifier") or ""
    ids = {"DOI": of_doi, "arXiv": of_arxiv}.get(str(at(each, "relatedIdentifierType")), of_doi)(value)
    return CitedWork(text=value, works=ids.works) if value and ids else None
