"""The provenance graph over Bolt: Neo4j, or any server that speaks its protocol and openCypher."""

from williams.adapters.graph.bolt import BoltGraph
from williams.adapters.graph.connection import connect

__all__ = ["BoltGraph", "connect"]
