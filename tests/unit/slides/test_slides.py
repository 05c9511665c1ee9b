"""What the slides say, what that stands on, and how the files look to programs that are not ours."""

from __future__ import annotations

import io
import tomllib
import zipfile
from importlib.resources import files
from typing import Any

import pypdfium2
import pytest
from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.util import Pt
from williams_writing.asking import Asking

from tests.unit.ebook.shelf import ARABIC, BODY, CAPTION, CHINESE, CODE, FIGURE, HEADING, PICTURE, ROW, Piece, under
from tests.unit.newsletter.stand import LAMPS, SHIPS
from tests.unit.slides.hall import Hall, MadeSlides
from williams.domain.errors import EmptyContent
from williams_testing.writing import ScriptedChat

OILS = ("Oil | Hours | Price", "Whale | 10 | 2.50", "Colza | 9 | 1.75", "Lard | 8 | –")
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
SOURCES: dict[str, tuple[tuple[Piece, ...], dict[str, Any]]] = {
    "plain": (LAMPS, {"title": "On Lighthouses", "authors": ["Ada Smith"], "url": "https://example.org/lamps"}),
    "arabic": (ARABIC, {"title": "عن المكتبات", "language": "ar"}),
    "chinese": (CHINESE, {"title": "图书馆", "language": "zh"}),
    "runes": (LAMPS, {"title": "ᛚᚨᛗᛈᛊ"}),
    "emoji": (LAMPS, {"title": "Lamps 💡 & <b>ships</b> ]]>"}),
    "long-title": (LAMPS, {"title": "A Very Long Title " * 17}),
    "figures": (
        (
            *LAMPS,
            (FIGURE, "Figure 1: The first lens", under("How Lamps Are Lit", page=2)),
            (FIGURE, "Figure 2: Its clockwork", under("How Lamps Are Lit", page=2)),
            (FIGURE, "Figure 3: Nothing is said of this", under("Elsewhere", page=9)),
        ),
        {"title": "On Lighthouses", "authors": ["Ada Smith"], "url": "https://example.org/lamps"},
    ),
    "tables": (
        (
            *LAMPS,
            (CAPTION, "Table 1: What oils cost", under("How Lamps Are Lit", page=2)),
            *((ROW, row, under("How Lamps Are Lit", page=2)) for row in OILS),
            (CODE, "oil = 1", under("How Lamps Are Lit", page=2)),
            *((ROW, f"{'a word ' * 30} | {number}", under("How Lamps Are Lit", page=3)) for number in range(9)),
            *((ROW, row, under("Elsewhere", page=9)) for row in OILS),
        ),
        {"title": "On Lighthouses", "authors": ["Ada Smith"], "url": "https://example.org/lamps"},
    ),
    "arabic-table": ((*ARABIC, *((ROW, row, under("عن المكتبات")) for row in OILS)), {"language": "ar"}),
    "arabic-figure": ((*ARABIC, (FIGURE, "الشكل ١: مكتبة", under("عن المكتبات"))), {"language": "ar"}),
    "long-word": (
        ((BODY, f"{LONG_WORD} war der längste Name eines Vereins in Wien im Jahr 1996."),),
        {"language": "de"},
    ),
}


async def _made(name: str, **parameters: Any) -> MadeSlides:
    pieces, said = SOURCES[name]
    hall = Hall()
    hall.add(pieces, **said)
    return await hall.slides(**parameters)


async def test_every_statement_is_a_whole_sentence_quoted_to_the_character() -> None:
    made = await _made("plain")
    shown = "\n".join(shape.text_frame.text for slide in made.deck.slides for shape in slide.placeholders)
    assert len(made.parts) >= 3
    for part in made.parts:
        (source,) = part.sources
        assert part.text == made.texts[source.paragraph_id][source.start : source.end]
        assert part.text in shown
        assert part.place.slide is not None
        slide = made.deck.slides[part.place.slide - 1]
        assert part.text in slide.placeholders[1].text_frame.text
        assert slide.shapes.title.text == part.heading


