"""What is said of a source: an importer is told what does not fit; of what it says itself, that is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import ConfigDict, Field, ModelWrapValidatorHandler, PrivateAttr, ValidationError, model_validator

from williams.domain.bounds import Author, Title
from williams.domain.dates import Moment
from williams.domain.fitting import MOST_AUTHORS, MOST_PAGES
from williams.domain.json_values import Extra
from williams.domain.language_tags import LanguageTag
from williams.domain.licenses.canonical import License
from williams.domain.mending import mended
from williams.domain.models import DeferredModel
from williams.domain.notices import Notice


class StatedMetadata(DeferredModel):
    """What an importer says of a source; it goes before what the source says of itself.

    ``license`` is an SPDX identifier or expression, ``language`` a BCP 47 tag; dates are in ISO 8601, and in UTC where
    they name no zone.
    """

    model_config = ConfigDict(extra="forbid")

    title: Title | None = None
    authors: Annotated[list[Author], Field(max_length=MOST_AUTHORS)] = Field(default_factory=list)
    published_date: Moment | None = None
    modified_date: Moment | None = None
    license: License | None = None
    language: LanguageTag | None = None
    page_count: Annotated[int, Field(strict=True, ge=1, le=MOST_PAGES)] | None = None
    extra: Extra = Field(default_factory=dict)


class ContentMetadata(StatedMetadata):
    """What is kept of what a source says of itself: what does not fit is passed over or cut, never an error.

    ``passed_over`` says what was, until the metadata are written down: a content keeps it among its notices.
    """

    model_config = ConfigDict(extra="ignore")

    _passed_over: list[Notice] = PrivateAttr(default_factory=list)

    @property
    def passed_over(self) -> list[Notice]:
        return self._passed_over

    @model_validator(mode="wrap")
    @classmethod
    def _keep_what_fits(cls, said: Any, validate: ModelWrapValidatorHandler[ContentMetadata]) -> ContentMetadata:
        try:
            return validate(said)
        except ValidationError as error:
            if not isinstance(said, Mapping):
                raise
            kept, notices = mended(said, error)
            made = validate(kept)
            made._passed_over = notices
            return made
