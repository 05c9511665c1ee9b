"""Lists and single things for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from williams_cli.bars import STYLES
from williams_cli.doubts import doubted
from williams_cli.output import ago, clean, clock, shortened, size, when
from williams_client import models

_LEAST_WIDE = 16


class Listing:
    """Rows under headings, of which only the column ``wide`` gives way when there is little room.

    Where even that is not enough, so that cells would be cropped, each row is a block of its own: a name and its value
    a line, the first value alone, to be copied.
    """

    def __init__(self, *columns: str, wide: str) -> None:
        self._columns = columns
        self._wide = columns.index(wide)
        self._rows: list[tuple[Text, ...]] = []

    def add_row(self, *cells: str | Text) -> None:
        self._rows.append(tuple(cell if isinstance(cell, Text) else Text(cell) for cell in cells))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if self._needs() <= options.max_width:
            yield self._table()
        else:
            for row in self._rows:
                yield from self._block(row)

    def _needs(self) -> int:
        """Return the width from which on nothing is cropped, in columns of the terminal."""
        lines = [tuple(map(Text, self._columns)), *self._rows]
        widths: list[int] = [max(cell.cell_len for cell in cells) for cells in zip(*lines, strict=True)]
        widths[self._wide] = min(widths[self._wide], _LEAST_WIDE)
        return sum(widths) + len(widths) - 1

    def _table(self) -> Table:
        made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
        for number, name in enumerate(self._columns):
            made.add_column(name, no_wrap=number != self._wide, overflow="fold")
        for row in self._rows:
            made.add_row(*row)
        return made

    def _block(self, row: tuple[Text, ...]) -> Iterator[RenderableType]:
        first, *others = row
        first.overflow = "fold"
        yield first
        told = zip(self._columns[1:], others, strict=True)
        yield Padding(fields([(name, cell) for name, cell in told if cell.plain not in ("", "–")]), (0, 0, 0, 2))


def fields(rows: Iterable[tuple[str, str | Text | None]]) -> Table:
    """Return names and values, one pair a line; pairs without a value are left out."""
    made = Table.grid(padding=(0, 2))
    made.add_column(style="dim", no_wrap=True)
    made.add_column(overflow="fold")
    for name, value in rows:
        if value not in (None, ""):
            made.add_row(name, value if isinstance(value, Text) else clean(value))
    return made


def paragraphs_read(items: Iterable[models.ParagraphAnswer]) -> RenderableType:
    """Return whole paragraphs, each under where it stands."""
    return Group(*(part for each in items for part in _read(each)))


def _read(paragraph: models.ParagraphAnswer) -> Iterator[RenderableType]:
    section = shortened(paragraph.section, 60)
    heading = (f"  {section}" if section else "", "dim")
    yield Text.assemble((clean(paragraph.where), "cyan"), heading, doubted(paragraph.doubt))
    yield Padding(Text(clean(paragraph.text)), (0, 0, 0, 2), expand=False)


def status_text(status: str) -> Text:
    return Text(clean(status), STYLES.get(status, "cyan"))


def subject(job: models.JobAnswer) -> str:
    """Return what a job is about, in a few words."""
    url = job.url
    return shortened(unquote(url.rsplit("/", 1)[-1]) or url, 40) if url else f"{job.content_type} export"


def jobs_table(jobs: Sequence[models.JobAnswer]) -> Listing:
    made = Listing("job", "status", "%", "created", "subject", wide="subject")
    for job in jobs:
        percent = f"{job.progress_percent:.0f}"
        made.add_row(job.job_id, status_text(job.status), percent, ago(job.created_at), Text(subject(job)))
    return made


def job_fields(job: models.JobAnswer) -> Table:
    error = job.error
    return fields(
        [
            ("job", job.job_id),
            ("status", status_text(job.status)),
            ("progress", f"{job.progress_percent:.0f} %  {job.message or job.current_stage or ''}"),
            ("kind", f"{job.kind} by {job.plugin_id}, priority {job.priority}"),
            ("url", job.url),
            ("content", job.content_id),
            ("artifact", job.artifact_id),
            ("batch", job.batch_id),
            ("created", when(job.created_at)),
            ("started", when(job.started_at)),
            ("ended", when(job.completed_at)),
            ("next try", when(job.not_before) if job.status == "retrying" else None),
            ("retries", f"{job.retry_count} of {job.max_retries}" if job.retry_count else None),
            ("error", Text(clean(f"{error.message} [{error.code}]"), "red") if error else None),
            *(("notice", notice_text(each)) for each in (job.notices.first if job.notices else ())),
            ("notices", f"{job.notices.count} in all" if job.notices else None),
        ]
    )


def events_table(events: Sequence[models.JobEventAnswer]) -> Listing:
    made = Listing("#", "at", "attempt", "event", "stage", "cost", "message", wide="message")
    for event in events:
        stage = event.stage or "–"
        number = event.item if event.batch is None else event.batch
        place = stage if number is None else f"{stage} {number + 1}"
        told = status_text(event.status) if event.kind == "status" and event.status else Text(event.kind)
        cost = f"${event.cost_usd:.4f}" if event.cost_usd else "–"
        attempt = str(event.execution_no or "–")
        message = Text(clean(event.message))
        made.add_row(str(event.seq), when(event.at), attempt, told, clean(place), cost, message)
    return made


def contents_table(contents: Sequence[models.ContentAnswer]) -> Listing:
    made = Listing("content", "imported", "pages", "license", "title", wide="title")
    for each in contents:
        pages = str(each.page_count or "–")
        title = Text(shortened(each.title or each.url, 60))
        license_text = Text(clean(each.license or "–"))
        made.add_row(each.content_id, ago(each.created_at), pages, license_text, title)
    return made


def near_duplicates_table(found: Sequence[models.NearDuplicate]) -> Listing:
    made = Listing("content", "alike", "imported", "type", "title", wide="title")
    for each in found:
        title = Text(shortened(each.title or each.url, 60))
        made.add_row(each.content_id, f"{each.resemblance:.0%}", ago(each.created_at), clean(each.content_type), title)
    return made


def notice_text(notice: models.Notice) -> str:
    """Return a notice in one line: where, what, and what one can do."""
    place = f"{notice.place}: " if notice.place else ""
    return " ".join(part for part in (place + notice.message, notice.remedy) if part)


def content_fields(content: models.ContentAnswer) -> Table:
    return fields(
        [
            ("content", content.content_id),
            ("title", content.title),
            ("authors", ", ".join(content.authors)),
            ("published", content.published_date.date().isoformat() if content.published_date else None),
            ("license", content.license or "not stated"),
            ("language", content.language),
            ("type", f"{content.content_type}, by {content.plugin_id}"),
            ("size", f"{content.page_count or '?'} pages, {content.paragraph_count} paragraphs"),
            ("source", content.url),
            ("version", str(content.version)),
            ("supersedes", content.supersedes),
            ("superseded by", content.superseded_by),
            ("imported", when(content.created_at)),
            ("tags", ", ".join(content.tags)),
            ("collections", ", ".join(f"{each.name} ({each.collection_id})" for each in content.collections)),
            *(("notice", notice_text(each)) for each in content.notices),
            *((name, key) for name, key in content.storage_paths.items()),
        ]
    )


def artifacts_table(artifacts: Sequence[models.ArtifactAnswer]) -> Listing:
    made = Listing("artifact", "created", "type", "length", "title", wide="title")
    for each in artifacts:
        made.add_row(
            each.artifact_id,
            ago(each.created_at),
            Text(clean(each.artifact_type)),
            clock(each.duration),
            Text(shortened(each.title, 60)),
        )
    return made


def feedback_table(said: Sequence[models.Feedback], page: models.FeedbackPage) -> RenderableType:
    made = Listing("at", "rating", "part", "comment", wide="comment")
    for each in said:
        made.add_row(when(each.at), f"{each.rating} of 5", clean(each.part or "–"), Text(clean(each.comment or "–")))
    rated = f"{page.count} ratings, {page.average_rating or 0:.1f} of 5; {page.positive_share or 0:.0%} are 4 or 5"
    return Group(made, Text(rated))


def noted_text(source: models.SourceWithNotices) -> str:
    """Return in one line which source has how many notices, and of which kinds."""
    named = f"{shortened(source.title, 60)} ({source.content_id})" if source.title else source.content_id
    return f"{named}: {source.count} ({', '.join(source.codes)})"


def license_lines(verdict: models.LicenseVerdict | None) -> Iterator[tuple[str, str | None]]:
    """Yield what the licenses of an artifact's sources say to its use."""
    if verdict is None:
        return
    yield "use", f"{verdict.use}, {'allowed' if verdict.allowed else 'not allowed'} by the licenses of its sources"
    yield "license", verdict.license
    if verdict.override:
        yield "overridden", f"by {verdict.override.by}: {verdict.override.why}"


