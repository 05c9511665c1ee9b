"""OpenAlex: whether a paper was retracted, and where its text is open."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from williams_import_paper.identifiers import Identifiers, of_doi, of_pmcid, of_pmid
from williams_import_paper.record import Change, FullText, LicenseEvidence, Record
from williams_import_paper.services.answers import LONGEST_ABSTRACT, at, each_at, text_at

NAME: Final = "OpenAlex"
_KINDS: Final = {"article": "journal-article", "preprint": "posted-content", "review": "journal-article"}


def work_url(base: str, ids: Identifiers, mailto: str) -> str:
    name = f"doi:{ids.doi}" if ids.doi else f"pmid:{ids.pmid}" if ids.pmid else f"doi:10.48550/arxiv.{ids.arxiv}"
    return f"{base}/works/{quote(name, safe=':')}" + (f"?mailto={quote(mailto)}" if mailto else "")


def record_of(answer: Any) -> Record | None:
    if not (text_at(answer, "id") or "").startswith("http"):
        return None
    ids = of_doi(_tail(text_at(answer, "doi"), "doi.org/"))
    ids |= of_pmid(_tail(text_at(answer, "ids", "pmid"), "gov/")) | of_pmcid(
        _tail(text_at(answer, "ids", "pmcid"), "/")
    )
    kind = text_at(answer, "type")
    best = at(answer, "best_oa_location")
    pdf, stated = text_at(best, "pdf_url"), text_at(best, "license")
    named = (text_at(each, "author", "display_name") for each in each_at(answer, "authorships"))
    return Record(
        title=text_at(answer, "title") or text_at(answer, "display_name"),
        authors=[name for name in named if name],
        published=text_at(answer, "publication_date"),
        kind=_KINDS.get(kind or "", kind),
        venue=text_at(answer, "primary_location", "source", "display_name"),
        publisher=text_at(answer, "primary_location", "source", "host_organization_name"),
        language=text_at(answer, "language"),
        abstract=_abstract(at(answer, "abstract_inverted_index")),
        licenses=[LicenseEvidence(source=NAME, stated=stated, of=text_at(best, "version"))] if stated else [],
        changes=[Change(kind="retraction", source=NAME)] if at(answer, "is_retracted") is True else [],
        full_texts=[FullText(url=pdf, form="pdf", source=NAME)] if pdf else [],
        sources=[NAME],
    ).identified_by(ids)


def _tail(url: str | None, behind: str) -> str | None:
    return url.rpartition(behind)[2] if url else None


def _abstract(index: Any) -> str | None:
    """OpenAlex gives each word with its places."""
    if not isinstance(index, dict):
        return None
    places = {
        place: word
        for word, places in index.items()
        if isinstance(word, str) and isinstance(places, list)
        for place in places
        if isinstance(place, int)
    }
    return " ".join(places[place] for place in sorted(places))[:LONGEST_ABSTRACT] or None
