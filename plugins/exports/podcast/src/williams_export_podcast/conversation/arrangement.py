"""Arranging chosen sentences as a conversation: who says what, and what the hosts say in between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from williams_writing.headings import clean_heading
from williams_writing.joining import groups
from williams_writing.reading import Sentence
from williams_writing.titles import said_title

from williams.domain.provenance import Citation
from williams_export_podcast.conversation.dialogue import Line
from williams_export_podcast.conversation.phrases import phrase_book
from williams_export_podcast.conversation.phrases.book import PhraseBook
from williams_export_podcast.conversation.questions import Questions
from williams_export_podcast.conversation.talk import Talk

if TYPE_CHECKING:
    from williams_export_podcast.conversation.brief import Brief, Credit

_SHARE = re.compile(r"\b(?!100\D)\d[\d.,]*\s?(?:%|percent|per cent|Prozent|pour cent|por ciento)")
_MOST_NUMBERS = 2
_LONGEST_QUOTE = 30
_SHORT_SHOW = 220  # words below which there is no time for pleasantries
_FRAME = 0.5  # of the hosts' talk: what the beginning and the end may take
_AHEAD = 0.3  # of it: what announces a section may be said before its time
_STRETCH = 4  # turns
_TURN_WORDS = {"conversational": 48, "interview": 64, "lecture": 100, "debate": 40, "news_brief": 36}
_TURN_SENTENCES = {"conversational": 3, "interview": 3, "lecture": 5, "debate": 2, "news_brief": 2}


@dataclass(frozen=True)
class Turn:
    """What one speaker says in one go."""

    sentences: list[Sentence]

    @property
    def text(self) -> str:
        return " ".join(sentence.spoken for sentence in self.sentences)

    @property
    def citations(self) -> list[Citation]:
        return [sentence.citation for sentence in self.sentences]

    @property
    def source(self) -> int:
        return self.sentences[0].source


@dataclass(frozen=True)
class Manner:
    """``certain``: the first sentences say what the source is about. ``sparse``: little of the source can be told."""

    certain: bool = True
    sparse: bool = False


class Arrangement:
    """Builds the lines of one conversation."""

    def __init__(self, task: Brief, told: list[Sentence], keepsake: Sentence | None, manner: Manner) -> None:
        self._task = task
        self._told = told
        self._keepsake = keepsake
        self._manner = manner
        self._book = phrase_book(task.language)
        self._to_tell = sum(sentence.words for sentence in told) + (keepsake.words if keepsake else 0)
        self._heard = 0
        self._talk = Talk(task.title, self._to_tell)
        self._closing: list[tuple[str, str, list[Citation]]] = []
        self._questions = Questions(self._book, self._talk, task.style, told, task.language) if self._book else None
        self._short = task.words < _SHORT_SHOW
        self._tellers = _tellers(task)
        self._lines: list[Line] = []
        self._kinds: set[tuple[int, str]] = set()
        self._announced = ""
        self._slot = 0
        self._numbers = 0
        self._attributed = False
        self._previous_source = -1
        credits = {credit.content_id: credit for credit in task.credits}
        self._credits: dict[int, Credit] = {each.source: credits[each.citation.content_id] for each in told}

    def lines(self) -> list[Line]:
        """Return the conversation."""
        self._open()
        for number, (_, group) in enumerate(groupby(self._told, key=lambda sentence: sentence.section)):
            self._tell_section(number, list(group))
        self._close()
        return self._lines

    @property
    def _host(self) -> str:
        return self._task.speakers[0]

    @property
    def _guest(self) -> str:
        """Who answers the host."""
        return next((teller for teller in self._tellers if teller != self._host), self._task.speakers[-1])

    @property
    def _solo(self) -> bool:
        return len(self._task.speakers) == 1

    @property
    def _plain(self) -> bool:
        """Whether nothing is asked where a section begins: by one voice alone, in lectures and in the news."""
        return self._solo or self._task.style in ("lecture", "news_brief")

    @property
    def _stretch(self) -> int:
        """How many turns of a section are one speaker's."""
        return 1 if self._task.style == "news_brief" else _STRETCH

    def _teller(self, number: int) -> str:
        return self._tellers[number % len(self._tellers)]

    def _after(self, speaker: str) -> str:
        """Return whose turn it is in a conversation of equals."""
        speakers = self._task.speakers
        return speakers[(speakers.index(speaker) + 1) % len(speakers)]

    def _asker(self, telling: str) -> str:
        """Return who speaks up between two turns of ``telling``."""
        if self._task.style == "conversational":
            return self._after(telling)
        if self._task.style == "debate":
            return self._tellers[(self._tellers.index(telling) + 1) % len(self._tellers)]
        others = [speaker for speaker in self._task.speakers if speaker != telling]
        return others[self._slot // 2 % len(others)] if self._task.style == "lecture" else self._host

    def _say(
        self, speaker: str, text: str, section: str | None, citations: list[Citation], language: str | None = None
    ) -> None:
        self._lines.append(Line.of(speaker, text, section, citations, language))

    def _title(self, source: int) -> str:
        return said_title(self._credits[source].title, self._task.language)

    # --- opening and closing -------------------------------------------------------------------------------------

    def _open(self) -> None:
        first = [self._told[0].citation]
        title = said_title(self._task.title, self._task.language)
        if self._book is None:
            self._say(self._host, f"{title}.", None, first)
            return
        book, chapter, sources = self._book, self._book.opening_chapter, self._sources_told()
        if len(sources) > 1:
            template = book.brief_many if self._task.style == "news_brief" else book.opening_many
            text = self._talk.must(template, title=title, count=str(len(sources)))
        else:
            template = self._opening(book)
            text = self._talk.must(template, title=self._title(sources[0]), by=self._by(book, sources[0]))
        self._prepare_closing(book, title)
        self._say(self._host, text, chapter, first)
        if not self._short and not self._plain and (reply := self._talk.say([book.opening_reply], _FRAME)):
            self._say(self._guest, reply, chapter, first)
        if self._manner.sparse:
            self._say(self._teller(0), self._talk.must(book.little_prose), chapter, first)

    def _opening(self, book: PhraseBook) -> str:
        by_style = {"debate": book.debate_opening, "news_brief": book.brief_opening}
        return by_style.get(self._task.style, book.solo_opening if self._solo else book.opening_one)

    def _prepare_closing(self, book: PhraseBook, title: str) -> None:
        """Decide how it ends before the hosts have talked away their share."""
        last = [(self._keepsake or self._told[-1]).citation]
        brief = self._task.style == "news_brief"
        thanks = self._talk.must(book.brief_closing if brief else book.thanks)
        if self._keepsake is not None and not self._short and not brief:
            question = None if self._plain else self._talk.say([book.closing_question], _FRAME, title=title)
            attribution = self._talk.say([book.closing_attribution if question else book.solo_closing])
            if question:
                self._closing.append((self._host, question, last))
            kept = f"{attribution} {self._keepsake.spoken}" if attribution else self._keepsake.spoken
            self._closing.append((self._guest if question else self._host, kept, last))
        farewell = None if self._short or self._plain else self._talk.say([book.farewell], _FRAME)
        self._closing.append((self._host, f"{farewell} {thanks}" if farewell else thanks, last))

    def _close(self) -> None:
        if self._book is not None:
            for speaker, text, citations in self._closing:
                self._say(speaker, text, self._book.closing_chapter, citations)

    def _sources_told(self) -> list[int]:
        return sorted({sentence.source for sentence in self._told})

    def _by(self, book: PhraseBook, source: int) -> str:
        return book.credit(self._credits[source].authors)

    # --- sections ------------------------------------------------------------------------------------------------

    def _tell_section(self, number: int, sentences: list[Sentence]) -> None:
        chapter = self._chapter(sentences[0])
        said = len(self._lines)
        by_source = self._task.style == "debate" and len(self._sources_told()) > 1
        first = self._teller(sentences[0].source if by_source else number)
        self._lead(number, sentences[0], chapter, self._announcer(number, first))
        turns = _turns(sentences, self._task.style)
        for index, turn in enumerate(turns):
            teller = self._teller(sentences[0].source if by_source else number + index // self._stretch)
            before = self._lines[-1].speaker
            teller = before if index and self._in_turn else teller
            remaining = turn
            if index and not self._solo and self._task.style != "news_brief" and self._book is not None:
                remaining = self._bridge(self._book, turns[index - 1], turn, chapter, self._asker(teller))
            if self._in_turn and len(self._lines) == said:
                teller = self._after(before)
            self._tell(teller, remaining, chapter)
            said = len(self._lines)

    @property
    def _in_turn(self) -> bool:
        """Whether who has told goes on when asked, and lets another tell where nobody asks."""
        return self._task.style == "conversational"

    def _chapter(self, sentence: Sentence) -> str | None:
        title = self._title(sentence.source)
        if len(self._sources_told()) == 1:
            return sentence.heading or title
        heading = sentence.heading
        return f"{title}: {heading}" if heading and not self._is_title(heading, sentence.source) else title

    def _is_title(self, heading: str, source: int) -> bool:
        """Whether a heading is the title of its source, which may have a number."""
        title = self._title(source)
        return heading.casefold() in (title.casefold(), (clean_heading(title) or "").casefold())

    def _announcer(self, number: int, teller: str) -> str:
        """Return who leads to a section: the host, or whoever asks him; in a lecture the others now and then."""
        if self._task.style == "lecture" and number % 2 and not self._solo:
            others = self._task.speakers[1:]
            return others[number // 2 % len(others)]
        return self._asker(teller) if teller == self._host and not self._plain else self._host

    def _lead(self, number: int, sentence: Sentence, chapter: str | None, speaker: str) -> None:
        """Name the source where it changes, and the section; a known kind of section is opened by its own question."""
        parts: list[str] = []
        changed = number == 0 or sentence.source != self._previous_source
        self._previous_source = sentence.source
        if self._book is None:
            parts += [f"{self._title(sentence.source)}."] if changed and number else []
            heading = sentence.heading
            parts += [f"{heading}."] if heading and not self._is_title(heading, sentence.source) else []
        else:
            parts += self._source_lead(self._book, number, sentence) if changed else []
            asked = any(part.endswith("?") for part in parts)
            parts += self._section_lead(self._book, number, sentence, speaker, asked=asked)
        if parts:
            self._say(speaker, " ".join(parts), chapter, [sentence.citation])

    def _source_lead(self, book: PhraseBook, number: int, sentence: Sentence) -> list[str]:
        if len(self._sources_told()) == 1:
            return []
        title, by = self._title(sentence.source), self._by(book, sentence.source)
        phrases = [book.source_first] if number == 0 else book.source_solo if self._plain else book.source_next
        share = self._progress + _AHEAD if self._plain and number else 1.0
        return [self._talk.say(phrases, share, title=title, by=by) or self._talk.must("{title}.", title=title)]

    def _section_lead(
        self, book: PhraseBook, number: int, sentence: Sentence, speaker: str, *, asked: bool
    ) -> list[str]:
        heading = sentence.heading
        is_known = heading is not None and (heading == self._announced or self._is_title(heading, sentence.source))
        self._announced = heading or self._announced
        if heading is None or is_known:
            if asked or self._plain:
                return []
            return self._first_question(book) if number == 0 else self._asked_about(sentence)
        if asked:
            return []
        kind = None if self._plain else book.kind_of(heading)
        if number == 0 and not self._plain and kind not in ("abstract", "introduction"):
            return self._first_question(book)
        if kind is not None and (sentence.source, kind) not in self._kinds:
            self._kinds.add((sentence.source, kind))
            if question := self._asked(book.leads[kind]):
                return question
        phrases = book.section_solo if self._plain and speaker == self._host else book.section
        return [self._talk.say(phrases, self._progress + _AHEAD, section=heading) or self._bare(heading)]

    def _bare(self, heading: str) -> str:
        return self._talk.must("{section}.", section=heading.rstrip("."))

    def _asked(self, phrases: Sequence[str]) -> list[str]:
        question = self._talk.say(phrases, self._progress + _AHEAD)
        return [question] if question else []

    def _asked_about(self, sentence: Sentence) -> list[str]:
        question = self._question(sentence, self._progress + _AHEAD)
        return [question] if question else []

    def _first_question(self, book: PhraseBook) -> list[str]:
        question = self._talk.say([book.first_question] if self._manner.certain else book.leads["introduction"])
        return [question] if question else []

    @property
    def _progress(self) -> float:
        """How much of the telling is done, with the frame for a beginning."""
        return _FRAME + (1 - _FRAME) * self._heard / max(1, self._to_tell)

    # --- turns ---------------------------------------------------------------------------------------------------

    def _bridge(self, book: PhraseBook, before: Turn, turn: Turn, chapter: str | None, asker: str) -> Turn:
        """Let somebody speak up between two turns; return what is left to tell of the second."""
        self._slot += 1
        if self._task.style == "lecture" and not self._slot % 2:
            return turn
        if self._reacts_to_figure(book, before, chapter, asker):
            return turn
        if self._slot % 4 == 2 and self._may_quote(turn):
            quoted, rest = turn.sentences[0], Turn(turn.sentences[1:])
            if intro := self._talk.say(book.quote_intros, self._progress):
                self._heard += quoted.words
                self._say(asker, f"{intro} {quoted.spoken}", chapter, [quoted.citation])
                return rest
        if question := self._question(turn.sentences[0], self._progress):
            self._say(asker, question, chapter, [turn.sentences[0].citation])
        return turn

    def _question(self, sentence: Sentence, share: float) -> str | None:
        native = self._credits[sentence.source].language is None
        return self._questions.before(sentence, share, native=native) if self._questions else None

    def _reacts_to_figure(self, book: PhraseBook, before: Turn, chapter: str | None, asker: str) -> bool:
        figures = [(found, sentence) for sentence in before.sentences if (found := _SHARE.search(sentence.spoken))]
        if not figures or self._numbers >= _MOST_NUMBERS:
            return False
        found, sentence = figures[-1]
        reaction = self._talk.say(book.number_reactions, self._progress + _AHEAD, number=found.group())
        if reaction is None:
            return False
        self._numbers += 1
        self._say(asker, reaction[:1].upper() + reaction[1:], chapter, [sentence.citation])
        return True

    def _may_quote(self, turn: Turn) -> bool:
        conversational = self._task.style == "conversational" and self._credits[turn.source].language is None
        return conversational and len(turn.sentences) > 1 and turn.sentences[0].words <= _LONGEST_QUOTE

    def _tell(self, speaker: str, turn: Turn, chapter: str | None) -> None:
        self._heard += sum(sentence.words for sentence in turn.sentences)
        foreign = self._credits[turn.source].language
        first_person = self._book is not None and foreign is None and self._book.first_person.search(turn.text)
        text = turn.text
        if self._book is not None and first_person and not self._attributed:
            attribution = self._talk.say(self._book.attributions, self._progress + _AHEAD)
            text = f"{attribution} {text}" if attribution else text
        self._attributed = bool(first_person) and not self._attributed
        self._say(speaker, text, chapter, turn.citations, foreign)


def _tellers(task: Brief) -> tuple[str, ...]:
    """Return who tells: in a conversation the guests, in a lecture the lecturer, and in turn all who read the news.

    In a debate of three or more, the first leads it.
    """
    if task.style == "lecture":
        return task.speakers[:1]
    if task.style == "news_brief" or (task.style == "debate" and len(task.speakers) == 2):
        return task.speakers
    return task.speakers[1:] or task.speakers


def _turns(sentences: list[Sentence], style: str) -> list[Turn]:
    """Cut a section's sentences into turns of a breath's length."""
    return [Turn(group) for group in groups(sentences, _TURN_WORDS[style], _TURN_SENTENCES[style])]
