"""What was imported: content, its versions and paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import ConfigDict, Field

from williams.domain.doubts import Doubt
from williams.domain.figures import Figure
from williams.domain.licenses.evidence import LicenseEvidence, license_evidence
from williams.domain.licenses.parts import stated_parts
from williams.domain.licenses.verdicts import LicensedSource
from williams.domain.metadata import ContentMetadata
from williams.domain.models import DeferredModel
from williams.domain.notices import Notice
from williams.domain.places import Place

__all__ = [
    "Content",
    "ContentMetadata",
    "ContentType",
    "ObjectRef",
    "Paragraph",
    "ParagraphFilter",
    "ParagraphKind",
    "Tier",
]


class ContentType(StrEnum):
    """v2's content types."""

    VIDEO = "video"
    DOCUMENT = "document"
    WEBPAGE = "webpage"
    PODCAST = "podcast"


class Tier(StrEnum):
    """v2's quality tiers."""

    TOP = "top"
    MIDDLE = "middle"
    GENERAL = "general"


class ObjectRef(DeferredModel):
    """An object in the library's bucket. ``sha256`` is hexadecimal; ``size`` is in bytes."""

    model_config = ConfigDict(frozen=True)

    key: str
    media_type: str
    size: int
    sha256: str


class ParagraphKind(StrEnum):
    HEADING = "heading"
    BODY = "body"
    CAPTION = "caption"
    LIST_ITEM = "list_item"
    REFERENCE = "reference"
    FOOTNOTE = "footnote"
    TABLE_ROW = "table_row"
    CODE = "code"
    FIGURE = "figure"


class Paragraph(DeferredModel):
    """A paragraph as it stands in the extracted text.

    ``start`` and ``end`` are offsets in Unicode code points into ``extracted.txt`` (end exclusive):
    ``extracted[start:end] == text``. ``ordinal`` counts from 0, and ``place.paragraph`` is one more.
    ``doubt`` is None where there is no reason for one. ``figure`` is the picture of one of kind ``figure``, whose text
    is its caption.
    """

    model_config = ConfigDict(frozen=True)

    paragraph_id: str
    ordinal: int
    kind: ParagraphKind = ParagraphKind.BODY
    text: str
    start: int
    end: int
    place: Place
    doubt: Doubt | None = None
    figure: Figure | None = None


@dataclass(frozen=True)
class ParagraphFilter:
    """Which paragraphs of a content are wanted: those of a page, counted from 1, and those under a heading."""

    page: int | None = None
    section: str | None = None


class Content(DeferredModel):
    """One imported source, as its owner sees it; ``version`` counts what was made under its id.

    ``parameters`` are those that it was asked for with and that differ from its plugin's defaults: how it was read.
    ``tags`` are its owner's. ``source_key`` is that of ``williams.domain.versions``; None for an upload.
    ``source_version`` says which version of that source it is, counted from 1: the catalog gives it at the commit.
    """

    content_id: str
    owner: str
    url: str
    content_type: ContentType
    plugin_id: str
    plugin_version: str
    parameters: dict[str, Any] = Field(default_factory=dict)
    metadata: ContentMetadata
    tier: Tier = Tier.GENERAL
    status: str = "available"
    version: int = 1
    source_key: str | None = None
    source_version: int = 1
    sha256: str
    files: dict[str, ObjectRef] = Field(default_factory=dict)
    paragraph_count: int = 0
    notices: list[Notice] = Field(default_factory=list)
    tags: list[str] = Field(default_factory=list)
    created_at: datetime
    updated_at: datetime

    @property
    def license_evidence(self) -> LicenseEvidence | None:
        return license_evidence(self.metadata.license, self.metadata.extra)

    @property
    def licensed(self) -> LicensedSource:
        """The content as a verdict on licenses sees it."""
        return LicensedSource(
            content_id=self.content_id,
            title=self.metadata.title,
            license=self.metadata.license,
            parts=stated_parts(self.metadata.extra),
        )
