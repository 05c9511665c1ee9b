"""`python -m williams_cli.demo [SOURCE]`: a PDF and a web page go in, a podcast comes out, each line can be traced.

`--format` makes something else of them, or all that the library can make.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.rule import Rule
from rich.text import Text

from williams_cli import exits, output
from williams_cli.bars import Display, display_for
from williams_cli.commands.batches import ended
from williams_cli.exits import Failure
from williams_cli.hits import show_hits
from williams_cli.importing import ImportRun, check_source
from williams_cli.sample_site import serving
from williams_cli.session import Session, connected
from williams_cli.streams import spell_everything
from williams_cli.tables import fields
from williams_cli.trace import genealogy_tree, piece
from williams_cli.watching import follow, require_success
from williams_client import Library
from williams_client.connection import Connection
from williams_client.models import ArtifactAnswer, JobAnswer

SAMPLE = Path("docs/samples/provenance.pdf")
SITE = Path("docs/samples/site")
PAGE = "short-life.html"
SAMPLE_QUESTION = "How can a reader check where a statement comes from?"
OUTPUT = Path("build/demo")
FORMAT = "podcast"
ALL = "all"
LINES = 4
HITS = 2
_MOST_SOURCES = 100
"""So many can something be made of."""

Source = Annotated[
    str | None, typer.Argument(help=f"A path or URL. Default: {SAMPLE} and a web page", metavar="SOURCE")
]
Folder = Annotated[
    Path | None,
    typer.Option("--output", "-o", help=f"Where the files go. Default: {OUTPUT}, and {OUTPUT}/FORMAT for one you name"),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", help=f"What is made: {FORMAT}, whatever else is installed, or {ALL}", metavar="FORMAT"
    ),
]
app = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False, epilog=exits.HELP)


def root_of(connection: Connection) -> Path:
    """Return the clone whose local cloud this is, or the current folder."""
    return connection.cloud_file.parent.parent if connection.cloud_file else Path.cwd()


@dataclass(frozen=True)
class Made:
    """One export that has succeeded; ``places`` says where its files were put, by name."""

    export: JobAnswer
    artifact: ArtifactAnswer
    places: dict[str, Path]

    def as_json(self) -> dict[str, Any]:
        files = {name: str(place) for name, place in self.places.items()}
        return {"export": self.export.as_json(), "artifact": self.artifact.as_json(), "files": files}


@app.command()
@connected
def demo(session: Session, source: Source = None, folder: Folder = None, wanted: Format = None) -> None:
    """Import a PDF and a web page, make a podcast from both, and show where each of its lines comes from."""
    began = time.monotonic()
    root = root_of(session.connection)
    if source:
        check_source(source)
    formats = _formats(session.library, wanted)
    become = "A source becomes" if source else "A PDF and a web page become"
    _title(f"{become} {' and '.join(map(_with_article, formats))}", session)
    with display_for(output.console(), session.as_json) as display:
        with nullcontext([source]) if source else _samples(session, root) as sources:
            imported = _import(session, sources, display)
        content_ids = [content_id for job in imported for content_id in _contents(session, job)]
        exported, failed = _export_each(session, content_ids, formats, display)
    target = folder or root / OUTPUT
    apart = len(formats) > 1 or (wanted and not folder)
    made = [_fetched(session.library, job, target / kind if apart else target) for kind, job in exported]
    if session.as_json:
        output.print_json(
            {"imports": [job.as_json() for job in imported], "exports": [each.as_json() for each in made]}
        )
    else:
        for each in made:
            _show_files(each.artifact, each.places)
            _show_provenance(session.library, each.artifact)
        _show_search(session.library, content_ids, None if source else SAMPLE_QUESTION)
        _show_next(made[0].artifact, content_ids[0])
        output.show(Text(f"\nThat took {time.monotonic() - began:.1f} s.", "dim"))
    if failed:
        output.error(f"Not everything could be made. {' '.join(failed)}")
        raise typer.Exit(exits.FAILED)


def _formats(library: Library, wanted: str | None) -> list[str]:
    """Return what is to be made. Raises Failure, before anything is imported, where it cannot be."""
    offered = sorted(
        plugin.type for plugin in library.plugins.list("export") if plugin.type and plugin.enabled and not plugin.error
    )
    formats = offered if wanted == ALL else [wanted or FORMAT]
    if not formats or formats[0] not in offered:
        there_is = ", ".join(offered) or "none"
        raise Failure(f"No plugin that takes jobs makes {wanted or FORMAT!r}. Those that do make: {there_is}.")
    return formats


def _with_article(kind: str) -> str:
    """``a podcast``, ``an ebook``, ``flashcards``."""
    return kind if kind.endswith("s") else f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _fetched(library: Library, job: JobAnswer, folder: Path) -> Made:
    artifact = library.artifacts.get(str(job.artifact_id))
    return Made(job, artifact, library.artifacts.download(artifact, folder))


@contextmanager
def _samples(session: Session, root: Path) -> Iterator[list[str]]:
    """The sample PDF and, as long as this lasts, the address of the sample page."""
    address = session.connection.sample_site
    if address is None:
        raise Failure("The sample page can be served for a local cloud only. Give a SOURCE, or run make up first.")
    with serving(root / SITE, address) as site:
        yield [str(root / SAMPLE), f"{site}/{PAGE}"]


def _import(session: Session, sources: list[str], display: Display) -> list[JobAnswer]:
    run = ImportRun(session, sources, display)
    run.submit()
    run.follow(require_websocket=True)
    for each in run.imports:
        if error := each.error or each.lost:
            raise error
    jobs = [each.job for each in run.imports if each.job]
    require_success(jobs, {job.job_id: each.label for job, each in zip(jobs, run.imports, strict=True)})
    return jobs


def _contents(session: Session, job: JobAnswer) -> list[str]:
    """Return what an import brought into the library: one source, or those of an archive or a listing."""
    if not job.batch_id:
        _require_made(job, job.content_id)
        return [str(job.content_id)]
    batches = session.library.batches
    ended(session, batches.get(job.batch_id))
    found = [*dict.fromkeys(item.content_id for item in batches.each_item(job.batch_id) if item.content_id)]
    if not found:
        raise Failure(f"Nothing of {job.url} could be imported. See why: {program()} batches show {job.batch_id}")
    if len(found) > _MOST_SOURCES:
        output.note(f"{len(found)} sources are in the library. What is made is of the first {_MOST_SOURCES}.")
    return found[:_MOST_SOURCES]


def _export_each(
    session: Session, content_ids: list[str], formats: list[str], display: Display
) -> tuple[list[tuple[str, JobAnswer]], list[str]]:
    """Return what was made, and in words what was not. Raises Failure where nothing was."""
    exported: list[tuple[str, JobAnswer]] = []
    failed: list[str] = []
    for kind in formats:
        try:
            exported.append((kind, _export(session, content_ids, kind, display)))
        except Failure as failure:
            if len(formats) == 1:
                raise
            failed.append(str(failure))
    if not exported:
        raise Failure(" ".join(failed))
    return exported, failed


def _export(session: Session, content_ids: list[str], kind: str, display: Display) -> JobAnswer:
    """Show the job's progress over the WebSocket, and nothing else than that, up to its success."""
    job_id = session.library.exports.start(content_ids, kind).job_id
    labels = {job_id: kind}
    jobs = follow(session.library, labels, display, session.wait_s, require_websocket=True)
    require_success(jobs, labels)
    _require_made(jobs[0], jobs[0].artifact_id)
    return jobs[0]


