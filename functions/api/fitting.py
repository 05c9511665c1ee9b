"""What fits into one answer: API Gateway takes six megabytes from a function, with the body as a string of its JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final, TypeVar

from pydantic import BaseModel

M = TypeVar("M", bound=BaseModel)
MOST_BYTES: Final = 4 * 1024 * 1024


def outgoing_bytes(body: str) -> int:
    """Return how many bytes a body takes on its way out, with its quotes, backslashes and line ends escaped."""
    return len(json.dumps(body, ensure_ascii=False).encode())


def fitting_page(items: list[M], id_of: Callable[[M], str], next_token: str | None) -> tuple[list[M], str | None]:
    """Return as many of the items as fit into one answer, at least one, and the token for those that follow."""
    size = 0
    for count, item in enumerate(items):
        size += outgoing_bytes(item.model_dump_json())
        if count and size > MOST_BYTES:
            return items[:count], id_of(items[count - 1])
    return items, next_token
