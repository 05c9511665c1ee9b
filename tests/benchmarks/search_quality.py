"""How well searches find what was asked for: nDCG@10 by meaning, by words, and by both."""

from __future__ import annotations

import asyncio
import math
from pathlib import Path

from williams_engine_minilm.embedding import MiniLmEmbedding
from williams_engine_minilm.manifest import MiniLmManifest

from tests.benchmarks.cloud import Guest
from tests.benchmarks.figures import Figure
from williams.domain.bm25 import paragraph_weights
from williams.domain.search import SearchMode
from williams.services.search import Search, SearchQuery
from williams.services.signing import Signer
from williams_testing.factories import make_content, make_paragraphs
from williams_testing.memory.catalog import InMemoryCatalog
from williams_testing.memory.vectors import InMemoryVectors
from williams_testing.model_files import OriginModelFiles

COLLECTION = Path(__file__).parent / "collection"
OWNER = "reader"
DEEP = 10
QUICK_QUESTIONS = 5


def run(_: Guest, quick: bool) -> list[Figure]:
    """Both stores rank alike, so the questions are asked of the one in memory."""
    paragraphs = dict(line.split(" ", 1) for line in _lines("paragraphs.txt"))
    questions = [_judged(line) for line in _lines("questions.txt")][: QUICK_QUESTIONS if quick else None]
    measured = asyncio.run(_measured(paragraphs, questions))
    return [
        Figure("search_ndcg", value, "nDCG@10", subject=mode.value, runs=len(questions))
        for mode, value in measured.items()
    ]


def ndcg(found: list[str], grades: dict[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten (K. Järvelin, J. Kekäläinen, 2002)."""
    gains = [grades.get(name, 0) for name in found[:DEEP]]
    return _discounted(gains) / _discounted(sorted(grades.values(), reverse=True)[:DEEP])


def _discounted(gains: list[int]) -> float:
    return math.fsum(((1 << gain) - 1) / math.log2(place + 1) for place, gain in enumerate(gains, 1))


def _lines(name: str) -> list[str]:
    return (COLLECTION / name).read_text(encoding="utf-8").splitlines()


def _judged(line: str) -> tuple[str, dict[str, int]]:
    question, _, judgements = line.partition(" | ")
    pairs = (judgement.split(":") for judgement in judgements.split())
    return question, {name: int(grade) for name, grade in pairs}


async def _measured(paragraphs: dict[str, str], questions: list[tuple[str, dict[str, int]]]) -> dict[SearchMode, float]:
    texts = tuple(paragraphs.values())
    search, names = await _library(texts, list(paragraphs))
    return {
        mode: sum([await _score(search, names, mode, *question) for question in questions]) / len(questions)
        for mode in SearchMode
    }


async def _library(texts: tuple[str, ...], names: list[str]) -> tuple[Search, dict[str, str]]:
    embedding, catalog, vectors = (
        MiniLmEmbedding(OriginModelFiles(MiniLmManifest)),
        InMemoryCatalog(),
        InMemoryVectors(),
    )
    content = make_content(OWNER, texts)
    stored = make_paragraphs(content.content_id, texts)
    ids = [paragraph.paragraph_id for paragraph in stored]
    weights = [paragraph_weights(text, "en") for text in texts]
    catalog.commit_import(content, stored)
    vectors.upsert(OWNER, content.content_id, embedding.model, ids, await embedding.embed(texts), weights)
    return Search(catalog, vectors, embedding, Signer(lambda: b"")), dict(zip(ids, names, strict=True))


async def _score(
    search: Search, names: dict[str, str], mode: SearchMode, question: str, grades: dict[str, int]
) -> float:
    found = await search.search(SearchQuery(OWNER, question, mode), DEEP)
    return ndcg([names[hit.paragraph.paragraph_id] for hit in found.hits], grades)
