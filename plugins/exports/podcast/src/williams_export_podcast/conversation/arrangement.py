"""Arranging chosen sentences as a conversation: who says what, and what the hosts say in between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from williams_writing.joining import groups
from williams_writing.reading import Sentence
from williams_writing.titles import said_title

from williams.domain.provenance import Citation
from williams_export_podcast.conversation.dialogue import Line
from williams_export_podcast.conversation.keyterms import KeyTerms
from williams_export_podcast.conversation.phrases import phrase_book
from williams_export_podcast.conversation.phrases.book import PhraseBook
from williams_export_podcast.conversation.talk import Talk

if TYPE_CHECKING:
    from williams_export_podcast.conversation.brief import Brief, Credit

_SHARE = re.compile(r"\b\d[\d.,]*\s?(?:%|percent|per cent|Prozent|pour cent|por ciento)")
_MOST_NUMBERS = 3
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
        self._terms = KeyTerms([sentence.spoken for sentence in told], task.language)
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

    def _asker(self, telling: str) -> str:
        """Return who speaks up between two turns of ``telling``."""
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
            self._say(self._teller(0), reply, chapter, first)
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
            self._closing.append((self._teller(0), kept, last))
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
        self._lead(number, sentences[0], chapter)
        turns = _turns(sentences, self._task.style)
        by_source = self._task.style == "debate" and len(self._sources_told()) > 1
        for index, turn in enumerate(turns):
            teller = self._teller(sentences[0].source if by_source else number + index // self._stretch)
            remaining = turn
            said = len(self._lines)
            if index and not self._solo and self._task.style != "news_brief" and self._book is not None:
                remaining = self._bridge(self._book, turns[index - 1], turn, chapter, self._asker(teller))
            self._tell(self._next_teller(teller, index, bridged=len(self._lines) > said), remaining, chapter)

    def _next_teller(self, teller: str, index: int, *, bridged: bool) -> str:
        """Let the host tell in turn with the others where nothing is asked, in a conversation."""
        before = self._lines[-1].speaker if self._lines else None
        silent = index and not bridged and not self._solo and self._task.style == "conversational"
        return self._host if silent and before != self._host else teller

    def _chapter(self, sentence: Sentence) -> str | None:
        title = self._title(sentence.source)
        if len(self._sources_told()) == 1:
            return sentence.heading or title
        return f"{title}: {sentence.heading}" if sentence.heading else title

    def _lead(self, number: int, sentence: Sentence, chapter: str | None) -> None:
        """Name the source where it changes, and the section; a known kind of section is opened by its own question."""
        parts: list[str] = []
        changed = number == 0 or sentence.source != self._previous_source
        self._previous_source = sentence.source
        if self._book is None:
            parts += [f"{self._title(sentence.source)}."] if changed and number else []
            named = self._title(sentence.source).lower()
            parts += [f"{sentence.heading}."] if sentence.heading and sentence.heading.lower() != named else []
        else:
            parts += self._source_lead(self._book, number, sentence) if changed else []
            parts += self._section_lead(self._book, number, sentence, asked=any(part.endswith("?") for part in parts))
        if parts:
            self._say(self._host, " ".join(parts), chapter, [sentence.citation])

    def _source_lead(self, book: PhraseBook, number: int, sentence: Sentence) -> list[str]:
        if len(self._sources_told()) == 1:
            return []
        title, by = self._title(sentence.source), self._by(book, sentence.source)
        phrases = [book.source_first] if number == 0 else book.source_solo if self._plain else book.source_next
        share = self._progress + _AHEAD if self._plain and number else 1.0
        return [self._talk.say(phrases, share, title=title, by=by) or self._talk.must("{title}.", title=title)]

    def _section_lead(self, book: PhraseBook, number: int, sentence: Sentence, *, asked: bool) -> list[str]:
        heading = sentence.heading
        known = (self._announced, self._title(sentence.source))
        self._announced = heading or self._announced
        if heading is None or heading.lower() in map(str.lower, known):
            if asked or self._plain:
                return []
            return self._first_question(book) if number == 0 else self._asked(book.prompts)
        if asked:
            return []
        kind = None if self._plain else book.kind_of(heading)
        if number == 0 and not self._plain and kind not in ("abstract", "introduction"):
            return self._first_question(book)
        if kind is not None and (sentence.source, kind) not in self._kinds:
            self._kinds.add((sentence.source, kind))
            if question := self._asked(book.leads[kind]):
                return question
        phrases = book.section_solo if self._plain else book.section
        return [self._talk.say(phrases, self._progress + _AHEAD, section=heading) or self._bare(heading)]

    def _bare(self, heading: str) -> str:
        return self._talk.must("{section}.", section=heading.rstrip("."))

    def _asked(self, phrases: Sequence[str]) -> list[str]:
        question = self._talk.say(phrases, self._progress + _AHEAD)
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
                self._say(self._host, f"{intro} {quoted.spoken}", chapter, [quoted.citation])
                return rest
        native = self._credits[turn.source].language is None
        term = self._terms.take(turn.sentences[0].spoken) if self._slot % 2 and native else None
        prompt = self._talk.say(book.term_prompts, self._progress, term=term) if term else None
        if prompt := prompt or self._prompt(book, turn):
            self._say(asker, prompt, chapter, [turn.sentences[0].citation])
        return turn

    def _prompt(self, book: PhraseBook, turn: Turn) -> str | None:
        """Ask for what comes: an example or an objection where the next sentence announces one."""
        fitting = book.prompts_for(turn.text)
        said = self._talk.say(fitting, self._progress) if fitting else None
        if said is None and self._task.style == "debate":
            said = self._talk.say(book.challenges, self._progress + _AHEAD)
        return said or self._talk.say(book.prompts, self._progress)

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