async def test_slides_have_real_placeholders_a_source_line_and_notes() -> None:
    made = await _made("plain")
    first, *told, last = made.deck.slides
    assert (made.deck.slide_width, made.deck.slide_height) == (Pt(960), Pt(540))
    assert first.slide_layout.name == "Title Slide"
    for slide in told:
        points = len(slide.placeholders[1].text_frame.paragraphs)
        assert slide.slide_layout.name == ("Title and Content" if points > 1 else "Section Header")
    assert first.shapes.title.text == "On Lighthouses"
    assert first.placeholders[1].text_frame.text == "Ada Smith"
    for layout in made.deck.slide_layouts:
        filled = {
            p.placeholder_format.idx for p in layout.placeholders if p.element.spPr.find(qn("a:solidFill")) is not None
        }
        assert filled <= {1}, "panels are behind points alone"
    for slide in told:
        kinds = {shape.placeholder_format.idx: shape.placeholder_format.type for shape in slide.placeholders}
        told_in = PP_PLACEHOLDER.OBJECT if slide.slide_layout.name == "Title and Content" else PP_PLACEHOLDER.BODY
        assert kinds == {0: PP_PLACEHOLDER.TITLE, 1: told_in, 13: PP_PLACEHOLDER.BODY}
        (line,) = slide.placeholders[13].text_frame.paragraphs
        assert line.text.startswith("Smith, p. ")
        assert line.runs[0].hyperlink.address.startswith("https://example.org/lamps#page=")
        notes = slide.notes_slide.notes_text_frame.text
        for paragraph in slide.placeholders[1].text_frame.paragraphs:
            assert paragraph.text in notes
        assert "Ada Smith. On Lighthouses. License: CC-BY-4.0., p. " in notes
    assert last.shapes.title.text == "Sources and licenses"
    assert "Ada Smith. On Lighthouses. License: CC-BY-4.0." in last.placeholders[1].text_frame.text
    assert "Name the authors when you pass it on." in last.placeholders[1].text_frame.text


async def test_figures_are_shown_where_their_section_is_quoted_with_caption_words_and_whose_they_are() -> None:
    made = await _made("figures")
    beside, alone = [part for part in made.parts if part.role == "figure"]
    assert [beside.text, alone.text] == ["Figure 1: The first lens", "Figure 2: Its clockwork"]
    at = beside.place.slide or 0
    assert alone.place.slide == at + 1
    shown = made.deck.slides[at - 1], made.deck.slides[at]
    for part, slide in zip((beside, alone), shown, strict=True):
        (source,) = part.sources
        assert (source.start, source.end) == (0, len(made.texts[source.paragraph_id])) == (0, len(part.text))
        places = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
        assert places[14].placeholder_format.type == PP_PLACEHOLDER.PICTURE
        assert places[14].image.blob == PICTURE
        assert places[14]._element.nvPicPr.cNvPr.get("descr") == "Two boards"
        assert (places[14].crop_left, places[14].crop_top, places[14].width) == (0, 0, places[14].height)
        assert places[15].text_frame.paragraphs[0].text == part.text
        assert part.text in slide.notes_slide.notes_text_frame.text
        assert [shape.placeholder_format.idx for shape in slide.shapes] == sorted(places, key=[0, 1, 14, 15, 13].index)
    assert [slide.slide_layout.name for slide in shown] == ["Two Content", "Picture with Caption"]
    assert shown[0].placeholders[15].text_frame.paragraphs[1].text == "Smith, p. 2 · CC-BY-4.0"
    assert shown[1].placeholders[13].text_frame.text == "Smith, p. 2 · CC-BY-4.0"
    pages = pypdfium2.PdfDocument(made.files["slides.pdf"])
    for number, part in enumerate((beside, alone), start=at):
        page = pages[number - 1]
        assert part.text in page.get_textpage().get_text_range()
        assert [each.type for each in page.get_objects()].count(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE) == 1
    (notice,) = made.metadata["notices"]
    assert notice["message"] == "The sources have 3 figures, of which 2 are in the slides."


async def test_as_many_figures_are_shown_as_are_asked_for() -> None:
    made = await _made("figures", figures=1, pdf=False)
    assert [part.text for part in made.parts if part.role == "figure"] == ["Figure 1: The first lens"]


