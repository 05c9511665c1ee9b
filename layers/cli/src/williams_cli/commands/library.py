"""`williams content` and `artifacts`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from williams_cli import output, tables
from williams_cli.commands.exports import show_downloaded
from williams_cli.groups import AllVersions, Collections, Limit, Next, Tags, answer_page, group
from williams_cli.session import Session, connected
from williams_client.filters import SearchFilters

content = group("content", "See, read and delete what is in the library.")
artifacts = group("artifacts", "See and download what was generated.")
Id = Annotated[str, typer.Argument(metavar="ID")]
Ids = Annotated[list[str], typer.Argument(metavar="ID")]
OnPage = Annotated[int | None, typer.Option("--page", min=1, help="Only on this page, counted from 1.")]
UnderHeading = Annotated[str | None, typer.Option("--section", help="Only under this heading, word for word.")]
Hard = Annotated[bool, typer.Option("--hard", help="Remove them from every store; this cannot be undone.")]
License = Annotated[str, typer.Argument(help="An SPDX identifier or expression, such as CC-BY-4.0.")]
NewTags = Annotated[list[str] | None, typer.Argument(metavar="TAG")]
Channel = Annotated[str | None, typer.Option(help="Where it is shared, in your own words.")]
Folder = Annotated[Path, typer.Option("--output", "-o", help="The folder for the files.")]


@content.command("list")
@connected
def list_content(
    session: Session,
    limit: Limit = 20,
    after: Next = None,
    collection: Collections = None,
    tag: Tags = None,
    all_versions: AllVersions = False,
) -> None:
    """List content, newest first."""
    filters = SearchFilters(collection=collection or (), tag=tag or (), all_versions=all_versions)
    page = session.library.content.list(limit, after, **filters)
    what = "such sources" if collection or tag else "sources yet"
    answer_page(session, page, what, tables.contents_table)


@content.command("show")
@connected
def show_content(session: Session, content_id: Id) -> None:
    """Show one source's metadata and storage paths."""
    found = session.library.content.get(content_id)
    session.answer(found, lambda: output.show(tables.content_fields(found)))


@content.command("paragraphs")
@connected
def list_paragraphs(
    session: Session,
    content_id: Id,
    limit: Limit = 20,
    after: Next = None,
    page: OnPage = None,
    section: UnderHeading = None,
) -> None:
    """List a source's paragraphs in reading order."""
    found = session.library.content.paragraphs(content_id, limit, after, page=page, section=section)
    answer_page(session, found, "such paragraphs", tables.paragraphs_read)


@content.command("text")
@connected
def show_text(session: Session, content_id: Id) -> None:
    """Print a source's whole text."""
    text = session.library.content.text(content_id)
    if session.as_json:
        output.print_json({"content_id": content_id, "text": text})
    else:
        output.write_text(text)


@content.command("near-duplicates")
@connected
def list_near_duplicates(session: Session, content_id: Id) -> None:
    """List what else has nearly the same text, the most alike first."""
    found = session.library.content.near_duplicates(content_id)
    answer_page(session, found, "other sources of nearly the same text", tables.near_duplicates_table)


@content.command("license")
@connected
def state_license(session: Session, content_id: Id, license: License) -> None:
    """State a source's license, in the place of the one that was found."""
    stated = session.library.content.state_license(content_id, license)
    session.answer(stated, lambda: output.show(tables.content_fields(stated)))


@content.command("tag")
@connected
def tag_content(session: Session, content_id: Id, tags: NewTags = None) -> None:
    """Put tags in the place of those that a source has; without any, it has none."""
    tagged = session.library.content.tag(content_id, tags or [])
    session.answer(tagged, lambda: output.show(tables.content_fields(tagged)))


@content.command("delete")
@connected
def delete_content(session: Session, content_ids: Ids, hard: Hard = False) -> None:
    """Hide sources everywhere. What was made from them stays."""
    how = "is gone from every store" if hard else "is hidden"
    session.each(content_ids, lambda id: (session.library.content.delete(id, hard), f"{id} {how}."))


@artifacts.command("list")
@connected
def list_artifacts(
    session: Session,
    limit: Limit = 20,
    after: Next = None,
    type: Annotated[str | None, typer.Option(help="What an export calls it: podcast.")] = None,
    format: Annotated[str | None, typer.Option(help="Its file's: mp3.")] = None,
    source: Annotated[str | None, typer.Option(help="Made from this source.", metavar="ID")] = None,
    created_from: Annotated[str | None, typer.Option("--from", help="The first day, in UTC.")] = None,
    created_to: Annotated[str | None, typer.Option("--to", help="The last day, in UTC.")] = None,
    license: Annotated[str | None, typer.Option(help="The license that it stands under.")] = None,
    use: Annotated[str | None, typer.Option(help="What it is meant for.")] = None,
    title: Annotated[str | None, typer.Option(help="Words of its title.")] = None,
    collection: Collections = None,
    tag: Tags = None,
) -> None:
    """List artifacts, newest first."""
    page = session.library.artifacts.list(
        limit,
        after,
        artifact_type=type,
        format=format,
        source_id=source,
        created_from=created_from,
        created_to=created_to,
        license=license,
        use=use,
        title=title,
        collection=collection or (),
        tag=tag or (),
    )
    answer_page(session, page, "such artifacts", tables.artifacts_table)


@artifacts.command("rate")
@connected
def rate_artifact(
    session: Session,
    artifact_id: Id,
    rating: Annotated[int, typer.Argument(min=1, max=5, help="1 (bad) to 5 (good).")],
    comment: Annotated[str | None, typer.Option(help="Why.")] = None,
    part: Annotated[str | None, typer.Option(help="The part that it is about.", metavar="PART_ID")] = None,
) -> None:
    """Say how good an artifact is, or one of its parts."""
    said = session.library.artifacts.rate(artifact_id, rating, comment, part)
    session.answer(said, lambda: output.show(f"{artifact_id} is rated {said.rating} of 5."))


@artifacts.command("feedback")
@connected
def list_feedback(session: Session, artifact_id: Id, limit: Limit = 20, after: Next = None) -> None:
    """List what was said of an artifact, newest first, and how it is rated."""
    page = session.library.artifacts.feedback(artifact_id, limit, after)
    answer_page(session, page, "ratings of it yet", lambda items: tables.feedback_table(items, page))


@artifacts.command("show")
@connected
def show_artifact(session: Session, artifact_id: Id) -> None:
    """Show one artifact and its files."""
    found = session.library.artifacts.get(artifact_id)
    session.answer(found, lambda: output.show(tables.artifact_fields(found)))


@artifacts.command("download")
@connected
def download(session: Session, artifact_id: Id, folder: Folder = Path()) -> None:
    """Download an artifact's files."""
    found = session.library.artifacts.get(artifact_id)
    if session.as_json:
        places = session.library.artifacts.download(found, folder)
        output.print_json({name: str(place) for name, place in places.items()})
    else:
        show_downloaded(session.library, found, folder)


@artifacts.command("share")
@connected
def share_artifact(session: Session, artifact_id: Id, channel: Channel = None) -> None:
    """Get a link that opens an artifact without a token, and count the share."""
    shared = session.library.artifacts.share(artifact_id, channel)
    session.answer(shared, lambda: output.show(shared.url))
