"""Speech written down in a stage, by engines that answer at once and by services that work for minutes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from williams.engine.prices import RatedByFile
from williams.plugin.context import StageContext
from williams.plugin.stage import Pending
from williams.ports.engines import TRANSCRIPTION
from williams.ports.transcription import Transcript, TranscriptionPort, gives_tasks


async def transcribed(
    recording: Path, language: str | None, ctx: StageContext, choice: str | None = None
) -> Transcript | Pending:
    """Return what is said in a recording; for a stage that polls, since a service may still be at work.

    ``choice`` is the engine that a request chose. Raises as TranscriptionPort does, and as ``ctx.paid.task``.
    """
    engine: TranscriptionPort = ctx.engine(TRANSCRIPTION, choice)
    if not gives_tasks(engine):
        return await engine.transcribe(recording, language)
    with recording.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return await ctx.paid.task(
        ["transcribe", engine.model.model_dump_json(), digest, language or ""],
        Transcript,
        submit=lambda: engine.submit(recording, language),
        poll=engine.poll,
        cancel=engine.cancel,
        expected_usd=await engine.expected_usd(recording) if isinstance(engine, RatedByFile) else 0.0,
    )