async def test_a_table_of_a_cited_section_is_a_real_one_on_a_slide_of_its_own() -> None:
    made = await _made("tables")
    (part,) = [part for part in made.parts if part.role == "table"]
    assert part.text == "\n".join(OILS)
    assert [made.texts[each.paragraph_id] for each in part.sources] == ["Table 1: What oils cost", *OILS]
    slide = made.deck.slides[(part.place.slide or 0) - 1]
    assert slide.slide_layout.name == "Content with Caption"
    places = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
    assert places[16].placeholder_format.type == PP_PLACEHOLDER.TABLE
    table = places[16].table
    assert [[cell.text for cell in row.cells] for row in table.rows] == [row.split(" | ") for row in OILS]
    assert table.first_row
    assert places[15].text_frame.text == "Table 1: What oils cost"
    assert places[16]._element.nvGraphicFramePr.cNvPr.get("descr") == "Table 1: What oils cost"
    assert places[13].text_frame.text == "Smith, p. 2 · CC-BY-4.0"
    assert "Whale | 10 | 2.50" in slide.notes_slide.notes_text_frame.text
    page = pypdfium2.PdfDocument(made.files["slides.pdf"])[(part.place.slide or 0) - 1]
    assert "Colza 9 1.75" in page.get_textpage().get_text_range()
    assert not [part for part in (await _made("tables", tables=0, pdf=False)).parts if part.role == "table"]


async def test_a_table_of_a_language_from_right_to_left_begins_at_the_right() -> None:
    made = await _made("arabic-table", pdf=False)
    (frame,) = [shape for slide in made.deck.slides for shape in slide.shapes if shape.has_table]
    assert frame._element.find(".//{*}tblPr").get("rtl") == "1"


@pytest.mark.parametrize("name", SOURCES)
async def test_the_presentation_is_sound_in_any_script(name: str) -> None:
    made = await _made(name)
    with zipfile.ZipFile(io.BytesIO(made.files["slides.pptx"])) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        for each in names:
            if each.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(each))
        slides = [etree.fromstring(archive.read(each)) for each in names if each.startswith("ppt/slides/slide")]
        assert not any("thumbnail" in each for each in names)
    for slide in slides:
        for run in slide.iter("{*}rPr"):
            assert run.get("sz")
    for slide in made.deck.slides:
        inside = [shape for shape in slide.shapes if shape.left >= 0 and shape.top >= 0]
        assert len(inside) == len(list(slide.shapes))
        assert all(shape.top + shape.height <= made.deck.slide_height for shape in inside)


async def test_right_to_left_is_set_so_and_languages_are_said() -> None:
    made = await _made("arabic-figure", pdf=False)
    body, picture = (made.deck.slides[1].placeholders[place] for place in (1, 14))
    assert picture.left + picture.width < body.left
    for paragraph in body.text_frame.paragraphs:
        properties = paragraph._p.pPr
        assert (properties.get("rtl"), properties.get("algn")) == ("1", "r")
        assert paragraph.runs[0]._r.rPr.get("lang") == "ar"


@pytest.mark.parametrize(
    "name", ["plain", "arabic-figure", "arabic-table", "tables", "chinese", "emoji", "long-title", "long-word"]
)
async def test_the_pdf_has_the_same_pages_and_nothing_leaves_its_page(name: str) -> None:
    made = await _made(name)
    pdf = pypdfium2.PdfDocument(made.files["slides.pdf"])
    assert len(pdf) == len(made.deck.slides) == made.metadata["slides"]
    for number, page in enumerate(pdf):
        assert page.get_size() == (960, 540)
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        assert all(left >= 0 and right <= 960 and bottom >= 0 and top <= 540 for left, bottom, right, top in boxes)
        if name == "plain":
            shown = " ".join(text.get_text_range().split())
            for shape in made.deck.slides[number].placeholders:
                for paragraph in shape.text_frame.paragraphs:
                    assert paragraph.text in shown


async def test_what_the_fonts_lack_is_left_out_of_paper_with_a_notice() -> None:
    made = await _made("runes")
    assert "slides.pdf" not in made.files
    assert [notice["code"] for notice in made.metadata["notices"]] == ["not-on-paper"]
    assert (await _made("runes", pdf=False)).metadata["notices"] == []


async def test_the_same_inputs_make_the_same_bytes() -> None:
    one, other = [await _made("figures") for _ in range(2)]
    names = {"slides.pptx", "slides.pdf", "preview.png"}
    assert {name for name in names if one.files[name] != other.files[name]} == set()


async def test_a_question_is_no_point() -> None:
    hall = Hall()
    hall.add([(BODY, "Is oil a lamp's best friend? Whale oil burned for ten hours."), (BODY, "Who knows of gas?")])
    made = await hall.slides(pdf=False)
    assert [part.text for part in made.parts] == ["Whale oil burned for ten hours."]


async def test_what_two_sources_say_is_said_once_and_cites_both() -> None:
    hall = Hall()
    ids = {hall.add(LAMPS, title="On Lighthouses"), hall.add(SHIPS, title="Ships")}
    made = await hall.slides()
    told = [part for part in made.parts if part.text.startswith("Whale oil")]
    assert [{source.document_id for source in part.sources} for part in told] == [ids]


