"""Texts that only this library can have made: a payload and its HMAC, both safe in a URL."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

# A payload holds an owner, an id and the name of a file.
LONGEST: Final = 8192


@dataclass(frozen=True)
class Signer:
    """``key`` is a function, so that the secret is read when something is signed for the first time."""

    key: Callable[[], bytes]

    def signed(self, purpose: str, payload: Any) -> str:
        """Return a JSON payload with its signature; what is signed for one ``purpose`` is of no use for another."""
        raw = json.dumps(payload, separators=(",", ":")).encode()
        return f"{_encoded(raw)}.{_encoded(self._signature(purpose, raw))}"

    def verified(self, purpose: str, text: str) -> Any:
        """Return the payload. Raises ValueError for what is malformed or was not signed here.

        The signature is compared in constant time. Of each signed text there is one form: no other alphabet, no
        padding, nothing between or behind.
        """
        if len(text) > LONGEST:
            raise ValueError("it is longer than anything that is signed here")
        raw, signature = (_decoded(part) for part in text.split("."))
        if not hmac.compare_digest(signature, self._signature(purpose, raw)):
            raise ValueError("the signature does not fit")
        return json.loads(raw)

    def _signature(self, purpose: str, raw: bytes) -> bytes:
        return hmac.new(self.key(), purpose.encode() + b"\0" + raw, hashlib.sha256).digest()


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    # The decoder passes over what it does not know, and over bits that have no meaning.
    if _encoded(raw) != text:
        raise ValueError("it is not written as it was signed")
    return raw
