"""Qdrant's own engine, from the wheel of Qdrant Edge, behind what the REST API asks of a collection."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import qdrant_edge as edge
from qdrant_client import models


@dataclass(frozen=True)
class Optimizing:
    """From how many kilobytes of vectors on a graph is built, and after how many new points that is looked at."""

    indexed_from: int
    points: int


# Small, so that a test comes to it.
AT_ONCE: Final = Optimizing(indexed_from=64, points=1)
# https://qdrant.tech/documentation/guides/configuration: a server looks in the background, not after each batch.
SERVERS_OWN: Final = Optimizing(indexed_from=10_000, points=25_000)
_EF_CONSTRUCT: Final = 100
_DISTANCES: Final = {models.Distance.COSINE: edge.Distance.Cosine}
_DATATYPES: Final = {models.Datatype.FLOAT16: edge.VectorStorageDatatype.Float16}
_SCHEMAS: Final = {edge.PayloadSchemaType.Keyword: models.PayloadSchemaType.KEYWORD}


@dataclass
class Collection:
    """One shard, which is a whole collection. Graphs are built in the call that makes them necessary."""

    shard: edge.EdgeShard
    path: Path
    optimizing: Optimizing
    new_points: int = 0

    @classmethod
    def opened(cls, path: Path, optimizing: Optimizing) -> Collection:
        """Open what stands in a folder."""
        return cls(edge.EdgeShard.load(str(path)), path, optimizing)

    @classmethod
    def create(cls, path: Path, asked: models.CreateCollection, optimizing: Optimizing) -> Collection:
        assert isinstance(asked.vectors, dict)
        assert asked.hnsw_config is not None
        config = edge.EdgeConfig(
            vectors={name: _dense(params) for name, params in asked.vectors.items()},
            sparse_vectors={name: edge.EdgeSparseVectorParams() for name in asked.sparse_vectors or {}},
            hnsw_config=edge.HnswIndexConfig(
                m=asked.hnsw_config.m if asked.hnsw_config.m is not None else 16,
                ef_construct=_EF_CONSTRUCT,
                full_scan_threshold=optimizing.indexed_from,
                payload_m=asked.hnsw_config.payload_m,
            ),
            optimizers=edge.EdgeOptimizersConfig(indexing_threshold=optimizing.indexed_from),
        )
        return cls(edge.EdgeShard.create(str(path), config), path, optimizing)

    @property
    def graph_built(self) -> bool:
        return self.shard.info().indexed_vectors_count > 0

    @property
    def payload_schema(self) -> dict[str, models.PayloadIndexInfo]:
        found = self.shard.info().payload_schema
        return {
            name: models.PayloadIndexInfo(data_type=_SCHEMAS[info.data_type], points=info.points)
            for name, info in found.items()
        }

    def index(self, asked: models.CreateFieldIndex) -> None:
        tenant = isinstance(asked.field_schema, models.KeywordIndexParams) and asked.field_schema.is_tenant
        params = edge.KeywordIndexParams(is_tenant=bool(tenant))
        self.shard.update(edge.UpdateOperation.create_field_index(asked.field_name, params))

    def drop_index(self, name: str) -> None:
        self.shard.update(edge.UpdateOperation.delete_field_index(name))

    def upsert(self, points: Sequence[models.PointStruct]) -> None:
        given = [edge.Point(str(point.id), _vectors(point.vector), point.payload) for point in points]
        self.shard.update(edge.UpdateOperation.upsert_points(given))
        self.new_points += len(given)
        if self.new_points >= self.optimizing.points:
            self.shard.optimize()
            self.new_points = 0

    def query(self, asked: models.QueryRequest) -> list[models.ScoredPoint]:
        assert asked.filter is not None
        nearest = asked.query.nearest if isinstance(asked.query, models.NearestQuery) else asked.query
        found = self.shard.query(
            edge.QueryRequest(
                limit=asked.limit or 10,
                query=edge.Query.Nearest(_vector(nearest), using=asked.using),
                filter=_filter(asked.filter),
                with_payload=_payload(asked.with_payload),
            )
        )
        return [
            models.ScoredPoint(id=str(each.id), version=each.version, score=each.score, payload=each.payload)
            for each in found
        ]

    def delete(self, asked: models.FilterSelector) -> None:
        self.shard.update(edge.UpdateOperation.delete_points_by_filter(_filter(asked.filter)))


@dataclass
class Engine:
    """Collections by name, in a folder of their own."""

    optimizing: Optimizing = AT_ONCE
    collections: dict[str, Collection] = field(default_factory=dict)
    folder: Path = field(default_factory=lambda: Path(mkdtemp(prefix="qdrant-")))

    def create(self, name: str, asked: models.CreateCollection) -> None:
        self.collections[name] = Collection.create(Path(mkdtemp(dir=self.folder)), asked, self.optimizing)

    def restart(self) -> None:
        """Close every collection and open it from its files, as a new process does."""
        for name, held in list(self.collections.items()):
            held.shard.close()
            self.collections[name] = Collection.opened(held.path, self.optimizing)

    def drop(self, name: str) -> None:
        self.collections.pop(name).shard.close()

    def close(self) -> None:
        for name in list(self.collections):
            self.drop(name)
        shutil.rmtree(self.folder)


def _dense(asked: models.VectorParams) -> edge.EdgeVectorParams:
    assert asked.datatype is not None
    return edge.EdgeVectorParams(
        size=asked.size, distance=_DISTANCES[asked.distance], datatype=_DATATYPES[asked.datatype]
    )


def _vectors(given: Any) -> dict[str, Any]:
    return {name: _vector(each) for name, each in given.items()}


def _vector(given: Any) -> Any:
    return edge.SparseVector(given.indices, given.values) if isinstance(given, models.SparseVector) else given


def _payload(asked: Any) -> Any:
    return edge.PayloadSelector.Include(asked) if isinstance(asked, list) else asked


def _filter(asked: models.Filter) -> edge.Filter:
    """Only what the adapter asks: every field has one of its values, or the point one of the ids."""
    assert isinstance(asked.must, list)
    conditions: list[Any] = []
    for condition in asked.must:
        if isinstance(condition, models.HasIdCondition):
            conditions.append(edge.HasIdCondition({str(each) for each in condition.has_id}))
            continue
        assert isinstance(condition, models.FieldCondition)
        assert isinstance(condition.match, models.MatchAny)
        conditions.append(edge.FieldCondition(condition.key, match=edge.MatchAny(condition.match.any)))
    return edge.Filter(must=conditions)
