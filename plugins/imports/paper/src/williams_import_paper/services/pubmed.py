"""PubMed: what a paper is called there, and whether it was retracted or corrected."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import quote

from williams_import_paper.dates import month_number
from williams_import_paper.identifiers import Identifiers, of_doi, of_pmcid, of_pmid
from williams_import_paper.record import Change, Record
from williams_import_paper.services.answers import at, each_at, text_at, texts_at
from williams_import_paper.services.europe_pmc import CHANGES

NAME: Final = "PubMed"
_DATE: Final = re.compile(r"(\d{4})(?: ([A-Z][a-z]{2}))?(?: (\d{1,2}))?(?:\D|$)")


def summary_url(base: str, pmid: str, mailto: str) -> str:
    polite = f"&tool=WilliamsLibrarian&email={quote(mailto)}" if mailto else ""
    return f"{base}/esummary.fcgi?db=pubmed&id={pmid}&retmode=json{polite}"


def record_of(pmid: str, answer: Any) -> Record | None:
    found = at(answer, "result", pmid)
    if not isinstance(found, dict) or "error" in found:
        return None
    named = (text_at(each, "name") for each in each_at(found, "authors"))
    kinds = [kind.lower() for kind in texts_at(found, "pubtype")]
    return Record(
        title=(text_at(found, "title") or "").rstrip(".") or None,
        authors=[name for name in named if name],
        published=_date(text_at(found, "pubdate") or ""),
        kind="posted-content" if "preprint" in kinds else "journal-article" if "journal article" in kinds else None,
        venue=text_at(found, "fulljournalname"),
        language=next(iter(texts_at(found, "lang")), None),
        changes=_changes(found, is_retracted="retracted publication" in kinds),
        sources=[NAME],
    ).identified_by(of_pmid(pmid) | _ids(found))


def _ids(found: dict[str, Any]) -> Identifiers:
    named = {text_at(each, "idtype"): text_at(each, "value") for each in each_at(found, "articleids")}
    return of_doi(named.get("doi")) | of_pmcid(named.get("pmc"))


def _changes(found: dict[str, Any], is_retracted: bool) -> list[Change]:
    told = [
        Change(kind=CHANGES[kind], source=NAME, notice=next(iter(of_pmid(text_at(each, "pmid")).works), None))
        for each in each_at(found, "references")
        if (kind := (text_at(each, "reftype") or "").lower()) in CHANGES
    ]
    if is_retracted and not any(change.kind == "retraction" for change in told):
        told.append(Change(kind="retraction", source=NAME))
    return told


def _date(text: str) -> str | None:
    found = _DATE.match(text)
    if found is None:
        return None
    year, month, day = found.groups()
    number = month_number(month or "")
    if number is None:
        return str(year)
    return f"{year}-{number}-{int(day):02}" if day else f"{year}-{number}"