async def test_thirty_sources_are_all_credited_on_as_many_slides_as_that_takes() -> None:
    hall = Hall()
    for number in range(30):
        old = "old " * (number % 4)
        text = f"Tower {chr(65 + number % 26)}{number} was raised beside the {old}harbour in {1700 + number}."
        hall.add([(BODY, text)], title=f"Tower {number} {'and its long, long history ' * 6}")
    made = await hall.slides(slides=5)
    credits = [slide for slide in made.deck.slides if slide.shapes.title.text == "Sources and licenses"]
    listed = [p.text for slide in credits for p in slide.placeholders[1].text_frame.paragraphs]
    assert len(credits) > 1
    assert sum("License: CC-BY-4.0." in line for line in listed) == 30
    assert made.metadata["slides"] <= 1 + 5 + len(credits)


async def test_a_book_without_headings_has_more_than_one_slide() -> None:
    facts = [
        f"The {name} lamp burned {name[::-1]} oil for {n + 3} hours every night."
        for n, name in enumerate(
            [
                "argand",
                "fresnel",
                "spider",
                "whale",
                "colza",
                "lard",
                "kerosene",
                "vapour",
                "gas",
                "carbon",
                "arc",
                "led",
            ]
        )
    ]
    hall = Hall()
    hall.add([(BODY, " ".join(facts[at : at + 2])) for at in range(0, len(facts), 2)], title="Lamps")
    made = await hall.slides(slides=3)
    assert made.metadata["slides"] >= 3
    assert len({part.text for part in made.parts}) == len(made.parts)


async def test_where_nothing_can_be_said_it_says_so() -> None:
    hall = Hall()
    hall.add([(HEADING, "Loads"), (ROW, "Wood | kg", under("Loads")), (CODE, "x = 1", under("Loads"))], title="Tables")
    with pytest.raises(EmptyContent, match="running text"):
        await hall.slides()


async def test_sources_that_have_figures_and_no_sentence_show_these() -> None:
    hall = Hall()
    hall.add([(HEADING, "Lenses"), (FIGURE, "Figure 1: The first lens", under("2. Lenses"))], title="Plates")
    hall.add([(FIGURE, "Figure 1: A tower"), (FIGURE, "Figure 1: A tower")], title="More Plates")
    made = await hall.slides()
    assert [(part.role, part.text, part.heading) for part in made.parts] == [
        ("figure", "Figure 1: The first lens", "Lenses"),
        ("figure", "Figure 1: A tower", "More Plates"),
    ]
    assert len(made.deck.slides) == len(pypdfium2.PdfDocument(made.files["slides.pdf"])) == 4
    assert made.deck.slides[1].placeholders[14].image.blob == PICTURE
    assert [notice["code"] for notice in made.metadata["notices"]] == ["figures-left-out", "figures-alone"]
    with pytest.raises(EmptyContent, match=r"^The sources: no sentence"):
        await hall.slides(figures=0)


async def test_a_models_slides_are_held_to_few_words_and_what_stands_on_nothing_is_left_out() -> None:
    def answer(*texts: tuple[str, int]) -> dict[str, Any]:
        statements = [{"text": text, "passages": [number]} for text, number in texts]
        return {"slides": [{"title": "Oil", "statements": statements}]}

    wordy = answer(("word " * 80, 1))
    mended = answer(("Oil burns.", 1), ("So does gas.", 2), ("It was cheap.", 3), ("Moons shine.", 99))
    chat = ScriptedChat(wordy, mended)
    hall = Hall(text=Asking(chat))
    hall.add(LAMPS, title="On Lighthouses")
    made = await hall.slides(title="Oil", language="en-GB")
    assert [part.text for part in made.parts] == ["Oil burns.", "So does gas.", "It was cheap."]
    assert made.metadata["texts_left_out"] == 1
    assert "slide 1 has 80 words; 45 are the most" in chat.asked[1][-1].text
    assert "language model" in made.deck.slides[0].notes_slide.notes_text_frame.text


def test_the_words_of_its_own_are_there_in_thirteen_languages() -> None:
    languages = tomllib.loads((files("williams_export_slides.deck") / "sayings.toml").read_text("utf-8"))
    assert set(languages) == {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja", "ar", "hi"}
    for language in set(languages) - {"en"}:
        assert [name for name, words in languages[language].items() if words == languages["en"][name]] == []
