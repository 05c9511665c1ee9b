"""Pictures with a caption or with words that stand for them are paragraphs; ornaments are none."""

from __future__ import annotations

import base64
import hashlib
import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from tests.unit.import_document.files import docx, paragraph, read
from tests.unit.import_document.office_files import book, open_document, packed

_CAPTION, _WORDS = "Figure 1: the old ferry", "A flat boat with two oars"


def picture(side: int = 120, colour: str = "navy", form: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(file, form)
    return file.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 60,000 by 60,000."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def page(data: bytes, alt: str = _WORDS, caption: str = _CAPTION) -> bytes:
    source = "data:image/png;base64," + base64.b64encode(data).decode()
    said = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<p>It crosses at noon.</p><figure><img src="{source}" alt="{alt}">{said}</figure>'.encode()


def word(data: bytes) -> bytes:
    drawn = (
        '<w:p><w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><wp:inline>'
        f'<wp:docPr id="1" name="p" descr="{_WORDS}"/><a:graphic><a:graphicData>'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        '<a:blip r:embed="r9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r9" Type="{kind}/image" Target="media/a.png"/></Relationships>'
    )
    more = {"word/media/a.png": data, "word/_rels/document.xml.rels": relations.encode()}
    return docx(paragraph("It crosses at noon.") + drawn + paragraph(_CAPTION, "Caption"), more=more)


def slides(data: bytes) -> bytes:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "It crosses at noon."
    shown = slide.shapes.add_picture(io.BytesIO(data), Inches(1), Inches(2))
    shown._element.nvPicPr.cNvPr.set("descr", _WORDS)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def open_text(data: bytes) -> bytes:
    body = (
        "<text:p>It crosses at noon.</text:p><draw:frame><draw:text-box><text:p text:style-name='Illustration'>"
        f"<draw:frame><draw:image xlink:href='Pictures/a.png'/><svg:desc>{_WORDS}</svg:desc></draw:frame>"
        f"{_CAPTION}</text:p></draw:text-box></draw:frame>"
    )
    return open_document(body, more={"Pictures/a.png": data})


def epub(data: bytes) -> bytes:
    figure = f'<figure><img src="../EPUB/a.png" alt="{_WORDS}"/><figcaption>{_CAPTION}</figcaption></figure>'
    return book(f"<p>It crosses at noon.</p>{figure}", more={"OEBPS/EPUB/a.png": data})


def figures(reading: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in reading["paragraphs"] if each["kind"] == "figure"]


@pytest.mark.parametrize(
    ("name", "make", "text"),
    [
        ("a.html", page, _CAPTION),
        ("a.docx", word, _CAPTION),
        ("a.pptx", slides, _WORDS),
        ("a.odt", open_text, _CAPTION),
        ("a.epub", epub, _CAPTION),
    ],
)
def test_a_picture_is_a_paragraph_with_its_words(
    tmp_path: Path, name: str, make: Callable[[bytes], bytes], text: str
) -> None:
    data = picture()
    reading = read(tmp_path, name, make(data))
    (found,) = figures(reading)
    assert found["text"] == text
    assert found["figure"] == {
        "file": "figure-1.png",
        "media_type": "image/png",
        "width": 120,
        "height": 120,
        "sha256": hashlib.sha256(data).hexdigest(),
        "alt": _WORDS,
    }
    assert (tmp_path / "pictures/figure-1.png").read_bytes() == data
    assert [each["text"] for each in reading["paragraphs"]].count(_CAPTION) == (text == _CAPTION)


@pytest.mark.parametrize(
    ("data", "alt", "caption", "kinds"),
    [
        (picture(20), _WORDS, _CAPTION, ["body", "caption"]),
        (picture(20), _WORDS, "", ["body"]),
        (picture(), "IMG_0042.jpg", "", ["body"]),
        (picture(), "", "", ["body"]),
        (picture(), _WORDS, "", ["body", "figure"]),
        (b"no picture", _WORDS, _CAPTION, ["body", "caption"]),
        (picture()[:-40], _WORDS, _CAPTION, ["body", "caption"]),
        (bomb(), _WORDS, _CAPTION, ["body", "caption"]),
    ],
    ids=["small", "small without caption", "name of a file", "no words", "words", "not one", "cut off", "bomb"],
)
def test_what_is_a_figure(tmp_path: Path, data: bytes, alt: str, caption: str, kinds: list[str]) -> None:
    reading = read(tmp_path, "a.html", page(data, alt, caption))
    assert [each["kind"] for each in reading["paragraphs"]] == kinds
    damaged = data in (b"no picture", picture()[:-40], bomb())
    assert [each["code"] for each in reading["notices"]] == ["pictures-left-out"] * damaged


def test_what_stands_on_many_slides_is_an_ornament(tmp_path: Path) -> None:
    text = "".join(page(picture(), caption=f"Figure {number}").decode() for number in range(3))
    assert not figures(read(tmp_path, "a.html", text.encode()))


def test_other_forms_become_png_and_large_ones_smaller(tmp_path: Path) -> None:
    (found,) = figures(read(tmp_path, "a.html", page(picture(2600, form="WEBP"))))
    assert (found["figure"]["media_type"], found["figure"]["width"]) == ("image/png", 2400)
    with Image.open(tmp_path / "pictures" / found["figure"]["file"]) as shown:
        assert shown.size == (2400, 2400)


def test_a_photograph_is_kept_as_its_camera_was_held_and_in_colours_of_screens(tmp_path: Path) -> None:
    held, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    photograph = Image.new("CMYK", (160, 120), (0, 0, 0, 0))
    photograph.paste((0, 255, 255, 0), (0, 0, 160, 60))  # the upper half is red
    photograph.save(held, "JPEG", exif=exif)
    (found,) = figures(read(tmp_path, "a.html", page(held.getvalue())))
    assert (found["figure"]["width"], found["figure"]["height"]) == (120, 160)
    with Image.open(tmp_path / "pictures" / found["figure"]["file"]) as shown:
        assert (shown.mode, shown.size, shown.getexif().get(0x0112)) == ("RGB", (120, 160), None)
        right, left = (shown.crop((at, 80, at + 1, 81)).tobytes() for at in (100, 20))
    assert right[0] > 200 > 60 > right[2], "what was above is now on the right"
    assert min(left) > 200


def test_a_package_that_hides_its_picture(tmp_path: Path) -> None:
    chapter = '<p>It crosses at noon.</p><img src="../../secret.png" alt="What nobody should see">'
    data = book(chapter)
    (tmp_path / "secret.png").write_bytes(picture())
    assert not figures(read(tmp_path, "a.epub", data))
    assert packed({"a": b"b"})
