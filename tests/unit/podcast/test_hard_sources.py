"""What the quoted conversation makes of manuals, references and tables."""

from __future__ import annotations

import pytest
from williams_export_podcast.conversation.dialogue import Dialogue, Line
from williams_export_podcast.conversation.phrases import phrase_book
from williams_export_podcast.conversation.task import Conversation
from williams_writing.reading import Sentence, read

from tests.unit.podcast.conversations import SourceText, Texts, conversation, written
from williams.domain.errors import EmptyContent

_PROSE: Texts = [
    ("Overview", "Contributions from many gardeners shaped the rules of our seed library over thirty years. "
     "Seedbox is a library of seeds that any neighbour may borrow in spring. "
     "Borrowers return twice the seeds in autumn, so the shelves fill up again every winter."),
    ("Storage", "Dry seeds keep for years when the jars are closed and the cellar stays cool. "
     "Damp paper bags ruin a harvest within weeks, whatever the label promises. "
     "Volunteers open every jar in January and test twenty seeds on wet cloth."),
    ("Lending", "Neighbours borrow a spoonful of seeds and sign their name in the green book. "
     "Nobody has ever counted the seeds that come back, because trust costs less than scales. "
     "Beans are lent most often, and tomatoes come back in the largest variety."),
]  # fmt: skip


def _task(texts: Texts, title: str = "Seedbox Manual", words: int = 300) -> Conversation:
    return conversation([SourceText("m", title, texts)], words=words, speakers=["host", "guest"])


def _read(texts: Texts) -> list[Sentence]:
    return read(_task(texts).passages, "en", "Seedbox Manual").sentences


def _said(dialogue: Dialogue) -> str:
    return " ".join(line.said.text for line in dialogue.lines)


def _first_told(dialogue: Dialogue) -> Line:
    book = phrase_book("en")
    assert book is not None
    return next(line for line in dialogue.lines if line.speaker == "guest" and line.said.text != book.opening_reply)


def _reference(names: list[str]) -> Texts:
    """Parts of an API's reference as the PDF import gives them: headings stand under their parents."""
    texts: Texts = []
    for number, name in enumerate(names):
        part = f"2.{number} {name}_jar — {name} the jar"
        texts += [
            ("2 Routines", part),
            (part, "Synopsis"),
            ("Synopsis", f"int {name}_jar(jar *j, int v_size);"),
            (part, "Description"),
            ("Description", f"The routine {name}_jar will {name} the jar that the parameter names for the caller. "
             f"The library syntax is GEN {name}(GEN x, long v = -1). The parameter v_size specifies the bytes."),
        ]  # fmt: skip
    return texts


_NAMES = ["open", "close", "fill", "empty", "label", "weigh", "shake", "rinse"]


def test_sentences_of_one_template_are_told_at_most_once() -> None:
    said = _said(written(_task(_PROSE + _reference(_NAMES), words=400)))
    assert said.count("The routine") <= 1
    assert "library syntax" not in said
    assert said.count("The parameter") <= 1


def test_templates_do_not_rank_each_other_up() -> None:
    sentences = [each for each in _read(_PROSE + _reference(_NAMES)) if each.tellable]
    best = max(sentences, key=lambda sentence: sentence.score)
    assert "seed" in best.spoken.lower()


def test_near_copies_are_told_once() -> None:
    copies: Texts = [
        ("Care", "A closed jar in a cool cellar keeps bean seeds alive for about eleven years."),
        ("Care again", "A closed jar in a cool cellar keeps tomato seeds alive for about seven years."),
    ]
    assert _said(written(_task(_PROSE + copies, words=400))).count("A closed jar in a cool cellar") == 1


def test_code_is_not_told_while_there_is_prose() -> None:
    code: Texts = [("Storage", "Use jar.open(path, mode=3) or seed_box->jar[0] = NULL for x_1 and x_2 in V.")]
    assert "NULL" not in _said(written(_task(_PROSE + code, words=500)))


def test_the_first_answer_says_what_the_source_is_about() -> None:
    dialogue = written(_task(_PROSE))
    assert "Seedbox is a library of seeds" in _first_told(dialogue).said.text
    imprint: Texts = [("Imprint", "Printing of the second edition was finished in a cold week of March.")]
    assert "Seedbox is a library" in _first_told(written(_task(imprint + _PROSE))).said.text


def test_a_statement_of_purpose_opens_too() -> None:
    texts: Texts = [
        ("Thanks", "Cold weather delayed the printing of these pages for several weeks."),
        ("First words", "This manual explains how a street can share its seeds without money. It is short."),
        *_PROSE[1:],
    ]
    assert _first_told(written(_task(texts, title="Sharing"))).said.text.startswith("This manual explains")


def test_without_a_statement_the_host_asks_where_it_begins() -> None:
    host = [line.said.text for line in written(_task(_PROSE[1:], title="Notes")).lines if line.speaker == "host"]
    book = phrase_book("en")
    assert book is not None
    assert book.first_question not in host
    assert host[1] in book.leads["introduction"]