def _require_made(job: JobAnswer, made: str | None) -> None:
    if not made:
        raise Failure(f"The job {job.job_id} completed, but it names nothing that it made.")


def _title(text: str, session: Session | None = None) -> None:
    if session is None or not session.as_json:
        console = output.console()
        console.print()
        console.print(Rule(Text(text, "bold"), align="left", style="dim"), width=min(console.width, 100))


def _show_files(artifact: ArtifactAnswer, places: dict[str, Path]) -> None:
    length = f", {output.clock(artifact.duration)} long" if artifact.duration else ""
    _title(f"{output.shortened(artifact.title, 60)}{length}")
    rows = [(_near(place), Text(output.size(artifact.files[name].size), "dim")) for name, place in places.items()]
    output.show(fields(rows))


def _near(place: Path) -> str:
    return str(place.relative_to(Path.cwd()) if place.is_relative_to(Path.cwd()) else place)


def _show_provenance(library: Library, artifact: ArtifactAnswer) -> None:
    kind, artifact_id = artifact.artifact_type, artifact.artifact_id
    genealogy = library.provenance.genealogy(kind, artifact_id)
    parts = genealogy.provenance.parts
    traced = sum(bool(part.sources) for part in parts)
    _title(f"Where it comes from: {traced} of {len(parts)} {piece(parts)}s have a source")
    output.show(genealogy_tree(kind, genealogy, LINES))


def _show_search(library: Library, content_ids: list[str], question: str | None) -> None:
    asked = question or library.content.get(content_ids[0]).title or "What is this about?"
    _title(f"Search: {output.shortened(asked, 70)}")
    found = library.search(asked, HITS, content_id=content_ids)
    show_hits(found.model_copy(update={"next_token": None}))


def _show_next(artifact: ArtifactAnswer, content_id: str) -> None:
    _title("What to try next")
    artifact_id = artifact.artifact_id
    williams = program()
    commands = [
        (f"{williams} provenance {artifact_id}", "every line's source"),
        (f"{williams} provenance {artifact_id} --attribution", "whom to credit"),
        (f"{williams} provenance {content_id}", "what was made from the source"),
        (f'{williams} search "your question"', "ask the library"),
        (f"{williams} import FILE-OR-URL", "add your own"),
        (f"{williams} plugins", "what can be imported and made, with which parameters"),
        (f"{williams} doctor", "whether everything is well"),
    ]
    for command, purpose in commands:
        output.show(Text.assemble(("  # ", "dim"), (purpose, "dim"), ("\n  ", ""), (command, "cyan")))


def program() -> str:
    """Return what to type for `williams` here: its name where the shell finds it, else its path."""
    own = Path(sys.executable).with_name("williams")
    found = shutil.which("williams")
    return "williams" if found and Path(found).resolve() == own.resolve() else _near(own)


if __name__ == "__main__":
    spell_everything()
    app()
