"""Reading as the plugins do it: by the reader alone, and by a whole import on a library in memory."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from williams_import_document import DocumentImport
from williams_import_document.document import read_document
from williams_import_document.kinds import kind_by_name
from williams_import_listing import ListingImport
from williams_import_listing.reading import read_listing
from williams_import_paper import PaperImport
from williams_import_paper.text.jats import read_jats

from tests.benchmarks.reading.samples import LISTINGS, PAPERS
from williams.domain import ids
from williams.plugin import ImportPlugin, Look
from williams_testing.library import ChosenEngines, MemoryLibrary
from williams_testing.memory.embedding import HashEmbedding

_ADDRESS = "https://a.example/"
_UPLOADED = "upload://up_1/"


def read(path: Path) -> int:
    """Return how many paragraphs or entries the reader finds, in this process."""

    def tell_nobody(_done: int, _total: int) -> None:
        """There is no progress bar."""

    ending = path.name.partition(".")[2]
    if ending in PAPERS:
        return len(read_jats(path, tell_nobody)["paragraphs"])
    if ending in LISTINGS:
        return len(read_listing(path, tell_nobody, _ADDRESS)["entries"])
    kind = kind_by_name(path.name)
    assert kind is not None
    with TemporaryDirectory() as folder:
        return len(read_document(path, tell_nobody, kind.value, path.name, None, folder)["paragraphs"])


def take_in(path: Path) -> None:
    """Import the file with all stages, the reader in a process of its own; embeddings are a small fake's."""
    ending = path.name.partition(".")[2]
    if ending in LISTINGS:
        _list(path)
    else:
        _import(PaperImport() if ending in PAPERS else DocumentImport(), path)


def _import(plugin: ImportPlugin, path: Path) -> None:
    url = _UPLOADED + path.name
    engines = ChosenEngines(embedding=HashEmbedding(dimensions=2))
    MemoryLibrary({url: path.read_bytes()}, engines=engines).bind(plugin)
    asyncio.run(plugin.import_content(url, ids.new_id("job")))


def _list(path: Path) -> None:
    plugin, url = ListingImport(), _ADDRESS + path.name
    library = MemoryLibrary({url: path.read_bytes()})
    with TemporaryDirectory() as folder:
        asyncio.run(plugin.entries(Look(source=url), library.context(plugin, Path(folder))))
