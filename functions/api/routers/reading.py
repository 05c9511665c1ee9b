"""What a source says."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Query, Response, status
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from pydantic import AfterValidator, Field

from functions.api.accepting import prefers_text
from functions.api.answers import Listing, ParagraphAnswer, TextAnswer
from functions.api.dependencies import After, App, Limit, Reader
from functions.api.fitting import MOST_BYTES, fitting_page, outgoing_bytes
from functions.api.problems import documented
from williams.domain.bounds import Identifier, line_of
from williams.domain.content import ParagraphFilter
from williams.domain.places import LAST_NUMBER, LONGEST_SECTION

router = APIRouter(prefix="/api/content/{content_id}", tags=["content"])
Page = Annotated[int | None, Query(ge=1, le=LAST_NUMBER, description="Only on this page, counted from 1.")]
Heading = Annotated[str, Field(min_length=1, max_length=LONGEST_SECTION), AfterValidator(line_of)]
Section = Annotated[Heading | None, Query(description="Only under this heading, word for word.")]
# OpenAPI tells of it by the types of the answer.
Accept = Annotated[str, Header(include_in_schema=False)]
# Which of them is sent depends on what is asked for, and the URL is not for long.
_HEADERS: Final = {"Vary": "Accept", "Cache-Control": "no-store"}
_FORMS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
    307: {"description": "Plain text that is too long for one answer: `Location` leads to it, without a token."},
}


@router.get("/paragraphs", responses=documented(404, 422))
def list_paragraphs(
    app: App,
    caller: Reader,
    content_id: Identifier,
    limit: Limit = 50,
    after: After = None,
    page: Page = None,
    section: Section = None,
) -> Listing[ParagraphAnswer]:
    """List a source's paragraphs in reading order, each with where it stands."""
    content, found = app.reading.paragraphs(caller.owner, content_id, limit, after, ParagraphFilter(page, section))
    answers = [ParagraphAnswer.of_content(each, content, app.reading) for each in found.items]
    items, next_token = fitting_page(answers, lambda each: each.paragraph_id, found.next_after)
    return Listing(items=items, next_token=next_token)


@router.get("/text", response_model=TextAnswer, responses=_FORMS | documented(404, 422))
def get_text(app: App, caller: Reader, content_id: Identifier, accept: Accept = "*/*") -> Response:
    """Get a source's whole text: as JSON, or as it is for `Accept: text/plain`."""
    file = app.reading.text_file(caller.owner, content_id)
    url = app.reading.link_to(file, content_id)
    text = app.reading.text(file) if file.size <= MOST_BYTES else None
    if prefers_text(accept):
        if text is not None and outgoing_bytes(text) <= MOST_BYTES:
            return PlainTextResponse(text, headers=_HEADERS)
        return RedirectResponse(url, status.HTTP_307_TEMPORARY_REDIRECT, _HEADERS)
    answer = TextAnswer.of(content_id, file, text, url)
    if outgoing_bytes(answer.model_dump_json()) > MOST_BYTES:
        answer = TextAnswer.of(content_id, file, None, url)
    return JSONResponse(answer.model_dump(mode="json"), headers=_HEADERS)
