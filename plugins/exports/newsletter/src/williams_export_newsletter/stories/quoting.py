"""Stories without a model: a few sentences of a source that stand together, word for word, as it wrote them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from williams_writing.headings import clean_heading
from williams_writing.reading import Reading, Sentence, read
from williams_writing.selection import Unit, units
from williams_writing.spreading import Draft, spread
from williams_writing.witnesses import Witnesses, as_written

from williams.domain.errors import EmptyContent
from williams.domain.notices import cut
from williams.plugin.engines import Passage
from williams_export_newsletter.stories.answer import Story

LONGEST_HEADING = 120
_FEWEST, _MOST = 2, 4  # sentences
_WORDS = 85
_ALONE = 0.6  # what a sentence is worth that nothing follows
_HEADLINE_WORDS, _HEADLINE_LETTERS = 14, 90
_HEADED = 1.3  # what a story is worth that begins with its headline


def quoted(passages: Sequence[Passage], language: str, foreign: Mapping[str, str], count: int) -> list[Story]:
    """Return at most ``count`` stories in the sources' order. Raises EmptyContent where nothing can be quoted.

    Each source that can be quoted has one before any has two. What several sources say is told once and cites all.
    """
    reading = read(passages, language, languages=foreign)
    candidates = units(reading)
    if not candidates:
        reading = read(passages, language, strict=False, languages=foreign)
        candidates = units(reading)
    if not candidates:
        raise EmptyContent(
            f"{reading.named}: no sentence can be quoted; there are only lists, tables, code or formulas. "
            "Choose a source with running text."
        )
    texts = {passage.paragraph_id: passage for passage in passages}
    witnesses = Witnesses(reading)
    return [_story(draft, reading, texts, witnesses) for draft in spread(_drafts(candidates), count)]


def _drafts(candidates: Sequence[Unit]) -> list[Draft]:
    """Return what could be told: each begins with a unit and goes on as its section does."""
    beginning = {unit.sentences[0].index: unit for unit in reversed(candidates)}
    return [_draft(unit, beginning) for unit in candidates]


def _draft(unit: Unit, beginning: Mapping[int, Unit]) -> Draft:
    told = list(unit.sentences)
    while len(told) < _MOST:
        following = beginning.get(told[-1].index + 1)
        if following is None or not _goes_on(told, following):
            break
        told += following.sentences
    worth = _HEADED if _begins_with_headline(told) else 1.0 if len(told) >= _FEWEST else _ALONE
    return Draft(tuple(told), unit.score * worth)


def _goes_on(told: Sequence[Sentence], following: Unit) -> bool:
    words = sum(sentence.words for sentence in told) + following.words
    fits = len(told) + len(following.sentences) <= _MOST and words <= _WORDS
    first = following.sentences[0]
    return fits and first.section == told[0].section and first.source == told[0].source


def _begins_with_headline(told: Sequence[Sentence]) -> bool:
    """Whether the first sentence is short enough to head those behind it.

    None is cut to be so: half a sentence may say another thing than the whole.
    """
    first = told[0]
    short = first.words <= _HEADLINE_WORDS and len(first.spoken) <= _HEADLINE_LETTERS
    return len(told) > 1 and short and first.audible == 1.0 and not first.spoken.endswith(("?", ":", "؟", "？", "："))


def _story(draft: Draft, reading: Reading, texts: Mapping[str, Passage], witnesses: Witnesses) -> Story:
    sentences = [as_written([each], texts, witnesses) for each in draft.sentences]
    if _begins_with_headline(draft.sentences) and sentences[0].text == draft.sentences[0].spoken:
        return Story(heading=sentences[0].text, sentences=sentences)
    first = draft.sentences[0]
    section = texts[first.citation.paragraph_id].section
    heading = first.heading or clean_heading(section) or section
    title = reading.titles[draft.source]
    named = heading is not None and heading.casefold() != title.casefold()
    return Story(heading=cut(heading, LONGEST_HEADING) if heading and named else None, sentences=sentences)
