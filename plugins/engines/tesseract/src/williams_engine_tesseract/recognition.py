"""``RecognitionPort`` by Tesseract."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from williams.domain.errors import CorruptContent, InvalidRequest
from williams.domain.language_codes import primary_language
from williams.domain.provenance import ModelUsed
from williams.ports.recognition import RecognizedLine, RecognizedPage, certainty
from williams_engine_tesseract.files import CODES, MODEL_FILES, ORIENTATION

if TYPE_CHECKING:
    from PIL.Image import Image
    from tesserocr import PyTessBaseAPI

    from williams.ports.model_files import ModelFilesPort

_MODEL: Final = ModelUsed(provider="tesseract", name="fast", version="5.5")
_UNKNOWN: Final = (("eng", "deu"), ("jpn",))
"""Read with one after the other where nobody says the language, until one of them is sure."""
_SURE: Final = 0.7
_DPI: Final = 300
"""What a picture is taken for that does not say; below 70 Tesseract guesses by itself."""

_GLOBAL, _LOCAL = "0", "2"
"""Tesseract's names for how ink is told from paper: by one brightness (Otsu), or by that around it (Sauvola)."""
_SMALL_PRINT: Final = 20
_READABLE: Final = 40
"""Pixels of a line's height."""
_MOST_PIXELS: Final = 25_000_000
_PATCHES: Final = 12
_DARK: Final = 100
_SHADE: Final = 60
"""Of 255: by so much the paper is darker at one place than at another."""


class TesseractRecognition:
    """Reads lines by Tesseract's own layout: columns one after the other, paragraph by paragraph."""

    def __init__(self, model_files: ModelFilesPort) -> None:
        self._model_files = model_files

    @property
    def model(self) -> ModelUsed:
        return _MODEL

    @property
    def paid(self) -> bool:
        return False

    async def recognize(self, picture: Path, language: str | None = None) -> RecognizedPage:
        """Raises CorruptContent, InvalidRequest."""
        readings = _UNKNOWN if language is None else ((_code(language),),)
        return await asyncio.to_thread(self._recognize, picture, readings)

    def _recognize(self, picture: Path, readings: Sequence[Sequence[str]]) -> RecognizedPage:
        image = _opened(picture)
        lines = self._read(image, readings)
        lines = _fuller(lines, self._read_again(image, lines, readings))
        if certainty(lines) < _SURE and (turn := self._turn(image)):
            upright = self._read(image.rotate(turn, expand=True), readings)
            if certainty(upright) > certainty(lines):
                lines = [_turned_back(line, turn) for line in upright]
        return RecognizedPage(lines=lines, engine=_MODEL)

    def _read(self, image: Image, readings: Sequence[Sequence[str]], threshold: str = _GLOBAL) -> list[RecognizedLine]:
        best: list[RecognizedLine] = []
        for codes in readings:
            with self._tesseract(codes) as tesseract:
                tesseract.SetVariable("thresholding_method", threshold)
                lines = list(_lines(tesseract, image))
            if certainty(lines) > certainty(best):
                best = lines
            if certainty(best) >= _SURE:
                break
        return best

    def _read_again(
        self, image: Image, lines: Sequence[RecognizedLine], readings: Sequence[Sequence[str]]
    ) -> list[RecognizedLine]:
        """Read small print enlarged, and a page in a shadow by the paper around each letter; else nothing."""
        scale = _enlargement(image, lines)
        shaded = is_shaded(image)
        if scale == 1 and not shaded:
            return []
        larger = image.resize((image.width * scale, image.height * scale)) if scale > 1 else image
        return self._read(larger, readings, _LOCAL if shaded else _GLOBAL)

    def _turn(self, image: Image) -> int:
        """Return by how many degrees, counted like a clock that goes backwards, a picture has to be turned."""
        with self._tesseract((ORIENTATION,)) as tesseract:
            tesseract.SetImage(image)
            found = tesseract.DetectOrientationScript()
        return int(found["orient_deg"]) if found else 0

    @contextmanager
    def _tesseract(self, codes: Sequence[str]) -> Iterator[PyTessBaseAPI]:
        """Tesseract wants its models in a folder, by their names."""
        from tesserocr import PSM, PyTessBaseAPI

        with TemporaryDirectory() as folder:
            for file in MODEL_FILES:
                if file.name.partition(".")[0] in codes:
                    Path(folder, file.name).symlink_to(self._model_files.path(file.name))
            with PyTessBaseAPI(path=folder, lang="+".join(codes), psm=PSM.AUTO) as tesseract:
                yield tesseract


