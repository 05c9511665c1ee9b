"""What every engine must do that reads pictures of text. The suite brings no picture: a subclass names its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest

from williams.domain.errors import CorruptContent
from williams.ports.recognition import RecognitionPort
from williams_testing.engines.manifest import ManifestConformance


class RecognitionConformance:
    """Holds for every implementation of RecognitionPort; a subclass says by the fixture ``recognition`` which.

    ``picture`` shows ``lines``, in the order of reading.
    """

    picture: ClassVar[Path]
    lines: ClassVar[tuple[str, ...]]
    language: ClassVar[str] = "en"

    @pytest.fixture
    def recognition(self) -> Any:
        raise NotImplementedError("A subclass gives the engine.")

    async def test_it_reads_the_lines_in_order(self, recognition: RecognitionPort) -> None:
        page = await recognition.recognize(self.picture, self.language)
        assert tuple(line.text for line in page.lines) == self.lines
        assert (page.cost_usd > 0) == recognition.paid

    async def test_every_line_stands_in_the_picture(self, recognition: RecognitionPort) -> None:
        for line in (await recognition.recognize(self.picture, self.language)).lines:
            left, top, right, bottom = line.box
            assert 0 <= left < right <= 1
            assert 0 <= top < bottom <= 1

    async def test_what_is_no_picture_is_refused(self, recognition: RecognitionPort, tmp_path: Path) -> None:
        garbage = tmp_path / "garbage.png"
        garbage.write_bytes(b"\x00garbage" * 100)
        with pytest.raises(CorruptContent):
            await recognition.recognize(garbage, self.language)


class RecognitionEngineConformance(ManifestConformance, RecognitionConformance):
    """Holds for every engine of the port ``recognition``, its manifest included."""

    @pytest.fixture
    def recognition(self) -> Any:
        return self.make()
