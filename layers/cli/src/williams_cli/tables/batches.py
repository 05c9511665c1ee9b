"""Batches of imports, and sources that are followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rich.table import Table
from rich.text import Text

from williams_cli.output import ago, clean, when
from williams_cli.tables.layout import Listing, fields, status_text
from williams_client import models

_UPLOADED: Final = "upload://"


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))


def _left_out(cause: models.LeftOut) -> str:
    more = ["…"] if cause.names and cause.count > len(cause.names) else []
    return f"{cause.count}: {cause.cause}" + (f" ({', '.join([*cause.names, *more])})" if cause.names else "")


def item_name(item: models.BatchItem) -> str:
    """Return what a person calls the source: of a file from an archive its path there, else the address."""
    return item.title if item.title and item.source.startswith(_UPLOADED) else item.source


def batches_table(batches: Sequence[models.BatchSummary]) -> Listing:
    made = Listing("batch", "status", "%", "created", "of", "title", wide="title")
    for batch in batches:
        percent, of = f"{batch.progress_percent:.0f}", str(batch.total)
        title = clean(batch.title or batch.source or "")
        made.add_row(batch.batch_id, status_text(batch.status), percent, ago(batch.created_at), of, Text(title))
    return made


def batch_fields(batch: models.BatchAnswer) -> Table:
    return fields(
        [
            ("batch", batch.batch_id),
            ("status", status_text(batch.status)),
            ("title", batch.title),
            ("listing", batch.source),
            ("job", batch.job_id),
            ("progress", f"{batch.progress_percent:.0f} % of {batch.total}"),
            ("sources", _counted(batch.counts)),
            ("created", when(batch.created_at)),
            *(("left out", _left_out(each)) for each in batch.left_out),
        ]
    )


def batch_items_table(items: Sequence[models.BatchItem]) -> Listing:
    made = Listing("no", "status", "made", "source", wide="source")
    for item in items:
        outcome = item.content_id or item.made_batch_id or item.job_id or ""
        made.add_row(str(item.ordinal + 1), status_text(item.status), outcome, Text(clean(item_name(item))))
    return made


def sources_table(sources: Sequence[models.SourceAnswer]) -> Listing:
    made = Listing("source", "status", "looked at", "failures", "title", wide="title")
    for source in sources:
        looked = ago(source.looked_at) if source.looked_at else "–"
        title = Text(clean(source.title or source.url))
        made.add_row(source.source_id, status_text(source.status), looked, str(source.failures or ""), title)
    return made


def source_fields(source: models.SourceAnswer) -> Table:
    return fields(
        [
            ("source", source.source_id),
            ("title", source.title),
            ("url", source.url),
            ("status", status_text(source.status)),
            ("reason", source.reason),
            ("looked at", f"every {source.interval_seconds / 3600:g} h"),
            ("last", when(source.looked_at)),
            ("next", when(source.next_look_at)),
            ("job", source.job_id),
            ("failures", str(source.failures or "")),
            ("error", source.error_message),
        ]
    )
