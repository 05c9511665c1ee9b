"""Which content is asked for: the same parameters wherever content is listed or searched."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Depends, Query

from functions.api.dependencies import App, Reader
from williams.domain.bounds import Author, Identifier, Word
from williams.domain.content import ContentType, Tier
from williams.domain.dates import Day
from williams.domain.labels import Tag
from williams.domain.search import ContentFilter

CollectionNames: TypeAlias = Annotated[
    list[Word] | None, Query(description="In one of these collections: ids or names.", max_length=20)
]
WantedTags: TypeAlias = Annotated[list[Tag] | None, Query(description="With one of these tags.", max_length=50)]


def content_filter(
    app: App,
    caller: Reader,
    content_id: Annotated[list[Identifier] | None, Query(description="Only in these.", max_length=1000)] = None,
    content_type: Annotated[list[ContentType] | None, Query()] = None,
    language: Annotated[list[Word] | None, Query(description="BCP 47; `en` fits `en-GB`.", max_length=100)] = None,
    license: Annotated[list[Word] | None, Query(description="SPDX identifiers.", max_length=100)] = None,
    author: Annotated[Author | None, Query(description="A part of a name.")] = None,
    published_from: Annotated[Day | None, Query(description="The first day, in UTC.")] = None,
    published_to: Annotated[Day | None, Query(description="The last day, in UTC.")] = None,
    tier: Annotated[list[Tier] | None, Query()] = None,
    collection: CollectionNames = None,
    tag: WantedTags = None,
    all_versions: Annotated[bool, Query(description="Older versions of sources, too.")] = False,
) -> ContentFilter:
    """Return which content is wanted: of several values one must fit, and every parameter that is given."""
    return ContentFilter(
        content_ids=content_id,
        content_types=content_type,
        languages=language,
        licenses=license,
        author=author,
        published_from=published_from,
        published_to=published_to,
        tiers=tier,
        collection_ids=app.collections.ids(caller.owner, collection),
        tags=tag,
        all_versions=all_versions,
    )


WantedContent: TypeAlias = Annotated[ContentFilter, Depends(content_filter)]
