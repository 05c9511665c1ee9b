"""Whether a content, a paragraph or an artifact fits a filter."""

from __future__ import annotations

from datetime import UTC
from unicodedata import normalize

from williams.domain.artifacts import Artifact, ArtifactFilter
from williams.domain.content import Content, Paragraph, ParagraphFilter
from williams.domain.language_codes import spellings
from williams.domain.search import ContentFilter


def fits(content: Content, wanted: ContentFilter) -> bool:
    about = content.metadata
    return (
        _among(content.content_id, wanted.content_ids)
        and _among(content.content_type, wanted.content_types)
        and _among(content.tier, wanted.tiers)
        and (wanted.tags is None or any(tag in wanted.tags for tag in content.tags))
        and _among((about.license or "").lower(), _lower(wanted.licenses))
        and _language_fits((about.language or "").lower(), wanted.languages)
        and _by(about.authors, wanted.author)
        and _published(content, wanted)
    )


def stands_in(paragraph: Paragraph, wanted: ParagraphFilter) -> bool:
    place = paragraph.place
    return wanted.page in (None, place.page) and wanted.section in (None, place.section)


def _among(value: str, wanted: tuple[str, ...] | None) -> bool:
    return wanted is None or value in wanted


def _lower(values: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(value.lower() for value in values)


def _language_fits(language: str, wanted: tuple[str, ...] | None) -> bool:
    return wanted is None or any(f"{language}-".startswith(f"{each}-") for tag in wanted for each in spellings(tag))


def _by(authors: list[str], wanted: str | None) -> bool:
    return wanted is None or any(_plain(wanted) in _plain(author) for author in authors)


def _plain(name: str) -> str:
    return normalize("NFC", name).lower()


def _published(content: Content, wanted: ContentFilter) -> bool:
    if wanted.published_from is None and wanted.published_to is None:
        return True
    published = content.metadata.published_date
    if published is None:
        return False
    day = published.astimezone(UTC).date()
    return (wanted.published_from is None or wanted.published_from <= day) and (
        wanted.published_to is None or day <= wanted.published_to
    )


def artifact_fits(artifact: Artifact, wanted: ArtifactFilter) -> bool:
    """Return whether the artifact is one of those that are wanted."""
    verdict, day = artifact.licensing, artifact.created_at.astimezone(UTC).date()
    title = normalize("NFC", artifact.title).lower()
    return all(
        (
            wanted.artifact_type in (None, artifact.artifact_type),
            wanted.artifact_id in (None, artifact.artifact_id),
            wanted.format in (None, artifact.format),
            wanted.source_id is None or wanted.source_id in artifact.source_ids,
            wanted.created_from is None or wanted.created_from <= day,
            wanted.created_to is None or day <= wanted.created_to,
            wanted.license is None or (verdict is not None and verdict.license == wanted.license),
            wanted.use is None or (verdict is not None and verdict.use is wanted.use),
            wanted.title is None or normalize("NFC", wanted.title).lower() in title,
        )
    )
