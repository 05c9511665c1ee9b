"""What a report says: each thing once, by theme or by source, from the words of its sources or by a model."""

from __future__ import annotations

import pytest
from williams_export_report.writing.themes import Run, themes_of
from williams_writing.asking import Asking
from williams_writing.reading import read

from tests.unit.ebook.shelf import ARABIC, BODY, under
from tests.unit.report.desk import Desk
from tests.unit.report.texts import DOCKS, GERMAN, HARBOUR, TABLE_ONLY
from williams.domain.errors import EmptyContent
from williams.plugin.engines import Passage
from williams_testing.writing import ScriptedChat


def harbours(desk: Desk | None = None) -> Desk:
    desk = desk or Desk()
    desk.add(HARBOUR, title="The Harbour of Aldwick", authors=["Ada Smith"], published_date="2024-03-01")
    desk.add(DOCKS, title="Docks at Fernham", url="https://example.org/docks", license=None)
    return desk


async def test_every_statement_is_its_sources_own_words_and_has_a_footnote_that_stands_on_the_same() -> None:
    made = await harbours().reported(formats=["html"])
    statements = [part for part in made.parts if part.role in ("summary", "statement")]
    assert len(statements) > 9
    for part in statements:
        spans = [made.texts[each.paragraph_id][each.start : each.end] for each in part.sources]
        assert part.text == spans[0]
    for part, note in zip(made.parts[::2], made.parts[1::2], strict=True):
        assert note.role == "footnote"
        assert note.sources == part.sources
        assert (part.place.anchor or "").replace("#s", "#n") == note.place.anchor


async def test_what_two_sources_say_is_said_once_and_cites_both() -> None:
    made = await harbours().reported(formats=["html"])
    (storm,) = [part for part in made.parts if part.text.startswith("In 1703")]
    assert len({each.document_id for each in storm.sources}) == 2
    texts = [part.text for part in made.parts if part.role in ("summary", "statement")]
    assert len(texts) == len(set(texts))
    note = made.parts[made.parts.index(storm) + 1]
    assert note.text == "[1] Smith (2024), p. 4, ¶ 14; [2] “Docks at Fernham”, section “Docks”, ¶ 2"


async def test_by_theme_what_sources_say_of_one_thing_stands_together() -> None:
    made = await harbours().reported(formats=["html"], words=600)
    by_heading: dict[str, set[str]] = {}
    for part in made.of("statement"):
        by_heading.setdefault(part.heading or "", set()).update(each.document_id for each in part.sources)
    assert any(len(sources) == 2 for sources in by_heading.values()), by_heading
    assert len(by_heading) <= 4
    html = made.files["report.html"].decode()
    shared = [heading for heading, sources in by_heading.items() if len(sources) == 2]
    assert html.count('<p>In <a href="#source-') >= 2 * len(shared), "who speaks is said where several do"
    by_source = (await harbours().reported(formats=["html"], arrangement="source")).files["report.html"].decode()
    assert "<p>In <a" not in by_source


async def test_by_source_each_is_a_chapter_with_its_sections() -> None:
    made = await harbours().reported(formats=["html"], arrangement="source")
    assert made.metadata["sections"][:3] == ["Summary", "The Harbour of Aldwick", "Docks at Fernham"]
    assert {"Trade", "Docks"} <= {part.heading for part in made.of("statement")}


async def test_a_short_note_has_no_summary() -> None:
    desk = Desk()
    desk.add(DOCKS[:3], title="A note")
    made = await desk.reported(formats=["html"])
    assert [part.role for part in made.parts if part.role != "footnote"] == ["statement"] * 3
    assert made.metadata["sections"][0] == "Docks"


async def test_quotations_stay_in_their_languages_and_the_rest_is_in_the_reports() -> None:
    desk = Desk()
    desk.add(GERMAN, title="Der Hafen", language="de")
    desk.add(ARABIC, title="عن المكتبات", language="ar")
    html = (await desk.reported(formats=["html"], language="fr")).files["report.html"].decode()
    assert '<html lang="fr" dir="ltr">' in html
    assert ">Sur quoi repose chaque énoncé</h2>" in html
    assert '<p lang="de" dir="ltr"><span id="s1">Der Hafen' in html
    assert '<p lang="ar" dir="rtl"><span id="s3">المكتبة' in html


async def test_tables_alone_say_nothing() -> None:
    desk = Desk()
    desk.add(TABLE_ONLY, title="Barrels")
    with pytest.raises(EmptyContent, match="“Barrels”: no sentence can be told"):
        await desk.reported()


