"""JSON secrets, read seldom."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any, Final

from williams.adapters.aws import aws_errors
from williams.domain.errors import StoreUnavailable

KEPT_SECONDS: Final = 300.0


class SecretReader:
    """Keeps each secret in the process for five minutes. ``now`` is a steady time in seconds."""

    def __init__(self, client: Any, now: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._now = now
        self._kept: dict[str, tuple[float, dict[str, str]]] = {}

    def read(self, name: str) -> dict[str, str]:
        """Return the fields of a secret whose text is a JSON object.

        Raises StoreUnavailable, naming the secret, when it is missing, no JSON object, or cannot be had: whoever
        asked did nothing wrong, and a deployment mends it.
        """
        read_at, fields = self._kept.get(name, (None, {}))
        if read_at is None or self._now() - read_at >= KEPT_SECONDS:
            fields = self._fetch(name)
            self._kept[name] = (self._now(), fields)
        return fields

    def _fetch(self, name: str) -> dict[str, str]:
        with aws_errors(f"The secret {name!r}"):
            answer = self._client.get_secret_value(SecretId=name)
        try:
            fields = json.loads(answer.get("SecretString", ""))
        except ValueError:
            fields = None
        if not isinstance(fields, dict):
            # Never with what it holds.
            raise StoreUnavailable(f"The secret {name!r} is not a JSON object. Deploy the stack again.")
        return {key: str(value) for key, value in fields.items()}
