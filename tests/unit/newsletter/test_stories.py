"""What a newsletter tells, and what its sentences stand on."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest
from williams_writing.asking import Asking

from tests.unit.ebook.shelf import BODY, CODE, HEADING, ROW, Piece, under
from tests.unit.newsletter.stand import LAMPS, SHIPS, Stand
from williams.domain.errors import EmptyContent
from williams_testing.writing import ScriptedChat

FACT = "Whale oil was burned in most lighthouses until about 1850."


def _varied(number: int) -> str:
    """Return a sentence that is not made from the template of its neighbours."""
    chance = random.Random(number)
    words = ["".join(chance.choices("bdfgklmnprst", k=2)).join(chance.choices("aeiou", k=3)) for _ in range(12)]
    return f"{' '.join(words).capitalize()} {number}."


async def test_every_sentence_is_quoted_to_the_character() -> None:
    stand = Stand()
    stand.add(LAMPS, title="On Lighthouses", authors=["Ada Smith"])
    made = await stand.newsletter()
    assert len(made.parts) >= 3
    for part in made.parts:
        (source,) = part.sources
        assert part.text == made.texts[source.paragraph_id][source.start : source.end]
        assert part.place.anchor is not None
        assert f'id="{part.place.anchor.partition("#")[2]}"' in made.page


KEPT = "Lighthouse keepers trimmed the wick every four hours."


async def test_a_story_is_headed_by_its_first_sentence_if_that_is_short() -> None:
    stand = Stand()
    stand.add(LAMPS, title="On Lighthouses")
    made = await stand.newsletter()
    assert {part.heading for part in made.parts} == {KEPT, FACT}
    assert f"In this issue\n* {KEPT}\n* {FACT}" in made.text
    (part,) = (part for part in made.parts if part.text == FACT)
    anchor = (part.place.anchor or "").partition("#")[2]
    assert f'<h2 id="{anchor}">{FACT}</h2>' in made.page
    assert "Colza oil replaced it" in made.page.partition(f'id="{anchor}"')[2]
    assert f"<p>{FACT}" not in made.page + made.html


@pytest.mark.parametrize(
    "first",
    [
        "Lighthouse keepers trimmed the wick every four hours, and whoever slept through one of them paid for the oil.",
        "Who trimmed the wicks of lighthouses every four hours?",
        "Lighthouse keepers trimmed the wick every four hours [12].",
    ],
)
async def test_other_stories_stand_under_the_headings_of_their_sources(first: str) -> None:
    stand = Stand()
    text = f"{first} Colza oil replaced whale oil because it was cheaper and smelled less."
    stand.add([(HEADING, "Oil & Gas"), (BODY, text, under("Oil & Gas", page=3))], title="On Lighthouses")
    made = await stand.newsletter()
    assert {part.heading for part in made.parts} == {"Oil & Gas"}
    assert f"\n{first} Colza" in made.text


async def test_a_single_sentence_is_told_below_a_title_that_is_the_same() -> None:
    stand = Stand()
    stand.add([(BODY, FACT)], title=FACT)
    made = await stand.newsletter()
    (part,) = made.parts
    anchor = (part.place.anchor or "").partition("#")[2]
    assert f'<h2>{FACT}</h2><p><span id="{anchor}">{FACT}</span></p>' in made.page
    assert f'<p class="ink">{FACT}</p>' in made.html
    assert f"\n{FACT}\n\n{FACT}\n" in made.text


async def test_what_two_sources_say_is_told_once_and_cites_both() -> None:
    stand = Stand()
    one, other = stand.add(LAMPS, title="On Lighthouses"), stand.add(SHIPS, title="Ships")
    made = await stand.newsletter()
    told = [part for part in made.parts if part.text == FACT]
    assert [{source.document_id for source in part.sources} for part in told] == [{one, other}]
    assert made.text.partition("\n--------\n")[2].count(FACT) == 1


async def test_each_of_thirty_sources_has_a_story_before_one_has_two() -> None:
    stand = Stand()
    for number in range(30):
        text = f"{_varied(number)} It burned tar in winter."
        stand.add([(BODY, text)], title=f"Tower {number}")
    made = await stand.newsletter(stories=20)
    assert made.metadata["stories"] <= 20
    assert len({source.document_id for part in made.parts for source in part.sources}) >= 15
    assert made.text.count("License:") == 30


@pytest.mark.parametrize("words", [3, 8_000])
async def test_a_note_and_a_very_long_book_both_make_one(words: int) -> None:
    sentences = [_varied(number) for number in range(words // 13 + 3)]
    pieces: list[Piece] = []
    for start in range(0, len(sentences), 3):
        section = f"Watch {start // 90}"
        pieces += [(HEADING, section)] if start % 90 == 0 else []
        pieces.append((BODY, " ".join(sentences[start : start + 3]), under(section, page=start + 1)))
    stand = Stand()
    stand.add(pieces, title="The Log")
    made = await stand.newsletter()
    assert 1 <= made.metadata["stories"] <= 6
    assert all(part.sources for part in made.parts)


async def test_a_heading_that_is_a_sentence_is_cut() -> None:
    section = "4.1 On everything that a keeper has to know before the fog comes in from the north and nobody sees " * 3
    stand = Stand()
    stand.add([(HEADING, section), (BODY, FACT, under(section, page=1))], title="Rules")
    made = await stand.newsletter()
    assert len(made.parts[0].heading or "") <= 120


async def test_where_nothing_can_be_said_it_says_so() -> None:
    stand = Stand()
    stand.add([(ROW, "Wood | kg"), (CODE, "x = 1")], title="Only Tables")
    with pytest.raises(EmptyContent, match="running text"):
        await stand.newsletter()


def _answer(*sentences: Mapping[str, object], intro: object = None) -> dict[str, object]:
    return {"intro": intro, "stories": [{"heading": "Oil", "sentences": list(sentences)}]}


async def test_a_models_stories_name_their_passages_and_what_stands_on_nothing_is_left_out_and_counted() -> None:
    good = [{"text": f"Sentence {n} says something.", "passages": [n]} for n in (1, 2, 3)]
    bad = {"text": "The moon is a lamp.", "passages": [99]}
    intro = {"text": "Lamps, and what they burned.", "passages": [1]}
    chat = ScriptedChat(*[_answer(*good, bad, intro=intro)] * 2)
    stand = Stand(text=Asking(chat))
    stand.add(LAMPS, title="On Lighthouses")
    made = await stand.newsletter(title="News")
    assert [part.text for part in made.parts] == ["Lamps, and what they burned.", *(each["text"] for each in good)]
    assert (made.parts[0].role, made.parts[1].role) == ("intro", "story")
    assert made.metadata["texts_left_out"] == 1
    assert "moon" not in made.page
    assert 'id="intro"' in made.page
    assert "At most 6 stories" in chat.asked[0][0].text
    assert '"title": "News"' in chat.asked[0][1].text


async def test_too_many_stories_are_sent_back() -> None:
    story = {"heading": "Oil", "sentences": [{"text": "Oil burns.", "passages": [1]}]}
    chat = ScriptedChat({"intro": None, "stories": [story] * 3}, {"intro": None, "stories": [story]})
    stand = Stand(text=Asking(chat))
    stand.add(LAMPS, title="On Lighthouses")
    assert (await stand.newsletter(stories=1)).metadata["stories"] == 1
    assert "there are 3 stories; 1 were asked for" in chat.asked[1][-1].text
