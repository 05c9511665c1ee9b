"""The statements that find: the nearest, the best by words, and both with each one's score by the other.

They are planned anew each time: a plan made without knowing the owner, the limit and the words would often not use an
index, or the wrong one.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection

from williams.adapters.postgres.prepared import BEGIN, COMMIT, Row, Step, run_in_turn
from williams.domain.bm25 import MOST_WEIGHT, TermWeights

SEPARATOR: Final = ","

_OWN: Final = "owner = :owner AND model = :model"

# One text, since the driver takes 3 µs for each member of an array; a filter that most fit names thousands.
_WITHIN: Final = f"AND content_id = ANY(string_to_array(CAST(:content_ids AS text), '{SEPARATOR}'))"

_DISTANCE: Final = "embedding <=> CAST(:vector AS halfvec)"

# The order of equals is that of their bytes, as everywhere else.
_MATCHING: Final = f"""
    SELECT paragraph_id, content_id, -(weights <#> CAST(:weights AS sparsevec)) AS score
    FROM paragraph_terms WHERE {_OWN} AND terms && CAST(:{{terms}} AS integer[]) {{within}}
    ORDER BY score DESC, paragraph_id COLLATE "C" LIMIT :limit"""

_BY_BOTH: Final = f"""
    WITH near AS MATERIALIZED ({{near}}), matching AS MATERIALIZED ({{matching}})
    SELECT paragraph_id, vectors.content_id, near.paragraph_id IS NOT NULL AS is_near,
        matching.paragraph_id IS NOT NULL AS matches, 1 - (vectors.{_DISTANCE}) AS similarity,
        CASE WHEN held.terms && CAST(:terms AS integer[]) THEN -(held.weights <#> CAST(:weights AS sparsevec)) END
            AS keyword_score
    FROM near FULL JOIN matching USING (paragraph_id)
    JOIN (SELECT * FROM paragraph_vectors WHERE {_OWN}) AS vectors USING (paragraph_id)
    LEFT JOIN (SELECT * FROM paragraph_terms WHERE {_OWN}) AS held USING (paragraph_id)"""

SIMILARITIES: Final = f"""
    SELECT paragraph_id, 1 - ({_DISTANCE}) AS similarity FROM paragraph_vectors
    WHERE {_OWN} AND paragraph_id = ANY(string_to_array(CAST(:paragraph_ids AS text), '{SEPARATOR}'))"""

_NUMBER: Final = f"""
    SELECT count(*) FROM (
        SELECT FROM paragraph_vectors WHERE {_OWN} {{within}} LIMIT CAST(:enough AS bigint)) AS counted"""

_LEAST: Final = "SELECT min(score) FROM ({matching}) AS best HAVING count(*) = :limit"

_ANEW: Final[Step] = ("SET LOCAL plan_cache_mode = force_custom_plan", {})

# One value: the driver takes 10 µs for each row.
_AT_ONCE: Final = "SELECT json_agg(found) AS rows FROM ({sql}) AS found"

# The share of the most, and how deep a ranking is read where it is that. The nearest in meaning differ by more.
_NEGLIGIBLE: Final = 0.15
_DEPTH: Final = 100

# So near to a bound, rounding decides.
_ROUNDING: Final = 1e-4


def found(connection: Connection, sql: str, **params: object) -> list[Row]:
    """Run a statement of these in one round trip."""
    (answer,) = run_in_turn(connection, BEGIN, _ANEW, (_AT_ONCE.format(sql=sql), params), COMMIT)
    rows: list[Row] | None = answer["rows"]
    return rows or []


def nearest(exact: bool, within: bool) -> str:
    """Return the statement for the nearest. An exact one compares with all of them."""
    return f"SELECT paragraph_id, content_id, 1 - ({_DISTANCE}) AS score {_order(exact, within)}"


def matching(within: bool) -> str:
    """Return the statement for those that hold one of the terms, best first."""
    return _MATCHING.format(terms="deciding", within=_within(within))


def by_both(exact: bool, within: bool) -> str:
    near = f"SELECT paragraph_id {_order(exact, within)}"
    return _BY_BOTH.format(near=near, matching=matching(within))


def outlook(within: bool) -> str:
    """Return the statement for what the others are chosen by.

    ``number`` is how many vectors there are, up to ``enough``; ``least`` what the last of ``limit`` scores that hold
    one of the ``heaviest`` terms, null where there are not as many.
    """
    number = _NUMBER.format(within=_within(within))
    least = _LEAST.format(matching=_MATCHING.format(terms="heaviest", within=_within(within)))
    return f"SELECT ({number}) AS number, ({least}) AS least"


def _order(exact: bool, within: bool) -> str:
    # The sum keeps the exact one from the index: of one owner among many, or a few documents, it would pass over what
    # it finds, and miss some of the nearest.
    distance = f"({_DISTANCE}) + 0" if exact else _DISTANCE
    return f"FROM paragraph_vectors WHERE {_OWN} {_within(within)} ORDER BY {distance} LIMIT :limit"


def _within(within: bool) -> str:
    return _WITHIN if within else ""


def heaviest(terms: TermWeights) -> list[int]:
    """Return the terms that weigh at least half as much as the heaviest."""
    enough = max(terms.values(), default=0.0) / 2
    return [term for term, weight in terms.items() if weight >= enough]


def negligible(terms: TermWeights, limit: int) -> float:
    """Return which weight need not be looked for where ranks are not made by words alone: a small share of the most.

    The deeper a ranking is read, the smaller it is.
    """
    return _NEGLIGIBLE * min(1.0, _DEPTH / limit) * MOST_WEIGHT * sum(terms.values())


def most_without(terms: TermWeights, looked_for: Collection[int]) -> float:
    """Return what a paragraph without the terms that are looked for weighs at most."""
    return MOST_WEIGHT * sum(weight for term, weight in terms.items() if term not in looked_for)


def deciding(terms: TermWeights, least: float) -> list[int]:
    """Return the fewest terms of which every paragraph that scores ``least`` or more holds one.

    All together the others cannot weigh as much (H. Turtle, J. Flood, "Query Evaluation: Strategies and
    Optimizations", 1995). They are the frequent ones: of what holds them alone, thousands need not be looked at.
    """
    rest, others = 0.0, set()
    for term in sorted(terms, key=lambda each: terms[each]):
        rest += MOST_WEIGHT * terms[term]
        if rest >= least - _ROUNDING:
            break
        others.add(term)
    return [term for term in terms if term not in others]
