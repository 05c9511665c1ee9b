"""The port ``recognition``: in memory, and Tesseract on a picture written here."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest
from PIL import Image, ImageOps
from williams_engine_tesseract.manifest import TesseractManifest
from williams_engine_tesseract.recognition import TesseractRecognition, is_shaded

from tests.unit.import_image.pictures import SIZE, drawn, saved, written
from williams.domain.errors import InvalidRequest
from williams_testing.engines.recognition import RecognitionConformance, RecognitionEngineConformance
from williams_testing.memory.recognition import InMemoryRecognition
from williams_testing.model_files import OriginModelFiles

LINES = ("The ferry crosses at nine.", "Nobody built a bridge here.")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "page.png"
    path.write_bytes(written(*LINES))
    return path


@pytest.fixture(scope="module")
def tesseract() -> TesseractRecognition:
    return TesseractRecognition(OriginModelFiles(TesseractManifest))


class TestFake(RecognitionConformance):
    lines: ClassVar[tuple[str, ...]] = LINES

    @pytest.fixture(autouse=True)
    def _picture(self, page: Path) -> None:
        type(self).picture = page

    @pytest.fixture
    def recognition(self) -> Any:
        return InMemoryRecognition(*LINES)


class TestTesseract(RecognitionEngineConformance):
    manifest_class: ClassVar[type[TesseractManifest]] = TesseractManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"tesserocr", "PIL"})
    lines: ClassVar[tuple[str, ...]] = LINES

    @pytest.fixture(autouse=True)
    def _picture(self, page: Path) -> None:
        type(self).picture = page

    @pytest.fixture
    def recognition(self, tesseract: TesseractRecognition) -> Any:
        return tesseract

    async def test_a_language_without_a_model_is_refused_with_those_that_have_one(
        self, tesseract: TesseractRecognition, page: Path
    ) -> None:
        with pytest.raises(InvalidRequest, match="It reads: en, de, ja"):
            await tesseract.recognize(page, "fi")

    async def test_without_a_language_it_finds_one_that_fits(self, tesseract: TesseractRecognition, page: Path) -> None:
        assert [line.text for line in (await tesseract.recognize(page)).lines] == list(LINES)

    async def test_small_print_is_read_whole(self, tesseract: TesseractRecognition, tmp_path: Path) -> None:
        small = drawn(*LINES).resize((160, 53), Image.Resampling.LANCZOS)
        (tmp_path / "small.png").write_bytes(saved(small))
        found = await tesseract.recognize(tmp_path / "small.png", "en")
        assert [line.text for line in found.lines] == list(LINES)
        assert all(0 <= edge <= 1 for line in found.lines for edge in line.box)

    async def test_a_page_in_a_shadow_is_read_whole(self, tesseract: TesseractRecognition, tmp_path: Path) -> None:
        shadow = Image.linear_gradient("L").resize(SIZE).point(lambda value: 120 + value // 2)
        shadow.paste(0, mask=ImageOps.invert(drawn(*LINES)))
        (tmp_path / "shadow.png").write_bytes(saved(shadow))
        found = await tesseract.recognize(tmp_path / "shadow.png", "en")
        assert [line.text for line in found.lines] == list(LINES)

    async def test_a_blank_page_has_no_lines(self, tesseract: TesseractRecognition, tmp_path: Path) -> None:
        blank = tmp_path / "blank.png"
        blank.write_bytes(written())
        assert (await tesseract.recognize(blank)).lines == []


@pytest.mark.parametrize(
    ("picture", "shaded"),
    [
        (drawn(*LINES), False),
        (ImageOps.invert(drawn(*LINES)), False),
        (Image.new("L", (1, 1), 255), False),
        (Image.linear_gradient("L").point(lambda value: 120 + value // 2), True),
    ],
    ids=["paper", "white on black", "a dot", "a shadow"],
)
def test_a_shadow_is_on_the_paper_alone(picture: Image.Image, shaded: bool) -> None:
    assert is_shaded(picture) == shaded
