"""`williams search`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from williams_cli.groups import AllVersions, Collections, Next, Tags
from williams_cli.hits import show_hits
from williams_cli.session import Session, connected


class Mode(StrEnum):
    HYBRID = "hybrid"
    DENSE = "dense"
    SPARSE = "sparse"


Query = Annotated[str, typer.Argument(help="A question, or words.")]
How = Annotated[Mode, typer.Option("--mode", help="By meaning and words, by meaning (dense), or by words (sparse).")]
Within = Annotated[list[str] | None, typer.Option("--content", help="Only in this content; repeatable.")]
Type = Annotated[list[str] | None, typer.Option("--type", help="Only in documents, webpages …; repeatable.")]
Language = Annotated[list[str] | None, typer.Option("--language", help="`en` finds `en-GB` too; repeatable.")]
License = Annotated[list[str] | None, typer.Option("--license", help="An SPDX identifier; repeatable.")]
Author = Annotated[str | None, typer.Option("--author", help="A part of an author's name.")]
From = Annotated[str | None, typer.Option("--from", metavar="DAY", help="Published on this day or later.")]
To = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Published on this day or earlier.")]
Tiers = Annotated[list[str] | None, typer.Option("--tier", help="top, middle or general; repeatable.")]


@connected
def search(
    session: Session,
    query: Query,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many to show.")] = 5,
    mode: How = Mode.HYBRID,
    within: Within = None,
    content_type: Type = None,
    language: Language = None,
    license_id: License = None,
    author: Author = None,
    published_from: From = None,
    published_to: To = None,
    tier: Tiers = None,
    collection: Collections = None,
    tag: Tags = None,
    all_versions: AllVersions = False,
    after: Next = None,
) -> None:
    """Find the paragraphs that answer a question."""
    answer = session.library.search(
        query,
        limit,
        mode.value,
        after,
        content_id=within or (),
        content_type=content_type or (),
        language=language or (),
        license=license_id or (),
        author=author,
        published_from=published_from,
        published_to=published_to,
        tier=tier or (),
        collection=collection or (),
        tag=tag or (),
        all_versions=all_versions,
    )
    session.answer(answer, lambda: show_hits(answer))
