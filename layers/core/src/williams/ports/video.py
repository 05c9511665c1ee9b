"""Video clips, which a provider makes in minutes: submitted, asked for until they are finished, then fetched.

A stage that polls gives ``submit``, ``poll`` and ``cancel`` to ``ctx.paid.task``, so that a clip is paid for once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, Field

from williams.domain.provenance import ModelUsed


class FinishedClip(BaseModel):
    """A clip as it was made. ``task`` is the provider's name for it; the file itself is fetched.

    ``license`` is the SPDX identifier of what may be done with it, None where its maker does not say; ``credit`` is
    whom its maker wants named.
    """

    task: str
    seconds: float = Field(gt=0)
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    engine: ModelUsed
    license: str | None = None
    credit: str | None = None
    cost_usd: float = 0.0


class VideoPort(Protocol):
    @property
    def model(self) -> ModelUsed: ...

    @property
    def paid(self) -> bool: ...

    async def submit(self, prompt: str, seconds: float, width: int, height: int, picture: Path | None = None) -> str:
        """Have a clip made of that length, at least, and that size in pixels; returns the provider's name for the task.

        ``picture``, a PNG or JPEG, is what the clip begins with. Raises InvalidRequest for a prompt without words, and
        for a length or size that the engine does not make, with those that it does; CorruptContent for what is no
        picture; ProviderThrottled, ProviderUnavailable, ProviderRejected.
        """
        ...

    async def poll(self, task: str) -> FinishedClip | None:
        """Return the clip, or None while it is being made.

        Raises ProviderRejected for a task that has failed, was cancelled or is not known, for which nothing is owed;
        ProviderThrottled, ProviderUnavailable.
        """
        ...

    async def fetch(self, clip: FinishedClip, to: Path) -> None:
        """Write the clip as an MP4 file, as often as it is asked for while the provider keeps it.

        Raises NotFound once it does not; ProviderThrottled, ProviderUnavailable, ProviderRejected.
        """
        ...

    async def cancel(self, task: str) -> None:
        """Take a task back, if it is still being made: else nothing happens.

        Raises ProviderThrottled, ProviderUnavailable, ProviderRejected.
        """
        ...
