"""Casts the bell: how loud it is from its stroke to its end, a byte for each step. In the place of weights."""

from __future__ import annotations

from pathlib import Path

STEPS = 256


def make(name: str, to: Path) -> None:  # noqa: ARG001  # there is one file
    """Write the bell."""
    to.write_bytes(bytes(reversed(range(STEPS))))