def _fuller(first: list[RecognizedLine], second: list[RecognizedLine]) -> list[RecognizedLine]:
    """Return the reading of which more letters are sure."""
    return max((first, second), key=lambda lines: sum(len(line.text) * line.certainty for line in lines))


def _enlargement(image: Image, lines: Sequence[RecognizedLine]) -> int:
    """Return how many times larger small print is read best."""
    if not lines:
        return 1
    height = median(line.box[3] - line.box[1] for line in lines) * image.height
    if height >= _SMALL_PRINT:
        return 1
    most = int((_MOST_PIXELS / (image.width * image.height)) ** 0.5)
    return max(1, min(round(_READABLE / max(height, 1)), 3, most))


def is_shaded(image: Image) -> bool:
    """Tell whether the paper is brighter at one place than at another, as on photographs of pages.

    The paper is what is brightest around each place; a page of white print on black has none.
    """
    from PIL.Image import Resampling
    from PIL.ImageFilter import MaxFilter

    grey = image.convert("L")
    small = grey.resize((min(grey.width, 8 * _PATCHES), min(grey.height, 8 * _PATCHES)), Resampling.BOX)
    if median(small.tobytes()) < _DARK:
        return False
    paper = small.filter(MaxFilter(9)).resize((_PATCHES, _PATCHES), Resampling.BOX).tobytes()
    return max(paper) - min(paper) > _SHADE


def _code(language: str) -> str:
    code = CODES.get(primary_language(language))
    if code is None:
        known = ", ".join(CODES)
        raise InvalidRequest(f"Tesseract has no model of {language!r} here. It reads: {known}. Leave the language out.")
    return code


def _turned_back(line: RecognizedLine, turn: int) -> RecognizedLine:
    """Return the line as it stands in the picture before its turn."""
    left, top, right, bottom = line.box
    box = {
        90: (1 - bottom, left, 1 - top, right),
        180: (1 - right, 1 - bottom, 1 - left, 1 - top),
        270: (top, 1 - right, bottom, 1 - left),
    }[turn]
    return line.model_copy(update={"box": box})


def _opened(picture: Path) -> Image:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(picture) as opened:
            return opened.convert("RGB") if opened.mode not in ("1", "L", "RGB") else opened.copy()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise CorruptContent(f"The picture cannot be read: {error}. Save it anew as PNG.") from error


def _lines(tesseract: PyTessBaseAPI, image: Image) -> Iterator[RecognizedLine]:
    from tesserocr import PT, RIL, iterate_level

    tesseract.SetImage(image)
    dots = image.info.get("dpi", (_DPI,))[0]
    tesseract.SetSourceResolution(int(dots) if 70 <= dots <= 2400 else _DPI)
    tesseract.Recognize()
    paragraph = -1
    found = tesseract.GetIterator()
    for line in iterate_level(found, RIL.TEXTLINE) if found else ():
        if line.IsAtBeginningOf(RIL.PARA):
            paragraph += 1
        text = " ".join((line.GetUTF8Text(RIL.TEXTLINE) or "").split()) if not line.Empty(RIL.TEXTLINE) else ""
        box = line.BoundingBox(RIL.TEXTLINE)
        if (
            text
            and box
            and line.BlockType() in (PT.FLOWING_TEXT, PT.HEADING_TEXT, PT.PULLOUT_TEXT, PT.CAPTION_TEXT, PT.TABLE)
        ):
            left, top, right, bottom = box
            yield RecognizedLine(
                text=text,
                box=(left / image.width, top / image.height, right / image.width, bottom / image.height),
                certainty=min(max(line.Confidence(RIL.TEXTLINE) / 100, 0.0), 1.0),
                paragraph=max(paragraph, 0),
            )
