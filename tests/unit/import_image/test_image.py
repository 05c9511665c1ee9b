"""What becomes of pictures of text."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import ExifTags, Image
from williams_import_image import ImageImport, pictures
from williams_import_image.pictures import read_pictures

from tests.unit.import_image.pictures import HEIC, SIZE, drawn, saved, written
from williams.domain import ids
from williams.domain.errors import ContentTooLarge, CorruptContent, EmptyContent, PermanentError
from williams.plugin.recognised import joined
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary
from williams_testing.memory.recognition import InMemoryRecognition


def taken_apart(tmp_path: Path, data: bytes) -> list[Image.Image]:
    source = tmp_path / "source"
    source.write_bytes(data)
    answer = read_pictures(source, lambda *_: None, str(tmp_path))
    return [Image.open(tmp_path / name) for name in answer["pages"]]


def test_pages_are_grey_upright_and_on_white(tmp_path: Path) -> None:
    clear = drawn("Words", mode="RGBA", paper=(0, 0, 0, 0), ink=(0, 0, 0, 255))
    (page,) = taken_apart(tmp_path, saved(clear))
    assert (page.mode, page.size, page.getpixel((1, 1))) == ("L", SIZE, 255)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    (turned,) = taken_apart(tmp_path, saved(drawn("Words"), "JPEG", exif=exif))
    assert turned.size == (SIZE[1], SIZE[0])


def test_a_tiff_has_pages_and_a_moving_picture_is_one(tmp_path: Path) -> None:
    more = [drawn("Two"), drawn("Three")]
    assert len(taken_apart(tmp_path, saved(drawn("One"), "TIFF", save_all=True, append_images=more))) == 3
    assert len(taken_apart(tmp_path, saved(drawn("One"), "GIF", save_all=True, append_images=more))) == 1


def test_what_a_picture_says_of_itself(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription], exif[ExifTags.Base.Artist] = "The notice", "Ada Smith; Bo Lee"
    exif[ExifTags.Base.Copyright], exif[ExifTags.Base.DateTime] = "CC BY 4.0", "2024:03:05 10:00:00"
    source = tmp_path / "a.jpg"
    source.write_bytes(saved(drawn("Words"), "JPEG", exif=exif))
    assert read_pictures(source, lambda *_: None, str(tmp_path))["metadata"] == {
        "title": "The notice",
        "authors": ["Ada Smith", "Bo Lee"],
        "published_date": "2024-03-05T10:00:00",
        "license": "CC-BY-4.0",
        "extra": {"stated_license": "CC BY 4.0"},
    }


@pytest.mark.parametrize(
    ("data", "limit", "error"),
    [
        (b"\x89PNG\r\n\x1a\nno", {}, CorruptContent),
        (written("Words")[:200], {}, CorruptContent),
        (HEIC[: len(HEIC) // 2], {}, CorruptContent),
        (HEIC, {"_MOST_PIXELS": 1000}, ContentTooLarge),
        (written("Words"), {"_MOST_PIXELS": 1000}, ContentTooLarge),
        (saved(drawn("1"), "TIFF", save_all=True, append_images=[drawn("2")]), {"MOST_PAGES": 1}, ContentTooLarge),
    ],
)
def test_what_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, limit: dict[str, int], error: type[PermanentError]
) -> None:
    for name, value in limit.items():
        monkeypatch.setattr(pictures, name, value)
    with pytest.raises(error):
        taken_apart(tmp_path, data)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["The ferry", "crosses."], "The ferry crosses."),
        (["a cross-", "ing at nine"], "a crossing at nine"),
        (["the 9-", "10 boat"], "the 9- 10 boat"),
        (["Mill-", "Lane"], "Mill- Lane"),
        (["日本語の", "報告"], "日本語の報告"),
    ],
)
def test_lines_are_joined(lines: list[str], text: str) -> None:
    assert joined(lines) == text


@pytest.mark.parametrize("form", ["TIFF", "WEBP", "GIF", "BMP", "AVIF"])
def test_pictures_of_many_kinds_are_read(tmp_path: Path, form: str) -> None:
    (page,) = taken_apart(tmp_path, saved(drawn("Words"), form))
    assert (page.mode, page.size) == ("L", SIZE)


def test_a_picture_of_a_telephone_is_upright(tmp_path: Path) -> None:
    (page,) = taken_apart(tmp_path, HEIC)
    assert (page.mode, page.size, page.getpixel((1, 1))) == ("L", (200, 600), 255)
    assert sum(page.histogram()[:60]) > 1000


@pytest.mark.parametrize("name", ["IMG_0001.HEIC", "a.heif", "a.avif", "a.tif", "a.JPG"])
async def test_pictures_are_known_by_their_endings(name: str) -> None:
    assert await ImageImport().can_handle(f"upload://up_1/{name}")


async def test_each_page_is_recognised_by_itself() -> None:
    url = "upload://up_1/notices.tiff"
    pages = saved(drawn("1"), "TIFF", save_all=True, append_images=[drawn("2")] * 6)
    library = MemoryLibrary({url: pages}, engines=ChosenEngines(recognition=InMemoryRecognition("The ferry crosses.")))
    plugin = ImageImport()
    library.bind(plugin)
    content_id = await plugin.import_content(url, ids.new_id("job"))
    assert [each.place.page for each in library.catalog.paragraphs(OWNER, content_id)] == [1, 2, 3, 4, 5, 6, 7]
    (recognise,) = [stage for stage in plugin.stages if stage.name == "recognise"]
    assert recognise.fan_out is not None
    assert recognise.fan_out.over == "extract.pages"


async def test_a_picture_without_text_is_empty() -> None:
    url = "upload://up_1/sea.heic"
    library = MemoryLibrary({url: HEIC}, engines=ChosenEngines(recognition=InMemoryRecognition("—")))
    plugin = ImageImport()
    library.bind(plugin)
    with pytest.raises(EmptyContent, match=r"No text was recognised in sea\.heic"):
        await plugin.import_content(url, ids.new_id("job"))


async def test_it_says_what_was_recognised_and_how_surely() -> None:
    url = "upload://up_1/notice.png"
    engines = ChosenEngines(recognition=InMemoryRecognition("The ferry crosses.", certainty=0.42))
    library = MemoryLibrary({url: written("x")}, engines=engines)
    plugin = ImageImport()
    library.bind(plugin)
    content_id = await plugin.import_content(url, ids.new_id("job"))
    (paragraph,) = library.catalog.paragraphs(OWNER, content_id)
    assert (paragraph.text, paragraph.place.page) == ("The ferry crosses.", 1)
    assert paragraph.doubt is not None
    assert (paragraph.doubt.code, paragraph.doubt.confidence) == ("text-recognised", 0.42)
    (notice,) = library.catalog.content(OWNER, content_id).notices
    assert "memory/same-lines; 1 of 1 paragraphs are not sure" in notice.message