async def test_a_source_that_nothing_stands_on_is_named() -> None:
    desk = harbours()
    desk.add(TABLE_ONLY, title="Barrels")
    made = await desk.reported(tables=0)
    notices = {notice["code"]: notice["message"] for notice in made.metadata["notices"]}
    assert "Nothing of “Barrels”" in notices["source-not-in-report"]
    assert notices["tables-left-out"] == "The sources have 2 tables, of which 0 are in the report."
    assert "[3] *Barrels*: No statement stands on it." in made.files["report.md"].decode().replace("\\[", "[").replace(
        "\\]", "]"
    ).replace("](#source-3)", "").replace("[[3]", "[3]")


def said(text: str, *passages: int) -> dict[str, object]:
    return {"text": text, "passages": list(passages)}


async def test_a_model_writes_by_the_same_rules() -> None:
    answer = {
        "summary": [said("Silt and a storm ended Aldwick's trade.", 8, 9)],
        "sections": [
            {"heading": "Rise", "statements": [said("Dutch engineers built it.", 2), said("It taxed herring.", 6)]},
            {"heading": "Fall", "statements": [said("Dutch engineers built it.", 3), said("It silted up.", 8)]},
        ],
    }
    chat = ScriptedChat(answer)
    desk = Desk(text=Asking(chat))
    desk.add(HARBOUR, title="The Harbour")
    made = await desk.reported(title="Aldwick", formats=["markdown"], arrangement="source", words=500)
    asked = chat.asked[0][0].text
    assert "arranged by source" in asked
    assert "about 100 words" in asked
    texts = [part.text for part in made.parts if part.role in ("summary", "statement")]
    assert texts == [
        "Silt and a storm ended Aldwick's trade.",
        "Dutch engineers built it.",
        "It taxed herring.",
        "It silted up.",
    ]
    twice = made.parts[2]
    assert len(twice.sources) == 2, "said twice, it is one statement with both citations"
    assert "written by test/script" in made.files["report.md"].decode()


async def test_what_six_sources_say_in_the_same_words_is_no_template() -> None:
    desk = Desk()
    for number in range(6):
        desk.add([HARBOUR[13], DOCKS[number % 5], HARBOUR[4 + number % 3]], title=f"Leaf {number}")
    made = await desk.reported(formats=["html"])
    (storm,) = [part for part in made.parts if part.text.startswith("In 1703")]
    assert len({each.document_id for each in storm.sources}) == 6


async def test_thirty_sources_are_all_there() -> None:
    desk = Desk()
    for number, (_, text, *_) in enumerate(
        [piece for piece in (*HARBOUR, *DOCKS) if piece[0] is BODY and piece[1][:4] != "Its "] * 3
    ):
        desk.add([(BODY, text, under("Found", page=number + 1)), (BODY, text)], title=f"Leaf {number}")
    made = await desk.reported(formats=["html"])
    assert len(desk.sources) >= 30
    cited = {each.document_id for part in made.parts for each in part.sources}
    assert cited == set(desk.sources), "what is said again is cited, too"
    assert made.files["report.html"].decode().count('id="source-') == len(desk.sources)


OIL = "whale colza lard barrel press cask smoke flame"
STONE = "mole quay granite mason block crane tide basin"
WICK = "cotton thread snuffer braid whale colza scissors brass"


def _runs(sections: dict[str, str]) -> list[Run]:
    """Return a section of each of several sources, with sentences of its words."""
    passages = []
    for at, (heading, words) in enumerate(sections.items()):
        own = words.split()
        text = " ".join(f"{' '.join(own[turn:] + own[:turn])}.".capitalize() for turn in range(len(own)))
        passages.append(Passage(content_id=f"doc_{at}", paragraph_id=f"p{at}", text=text, place=under(heading)))
    reading = read(passages, "en", strict=False)
    return [(name, [each for each in reading.sentences if each.source == at]) for at, name in enumerate(sections)]


def test_a_theme_follows_what_it_is_most_like() -> None:
    runs = _runs({"Oil": OIL, "Stone": STONE, "Wick": WICK})
    assert [heading for heading, _ in themes_of(runs)] == ["Oil", "Wick", "Stone"]


def test_a_question_is_a_heading_only_where_there_is_no_other() -> None:
    runs = _runs({"What burns?": OIL, "Oil": OIL})
    assert [heading for heading, _ in themes_of(runs)] == ["Oil"]
    assert [heading for heading, _ in themes_of(runs[:1])] == ["What burns?"]


def test_where_nothing_is_chosen_there_is_no_theme() -> None:
    assert themes_of([]) == []
