"""Unpaywall: where a paper may be read for nothing, and under which license."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from williams_import_paper.identifiers import of_doi
from williams_import_paper.record import FullText, LicenseEvidence, Record
from williams_import_paper.services.answers import at, each_at, text_at

NAME: Final = "Unpaywall"


def work_url(base: str, doi: str, mailto: str) -> str:
    return f"{base}/{quote(doi, safe='')}?email={quote(mailto)}"


def record_of(answer: Any) -> Record | None:
    ids = of_doi(text_at(answer, "doi"))
    if not ids:
        return None
    best = at(answer, "best_oa_location")
    places = [best, *each_at(answer, "oa_locations")]
    licenses = [
        LicenseEvidence(source=NAME, stated=stated, of=text_at(each, "version"))
        for each in places[:1]
        if (stated := text_at(each, "license"))
    ]
    pdfs = dict.fromkeys(url for each in places if (url := text_at(each, "url_for_pdf")))
    return Record(
        licenses=licenses,
        full_texts=[FullText(url=url, form="pdf", source=NAME) for url in pdfs],
        sources=[NAME],
    ).identified_by(ids)
