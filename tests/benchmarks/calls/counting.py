"""Counts what leaves this process: requests to AWS, statements to Postgres, statements to the graph."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import neo4j
from botocore.endpoint import Endpoint
from pg8000.core import CoreConnection

POSTGRES, GRAPH = "Postgres", "graph"
_SERVICES = {
    "s3": "S3",
    "dynamodb": "DynamoDB",
    "sqs": "SQS",
    "stepfunctions": "Step Functions",
    "events": "EventBridge",
}


class Calls:
    """``made`` counts ``(function, service, operation)``; ``texts`` keeps what was asked, in order, for reading.

    ``function`` is which one is at work: several of a kind may be at once, several kinds are not.
    """

    def __init__(self) -> None:
        self.made: Counter[tuple[str, str, str]] = Counter()
        self.texts: list[str] = []
        self.function = ""
        self._guard = threading.Lock()

    def note(self, service: str, operation: str, text: str = "") -> None:
        with self._guard:
            self.made[self.function, service, operation] += 1
            self.texts.append(f"{service} {operation} {' '.join(text.split())[:160]}")

    def by_service(self) -> dict[str, int]:
        together: Counter[str] = Counter()
        for (_, service, _), number in self.made.items():
            together[service] += number
        return {service: together[service] for service in sorted(together)}

    def by_function(self) -> dict[str, dict[str, dict[str, int]]]:
        """Return what each function asked: how often, by operation, by service."""
        nested: dict[str, dict[str, dict[str, int]]] = {}
        for (function, service, operation), number in sorted(self.made.items()):
            nested.setdefault(function, {}).setdefault(service, {})[operation] = number
        return nested


@contextmanager
def counted() -> Iterator[Calls]:
    """Count every call that any adapter makes in the block."""
    calls = Calls()
    with ExitStack() as patches:
        for owner, name, note in _doors(calls):
            patches.enter_context(patch.object(owner, name, _noting(getattr(owner, name), note)))
        yield calls


def _doors(calls: Calls) -> list[tuple[Any, str, Callable[..., None]]]:
    """The functions that everything goes through, one for each kind of server and way of asking it."""

    def statement(_connection: object, text: str, *_rest: object, **_named: object) -> None:
        calls.note(POSTGRES, "statement", text)

    def prepared(_connection: object, *arguments: Any) -> None:
        calls.note(POSTGRES, "statement", arguments[-1])

    def cypher(_session: object, query: Any, *_rest: object, **_named: object) -> None:
        calls.note(GRAPH, "statement", str(query))

    def request(_endpoint: object, operation_model: Any, request_dict: Any, *_rest: object) -> None:
        service = operation_model.service_model.service_name
        calls.note(_SERVICES.get(service, service), operation_model.name, request_dict.get("url_path", ""))

    return [
        (CoreConnection, "execute_simple", statement),
        (CoreConnection, "execute_unnamed", statement),
        (CoreConnection, "execute_named", prepared),
        (neo4j.Session, "run", cypher),
        (neo4j.ManagedTransaction, "run", cypher),
        (Endpoint, "make_request", request),
    ]


def _noting(call: Callable[..., Any], note: Callable[..., None]) -> Callable[..., Any]:
    def noted(*arguments: Any, **named: Any) -> Any:
        note(*arguments, **named)
        return call(*arguments, **named)

    return noted
