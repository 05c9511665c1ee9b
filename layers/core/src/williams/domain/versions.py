"""Versions of one source: what its address led to at one time and at another."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

__all__ = ["UNLINKED", "VersionLinks", "source_key"]


@dataclass(frozen=True)
class VersionLinks:
    """Other content of the same source: the version before, and the newest one, if that is another."""

    supersedes: str | None = None
    superseded_by: str | None = None


UNLINKED = VersionLinks()


def source_key(address: str) -> str:
    """Return what content of the same address has in common: its SHA-256 in hexadecimal."""
    return hashlib.sha256(address.encode()).hexdigest()
