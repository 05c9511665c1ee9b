"""`williams export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from williams_cli import output, tables
from williams_cli.bars import display_for
from williams_cli.commands.imports import Priority, RequireWebSocket, Watch
from williams_cli.exits import Failure, UsageError
from williams_cli.groups import Collections, Tags
from williams_cli.naming import content_ids
from williams_cli.parameters import Parameters, parsed_parameters
from williams_cli.session import Session, connected
from williams_cli.watching import follow, require_success
from williams_client import Library
from williams_client.artifacts import Wanted
from williams_client.models import ArtifactAnswer, LicenseOverride

Sources = Annotated[
    list[str] | None,
    typer.Argument(help="Content of the library: ids, titles, addresses or names of files.", metavar="SOURCE"),
]
Format = Annotated[str, typer.Option(help="What to generate; williams plugins lists what there is.")]
VersionOf = Annotated[
    str | None, typer.Option(help="The artifact that this is a new version of.", metavar="ARTIFACT_ID")
]
Reason = Annotated[str | None, typer.Option(help="Why there is a new version.")]
Use = Annotated[str | None, typer.Option(help="What it is meant for: private, internal, public or commercial.")]
OverrideBy = Annotated[str | None, typer.Option(help="Who decided to go against the sources' licenses.")]
OverrideWhy = Annotated[str | None, typer.Option(help="Why.")]
LeaveOut = Annotated[
    bool, typer.Option("--leave-out-refused", help="Make it without paragraphs whose own license refuses the use.")
]
Budget = Annotated[float | None, typer.Option(min=0, help="What providers may be paid at most, in US dollars.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would be made and what it would cost.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Download the files into this folder.")]


def show_downloaded(library: Library, artifact: ArtifactAnswer, folder: Path) -> None:
    """Download an artifact's files and print where each one is."""
    for name, place in library.artifacts.download(artifact, folder).items():
        output.show(f"{place}  ({output.size(artifact.files[name].size)})")


@connected
def export(
    session: Session,
    format: Format,
    sources: Sources = None,
    collection: Collections = None,
    tag: Tags = None,
    param: Parameters = None,
    folder: Output = None,
    priority: Priority = None,
    version_of: VersionOf = None,
    reason: Reason = None,
    use: Use = None,
    override_by: OverrideBy = None,
    override_why: OverrideWhy = None,
    leave_out_refused: LeaveOut = False,
    budget: Budget = None,
    dry_run: DryRun = False,
    watch: Watch = True,
    require_websocket: RequireWebSocket = False,
) -> None:
    """Generate something from content of the library."""
    if not (sources or collection or tag):
        raise UsageError("Name sources, or a --collection or --tag.")
    if folder and not watch:
        raise UsageError("--output needs the files to be made: leave out --no-watch.")
    if reason and not version_of:
        raise UsageError("--reason is of a new version: name the artifact with --version-of.")
    if bool(override_by) != bool(override_why):
        raise UsageError("--override-by and --override-why go together: who decided, and why.")
    override = LicenseOverride(by=override_by, why=override_why) if override_by and override_why else None
    library = session.library
    wanted = Wanted(
        parameters=parsed_parameters(param or []),
        priority=priority,
        version_of=version_of,
        reason=reason,
        use=use,
        license_override=override,
        leave_out_refused_parts=leave_out_refused or None,
        budget_usd=budget,
        collections=collection or (),
        tags=tag or (),
    )
    source_ids = content_ids(library, sources or [])
    if dry_run:
        plan = library.exports.plan(source_ids, format, **wanted)
        session.answer(plan, lambda: output.show(tables.plan_fields(plan)))
        return
    accepted = library.exports.start(source_ids, format, **wanted)
    job_id = accepted.job_id
    if not watch:
        session.answer(accepted, lambda: output.show(f"The {output.clean(format)} is being made by {job_id}"))
        return
    with display_for(output.console(stderr=True), session.as_json) as display:
        jobs = follow(library, {job_id: format}, display, session.wait_s, require_websocket)
    require_success(jobs, {job_id: format})
    artifact_id = jobs[0].artifact_id
    if artifact_id is None:
        raise Failure(f"The job {job_id} completed without an artifact. This is a defect of its plugin.")
    _answer(session, library.artifacts.get(artifact_id), folder)


def _answer(session: Session, artifact: ArtifactAnswer, folder: Path | None) -> None:
    if session.as_json:
        if folder:
            session.library.artifacts.download(artifact, folder)
        output.print_json(artifact.as_json())
        return
    output.show(tables.artifact_fields(artifact))
    if folder:
        show_downloaded(session.library, artifact, folder)
    else:
        output.note(f"Download it with: williams artifacts download {artifact.artifact_id}")
    output.note(f"See where each line comes from with: williams provenance {artifact.artifact_id}")
