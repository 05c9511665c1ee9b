"""Search by meaning and by words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from functions.api.dependencies import App, Reader
from functions.api.filters import WantedContent
from functions.api.fitting import fitting_page
from functions.api.problems import documented
from williams.domain.bounds import Question
from williams.domain.search import SearchMode
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


@router.get("/api/search", responses=documented(404, 422, 502))
async def search(
    app: App,
    caller: Reader,
    within: WantedContent,
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
