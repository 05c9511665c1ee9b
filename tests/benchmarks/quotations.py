"""``python -m tests.benchmarks.quotations FILE…``: how many of the quoted sentences of documents do not stand alone.

Each PDF, web page, Markdown or text file is imported in memory and made a conversation by the engine that quotes. A
sentence counts as not standing alone when what ties it to its predecessors (``williams_writing.standing``) is quoted
without them. ``--sample`` prints so many quoted passages, chosen evenly, for a person to read.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from williams_export_podcast.conversation.dialogue import Dialogue
from williams_export_podcast.parameters import WORDS_PER_MINUTE, PodcastParameters
from williams_export_podcast.script import conversation_of
from williams_export_podcast.telling import told_sources
from williams_import_document import DocumentImport
from williams_import_pdf import PdfImport
from williams_writing.quoting import Quoting
from williams_writing.sentences import split_sentences
from williams_writing.spoken import spoken_form
from williams_writing.standing import needed, points_elsewhere

from williams.domain import ids
from williams.pipeline.library import OwnedLibrary
from williams.plugin import Query, Source
from williams_testing.library import OWNER, MemoryLibrary

Spot = tuple[str, int]


@dataclass(frozen=True)
class Quoted:
    """A quoted sentence: its paragraph, the number of the sentence in it, and how it is spoken."""

    paragraph_id: str
    number: int
    spoken: str
    stands: bool


@dataclass(frozen=True)
class Told:
    name: str
    quoted: list[Quoted]

    @property
    def torn(self) -> list[Quoted]:
        return [each for each in self.quoted if not each.stands]


def quotations(dialogue: Dialogue, texts: dict[str, str], language: str) -> list[Quoted]:
    """Return every sentence that is quoted word for word, in the order in which it is said."""
    found: list[Quoted] = []
    before: list[Spot] = []
    for line in dialogue.lines:
        for citation in line.said.citations:
            text = texts[citation.paragraph_id]
            spans = split_sentences(text, language)
            spoken = [spoken_form(text[start:end], language) for start, end in spans]
            number = next((n for n, (start, _) in enumerate(spans) if start == citation.start), None)
            if number is None or spoken[number] not in line.said.text or (citation.paragraph_id, number) in before:
                continue
            stands = _stands(citation.paragraph_id, number, spoken, before, language)
            found.append(Quoted(citation.paragraph_id, number, spoken[number], stands))
            before.append((citation.paragraph_id, number))
    return found


def _stands(paragraph_id: str, number: int, spoken: Sequence[str], before: Sequence[Spot], language: str) -> bool:
    if points_elsewhere(spoken[number], language):
        return False
    back = needed(spoken[number], spoken[:number], language)
    wanted = [(paragraph_id, number - step) for step in range(1, back + 1)]
    return wanted == list(reversed(before))[:back]


def told(path: Path, minutes: float) -> Told:
    """Import a file, let the engine that quotes talk about it, and return what it quotes."""
    url = f"upload://up_1/{path.name}"
    library = MemoryLibrary({url: path.read_bytes()})
    plugin = PdfImport() if path.suffix == ".pdf" else DocumentImport()
    library.bind(plugin)
    content_id = asyncio.run(plugin.import_content(url, ids.new_id("job")))
    content = library.catalog.content(OWNER, content_id)
    source = Source(
        content_id=content_id,
        version=1,
        title=content.metadata.title,
        authors=content.metadata.authors,
        license=None,
        language=content.metadata.language,
        paragraph_count=content.paragraph_count,
    )
    query = Query(sources=[source])
    parameters = PodcastParameters(minutes=minutes)
    told = told_sources(parameters, query, OwnedLibrary(library.catalog, OWNER))
    task = conversation_of(parameters, told, round(parameters.minutes * WORDS_PER_MINUTE))
    answer = asyncio.run(Quoting().write(task)).answer
    texts = {passage.paragraph_id: passage.text for passage in task.passages}
    return Told(path.name, quotations(answer, texts, task.language))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--minutes", type=float, default=6.0, help="length of each conversation")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print N quoted sentences to read")
    arguments = parser.parse_args()
    documents = [told(path, arguments.minutes) for path in arguments.files]
    for each in documents:
        print(f"{each.name:<40}{len(each.quoted):>6} quoted{len(each.torn):>5} do not stand alone")
    quoted = [(each.name, one) for each in documents for one in each.quoted]
    torn = sum(len(each.torn) for each in documents)
    print(f"{'all':<40}{len(quoted):>6} quoted{torn:>5} do not stand alone ({torn / max(1, len(quoted)):.0%})")
    step = max(1, len(quoted) // arguments.sample) if arguments.sample else len(quoted) + 1
    for name, one in quoted[step - 1 :: step]:
        print(f"[{name}] {one.spoken}")


if __name__ == "__main__":
    main()
