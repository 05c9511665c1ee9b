"""``python -m tests.benchmarks.size.once WAY FILE``: what a way takes, measured in this process alone.

``WAY`` is ``bare``, which embeds the texts of a JSON file, or a vector store, with which the file is imported by all
stages, the reader in a process of its own. Where the library stands is read from standard input. Prints ``wall_s`` and
``cpu_s``, children included, behind a first small run that loads what is needed; and ``peak_mb`` of the larger of this
process and its children.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.usage import peak_mb, processor_seconds

_FIRST = "What is read first.\n\nIt loads what is needed."


def _bare(file: Path) -> Callable[[], object]:
    # Neither way loads what the other needs: it would count among its memory.
    from williams_engine_minilm.embedding import MiniLmEmbedding
    from williams_engine_minilm.manifest import MiniLmManifest

    from williams_testing.model_files import OriginModelFiles

    texts: list[str] = json.loads(file.read_text(encoding="utf-8"))
    embedding = MiniLmEmbedding(OriginModelFiles(MiniLmManifest))
    asyncio.run(embedding.embed([_FIRST]))
    return lambda: asyncio.run(embedding.embed(texts))


def _import(store: str, file: Path) -> Callable[[], object]:
    from williams_import_document import DocumentImport

    from tests.benchmarks.size.library import Library
    from williams.domain import ids
    from williams.pipeline.in_process import InProcessRunner

    library = Library.at(json.load(sys.stdin))
    plugin = DocumentImport()
    plugin.bind(InProcessRunner(library.toolbox(store), store))
    with TemporaryDirectory() as folder:
        first = Path(folder, "first.txt")
        first.write_text(_FIRST, encoding="utf-8")
        asyncio.run(plugin.import_content(library.upload(store, first), ids.new_id("job")))
    url = library.upload(store, file)
    return lambda: asyncio.run(plugin.import_content(url, ids.new_id("job")))


def main(way: str, file: str) -> None:
    work = _bare(Path(file)) if way == "bare" else _import(way, Path(file))
    began, before = time.perf_counter(), processor_seconds()
    work()
    taken = {"wall_s": time.perf_counter() - began, "cpu_s": processor_seconds() - before}
    print(json.dumps({**taken, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
