"""Search by meaning."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from functions.api.dependencies import App, Caller
from functions.api.problems import documented
from williams.services.search import SearchHit

router = APIRouter(tags=["search"])


class SearchAnswer(BaseModel):
    query: str
    hits: list[SearchHit]


@router.get("/api/search", responses=documented(401, 422, 503))
async def search(
    app: App,
    caller: Caller,
    q: Annotated[str, Query(min_length=1, max_length=1000)],
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    content_id: Annotated[list[str] | None, Query()] = None,
) -> SearchAnswer:
    """Find the paragraphs nearest in meaning to a question."""
    return SearchAnswer(query=q, hits=await app.search.search(caller.owner, q, limit, content_id))
