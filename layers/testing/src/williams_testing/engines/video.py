"""What every engine must do that makes video clips."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, ClassVar

import pytest

from williams.domain.errors import CorruptContent, InvalidRequest, ProviderRejected
from williams.domain.licenses.canonical import canonical_license
from williams.ports.video import FinishedClip, VideoPort
from williams_testing.engines.manifest import ManifestConformance
from williams_testing.memory.pictures import one_colour

PROMPT = "Waves roll onto a beach at dusk."
_FILE_TYPE = b"ftyp"


class VideoConformance:
    """Holds for every implementation of VideoPort; a subclass says by the fixture ``video`` which.

    ``seconds`` and ``size`` (width, height) are some that it makes, ``no_seconds`` is a length that it does not. It is
    polled every ``every`` seconds, ``at_most`` times.
    """

    seconds: ClassVar[float] = 5.0
    size: ClassVar[tuple[int, int]] = (1280, 720)
    no_seconds: ClassVar[float] = 100_000.0
    every: ClassVar[float] = 0.0
    at_most: ClassVar[int] = 100

    @pytest.fixture
    def video(self) -> Any:
        raise NotImplementedError("A subclass gives the engine.")

    async def finished(self, video: VideoPort, picture: Path | None = None) -> FinishedClip:
        """Return a clip once it is made."""
        task = await video.submit(PROMPT, self.seconds, *self.size, picture)
        for _ in range(self.at_most):
            clip = await video.poll(task)
            if clip is not None:
                assert clip.task == task
                return clip
            await asyncio.sleep(self.every)
        raise AssertionError(f"After {self.at_most} polls there is no clip.")

    async def test_a_clip_is_as_long_and_as_large_as_asked_for(self, video: VideoPort) -> None:
        clip = await self.finished(video)
        assert (clip.width, clip.height) == self.size
        assert clip.seconds >= self.seconds

    async def test_it_says_who_made_it_and_what_may_be_done_with_it(self, video: VideoPort) -> None:
        clip = await self.finished(video)
        assert clip.engine.model_copy(update={"prompt": None}) == video.model
        assert clip.license is None or canonical_license(clip.license) == clip.license
        assert (clip.cost_usd > 0) == video.paid

    async def test_it_is_fetched_as_an_mp4_and_again_the_same(self, video: VideoPort, tmp_path: Path) -> None:
        clip = await self.finished(video)
        for name in ("one.mp4", "two.mp4"):
            await video.fetch(clip, tmp_path / name)
        first = (tmp_path / "one.mp4").read_bytes()
        assert first[4:8] == _FILE_TYPE
        assert first == (tmp_path / "two.mp4").read_bytes()

    async def test_a_finished_task_stays_finished(self, video: VideoPort) -> None:
        clip = await self.finished(video)
        await video.cancel(clip.task)
        assert await video.poll(clip.task) == clip

    async def test_two_submissions_are_two_tasks(self, video: VideoPort) -> None:
        tasks = [await video.submit(PROMPT, self.seconds, *self.size) for _ in range(2)]
        assert len(set(tasks)) == 2

    async def test_it_may_begin_with_a_picture(self, video: VideoPort, tmp_path: Path) -> None:
        picture = tmp_path / "first.png"
        picture.write_bytes(one_colour(b"\x20\x40\x80", *self.size))
        assert (await self.finished(video, picture)).seconds >= self.seconds

    async def test_what_is_no_picture_is_refused(self, video: VideoPort, tmp_path: Path) -> None:
        garbage = tmp_path / "first.png"
        garbage.write_bytes(b"\x00garbage" * 100)
        with pytest.raises(CorruptContent):
            await video.submit(PROMPT, self.seconds, *self.size, garbage)

    async def test_what_cannot_be_made_is_refused(self, video: VideoPort) -> None:
        for prompt, seconds in ((" \n ", self.seconds), (PROMPT, self.no_seconds)):
            with pytest.raises(InvalidRequest):
                await video.submit(prompt, seconds, *self.size)

    async def test_a_task_that_nobody_submitted_is_refused(self, video: VideoPort) -> None:
        with pytest.raises(ProviderRejected):
            await video.poll("no-such-task")


class VideoEngineConformance(ManifestConformance, VideoConformance):
    """Holds for every engine of the port ``video``, its manifest included."""

    @pytest.fixture
    def video(self) -> Any:
        return self.make()

    def test_provenance_names_it(self) -> None:
        assert self.make().model.provider == self.manifest_class.name
