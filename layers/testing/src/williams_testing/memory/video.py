"""Clips in memory, finished when they have been asked for some times. Their files are MP4 in name and frame only."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from williams.domain.errors import CorruptContent, InvalidRequest, NotFound, ProviderRejected
from williams.domain.provenance import ModelUsed
from williams.ports.video import FinishedClip

_LONGEST_SECONDS = 60.0
_LARGEST = 4096
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass
class _Making:
    clip: FinishedClip
    prompt: str
    polls_left: int


class InMemoryVideo:
    """VideoPort for tests. A clip is finished at the poll after ``polls`` others."""

    model = ModelUsed(provider="memory", name="still", version="1")

    def __init__(self, polls: int = 2, cost_usd: float = 0.0) -> None:
        self.polls = polls
        self.cost_usd = cost_usd
        self._tasks: dict[str, _Making] = {}

    @property
    def paid(self) -> bool:
        return self.cost_usd > 0

    async def submit(self, prompt: str, seconds: float, width: int, height: int, picture: Path | None = None) -> str:
        """See VideoPort."""
        if not prompt.strip():
            raise InvalidRequest("There is nothing to show: the prompt has no words.")
        if not 0 < seconds <= _LONGEST_SECONDS:
            raise InvalidRequest(f"A clip lasts up to {_LONGEST_SECONDS:.0f} seconds, not {seconds:g}.")
        if not (0 < width <= _LARGEST and 0 < height <= _LARGEST):
            raise InvalidRequest(f"A clip has 1 to {_LARGEST} pixels each way, not {width} x {height}.")
        if picture is not None and not picture.read_bytes().startswith(_PICTURES):
            raise CorruptContent(f"{picture.name} is no PNG or JPEG.")
        task = f"clip-{len(self._tasks) + 1}"
        clip = FinishedClip(
            task=task,
            seconds=seconds,
            width=width,
            height=height,
            engine=self.model,
            license="CC0-1.0",
            cost_usd=self.cost_usd,
        )
        self._tasks[task] = _Making(clip, prompt, self.polls)
        return task

    async def poll(self, task: str) -> FinishedClip | None:
        """See VideoPort."""
        making = self._tasks.get(task)
        if making is None:
            raise ProviderRejected(f"There is no task {task}.")
        if making.polls_left:
            making.polls_left -= 1
            return None
        return making.clip

    async def fetch(self, clip: FinishedClip, to: Path) -> None:
        """See VideoPort."""
        if clip.task not in self._tasks:
            raise NotFound(f"The clip {clip.task} is not kept any more.")
        to.write_bytes(_box(b"ftyp", b"isom\0\0\2\0isommp41") + _box(b"mdat", self._tasks[clip.task].prompt.encode()))

    async def cancel(self, task: str) -> None:
        """See VideoPort."""
        making = self._tasks.get(task)
        if making is not None and making.polls_left:
            del self._tasks[task]


def _box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", 8 + len(data)) + kind + data
