"""How many paragraphs hold each term: a content's counts, and an owner's sums of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from sqlalchemy import Connection, Engine

from williams.adapters.postgres.prepared import run, run_on
from williams.domain.bm25 import TermStatistics
from williams.domain.terms import term_ids

_REMOVE: Final = "DELETE FROM content_terms WHERE content_id = :content_id"

_WRITE: Final = """
    INSERT INTO content_terms (content_id, owner, term, paragraphs)
    SELECT :content_id, :owner, term, paragraphs
    FROM unnest(CAST(:terms AS integer[]), CAST(:counts AS integer[])) AS given (term, paragraphs)"""

# The row without a term is all paragraphs.
_STATISTICS: Final = """
    SELECT NULL AS term, coalesce(sum(paragraph_count), 0) AS number FROM content
    WHERE owner = :owner AND deleted_at IS NULL
    UNION ALL
    SELECT term, sum(paragraphs) FROM content_terms
    WHERE owner = :owner AND term = ANY(CAST(:terms AS integer[])) GROUP BY term"""


def write_terms(
    connection: Connection, owner: str, content_id: str, texts: Iterable[str], language: str | None
) -> None:
    """Replace a content's counts with those of the texts of its paragraphs."""
    terms = counted_terms(term_ids(text, [language or ""]) for text in texts)
    run_on(connection, _REMOVE, content_id=content_id)
    counts = {"terms": list(terms), "counts": list(terms.values())}
    run_on(connection, _WRITE, content_id=content_id, owner=owner, **counts)


def counted_terms(held: Iterable[Iterable[int]]) -> dict[int, int]:
    """Return how many paragraphs hold each term, in the terms' order; ``held`` are the different ones of each."""
    counts = Counter(chain.from_iterable(held))
    return {term: counts[term] for term in sorted(counts)}


def read_statistics(engine: Engine, owner: str, terms: Sequence[int]) -> TermStatistics:
    numbers = {row["term"]: row["number"] for row in run(engine, _STATISTICS, owner=owner, terms=list(terms))}
    return TermStatistics(paragraphs=numbers.pop(None), holding=numbers)
