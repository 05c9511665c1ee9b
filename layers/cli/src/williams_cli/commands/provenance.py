"""`williams provenance`."""

from __future__ import annotations

from typing import Annotated

import typer

from williams_cli import output
from williams_cli.client import ApiProblem
from williams_cli.client.answers import Artifact
from williams_cli.exits import NOT_FOUND, Failure, UsageError
from williams_cli.session import Session, connected
from williams_cli.trace import derived_tree, genealogy_tree

Id = Annotated[str, typer.Argument(help="An artifact's or a source's id.", metavar="ID")]
Attribution = Annotated[bool, typer.Option("--attribution", help="The attribution text instead of the tree.")]
Lines = Annotated[int | None, typer.Option("--lines", min=1, help="Only the first lines.")]


@connected
def provenance(session: Session, id: Id, attribution: Attribution = False, lines: Lines = None) -> None:
    """Show an artifact's sources, line by line.

    Given a source's id, show what was generated from it.
    """
    try:
        artifact = session.client.artifact(id)
    except ApiProblem as problem:
        if problem.status != 404:
            raise
        _from_content(session, id, attribution)
    else:
        _from_artifact(session, artifact, attribution, lines)


def _from_artifact(session: Session, artifact: Artifact, attribution: bool, lines: int | None) -> None:
    kind, id = artifact["artifact_type"], artifact["artifact_id"]
    if attribution:
        text = session.client.attribution(kind, id)
        session.answer(text, lambda: print(output.clean(text["full_attribution"])))
        return
    genealogy = session.client.genealogy(kind, id)
    session.answer(genealogy, lambda: output.show(genealogy_tree(kind, genealogy, lines)))


def _from_content(session: Session, id: str, attribution: bool) -> None:
    try:
        content = session.client.content(id)
    except ApiProblem as problem:
        if problem.status != 404:
            raise
        raise Failure(
            f"Neither an artifact nor a source has the id {id}. See: williams artifacts; williams content", NOT_FOUND
        ) from None
    if attribution:
        raise UsageError(f"{id} is a source; --attribution is of artifacts. See: williams artifacts")
    derived = session.client.generated_content(content["content_type"], id)
    session.answer(derived, lambda: output.show(derived_tree(content, derived)))
