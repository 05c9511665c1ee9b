"""Run with ``-I -S``, which keep every package away: import a handler, give it an event, and say how long that took.

The order comes by the standard input, and goes out on the last line of the standard output.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from typing import Any


class Context:
    """What handlers ask of Lambda's context."""

    function_name = "cold"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:us-east-1:000000000000:function:cold"
    aws_request_id = "6f5a2d1e-0000-4000-8000-000000000000"

    def get_remaining_time_in_millis(self) -> int:
        return 300_000


def watch(clients: list[str]) -> None:
    """Note every client of AWS that is made from now on."""
    session = importlib.import_module("botocore.session").Session
    make = session.create_client

    def noted(self: Any, service_name: str, *arguments: Any, **named: Any) -> Any:
        clients.append(service_name)
        return make(self, service_name, *arguments, **named)

    session.create_client = noted


def main() -> None:
    order = json.load(sys.stdin)
    sys.path[:0] = order["path"]
    clients: list[str] = []
    if order["watched"]:
        watch(clients)
    began = time.perf_counter()
    handler = importlib.import_module(order["module"]).handler
    imported = time.perf_counter()
    answer = handler(order["event"], Context())
    ended = time.perf_counter()
    told = {
        "milliseconds": (ended - began) * 1000,
        "import_milliseconds": (imported - began) * 1000,
        "answer": answer,
        "clients": clients,
        "postgres": "pg8000" in sys.modules,
        "graph": "neo4j" in sys.modules,
    }
    print("\n" + json.dumps(told, default=str), flush=True)


if __name__ == "__main__":
    main()
