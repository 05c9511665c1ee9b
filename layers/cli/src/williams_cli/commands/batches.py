"""`williams batches`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from williams_cli import exits, output, tables
from williams_cli.exits import UsageError
from williams_cli.groups import Limit, Next, answer_page, group
from williams_cli.session import Session, connected
from williams_client.models import BatchAnswer

app = group("batches", "Import many sources at once, and see how far they are.")
Id = Annotated[str, typer.Argument(metavar="BATCH_ID")]
Sources = Annotated[list[str] | None, typer.Argument(metavar="[URL]...", help="What to import.")]
FromFile = Annotated[Path | None, typer.Option("--from", help="A file with a URL on each line; # begins a remark.")]
Title = Annotated[str | None, typer.Option(help="What the batch is called.")]
Type = Annotated[str | None, typer.Option(help="document, video, … or a plugin's id. Default: by the source.")]
Priority = Annotated[int | None, typer.Option(min=1, max=10, help="1 to 10, the highest, among your own. Default: 5.")]
Wait = Annotated[bool, typer.Option(help="Wait for the end.")]
Failed = Annotated[bool, typer.Option("--failed", help="Only what came to nothing.")]


@app.command("import")
@connected
def import_batch(
    session: Session,
    sources: Sources = None,
    from_file: FromFile = None,
    title: Title = None,
    type: Type = None,
    priority: Priority = None,
    wait: Wait = False,
) -> None:
    """Import up to 1,000 URLs as one batch. Files are imported with `williams import`."""
    urls = [*(sources or ()), *(_lines(from_file) if from_file else ())]
    if not urls:
        raise UsageError("Give URLs, or a file of them with --from.")
    made = session.library.batches.create(urls, title=title, type=type, priority=priority)
    _answer(session, ended(session, made) if wait else made)


@app.command("list")
@connected
def list_batches(session: Session, limit: Limit = 20, after: Next = None) -> None:
    """List batches, newest first."""
    answer_page(session, session.library.batches.list(limit, after), "batches", tables.batches_table)


@app.command("show")
@connected
def show(session: Session, batch_id: Id, wait: Wait = False) -> None:
    """Show how far a batch is, and what came to nothing."""
    batch = session.library.batches.get(batch_id)
    _answer(session, ended(session, batch) if wait else batch)


@app.command("items")
@connected
def items(session: Session, batch_id: Id, failed: Failed = False, limit: Limit = 20, after: Next = None) -> None:
    """List what a batch is of, in its order."""
    page = session.library.batches.items(batch_id, limit, after, unsuccessful=failed)
    answer_page(session, page, "sources", tables.batch_items_table)


@app.command("cancel")
@connected
def cancel(session: Session, batch_id: Id) -> None:
    """Begin nothing more of a batch, and cancel what has not ended."""
    cancelled = session.library.batches.cancel(batch_id)
    session.answer(cancelled, lambda: output.show(f"Nothing more of {batch_id} begins."))


def _lines(file: Path) -> list[str]:
    try:
        lines = [line.strip() for line in file.expanduser().read_text(encoding="utf-8-sig").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{output.clean(str(file))} cannot be read: {error}.") from None
    return [line for line in lines if line and not line.startswith("#")]


def ended(session: Session, batch: BatchAnswer) -> BatchAnswer:
    """Follow a batch to its end, with progress, and return it as it is then."""
    if batch.status != "running":
        return batch
    for news in session.library.batches.follow(batch.batch_id, notice=output.note):
        output.note(f"{news.progress:.0f} % of {news.total}: {output.clean(news.stage)}")
    return session.library.batches.get(batch.batch_id)


def _answer(session: Session, batch: BatchAnswer) -> None:
    session.answer(batch, lambda: output.show(tables.batch_fields(batch)))
    for each in () if session.as_json else batch.failures:
        name = tables.item_name(each)
        told = (each.error_message or each.status).replace(each.source, name)
        output.error(f"{output.clean(name)}: {output.clean(told)}")
    if batch.status != "running" and batch.failures:
        raise typer.Exit(exits.FAILED)
