"""Europe PMC: which ids a paper has among the life sciences, and its full text as JATS."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from williams_import_paper.identifiers import Identifiers, of_doi, of_pmcid, of_pmid
from williams_import_paper.record import Change, ChangeKind, FullText, LicenseEvidence, Record
from williams_import_paper.services.answers import abstract_of, at, each_at, text_at

NAME: Final = "Europe PMC"
CHANGES: Final[dict[str, ChangeKind]] = {
    "retraction in": "retraction",
    "partial retraction in": "retraction",
    "erratum in": "correction",
    "corrected and republished in": "correction",
    "expression of concern in": "expression-of-concern",
    "update in": "new-version",
}


def search_url(base: str, ids: Identifiers) -> str:
    query = f"EXT_ID:{ids.pmid} AND SRC:MED" if ids.pmid else f'DOI:"{ids.doi}"'
    query = f"PMCID:{ids.pmcid}" if ids.pmcid else query
    return f"{base}/search?query={quote(query, safe='')}&format=json&resultType=core&pageSize=1"


def record_of(base: str, answer: Any) -> Record | None:
    found = at(answer, "resultList", "result", 0)
    ids = of_doi(text_at(found, "doi")) | of_pmid(text_at(found, "pmid")) | of_pmcid(text_at(found, "pmcid"))
    if not ids:
        return None
    named = (text_at(each, "fullName") for each in each_at(found, "authorList", "author"))
    stated = text_at(found, "license")
    full = FullText(url=f"{base}/{ids.pmcid}/fullTextXML", form="jats", source=NAME)
    is_open = ids.pmcid and at(found, "isOpenAccess") == "Y"
    return Record(
        title=(text_at(found, "title") or "").rstrip(".") or None,
        authors=[name for name in named if name],
        published=text_at(found, "firstPublicationDate"),
        venue=text_at(found, "journalInfo", "journal", "title"),
        language=text_at(found, "language"),
        abstract=abstract_of(at(found, "abstractText")),
        licenses=[LicenseEvidence(source=NAME, stated=stated)] if stated else [],
        changes=[
            Change(kind=CHANGES[kind], source="PubMed", notice=next(iter(of_pmid(text_at(each, "id")).works), None))
            for each in each_at(found, "commentCorrectionList", "commentCorrection")
            if (kind := (text_at(each, "type") or "").lower()) in CHANGES
        ],
        full_texts=[full] if is_open else [],
        sources=[NAME],
    ).identified_by(ids)
