"""The provenance tree: each line of an artifact, and the words of the sources that it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text
from rich.tree import Tree

from williams_cli.doubts import doubted
from williams_cli.output import clean, shortened, when
from williams_client import models

LINE_LENGTH = 160
QUOTE_LENGTH = 140


def genealogy_tree(
    artifact_type: str, genealogy: models.GenealogyAnswer, limit: int | None = None, more: str = ""
) -> Tree:
    """Return the tree; with a ``limit`` only some parts are shown and the rest is counted, with ``more``.

    These are the first ones, and of each source that they do not cite the first part that does.
    """
    provenance = genealogy.provenance
    # It is named by its type, which no model can know.
    summary: dict[str, Any] = (genealogy.model_extra or {}).get(artifact_type, {})
    title = Text.assemble(
        (clean(str(summary.get("title", artifact_type))), "bold"),
        (f"  {artifact_type} by {summary.get('created_by', '?')}, {when(summary.get('created_at'))}", "dim"),
    )
    tree = Tree(title, guide_style="dim")
    _add_sources(tree, provenance)
    shown = provenance.parts if limit is None else _telling(provenance.parts, limit)
    for part in shown:
        _add_part(tree, part, len(provenance.source_documents) > 1)
    rest = len(provenance.parts) - len(shown)
    if rest:
        tree.add(Text(f"… {rest} more {piece(provenance.parts)}{'s' if rest > 1 else ''}{more}", "dim"))
    return tree


def piece(parts: Sequence[models.PartAnswer]) -> str:
    """Return what one of them is called: what is spoken has lines."""
    return "line" if any(part.speaker for part in parts) else "part"


def _telling(parts: list[models.PartAnswer], limit: int) -> list[models.PartAnswer]:
    shown = parts[:limit]
    cited = {source.document_id for part in shown for source in part.sources}
    for part in parts[limit:]:
        others = {source.document_id for source in part.sources} - cited
        if others:
            shown.append(part)
            cited |= others
    return shown


def _add_sources(tree: Tree, provenance: models.ProvenanceTree) -> None:
    for document in provenance.source_documents:
        authors = f", {', '.join(document.authors)}" if document.authors else ""
        name = clean(document.title or document.doc_id)
        license_text = clean(document.license or "license not stated")
        gone = ("  (deleted)", "red") if document.deleted else ""
        tree.add(
            Text.assemble(("from ", "dim"), (name, "cyan"), clean(authors), (f"  [{license_text}]", "green"), gone)
        )
    models = [f"{each.provider}/{each.name}" for each in provenance.models]
    used = [*models, *(f"{each.provider}/{each.name}" for each in provenance.voices)]
    if used:
        tree.add(Text.assemble(("with ", "dim"), clean(", ".join(dict.fromkeys(used)))))
    if provenance.version_of:
        reason = f": {provenance.version_reason}" if provenance.version_reason else ""
        tree.add(Text(clean(f"new version of {provenance.version_of}{reason}")))
    if override := provenance.license_override:
        tree.add(Text(clean(f"against its sources' licenses, by {override.by}: {override.why}")))


def _add_part(tree: Tree, part: models.PartAnswer, name_documents: bool) -> None:
    place = clean(part.where) or str(part.ordinal + 1)
    speaker = f"{clean(part.speaker)}: " if part.speaker else ""
    line = tree.add(Text.assemble((f"{place}  ", "bold magenta"), (speaker, "bold"), shortened(part.text, LINE_LENGTH)))
    for source in part.sources:
        line.add(_quoted(source, name_documents))


def _quoted(source: models.QuotedSource, name_document: bool) -> Text:
    quote = shortened(source.quote, QUOTE_LENGTH)
    text = Text.assemble((f"{clean(source.where)}  ", "cyan"))
    if not quote:
        return text.append("(the source is no longer in the library)", "red")
    text.append(f"“{quote}”")
    text.append_text(doubted(source.doubt))
    if name_document:
        origin = f"  {shortened(source.title or source.document_id, 50)} [{source.license or 'not stated'}]"
        text.append(origin, "dim")
    return text


def derived_tree(content: models.ContentAnswer, derived: models.GeneratedContent) -> Tree:
    """Return what was generated from a document."""
    tree = Tree(
        Text.assemble(
            (clean(content.title or content.content_id), "bold"),
            (f"  {content.content_type} {content.content_id}", "dim"),
        ),
        guide_style="dim",
    )
    for each in derived.artifacts:
        parts = "1 part uses it" if each.parts_using_it == 1 else f"{each.parts_using_it} parts use it"
        tree.add(
            Text.assemble(
                (f"{clean(each.artifact_type)} ", "cyan"),
                clean(each.title),
                (f"  {each.artifact_id}, {when(each.created_at)}, {parts}", "dim"),
            )
        )
    if not derived.artifacts:
        tree.add(Text("nothing was generated from it yet", "dim"))
    return tree
