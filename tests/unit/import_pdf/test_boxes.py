"""Which parts of its pages a paragraph covers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps
from williams_import_pdf.analysis import analyse
from williams_import_pdf.drawing import draw_page

from tests.unit.import_pdf.conftest import Read
from tests.unit.import_pdf.test_figures import paper, read_with_pictures
from tests.unit.import_pdf.writer import Page, wrap, write_pdf

_TEXT = wrap("what stands around it is running text that fills its lines " * 4, 70)
_TURNED = {0: "1 0 0 1", 1: "0 -1 1 0", 2: "-1 0 0 -1", 3: "0 1 -1 0"}


def boxes_of(found: dict[str, Any], text: str) -> list[dict[str, Any]]:
    (boxes,) = (each["place"]["boxes"] for each in found["paragraphs"] if each["text"].startswith(text))
    assert isinstance(boxes, list)
    return boxes


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("turns", _TURNED)
def test_a_box_is_where_viewers_show_the_paragraph(tmp_path: Path, rotate: int, turns: int) -> None:
    page = Page(rotate=rotate).text(300, 500, "Turned text stands here.", size=14, matrix=_TURNED[turns])
    source, picture = tmp_path / "a.pdf", tmp_path / "page.png"
    source.write_bytes(write_pdf([page]))
    ((box,),) = [each["place"]["boxes"] for each in analyse(source, lambda *_: None)["paragraphs"]]
    draw_page(source, lambda *_: None, 1, str(picture))
    with Image.open(picture) as image:
        ink = ImageOps.invert(image).getbbox()
        width, height = image.size
    assert ink
    drawn = (ink[0] / width, ink[1] / height, ink[2] / width, ink[3] / height)
    assert box["page"] == 1
    assert box["box"] == pytest.approx(drawn, abs=0.012)


def test_a_paragraph_that_goes_on_has_a_box_on_each_page(read: Read) -> None:
    first = Page().lines(
        72, 120, ["A paragraph that goes on and on to the end of the line of its", "page and does not"]
    )
    first.content[-1:] = [b""]
    first.text(72, 108, "page and then it does not stop there but turns over to the second")
    found = read(write_pdf([first, Page().lines(72, 700, ["page, where it ends.", "Then there is more."])]))
    boxes = boxes_of(found, "A paragraph")
    assert [each["page"] for each in boxes] == [1, 2]
    assert boxes[0]["box"][1] > 0.8 > 0.2 > boxes[1]["box"][3]


def test_a_figure_covers_its_picture_and_its_caption(tmp_path: Path) -> None:
    ((_, box),) = (each.values() for each in boxes_of(read_with_pictures(tmp_path, paper("Figure 1: Red.")), "Figure"))
    assert box[1] == pytest.approx(1 - 620 / 792, abs=0.005)
    assert box[3] == pytest.approx(1 - 480 / 792, abs=0.01)


def test_text_across_its_page_has_no_box(read: Read) -> None:
    page = Page().lines(72, 720, _TEXT).text(30, 300, "arXiv:2401.00001v1", matrix=_TURNED[3])
    found = read(write_pdf([page]))
    assert [bool(each["place"]["boxes"]) for each in found["paragraphs"]] == [
        not each["text"].startswith("arXiv") for each in found["paragraphs"]
    ]
    assert any(each["text"].startswith("arXiv") for each in found["paragraphs"])
