"""Figures: what is drawn beside a caption becomes its picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from williams_import_pdf.analysis import analyse

from tests.unit.import_pdf.conftest import Extract
from tests.unit.import_pdf.writer import Page, wrap, write_pdf

_TEXT = wrap("what stands around it is running text that fills its lines " * 4, 70)


def drawn(page: Page, left: float, bottom: float, width: float, height: float, colour: str = "1 0 0") -> Page:
    page.content.append(f"{colour} rg {left} {bottom} {width} {height} re f 0 g".encode())
    return page


def paper(caption: str, y: float = 480) -> Page:
    """Text, a red square of 120 points with its label, a caption below it, and more text."""
    page = drawn(Page().lines(72, 720, _TEXT), 200, 500, 120, 120)
    return page.text(250, 550, "here").text(72, y, caption).lines(72, 430, _TEXT)


def captions(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in found["paragraphs"] if each["kind"] in ("caption", "figure")]


def read_with_pictures(folder: Path, page: Page) -> dict[str, Any]:
    source = folder / "in.pdf"
    source.write_bytes(write_pdf([page]))
    return analyse(source, lambda _done, _total: None, pictures=str(folder))


def test_what_is_drawn_above_a_caption_is_its_picture(tmp_path: Path) -> None:
    (found,) = captions(read_with_pictures(tmp_path, paper("Figure 1: The red square.")))
    assert (found["kind"], found["text"]) == ("figure", "Figure 1: The red square.")
    figure = found["figure"]
    assert figure["width"] == figure["height"] == round(124 * 150 / 72)
    with Image.open(tmp_path / figure["file"]) as picture:
        assert picture.getpixel((20, 20)) == (255, 0, 0)
        assert picture.getpixel((1, 1)) == (255, 255, 255)


def diagram(page: Page) -> Page:
    """Add a box with a label that is larger than text, and below it a row of boxes with small ones."""
    page = drawn(page, 260, 560, 120, 40, "0.8 1 0.8").text(266, 572, "Start", 22)
    for number in range(6):
        left = 150 + 62 * number
        page = drawn(page, left, 500, 46, 40, "1 0.8 0.8").text(left + 2, 515, f"function_no_{number}", 5)
    return page


def test_labels_of_a_drawing_are_part_of_its_picture(tmp_path: Path) -> None:
    page = diagram(Page().lines(72, 720, _TEXT)).text(72, 480, "Figure 1: Boxes.").lines(72, 430, _TEXT)
    (found,) = captions(read_with_pictures(tmp_path, page))
    assert found["kind"] == "figure"
    assert found["figure"]["height"] == round(104 * 150 / 72)


def test_what_is_drawn_between_two_captions_is_of_the_lower_one(tmp_path: Path) -> None:
    page = drawn(Page().lines(72, 720, _TEXT).text(72, 640, "Figure 1: The program."), 200, 500, 120, 120)
    page.text(72, 480, "Figure 2: What it draws.").lines(72, 430, _TEXT)
    assert [each["kind"] for each in captions(read_with_pictures(tmp_path, page))] == ["caption", "figure"]


@pytest.mark.parametrize(
    "page",
    [
        paper("Table 1: The red square."),
        paper("Figure 1: Far from all that is drawn.", y=320),
        drawn(Page().lines(72, 720, _TEXT), 72, 500, 400, 1).text(72, 480, "Figure 1: Only a line is drawn."),
        drawn(Page(), 0, 0, 612, 792, "0.9 0.9 0.9").lines(72, 720, _TEXT).text(72, 480, "Figure 1: The ground."),
    ],
    ids=["table", "far away", "line", "ground"],
)
def test_other_captions_stay_captions(tmp_path: Path, page: Page) -> None:
    (found,) = captions(read_with_pictures(tmp_path, page))
    assert (found["kind"], "figure" in found) == ("caption", False)


async def test_the_picture_is_kept_with_the_content(extract: Extract) -> None:
    raw = await extract(write_pdf([paper("Figure 1: The red square.")]))
    (figure,) = [each.figure for each in raw.paragraphs if each.figure]
    assert raw.files[figure.file].sha256 == figure.sha256
    assert raw.files[figure.file].media_type == "image/png"
