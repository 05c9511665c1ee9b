"""Lists and single things for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from williams_cli.bars import STYLES
from williams_cli.client import answers
from williams_cli.output import ago, clean, clock, shortened, size, when


def table(*columns: str, wide: str) -> Table:
    """Return a table of which only the column ``wide`` gives way when there is little room."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for name in columns:
        made.add_column(name, no_wrap=name != wide, overflow="fold")
    return made


def fields(rows: Iterable[tuple[str, str | Text | None]]) -> Table:
    """Return names and values, one pair a line; pairs without a value are left out."""
    made = Table.grid(padding=(0, 2))
    made.add_column(style="dim", no_wrap=True)
    made.add_column(overflow="fold")
    for name, value in rows:
        if value not in (None, ""):
            made.add_row(name, value if isinstance(value, Text) else clean(value))
    return made


def status_text(status: str) -> Text:
    return Text(clean(status), STYLES.get(status, "cyan"))


def subject(job: answers.Job) -> str:
    """Return what a job is about, in a few words."""
    url = job["url"]
    return shortened(url.rsplit("/", 1)[-1] or url, 40) if url else f"{job['content_type']} export"


def jobs_table(jobs: Sequence[answers.Job]) -> Table:
    made = table("job", "status", "%", "created", "subject", wide="subject")
    for job in jobs:
        percent = f"{job['progress_percent']:.0f}"
        made.add_row(job["job_id"], status_text(job["status"]), percent, ago(job["created_at"]), Text(subject(job)))
    return made


def job_fields(job: answers.Job) -> Table:
    error = job["error"]
    return fields(
        [
            ("job", job["job_id"]),
            ("status", status_text(job["status"])),
            ("progress", f"{job['progress_percent']:.0f} %  {job['current_stage'] or ''}"),
            ("kind", f"{job['kind']} by {job['plugin_id']}, priority {job['priority']}"),
            ("url", job["url"]),
            ("content", job["content_id"]),
            ("artifact", job["artifact_id"]),
            ("created", when(job["created_at"])),
            ("started", when(job["started_at"])),
            ("ended", when(job["completed_at"])),
            ("retries", f"{job['retry_count']} of {job['max_retries']}" if job["retry_count"] else None),
            ("error", Text(clean(f"{error['message']} [{error['code']}]"), "red") if error else None),
        ]
    )


def events_table(events: Sequence[answers.JobEvent]) -> Table:
    made = table("#", "at", "attempt", "event", "stage", "cost", "message", wide="message")
    for event in events:
        stage = event["stage"] or "–"
        place = stage if event["item"] is None else f"{stage} {event['item'] + 1}"
        told = status_text(event["status"]) if event["kind"] == "status" and event["status"] else Text(event["kind"])
        cost = f"${event['cost_usd']:.4f}" if event["cost_usd"] else "–"
        attempt = str(event["execution_no"] or "–")
        message = Text(clean(event["message"]))
        made.add_row(str(event["seq"]), when(event["at"]), attempt, told, clean(place), cost, message)
    return made


def contents_table(contents: Sequence[answers.Content]) -> Table:
    made = table("content", "imported", "pages", "license", "title", wide="title")
    for each in contents:
        pages = str(each["page_count"] or "–")
        title = Text(shortened(each["title"] or each["url"], 60))
        license_text = Text(clean(each["license"] or "–"))
        made.add_row(each["content_id"], ago(each["created_at"]), pages, license_text, title)
    return made


def notice_text(notice: answers.Notice) -> str:
    """Return a notice in one line: where, what, and what one can do."""
    place = f"{notice['place']}: " if notice["place"] else ""
    return " ".join(part for part in (place + notice["message"], notice["remedy"]) if part)


def content_fields(content: answers.Content) -> Table:
    return fields(
        [
            ("content", content["content_id"]),
            ("title", content["title"]),
            ("authors", ", ".join(content["authors"])),
            ("published", (content["published_date"] or "")[:10]),
            ("license", content["license"] or "not stated"),
            ("language", content["language"]),
            ("type", f"{content['content_type']}, by {content['plugin_id']}"),
            ("size", f"{content['page_count'] or '?'} pages, {content['paragraph_count']} paragraphs"),
            ("source", content["url"]),
            ("version", str(content["version"])),
            ("imported", when(content["created_at"])),
            *(("notice", notice_text(each)) for each in content["notices"]),
            *((name, key) for name, key in content["storage_paths"].items()),
        ]
    )


def artifacts_table(artifacts: Sequence[answers.Artifact]) -> Table:
    made = table("artifact", "created", "type", "length", "title", wide="title")
    for each in artifacts:
        made.add_row(
            each["artifact_id"],
            ago(each["created_at"]),
            Text(clean(each["artifact_type"])),
            clock(each["duration"]),
            Text(shortened(each["title"], 60)),
        )
    return made


def artifact_fields(artifact: answers.Artifact) -> Table:
    length = f", {clock(artifact['duration'])} long" if artifact["duration"] else ""
    return fields(
        [
            ("artifact", artifact["artifact_id"]),
            ("title", artifact["title"]),
            ("type", f"{artifact['artifact_type']} ({artifact['format']}){length}"),
            ("from", ", ".join(artifact["source_ids"])),
            ("parameters", ", ".join(f"{name}={value}" for name, value in artifact["parameters"].items())),
            ("job", artifact["job_id"]),
            ("created", when(artifact["created_at"])),
            *((name, f"{file['media_type']}, {size(file['size'])}") for name, file in artifact["files"].items()),
        ]
    )


def tokens_table(tokens: Sequence[answers.ApiToken]) -> Table:
    made = table("token", "may", "created", "state", "name", wide="name")
    for token in tokens:
        state = (
            "revoked" if token["revoked_at"] else f"until {when(token['expires_at'])}" if token["expires_at"] else ""
        )
        scopes = ", ".join(sorted(token["scopes"]))
        made.add_row(token["token_id"], scopes, ago(token["created_at"]), state, Text(clean(token["name"])))
    return made


def license_fields(told: answers.Licenses) -> Table:
    def yes(flag: bool) -> str:
        return "yes" if flag else "no"

    unclear = "; ".join(
        f"{each['title'] or each['document_id']} ({each['license'] or 'not stated'})" for each in told["unclear"]
    )
    return fields(
        [
            ("licenses", ", ".join(told["licenses"])),
            ("commercial use allowed", yes(told["commercial_use_allowed"])),
            ("derivatives allowed", yes(told["derivatives_allowed"])),
            ("attribution required", yes(told["attribution_required"])),
            ("share alike required", yes(told["share_alike_required"])),
            ("unclear, so all rights reserved", unclear),
        ]
    )


def impact_fields(told: answers.Impact) -> Table:
    citations = "not known" if told["citations"] is None else str(told["citations"])
    counted = [(name.replace("_", " "), str(told[name])) for name in ("views", "shares", "derivative_works")]
    return fields([*counted, ("citations", citations)])
