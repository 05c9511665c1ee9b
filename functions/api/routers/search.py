"""Search by meaning and by words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from functions.api.dependencies import App, Reader
from functions.api.fitting import fitting_page
from functions.api.problems import documented
from williams.domain.bounds import Author, Identifier, Question, Word
from williams.domain.content import ContentType, Tier
from williams.domain.dates import Day
from williams.domain.search import ContentFilter, SearchMode
from williams.services.search import SearchHit, SearchQuery
from williams.services.signing import LONGEST as LONGEST_TOKEN

router = APIRouter(tags=["search"])


class SearchAnswer(BaseModel):
    """One page, best first; pass ``next_token`` to get the next one. Long hits make it shorter than ``limit``.

    ``said`` is why there are no hits, in a sentence; null where there are some.
    """

    query: str
    mode: SearchMode
    hits: list[SearchHit]
    said: str | None
    next_token: str | None = None


def content_filter(
    content_id: Annotated[list[Identifier] | None, Query(description="Only in these.", max_length=1000)] = None,
    content_type: Annotated[list[ContentType] | None, Query()] = None,
    language: Annotated[list[Word] | None, Query(description="BCP 47; `en` fits `en-GB`.", max_length=100)] = None,
    license: Annotated[list[Word] | None, Query(description="SPDX identifiers.", max_length=100)] = None,
    author: Annotated[Author | None, Query(description="A part of a name.")] = None,
    published_from: Annotated[Day | None, Query(description="The first day, in UTC.")] = None,
    published_to: Annotated[Day | None, Query(description="The last day, in UTC.")] = None,
    tier: Annotated[list[Tier] | None, Query()] = None,
) -> ContentFilter:
    """Return which content to look into: of several values one must fit, and every parameter that is given."""
    return ContentFilter(
        content_ids=content_id,
        content_types=content_type,
        languages=language,
        licenses=license,
        author=author,
        published_from=published_from,
        published_to=published_to,
        tiers=tier,
    )


@router.get("/api/search", responses=documented(422, 502))
async def search(
    app: App,
    caller: Reader,
    within: Annotated[ContentFilter, Depends(content_filter)],
    q: Question,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    mode: SearchMode = SearchMode.HYBRID,
    next_token: Annotated[
        str | None, Query(max_length=LONGEST_TOKEN, description="Go on where the page before ended; ask the same.")
    ] = None,
) -> SearchAnswer:
    """Find the paragraphs that answer a question: by meaning, by words, or by both."""
    query = SearchQuery(caller.owner, q, mode, within)
    found = await app.search.search(query, limit, next_token)
    hits, token = fitting_page(found.hits, found.token_behind, found.next_token)
    return SearchAnswer(query=q, mode=mode, hits=hits, said=found.said, next_token=token)
