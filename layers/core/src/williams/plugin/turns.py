"""Whose turn it is, where many items of a stage begin side by side and each takes a processor, and room."""

from __future__ import annotations

import asyncio
from typing import Final
from weakref import WeakKeyDictionary

_turns: Final[WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock]] = WeakKeyDictionary()


def turn() -> asyncio.Lock:
    """Return the lock of the running loop, which one item has at a time."""
    return _turns.setdefault(asyncio.get_running_loop(), asyncio.Lock())
