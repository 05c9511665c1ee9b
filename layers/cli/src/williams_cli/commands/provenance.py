"""`williams provenance` and `williams failures`."""

from __future__ import annotations

from typing import Annotated

import typer

from williams_cli import output, tables
from williams_cli.exits import NOT_FOUND, Failure, UsageError
from williams_cli.groups import Limit, Next, answer_page
from williams_cli.session import Session, connected
from williams_cli.trace import derived_tree, genealogy_tree
from williams_client import ApiProblem
from williams_client.models import ArtifactAnswer

Id = Annotated[str, typer.Argument(help="An artifact's or a source's id.", metavar="ID")]
Attribution = Annotated[bool, typer.Option("--attribution", help="The attribution text instead of the tree.")]
Licenses = Annotated[bool, typer.Option("--licenses", help="What the sources' licenses together allow and ask for.")]
Impact = Annotated[bool, typer.Option("--impact", help="Views, shares, later versions and citations.")]
Lines = Annotated[int | None, typer.Option("--lines", min=1, help="Only the first lines.")]

Plugin = Annotated[str | None, typer.Option("--plugin", help="Only those of the plugin with this id.")]
Stage = Annotated[str | None, typer.Option("--stage", help="Only those that failed in a stage: `script`.")]
Code = Annotated[str | None, typer.Option("--code", help="Only those with an error code: `provider-rejected`.")]
Since = Annotated[str | None, typer.Option("--since", help="From this moment on: `2026-11-25T00:00:00Z`.")]


@connected
def failures(
    session: Session,
    plugin: Plugin = None,
    stage: Stage = None,
    code: Code = None,
    since: Since = None,
    limit: Limit = 20,
    after: Next = None,
) -> None:
    """List exports that failed for good, newest first: where, why, with which engines, and what they had cost."""
    page = session.library.provenance.failures(limit, after, plugin_id=plugin, stage=stage, code=code, since=since)
    answer_page(session, page, "failures", tables.failures_table)


@connected
def provenance(
    session: Session,
    id: Id,
    attribution: Attribution = False,
    licenses: Licenses = False,
    impact: Impact = False,
    lines: Lines = None,
) -> None:
    """Show an artifact's sources, line by line.

    Given a source's id, show what was generated from it.
    """
    views = {"--attribution": attribution, "--licenses": licenses, "--impact": impact}
    chosen = [name for name, given in views.items() if given]
    if len(chosen) > 1:
        raise UsageError(f"Give one of {' and '.join(chosen)}.")
    view = chosen[0] if chosen else None
    try:
        artifact = session.library.artifacts.get(id)
    except ApiProblem as problem:
        if problem.status != 404:
            raise
        _from_content(session, id, view)
    else:
        _from_artifact(session, artifact, view, lines)


def _from_artifact(session: Session, artifact: ArtifactAnswer, view: str | None, lines: int | None) -> None:
    library, kind, id = session.library, artifact.artifact_type, artifact.artifact_id
    match view:
        case "--attribution":
            text = library.provenance.attribution(kind, id)
            session.answer(text, lambda: print(output.clean(text.full_attribution)))
        case "--licenses":
            told = library.provenance.licenses(kind, id)
            session.answer(told, lambda: output.show(tables.license_fields(told)))
        case "--impact":
            reach = library.provenance.impact(kind, id)
            session.answer(reach, lambda: output.show(tables.impact_fields(reach)))
        case _:
            genealogy = library.provenance.genealogy(kind, id)
            session.answer(genealogy, lambda: output.show(genealogy_tree(kind, genealogy, lines)))


def _from_content(session: Session, id: str, view: str | None) -> None:
    try:
        content = session.library.content.get(id)
    except ApiProblem as problem:
        if problem.status != 404:
            raise
        raise Failure(
            f"Neither an artifact nor a source has the id {id}. See: williams artifacts; williams content", NOT_FOUND
        ) from None
    if view:
        raise UsageError(f"{id} is a source; {view} is of artifacts. See: williams artifacts")
    derived = session.library.provenance.generated_content(content.content_type, id)
    session.answer(derived, lambda: output.show(derived_tree(content, derived)))