def refused_part_lines(verdict: models.LicenseVerdict) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs whose own license refuses the use; those of an allowed source are left out."""
    for source in verdict.sources:
        for part in source.refused_parts or ():
            label = "left out" if source.allowed else "against it"
            yield label, f"{source.content_id}, paragraph {part.paragraph} ({part.license}): {part.reason}"


def plan_fields(plan: models.ExportPlan) -> Table:
    costs, expected = plan.costs, plan.expected
    against = [each for each in plan.licensing.sources if not each.allowed]
    words = None if expected.words is None else f"{expected.words} words"
    length = ", ".join(filter(None, (words, clock(expected.seconds) if expected.seconds else None)))
    told = "not known: " + ", ".join(costs.unknown) if costs.provider_usd is None else f"${costs.provider_usd:.4f}"
    return fields(
        [
            ("would make", f"{plan.format}, by {plan.plugin_id} {plan.plugin_version}"),
            ("in", ", ".join(stage.name for stage in plan.stages)),
            *(("engine", f"{each.port}: {each.problem or each.engine}") for each in plan.engines),
            ("from", f"{plan.source_paragraphs} paragraphs, {size(plan.source_bytes)}"),
            ("about", length or None),
            *license_lines(plan.licensing),
            *(("against it", f"{each.content_id}: {each.reason}") for each in against if not each.refused_parts),
            *refused_part_lines(plan.licensing),
            *(("against it", f"{' and '.join(each.sources)}: {each.reason}") for each in plan.licensing.clashes),
            ("providers", f"{told}, of a budget of ${costs.budget_usd:.2f}"),
            ("AWS", f"at most ${costs.aws_usd_at_most:.4f} ({costs.aws_prices_as_of})"),
        ]
    )


def artifact_fields(artifact: models.ArtifactAnswer) -> Table:
    length = f", {clock(artifact.duration)} long" if artifact.duration else ""
    return fields(
        [
            ("artifact", artifact.artifact_id),
            ("title", artifact.title),
            ("type", f"{artifact.artifact_type} ({artifact.format}){length}"),
            ("from", ", ".join(artifact.source_ids)),
            *(("with notices", noted_text(each)) for each in artifact.sources_with_notices),
            ("parameters", ", ".join(f"{name}={value}" for name, value in artifact.parameters.items())),
            ("job", artifact.job_id),
            ("created", when(artifact.created_at)),
            ("preview", artifact.preview),
            *license_lines(artifact.licensing),
            *((name, f"{file.media_type}, {size(file.size)}") for name, file in artifact.files.items()),
        ]
    )


def tokens_table(tokens: Sequence[models.ApiToken]) -> Listing:
    made = Listing("token", "may", "created", "state", "name", wide="name")
    for token in tokens:
        state = "revoked" if token.revoked_at else f"until {when(token.expires_at)}" if token.expires_at else ""
        scopes = ", ".join(sorted(token.scopes))
        made.add_row(token.token_id, scopes, ago(token.created_at), state, Text(clean(token.name)))
    return made


def feeds_table(feeds: Sequence[models.Feed]) -> Listing:
    made = Listing("feed", "created", "state", "title", wide="title")
    for feed in feeds:
        made.add_row(feed.feed_id, ago(feed.created_at), "revoked" if feed.revoked_at else "", Text(clean(feed.title)))
    return made


def failures_table(failures: Sequence[models.FailureAnswer]) -> Listing:
    made = Listing("job", "failed", "what", "stage", "code", "usd", "engines", "message", wide="message")
    for each in failures:
        models_asked = [f"{used.provider}/{used.name}" for used in each.models]
        engines = [*models_asked, *(f"{used.provider}/{used.name}" for used in each.voices)]
        made.add_row(
            each.job_id,
            ago(each.failed_at),
            clean(each.artifact_type),
            clean(each.stage or "–"),
            clean(each.code),
            f"{each.cost_usd:.4f}",
            clean(", ".join(engines) or "–"),
            clean(each.message),
        )
    return made


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))


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
            *(("left out", f"{each.count}: {each.cause}") for each in batch.left_out),
        ]
    )


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


def collections_table(collections: Sequence[models.Collection]) -> Listing:
    made = Listing("collection", "created", "sources", "name", wide="name")
    for each in collections:
        made.add_row(each.collection_id, ago(each.created_at), str(each.content_count), Text(clean(each.name)))
    return made


def collection_fields(collection: models.Collection) -> Table:
    return fields(
        [
            ("collection", collection.collection_id),
            ("name", collection.name),
            ("description", collection.description),
            ("sources", str(collection.content_count)),
            ("created", when(collection.created_at)),
        ]
    )


def batch_items_table(items: Sequence[models.BatchItem]) -> Listing:
    made = Listing("no", "status", "made", "source", wide="source")
    for item in items:
        outcome = item.content_id or item.made_batch_id or item.job_id or ""
        made.add_row(str(item.ordinal + 1), status_text(item.status), outcome, Text(clean(item.source)))
    return made


def tags_table(tags: Sequence[models.TagUse]) -> Listing:
    made = Listing("tag", "sources", wide="tag")
    for each in tags:
        made.add_row(Text(clean(each.tag)), str(each.content_count))
    return made


def license_fields(told: models.Licenses) -> Table:
    def yes(flag: bool) -> str:
        return "yes" if flag else "no"

    unclear = "; ".join(f"{each.title or each.document_id} ({each.license or 'not stated'})" for each in told.unclear)
    return fields(
        [
            ("licenses", ", ".join(told.licenses)),
            ("commercial use allowed", yes(told.commercial_use_allowed)),
            ("derivatives allowed", yes(told.derivatives_allowed)),
            ("attribution required", yes(told.attribution_required)),
            ("share alike required", yes(told.share_alike_required)),
            ("unclear, so all rights reserved", unclear),
        ]
    )


def impact_fields(told: models.Impact) -> Table:
    counted = {
        "views": told.views,
        "shares": told.shares,
        "derivative works": told.derivative_works,
        "citations": "not known" if told.citations is None else told.citations,
    }
    return fields([(name, str(count)) for name, count in counted.items()])
