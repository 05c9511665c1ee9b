"""Which fonts a text needs, and whether their files have what is asked of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import uharfbuzz
from williams_publishing.fonts import FONTS, Font, FontCase, families_for, fonts_for

from layers import ROOT
from williams.engine.origins import bring

# Letters that a script's newest additions are not among.
COMMON = {
    "NotoSansCJK.ttc": "的一是不了人我在有這中國學書館图书馆直骨海今あいうアイオーガがぱ가나다라마바사한글、。「」！？",
    "NotoSansArabic.ttf": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىةپچژگکی",
    "NotoSansHebrew.ttf": "אבגדהוזחטיכלמנסעפצקרשתםןץףך",
    "NotoSansDevanagari.ttf": "अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसहािीुूेैोौ्ंः",
    "NotoSansBengali.ttf": "অআইঈউঊএঐওঔকখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহািীুূেৈোৌ্",
    "NotoSansTamil.ttf": "அஆஇஈஉஊஎஏஐஒஓஔகஙசஞடணதநபமயரலவழளறனாிீுூெேைொோௌ்",
    "NotoSansThai.ttf": "กขคงจฉชซญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะาำิีึืุูเแโใไ็่้๊๋์",
    "NotoSans.ttf": "ƒɐəʃЀЁАБВГДЕЖЗабвгдежзᴀḁẠạἀἁἂ",
    "STIXTwoMath.ttf": "ℂℝℤ←→↔⇒∀∂∃∅∈∑√∞∧∨∩∪∫≈≠≤≥⊂𝔸𝛼",
    "NotoEmoji.ttf": "☀☎♥⚽✂✅❤🌍🎉🏠👍💡📚📖🔬😀🚀🤖🧠🦉",
}


@pytest.fixture(scope="module")
def folder() -> Path:
    return ROOT / "build" / "models"


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.file.name)
def test_a_font_comes_from_where_it_says_and_has_its_scripts_letters(font: Font, folder: Path) -> None:
    file = bring(font.file, folder)
    letters = COMMON.get(font.file.name, "")
    for number in range(len(font.families)):
        has = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file)), number)).get_nominal_glyph
        assert [letter for letter in letters if not has(ord(letter))] == []
    assert not letters or font in fonts_for([letters])


def test_a_text_asks_for_no_more_than_it_needs() -> None:
    assert fonts_for(["Plain words, naïve café"]) == []
    assert [font.file.name for font in fonts_for(["ไทย", "and English"])] == ["NotoSansThai.ttf"]


@pytest.mark.parametrize(
    ("language", "family"),
    [("ja", "JP"), ("ko-KR", "KR"), ("zh", "SC"), ("zh-Hant", "TC"), ("zh-TW", "TC"), ("zh-HK", "HK"), ("en", "SC")],
)
def test_ideographs_are_drawn_as_their_language_draws_them(language: str, family: str) -> None:
    assert families_for(fonts_for(["直"]), language)[0] == f"Noto Sans CJK {family}"


class Fetched:
    """Files of fonts that say how often they were asked for."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        self._folder = folder

    def path(self, name: str) -> Path:
        self.asked.append(name)
        file = self._folder / f"{name}.bytes"
        file.write_text(name)
        return file


def test_each_font_is_fetched_once_and_stands_under_its_name(tmp_path: Path) -> None:
    case = FontCase(files := Fetched(tmp_path), tmp_path / "case")
    case.folder.mkdir()
    for text in ("ไทย", "ไทย אב"):
        case.take([text])
    assert files.asked == ["NotoSansThai.ttf", "NotoSansHebrew.ttf"]
    assert {path.name for path in case.folder.iterdir()} == set(files.asked)
