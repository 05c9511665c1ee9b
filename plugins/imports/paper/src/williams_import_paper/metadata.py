"""What a record becomes in the library: metadata, notices, references and a tier."""

from __future__ import annotations

import re
from typing import Any, Final

from williams.domain.content import ContentMetadata, Tier
from williams.domain.licenses import declared_license
from williams.domain.notices import Notice
from williams_import_paper.record import Change, Record

_PEER_REVIEWED: Final = frozenset({"journal-article", "proceedings-article", "book-chapter", "peer-reviewed"})
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_MOST_LISTED: Final = 50
_URLS: Final = (
    ("doi", "https://doi.org/{}"),
    ("arxiv", "https://arxiv.org/abs/{}"),
    ("pmcid", "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
    ("pmid", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
)
_SAID: Final = {
    "retraction": "This paper was retracted",
    "withdrawal": "This paper was withdrawn",
    "removal": "This paper was removed by its publisher",
    "expression-of-concern": "The publisher has expressed concern about this paper",
    "correction": "This paper was corrected",
    "new-version": "There is a newer version of this paper",
}
_OF_TEXT: Final = ("vor", "am", "publishedversion", "acceptedversion", "submittedversion", None, "unspecified")
"""Which version a license is of; licenses for text mining alone are none of the paper's."""
_NAMED: Final = {"cc-by", "cc-by-sa", "cc-by-nc", "cc-by-nd", "cc-by-nc-sa", "cc-by-nc-nd"}


def metadata_of(record: Record, read_from: str | None) -> ContentMetadata:
    """Return what is kept. ``read_from`` is the address of the text."""
    published, precision = _published(record.published)
    extra = {
        **{name: getattr(record, name) for name in ("doi", "pmid", "pmcid", "kind", "venue", "publisher")},
        "arxiv_id": record.arxiv,
        "arxiv_version": record.version,
        "published_precision": precision,
        "keywords": ", ".join(record.keywords[:_MOST_LISTED]) or None,
        "license_evidence": [each.model_dump(exclude_none=True) for each in record.licenses[:_MOST_LISTED]],
        "status": [each.model_dump(exclude_none=True) for each in record.changes[:_MOST_LISTED]],
        "notice_of": record.notice_of[:_MOST_LISTED],
        "versions": [each.model_dump(exclude_none=True) for each in record.versions[:_MOST_LISTED]],
        "described_by": record.sources,
        "full_text": read_from,
        "canonical_url": canonical_url(record),
        "reference_count": len(record.references) or None,
    }
    fields: dict[str, Any] = {
        "title": record.title,
        "authors": record.authors,
        "published_date": published,
        "license": license_of(record),
        "language": record.language,
        "extra": {name: value for name, value in extra.items() if value},
    }
    return ContentMetadata.model_validate({name: value for name, value in fields.items() if value})


def canonical_url(record: Record) -> str | None:
    """Return the paper's address that lasts."""
    return next((url.format(value) for name, url in _URLS if (value := getattr(record, name))), None)


def license_of(record: Record) -> str | None:
    """Return the SPDX identifier that all evidence agrees on; where two differ, none is taken."""
    of_text = [each for each in record.licenses if (each.of.lower() if each.of else None) in _OF_TEXT]
    found = {identifier for each in of_text if (identifier := _identifier(each.stated))}
    if len(found) == 1:
        return found.pop()
    exact = {identifier for each in of_text if "://" in each.stated and (identifier := declared_license(each.stated))}
    return exact.pop() if len(exact) == 1 else None


def _identifier(stated: str) -> str | None:
    """``cc-by`` names no version: such a word is evidence, and no license of the library's."""
    return None if stated.strip().lower().replace(" ", "-") in _NAMED else declared_license(stated)


def tier_of(record: Record) -> Tier:
    """v2's tiers: peer-reviewed or with a DOI, else with an author's name and a publisher's."""
    if record.doi or record.kind in _PEER_REVIEWED:
        return Tier.TOP
    return Tier.MIDDLE if record.authors and (record.publisher or record.venue) else Tier.GENERAL


def notices_of(record: Record) -> list[Notice]:
    """Say what was published about the paper later, and whether it is itself such a notice."""
    told = [_changed(kind, [each for each in record.changes if each.kind == kind]) for kind in _SAID]
    if record.notice_of:
        about = ", ".join(record.notice_of[:5])
        told.append(Notice(code="paper-is-notice", message=f"This is a notice about another paper: {about}."))
    licenses = sorted({found for each in record.licenses if (found := _identifier(each.stated))})
    if len(licenses) > 1:
        message = f"The services name different licenses ({', '.join(licenses)}); see license_evidence."
        told.append(
            Notice(code="license-unclear", message=message, remedy="Say the license with the import's metadata.")
        )
    return [notice for notice in told if notice]


def _changed(kind: str, changes: list[Change]) -> Notice | None:
    if not changes:
        return None
    who = ", ".join(dict.fromkeys(change.source for change in changes))
    dated = next((f" on {change.date}" for change in changes if change.date), "")
    where = ", ".join(dict.fromkeys(change.notice for change in changes if change.notice))
    message = f"{_SAID[kind]}{dated}, says {who}{f' ({where})' if where else ''}."
    return Notice(code=f"paper-{kind}", message=message[:1000], remedy="Read the notice before you build on the paper.")


def _published(stated: str | None) -> tuple[str | None, str | None]:
    """Return the first day of what is told, and how much of it is: a year or a month."""
    found = _DATE.match(stated or "")
    if found is None:
        return None, None
    year, month, day = found.groups()
    precision = None if day else "month" if month else "year"
    return f"{year}-{month or '01'}-{day or '01'}T00:00:00+00:00", precision
