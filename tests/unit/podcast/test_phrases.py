"""What hosts say of their own, in every language that has a book."""

from __future__ import annotations

import re
import string
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from williams_export_podcast.conversation import phrases
from williams_export_podcast.conversation.phrases import PhraseBook, phrase_book
from williams_writing.spoken import count_words, spoken_form

from tests.unit.podcast.conversations import SourceText, Texts, cited, conversation, written

LANGUAGES = ("ar", "de", "en", "es", "fr", "hi", "it", "ja", "nl", "pl", "pt", "ru", "zh")
STYLES = ("conversational", "interview", "lecture", "debate", "news_brief")
_WORDS = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))
_HEADINGS = ("Alpha", "Beta", "Gamma", "Delta")


def _source(language: str) -> SourceText:
    words = _WORDS[language]

    def sentence(section: int, number: int) -> str:
        which = ((section + number) % 4, number, (2 * section + number) % 4)
        chosen = (words[part][place] for part, place in zip(("who", "did", "when"), which, strict=True))
        return str(words["order"].format(*chosen))

    texts: Texts = [
        (heading, " ".join(sentence(section, number) for number in range(4)))
        for section, heading in enumerate(_HEADINGS)
    ]
    return SourceText("s", "Omega", texts, ["A", "B", "C", "D"])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_hosts_say_little_nothing_twice_and_all_in_their_language(language: str, style: str) -> None:
    speakers = ["host"] if style in ("lecture", "news_brief") else ["host", "guest", "third"]
    task = conversation([_source(language)], words=400, language=language, style=style, speakers=speakers)
    dialogue = written(task)
    own = []
    for index, line in enumerate(dialogue.lines):
        text = line.said.text
        for span in cited(task, dialogue, index):
            text = text.replace(spoken_form(span, language), "").strip()
        own += [text] if text and text.rstrip(".") not in _HEADINGS else []
    words = sum(count_words(line.said.text) for line in dialogue.lines)
    # Of a source of a few sentences, welcome and thanks are more.
    assert sum(map(count_words, own)) <= words / 5 or len(own) == 2
    assert len(own) == len(set(own))
    book = phrase_book(language)
    assert book is not None
    assert {dialogue.lines[0].section, dialogue.lines[-1].section} == {book.opening_chapter, book.closing_chapter}
    assert not any(set("{}") & set(text) for text in own)
    patterns = [re.compile("".join(map(_pattern, _parts(phrase)))) for phrase in _phrases(book)]
    assert all(any(pattern.search(text) for pattern in patterns) for text in own)


def _parts(phrase: str) -> list[tuple[str, str | None]]:
    return [(text, name) for text, name, _, _ in string.Formatter().parse(phrase)]


def _pattern(part: tuple[str, str | None]) -> str:
    return re.escape(part[0]) + (".*" if part[1] else "")


def _phrases(book: PhraseBook) -> list[str]:
    """Return all that a book has hosts say."""
    found = ["{section}."]

    def collect(value: Any) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            for each in value.values():
                collect(each)
        elif isinstance(value, tuple | list):
            for each in value:
                collect(each)

    collect(book.model_dump(exclude={"by", "and_", "comma", "others", "opening_chapter", "closing_chapter"}))
    return found


_PLACES = {
    "opening_one": {"title", "by"}, "opening_many": {"title", "count"}, "solo_opening": {"title", "by"},
    "debate_opening": {"title", "by"}, "brief_opening": {"title", "by"}, "brief_many": {"title", "count"},
    "source_first": {"title", "by"}, "source_next": {"title", "by"}, "source_solo": {"title", "by"},
    "section": {"section"}, "section_solo": {"section"}, "term_prompts": {"term"}, "number_reactions": {"number"},
    "closing_question": {"title"}, "by": {"names"},
}  # fmt: skip
_KINDS = {"abstract", "introduction", "background", "method", "results", "discussion", "limitations", "conclusion"}
_SCRIPTS = {
    "ar": "\u0600-\u06ff", "hi": "\u0900-\u097f", "ru": "\u0400-\u04ff", "zh": "\u4e00-\u9fff",
    "ja": "\u3040-\u30ff\u4e00-\u9fff\u3005",
}  # fmt: skip


def test_there_is_a_book_for_each_language() -> None:
    books = Path(str(files(phrases)))
    assert sorted(path.stem for path in books.glob("*.toml")) == sorted(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_book_is_whole(language: str) -> None:
    book = phrase_book(language)
    assert book is not None
    for name, value in book.model_dump(exclude={"kinds", "leads", "fitting"}).items():
        for phrase in value if isinstance(value, tuple) else (value if isinstance(value, str) else "",):
            assert {place for _, place in _parts(phrase) if place} == _PLACES.get(name, set()), (name, phrase)
    assert set(book.leads) == set(book.kinds) == _KINDS
    said = _phrases(book)[1:]
    assert len(said) == len(set(said))
    for phrase in said if language in _SCRIPTS else []:
        spoken = re.sub(r"{\w+}", "", phrase)
        assert re.search(f"[{_SCRIPTS[language]}]", spoken), phrase
        assert not re.search("[A-Za-z]", spoken), phrase


@pytest.mark.parametrize(
    ("language", "authors", "credit"),
    [
        ("en", ["Ada", "Grace"], ", by Ada and Grace"),
        ("de", ["Ada", "Grace", "Mary"], " von Ada, Grace und Mary"),
        ("it", ["Ada", "Grace", "Mary", "Joan"], ", di Ada, Grace e altri"),
        ("zh", ["李明", "王芳"], "，作者李明和王芳"),
        ("ja", ["佐藤", "鈴木", "高橋"], "（著者：佐藤、鈴木と高橋）"),
        ("ar", ["سلمى", "عمر"], "، بقلم سلمى وعمر"),
        ("ru", [], ""),
    ],
)
def test_authors_are_named_as_the_language_does(language: str, authors: list[str], credit: str) -> None:
    book = phrase_book(language)
    assert book is not None
    assert book.credit(authors) == credit


@pytest.mark.parametrize("language", ["sv", "ko", "tlh", "../en", "x\x00"])
def test_a_language_without_a_book_has_no_phrases_rather_than_english_ones(language: str) -> None:
    assert phrase_book(language) is None
