"""The quoted conversation: what it says, in whose words, and how long."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from williams_export_podcast.conversation.dialogue import Dialogue
from williams_export_podcast.conversation.keyterms import KeyTerms
from williams_export_podcast.conversation.phrases import phrase_book
from williams_export_podcast.conversation.task import Conversation
from williams_writing.spoken import count_words, spoken_form

from tests.unit.podcast.conversations import SourceText, Texts, cited, conversation, written
from williams.domain.errors import EmptyContent

_ENGLISH: Texts = [
    (
        "Abstract",
        "We study how quickly volunteers find the origin of a claim in a large archive. In a trial with "
        "212 participants, provenance links cut the median search time from 94 to 31 seconds. The effect"
        " was largest for readers without training [3]. We conclude that links to paragraphs are what "
        "makes archives trustworthy.",
    ),
    (
        "1 Introduction",
        "Archives grow faster than anyone can read them. A reader who wants to check a claim has to open"
        " the cited document, search for the passage, and decide whether it says what the claim says "
        "(Miller et al., 2019). This takes time that most readers do not have. Earlier work estimated "
        "that only 8.4 % of citations in popular articles are ever followed [12, 14]. Fig. 1 shows the "
        "process.",
    ),
    (
        "2 Method",
        "We built an archive of 48,000 reports and asked participants to verify forty claims each. Half "
        "of the participants saw a link to the document, the other half saw a link to the exact "
        "paragraph. Participants were assigned at random, and neither group knew about the other. All "
        "soft\u00adware of the trial is at https://example.org/a/v2.",
    ),
    (
        "3 Results",
        "Paragraph links reduced the median search time by 67 %. The share of claims that were checked "
        "at all rose from 22 percent to 61 percent. However, librarians made fewer errors with paragraph"
        " links. The error rate fell from 12.5 % to 4.1 %, which we had not ex-\npected. Table 2: Error "
        "rates by group and year of the trial.",
    ),
    (
        "5 Conclusion",
        "Provenance at the level of paragraphs changes what readers do, not just what they could do. An "
        "archive that links its statements to paragraphs invites its readers to doubt, and that is a "
        "compliment to both.",
    ),
    (
        "References",
        "Jones wrote about the links between archives and their readers in several long reports.",
    ),
]


_WHO_CHECKS = SourceText("a", "Who Checks the Links?", _ENGLISH, ["Ada Lovelace", "Grace Hopper"])


def _task(**changes: Any) -> Conversation:
    fields: dict[str, Any] = {"sources": [_WHO_CHECKS], "words": 330}
    return conversation(**(fields | changes))


def _words(dialogue: Dialogue) -> int:
    return sum(count_words(line.said.text) for line in dialogue.lines)


def test_what_is_told_is_exactly_what_the_cited_spans_say() -> None:
    task = _task()
    dialogue = written(task)
    spans = [[spoken_form(span, "en") for span in cited(task, dialogue, index)] for index in range(len(dialogue.lines))]
    told = [index for index, line in enumerate(dialogue.lines) if spans[index][0] in line.said.text]
    assert len(told) >= 8
    assert {dialogue.lines[index].speaker for index in told} == {"host", "expert"}
    for index in told:
        quoted = " ".join(spans[index])
        assert dialogue.lines[index].said.text.endswith(quoted)
        introduction = dialogue.lines[index].said.text.removesuffix(quoted)
        assert introduction == "" or introduction.endswith(": ")


def test_spans_are_whole_sentences() -> None:
    task = _task()
    dialogue = written(task)
    for index in range(len(dialogue.lines)):
        for span in cited(task, dialogue, index):
            assert re.match(r"[A-Z0-9“]", span)
            assert re.search(r"[.!?](?: ?\[[\d, ]+\])?$", span)


@pytest.mark.parametrize("words", [150, 200, 260])
def test_the_length_is_near_what_was_asked(words: int) -> None:
    assert abs(_words(written(_task(words=words))) - words) <= 0.15 * words


_TOPICS = ("glaciers", "harbours", "orchards", "railways", "lanterns", "compasses", "windmills", "quarries")
_WHO = (
    "Early travellers", "Old maps", "Village children", "Painters", "Foreign engineers", "Two merchants",
    "Tax collectors", "A bishop",
)  # fmt: skip
_DID = (
    "described", "hardly ever measured", "were placing", "paid without regret for", "sang about", "preferred",
    "compared several", "abandoned",
)  # fmt: skip
_WHEN = (
    "with great care and little sleep", "before any instrument arrived", "although later surveyors found meadows",
    "until salt became expensive", "because autumn light was softer", "during nine quiet winters",
    "while their neighbours laughed", "within one generation after the war",
)  # fmt: skip


def _long_source() -> SourceText:
    """Sixty-four sentences on eight topics, of which no two have the same skeleton."""
    texts: Texts = [
        (
            f"On {topic}",
            " ".join(
                f"{_WHO[(fact + number) % 8]} {_DID[fact]} {topic} {_WHEN[(fact * 3 + number * 5) % 8]}."
                for fact in range(8)
            ),
        )
        for number, topic in enumerate(_TOPICS)
    ]
    return SourceText("l", "Surveys", texts)


def test_a_long_source_fills_a_long_episode() -> None:
    dialogue = written(_task(words=480, sources=[_long_source()]))
    assert abs(_words(dialogue) - 480) <= 72
    assert len({line.section for line in dialogue.lines}) >= 6


def test_nothing_for_the_eye_is_read_aloud() -> None:
    said = " ".join(line.said.text for line in written(_task(words=500)).lines)
    for unspoken in ("[3]", "[12", "Miller et al.", "https", "\u00ad", "ex- pected", "ex-\n", "Table 2", "Fig. 1"):
        assert unspoken not in said
    for spoken in ("12.5 % to 4.1 %", "example.org", "unexpected" if "unexpected" in said else "expected"):
        assert spoken in said


def test_references_are_not_told() -> None:
    assert "Jones wrote" not in " ".join(line.said.text for line in written(_task(words=900)).lines)


def test_a_sentence_that_points_back_brings_its_predecessor() -> None:
    for words in (120, 200, 300, 400):
        said = " ".join(line.said.text for line in written(_task(words=words)).lines)
        if "This takes time" in said:
            assert "whether it says what the claim says. This takes time" in said
        if "However, librarians" in said:
            assert "to 61 percent. However, librarians" in said


def test_reading_order_is_kept() -> None:
    task = _task()
    order = {f"a.p{index}": index for index in range(len(_ENGLISH))}
    told = [line for line in written(task).lines if line.section != "To take away"]
    expert = [line.said for line in told[2:] if line.speaker == "expert"]
    places = [(order[c.paragraph_id], c.start) for said in expert for c in said.citations]
    assert places == sorted(places)


def test_nothing_is_told_twice_and_hosts_do_not_repeat_themselves() -> None:
    task = _task(words=400)
    lines = written(task).lines
    host = [line.said.text for line in lines if line.speaker == "host"]
    assert len(host) == len(set(host))
    told = [c for line in lines[2:] if line.speaker == "expert" for c in line.said.citations]
    assert len(told) == len(set(told))


def test_hosts_name_title_and_authors_and_ask_by_the_kind_of_section() -> None:
    lines = [line.said.text for line in written(_task()).lines]
    assert "“Who Checks the Links?”, by Ada Lovelace and Grace Hopper" in lines[0]
    openings = ("Before we go into it: what is the short version?", "In a few words, what is it about?")
    assert any(text in lines for text in openings)


def test_chapters_are_the_sections() -> None:
    sections = list(dict.fromkeys(line.section for line in written(_task(words=400)).lines))
    assert sections[0] == "Welcome"
    assert sections[-1] == "To take away"
    assert sections[1:-1] == ["Abstract", "Introduction", "Method", "Results", "Conclusion"]


def test_several_sources_are_told_one_after_the_other_and_named() -> None:
    notes = SourceText("b", "Notes on Archives", [
        (None, "Card catalogues were the first indexes that readers could use alone. A catalogue of cards can grow at "
         "any point, which a bound catalogue cannot. Libraries adopted the card after 1860, and kept it for a century.")
    ])  # fmt: skip
    task = _task(title="Checking", words=300, sources=[_WHO_CHECKS, notes])
    lines = written(task).lines
    named = next(index for index, line in enumerate(lines) if "Notes on Archives" in line.said.text)
    assert "2 sources" in lines[0].said.text
    assert lines[named].speaker == "host"
    assert {c.content_id for line in lines[2:named] for c in line.said.citations} == {"a"}
    assert {c.content_id for line in lines[named:] for c in line.said.citations} <= {"b", "a"}
    assert lines[named].said.citations[0].content_id == "b"


@pytest.mark.parametrize(
    ("language", "opening", "sentence"),
    [
        ("de-DE", "Willkommen. Heute lesen wir „T“.", "Die meisten Belege werden nie von Lesern geprüft."),
        ("fr", "Bienvenue. Aujourd’hui, nous lisons « T ».", "La plupart des références ne sont jamais vérifiées."),
        ("es-MX", "Les damos la bienvenida. Hoy leemos «T».", "La mayoría de las citas nunca se comprueban de verdad."),
        ("deu", "Willkommen. Heute lesen wir „T“.", "Die meisten Belege werden nie von Lesern geprüft."),
        ("est", "T.", "Enamikku viiteid ei kontrolli keegi mitte kunagi."),
        (
            "it",
            "Un saluto a chi ci ascolta. Oggi leggiamo «T».",
            "La maggior parte delle citazioni non viene mai verificata.",
        ),
        ("ja", "こんにちは。今日は「T」を読んでいきます。", "図書館は読んだ段落をすべて保存しています。"),
    ],
)
def test_hosts_speak_the_sources_language(language: str, opening: str, sentence: str) -> None:
    lines = written(_task(title="T", language=language, sources=[SourceText("x", "T", [(None, sentence)])])).lines
    assert lines[0].said.text == opening
    assert sentence in [line.said.text for line in lines]


def test_one_speaker_reads_without_questions_to_himself() -> None:
    lines = written(_task(speakers=["narrator"], style="lecture")).lines
    assert {line.speaker for line in lines} == {"narrator"}
    assert not any(line.said.text.endswith("?") for line in lines)


def test_a_third_speaker_gets_a_word_in() -> None:
    assert {line.speaker for line in written(_task(speakers=["a", "b", "c"], words=400)).lines} == {"a", "b", "c"}


def test_a_tiny_source_makes_a_tiny_episode() -> None:
    lines = written(_task(sources=[SourceText("t", "Note", [(None, "Cats sleep.")])])).lines
    assert "Cats sleep." in [line.said.text for line in lines]
    assert len(lines) <= 6


@pytest.mark.parametrize("text", ["", "[12]", "*** --- ***", "1 2 3 4 5 6 7 8 9"])
def test_what_cannot_be_told_is_empty(text: str) -> None:
    with pytest.raises(EmptyContent, match="Note"):
        written(_task(sources=[SourceText("t", "Note", [(None, text)])]))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(max_size=300), min_size=1, max_size=6), st.integers(40, 400), st.sampled_from(["en", "de", "xx"])
)
def test_whatever_the_text_is_spans_are_inside_and_lines_are_not_empty(
    texts: list[str], words: int, language: str
) -> None:
    task = _task(words=words, language=language, sources=[SourceText("h", "T", [(None, text) for text in texts])])
    try:
        dialogue = written(task)
    except EmptyContent:
        return
    for index, line in enumerate(dialogue.lines):
        assert line.said.text.strip()
        assert all(span.strip() for span in cited(task, dialogue, index))


_NUMBERED: Texts = [
    ("Yields", "Solar panels on flat roofs produced 18 % more power in the second year of the trial. "
     "Battery storage kept the village supplied through nine winter evenings. "
     "Grid operators had expected far less power from such small installations. "
     "Villagers shared the surplus with a neighbouring school and its kitchen."),
    ("Costs", "Maintenance of solar panels costs less than painting the same roof. "
     "Insurance companies now accept solar panels without any special surveys. "
     "Cleaning solar panels twice a year pays for itself within months. "
     "Loans for battery storage run over fifteen years at low rates."),
    ("Lessons", "Early meetings with neighbours prevented most of the later quarrels. "
     "Councils that publish their numbers win trust for the next project. "
     "Engineers should plan cables before the scaffolding is removed again. "
     "Good drawings of every roof saved weeks during the inspections."),
]  # fmt: skip


def test_hosts_react_to_figures() -> None:
    texts = _NUMBERED + _long_source().texts
    task = _task(words=480, title="Solar", sources=[SourceText("s", "A Village on Solar Power", texts)])
    dialogue = written(task)
    reaction = next(i for i, line in enumerate(dialogue.lines) if line.speaker == "host" and "18 %" in line.said.text)
    assert "18 %" in cited(task, dialogue, reaction)[0]


def test_half_a_name_is_not_asked_about() -> None:
    texts = [f"{who} read the GNU General Public License." for who in ("They", "Many", "Lawyers", "Nobody")]
    assert KeyTerms(texts, "en").take("Some like the GNU General Public License.") is None


def test_hosts_ask_for_expressions_that_come_back() -> None:
    terms = KeyTerms(
        [
            "They bought green roofs at once.",
            "Nobody knew green roofs before.",
            "Where green roofs grow, bees come.",
            "Often quickly painted walls fade.",
        ],
        "en",
    )
    assert terms.take("Over time green roofs spread.") == "green roofs"
    assert terms.take("Over time green roofs spread.") is None
    assert terms.take("Often quickly painted walls fade.") is None


@pytest.mark.parametrize("tag", ["de", "de-AT", "deu", "ger"])
def test_german_hosts_ask_for_compounds(tag: str) -> None:
    terms = KeyTerms(["Ein Solardach hilft.", "Das Solardach hält.", "Jedes Solardach zählt.", "Wir gehen heim."], tag)
    assert terms.take("Auf dem Solardach ist Platz.") == "Solardach"


@pytest.mark.parametrize("style", ["conversational", "interview", "lecture"])
def test_what_is_asked_between_two_turns_is_answered_by_the_next(style: str) -> None:
    texts: Texts = [("Yields", text) for _, text in [*_REASONS, *_long_source().texts, *_NUMBERED]]
    sources = [SourceText("s", "A Village on Solar Power", texts)]
    book = phrase_book("en")
    assert book is not None
    lines = written(_task(words=800, style=style, sources=sources, speakers=["a", "b", "c"])).lines
    said = [line.said.text for line in lines]
    answers = dict(pairwise(said))
    kinds = {question: kind for kind in book.fitting.values() for question in kind.prompts}
    asked = [question for question in said if question in kinds]
    assert len(asked) >= (1 if style == "lecture" else 2)
    assert [question for question in asked if not kinds[question].answered_by(answers[question])] == []
    assert all(one.speaker != other.speaker for one, other in pairwise(lines) if one.said.text in kinds)


def test_equals_tell_in_turn_and_an_interviewer_asks() -> None:
    lines = {style: written(_task(words=480, style=style, sources=[_long_source()])).lines for style in _TOLD_BY}
    for style, tellers in _TOLD_BY.items():
        telling = {line.speaker for line in lines[style][2:-3] if count_words(line.said.text) > 20}
        assert telling == tellers, style


_REASONS: Texts = [
    ("Reasons", "Panels on the church stayed dark because bishops had asked for silence near the tower. "
     "Batteries are called banks by farmers who lend their evening power to neighbours. "
     "Every household must report its consumption before the first of March. "
     "Wind turbines were built in 1994 on the ridge above the old quarry."),
]  # fmt: skip
_TOLD_BY = {"conversational": {"host", "expert"}, "interview": {"expert"}, "lecture": {"host"}}


def test_a_title_with_a_number_is_not_announced_again() -> None:
    source = SourceText("s", "1.2. Yields", _NUMBERED)
    lines = written(_task(title="1.2. Yields", sources=[source])).lines
    assert not any("“Yields”" in line.said.text for line in lines)


def test_a_lecturers_listeners_ask_in_turn() -> None:
    lines = written(_task(words=700, style="lecture", sources=[_long_source()], speakers=["a", "b", "c", "d"])).lines
    assert {line.speaker for line in lines} == {"a", "b", "c", "d"}


def test_a_lecture_has_longer_turns_than_a_conversation() -> None:
    source = SourceText("s", "A Village on Solar Power", _NUMBERED)
    longest = {}
    for style in ("conversational", "lecture"):
        lines = written(_task(words=300, style=style, sources=[source])).lines
        longest[style] = max(count_words(line.said.text) for line in lines)
    assert longest["lecture"] > longest["conversational"]


def _own_words(task: Conversation, dialogue: Dialogue) -> list[str]:
    """Return what is said that no source says: neither its sentences nor its headings."""
    own = []
    for index, line in enumerate(dialogue.lines):
        text = line.said.text
        for span in cited(task, dialogue, index):
            text = text.replace(spoken_form(span, "en"), "").strip()
        named = [line.section or "", (line.section or "").rpartition(": ")[2], *(each.title for each in task.credits)]
        own += [text] if text and text.removesuffix(".") not in named else []
    return own


@pytest.mark.parametrize("style", ["conversational", "interview", "lecture"])
@pytest.mark.parametrize("words", [200, 480, 900])
@pytest.mark.parametrize("sources", [[_WHO_CHECKS], [_long_source()], [_WHO_CHECKS, _long_source()]])
def test_hosts_say_little_of_their_own_and_nothing_twice(style: str, words: int, sources: list[SourceText]) -> None:
    task = _task(
        words=words, style=style, sources=sources, speakers=["host"] if style == "lecture" else ["host", "expert"]
    )
    dialogue = written(task)
    own = _own_words(task, dialogue)
    assert sum(map(count_words, own)) <= _words(dialogue) / 5
    phrases = [re.sub(r"“[^”]*”|\d[\d.,]* ?%?", "", text) for text in own]
    assert len(phrases) == len(set(phrases))


def test_where_the_hosts_have_no_question_left_they_tell_in_turn() -> None:
    texts: Texts = [(None, text) for _, text in _long_source().texts]
    lines = written(_task(words=480, sources=[SourceText("l", "Surveys", texts)])).lines
    speakers = [line.speaker for line in lines]
    assert sum(one != other for one, other in pairwise(speakers)) >= len(speakers) * 0.8
