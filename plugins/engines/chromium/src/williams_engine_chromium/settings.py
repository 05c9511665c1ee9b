"""What the machine's Chromium takes: a place, time and memory."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ChromiumSettings(BaseModel):
    model_config = ConfigDict(frozen=True)

    program: str = Field(
        default="chromium,chromium-browser,google-chrome",
        description="Chromium's program: a path, or names of which the first that the machine has is taken.",
    )
    seconds: float = Field(default=20.0, gt=0, le=120, description="How long a page may take to come to rest.")
    memory_mb: int = Field(
        default=1024, ge=512, description="What all of a browser's processes may take for themselves, on Linux."
    )
    sandbox: Literal["on", "off"] = Field(
        default="on",
        description="`off` only where the whole function is enclosed, as in a container that forbids user namespaces.",
    )