def test_generic_headings_are_replaced_by_their_parents_or_left_out() -> None:
    texts: Texts = [
        *_PROSE,
        ("3 Caring for jars", "Description"),
        ("Description", "Jars want to be washed by hand with hot water and a soft brush from the market. "
         "Soap leaves a film on glass that the youngest seeds cannot stand."),
        (None, "Example"),
        ("Example", "Marta washed forty jars in one evening and broke only two of them on the stairs. "
         "Her brother dried them with old newspapers behind the kitchen stove."),
    ]  # fmt: skip
    dialogue = written(_task(texts, words=600))
    sections = {line.section for line in dialogue.lines}
    assert "Caring for jars" in sections
    assert not sections & {"Description", "Example"}
    assert "“Description”" not in _said(dialogue)
    assert "“Example”" not in _said(dialogue)


def test_a_title_of_several_parts_is_replaced_too() -> None:
    texts: Texts = [
        ("Beans", "Origins"), ("Origins", "Beans came over the mountains in the sleeves of travelling monks."),
        ("Peas", "Origins"), ("Origins", "Peas were grown beside the old harbour long before anybody wrote it down."),
    ]  # fmt: skip
    assert {sentence.heading for sentence in _read(texts) if sentence.tellable} == {"Beans", "Peas"}


def test_the_gloss_of_a_routine_is_announced_not_its_name() -> None:
    headings = {sentence.heading for sentence in _read(_reference(["open", "close"]))}
    assert "Open the jar" in headings
    assert not any(heading and "_" in heading for heading in headings)


def test_a_heading_is_not_told_as_text() -> None:
    texts: Texts = [("Seeds", "How do we keep our seeds alive in winter?"),
                     ("How do we keep our seeds alive in winter?", _PROSE[1][1])]  # fmt: skip
    assert not any(sentence.spoken.startswith("How do we") for sentence in _read(texts))


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_hosts_ask_for_what_comes(language: str) -> None:
    book = phrase_book(language)
    assert book is not None
    contrast = {"en": "However,", "de": "Jedoch", "fr": "Cependant,", "es": "Sin embargo,"}[language]
    assert book.questions_for(f"{contrast} x y z.") == [book.fitting["contrast"].prompts]
    assert book.questions_for("Kalium x y z.") == []


def test_hosts_do_not_repeat_themselves_in_a_long_episode() -> None:
    texts: Texts = [(f"{heading} {number}", text) for number in "ABC" for heading, text in _PROSE[1:]]
    host = [line.said.text for line in written(_task(_PROSE + texts, words=600)).lines if line.speaker == "host"]
    assert len(host) == len(set(host))


def _table(rows: int) -> Texts:
    return [("Values", f"J{number}_max {number}.5 {number}.7 [x, y] = f(x_{number})") for number in range(rows)]


def test_a_source_of_tables_makes_a_short_and_honest_episode() -> None:
    dialogue = written(_task(_PROSE + _table(200), words=900))
    book = phrase_book("en")
    assert book is not None
    assert book.little_prose in [line.said.text for line in dialogue.lines]
    assert "_max" not in _said(dialogue)
    assert sum(len(line.said.text.split()) for line in dialogue.lines) < 450


def test_a_source_that_is_all_table_is_refused() -> None:
    texts: Texts = [("Values", "The largest value was found in the third year."), *_table(100)]
    with pytest.raises(EmptyContent, match="lists, tables, code") as refused:
        written(_task(texts, title="Tables of Jars"))
    assert "Tables of Jars" in str(refused.value)


def test_a_table_of_contents_is_not_an_episode() -> None:
    texts: Texts = [("Contents", f"Caring for jars {number} Lending and returning {number + 1}") for number in range(9)]
    with pytest.raises(EmptyContent):
        written(_task([(None, text) for _, text in texts]))


def test_prose_is_not_called_sparse() -> None:
    book = phrase_book("en")
    assert book is not None
    for texts, words in ((_PROSE + _table(100), 60), (_PROSE + _table(100), 120), (_PROSE, 250)):
        told = written(_task(texts, words=words))
        assert book.little_prose not in [line.said.text for line in told.lines]


def test_parts_under_one_parent_are_announced_once() -> None:
    texts: Texts = [("Jars", "Usage"), ("Usage", _PROSE[1][1]), ("Jars", "Notes"), ("Notes", _PROSE[2][1])]
    host = [line.said.text for line in written(_task(_PROSE[:1] + texts, words=600)).lines if line.speaker == "host"]
    assert sum("“Jars”" in text or text == "Jars." for text in host) == 1


def test_no_section_is_announced_for_a_short_remark() -> None:
    texts: Texts = [("Flags", "The names given here are only a flag.")]
    dialogue = written(_task(_PROSE + texts, words=300))
    assert "Flags" not in {line.section for line in dialogue.lines}
