"""``search_size_ms``: how long a question takes among many paragraphs, in each of the vector stores."""

from __future__ import annotations

import asyncio
import time
from array import array
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import psutil
from qdrant_client import models
from sqlalchemy import Engine
from williams_engine_minilm.embedding import MiniLmEmbedding
from williams_engine_minilm.manifest import MiniLmManifest

from tests.benchmarks.figures import Aim, Figure, percentile
from tests.benchmarks.size.filling import Shelf, fill
from tests.benchmarks.size.language import Passage
from tests.benchmarks.size.stores import Stores, stores
from tests.benchmarks.size.volumes import MODEL, OWNER
from tests.contract.qdrant_server import API_KEY
from williams.adapters.postgres.engine import connected
from williams.adapters.qdrant.collection import COLLECTION, DENSE
from williams.adapters.qdrant.connection import connect
from williams.adapters.vector_length import DIMENSIONS
from williams.domain.search import ContentFilter, SearchMode
from williams.ports.vectors import VectorPort
from williams.services.search import Search, SearchQuery
from williams.services.signing import Signer
from williams_testing.model_files import OriginModelFiles

PARAGRAPHS, QUICK_PARAGRAPHS = 100_000, 1_000
QUESTIONS, QUICK_QUESTIONS = 100, 5
HITS: Final = 10
DEEP_PAGES: Final = 10
AIM: Final = Aim(50.0)

# Asks a question and returns how many milliseconds that took.
Ask = Callable[[Passage], Awaitable[float]]


def run(quick: bool) -> list[Figure]:
    """Fill both stores, and ask each in every way: the median, beside that of a bare query for the ten nearest.

    What is asked is the service that answers ``GET /api/search``, the answer as JSON included. The vectors are made, as
    computing them would take a quarter of an hour; the question's is made too, after its text has been embedded for
    real where the case says so. The bare queries are one statement of pgvector's manual, by the same driver, and one
    call of Qdrant's client, for ids alone. Qdrant's engine answers through a server written in Python, which takes a
    part of each of its answers' time.
    """
    number, paragraphs = (QUICK_QUESTIONS, QUICK_PARAGRAPHS) if quick else (QUESTIONS, PARAGRAPHS)
    with stores() as running:
        return asyncio.run(measured(running, fill(running, paragraphs, number), number, paragraphs))


async def measured(running: Stores, shelf: Shelf, number: int, paragraphs: int) -> list[Figure]:
    questions = shelf.questions(number)
    minilm = MiniLmEmbedding(OriginModelFiles(MiniLmManifest))
    figures = []
    both: dict[str, tuple[VectorPort, Ask]] = {
        "pgvector": (running.pgvector, _bare_sql(running.engine)),
        "Qdrant": (running.qdrant.vectors, _bare_client(running.qdrant.url)),
    }
    for store, (vectors, bare) in both.items():
        embedding = PlacedQuestions(minilm)
        search = Search(running.catalog, vectors, embedding, Signer(lambda: b"a key"))
        for name, ask in _cases(search, embedding, shelf):
            figures.append(await _figure(f"{store}: {name}", ask, bare, questions, paragraphs))
    return figures


@dataclass
class PlacedQuestions:
    """An :class:`EmbeddingPort` that gives each question its made-up place; ``for_real`` has it embedded before."""

    network: MiniLmEmbedding
    for_real: bool = False
    places: dict[str, array[float]] = field(default_factory=dict)

    model: str = MODEL
    dimensions: int = DIMENSIONS

    def unrelated_below(self, question: str) -> float | None:
        return self.network.unrelated_below(question)

    async def embed(self, texts: Sequence[str]) -> list[array[float]]:
        if self.for_real:
            await self.network.embed(texts)
        return [self.places[text] for text in texts]


def _cases(search: Search, embedding: PlacedQuestions, shelf: Shelf) -> Iterator[tuple[str, Ask]]:
    def asked(mode: SearchMode, within: ContentFilter, pages: int = 1, for_real: bool = False) -> Ask:
        async def ask(question: Passage) -> float:
            embedding.for_real = for_real
            embedding.places = {question.text: question.vector}
            return await _pages(search, SearchQuery(OWNER, question.text, mode, within), pages)

        return ask

    everywhere = ContentFilter()
    yield "hybrid, the question embedded", asked(SearchMode.HYBRID, everywhere, for_real=True)
    for mode in SearchMode:
        yield mode.value, asked(mode, everywhere)
    for name, within in {
        "a language of 9 in 10": ContentFilter(languages=("en",)),
        "a tag of 1 in 10": ContentFilter(tags=("tagged",)),
        "a collection of 1 in 100": ContentFilter(collection_ids=(shelf.collection_id,)),
    }.items():
        yield f"hybrid, {name}", asked(SearchMode.HYBRID, within)
    yield f"hybrid, page {DEEP_PAGES}", asked(SearchMode.HYBRID, everywhere, DEEP_PAGES)


async def _pages(search: Search, query: SearchQuery, number: int) -> float:
    """Turn to a page; the time is that of this one."""
    token: str | None = None
    for _ in range(number):
        began = time.perf_counter()
        found = await search.search(query, HITS, token)
        "".join(hit.model_dump_json() for hit in found.hits)
        ended, token = time.perf_counter(), found.next_token
    return 1000 * (ended - began)


async def _figure(subject: str, ask: Ask, bare: Ask, questions: Sequence[Passage], paragraphs: int) -> Figure:
    """The first question of each side is not counted. Sides take turns, so that the machine's other work hits both."""
    ours: list[float] = []
    theirs: list[float] = []
    for question in questions:
        ours.append(await ask(question))
        theirs.append(await bare(question))
    began = processor_seconds()
    for question in questions:
        await ask(question)
    cpu_ms = 1000 * (processor_seconds() - began) / len(questions)
    return Figure(
        "search_size",
        percentile(ours[1:], 50),
        "ms",
        aim=AIM,
        subject=subject,
        ours=percentile(ours[1:], 50),
        bare=percentile(theirs[1:], 50),
        measured_in="ms",
        runs=len(ours) - 1,
        details={
            "paragraphs": float(paragraphs),
            "p95_ms": percentile(ours[1:], 95),
            "bare_p95_ms": percentile(theirs[1:], 95),
            "cpu_ms": cpu_ms,
        },
    )


def processor_seconds() -> float:
    """Return what this process and its servers, which are its children, have taken so far of all cores."""
    own = psutil.Process()
    times = (process.cpu_times() for process in (own, *own.children(recursive=True)))
    return sum(each.user + each.system for each in times)


def _bare_sql(engine: Engine) -> Ask:
    async def ask(question: Passage) -> float:
        vector = f"[{','.join(map(repr, question.vector))}]"
        began = time.perf_counter()
        with connected(engine) as connection:
            connection.exec_driver_sql(_NEAREST, (OWNER, vector, HITS)).all()
        return 1000 * (time.perf_counter() - began)

    return ask


_NEAREST: Final = "SELECT paragraph_id FROM paragraph_vectors WHERE owner = %s ORDER BY embedding <=> %s LIMIT %s"


def _bare_client(url: str) -> Ask:
    client = connect(url, API_KEY)
    owned = models.Filter(must=[models.FieldCondition(key="owner", match=models.MatchAny(any=[OWNER]))])

    async def ask(question: Passage) -> float:
        vector = question.vector.tolist()
        began = time.perf_counter()
        request = models.QueryRequest(
            query=vector, using=DENSE, filter=owned, limit=HITS, with_payload=["paragraph_id"]
        )
        client.query_batch_points(COLLECTION, [request])
        return 1000 * (time.perf_counter() - began)

    return ask
