"""The cover of a book: a picture that bears its title."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.unit.ebook.reader import NAMES
from tests.unit.ebook.shelf import ARABIC, BODY, CHINESE, LONG_TITLE, Made, Shelf

TITLE = (180, 1680, 1420, 2240)


def picture(made: Made) -> Image.Image:
    (item,) = [
        each for each in made.book.package.iterfind(".//o:item", NAMES) if each.get("properties") == "cover-image"
    ]
    return Image.open(io.BytesIO(made.book.archive.read(f"EPUB/{item.get('href')}")))


def is_lettered(made: Made) -> bool:
    colours = picture(made).convert("RGB").crop(TITLE).getcolors(1 << 20)
    return len(colours or []) > 1


@pytest.mark.parametrize(
    ("title", "language", "lettered"),
    [
        ("On Shelves", "en", True),
        ("عن المكتبات", "ar", True),
        (LONG_TITLE, "en", True),
        ("图书馆", "zh", True),
        ("ᚠᚢᚦ", "en", False),
    ],
)
async def test_it_bears_the_title_or_no_boxes(title: str, language: str, lettered: bool) -> None:
    shelf = Shelf()
    shelf.add({"ar": ARABIC, "zh": CHINESE}.get(language, ((BODY, "One."),)), title=title, language=language)
    made = await shelf.made(pdf=False)
    assert picture(made).size == (1600, 2560)
    assert is_lettered(made) is lettered
    assert [each["code"] for each in made.metadata["notices"]] == ([] if lettered else ["cover-letters-missing"])
    (shown,) = made.book.find("cover.xhtml", "//h:img")
    assert shown.get("alt") == title.strip()
