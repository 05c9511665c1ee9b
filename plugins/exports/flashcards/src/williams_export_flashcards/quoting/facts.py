"""The sentences of sources that a card may rest on: each stands alone and states something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from williams_publishing.formulas import Formula, formulas
from williams_writing.reading import Reading, Sentence, read

from williams.plugin.engines import Passage
from williams_export_flashcards.cards import LONGEST_FACT
from williams_export_flashcards.quoting.glossary import entries
from williams_export_flashcards.quoting.rules import Rules, rules_of
from williams_export_flashcards.quoting.wording import as_words, shown

_LONGEST = 36  # words: one fact
_UNSAID = ("?", "？", "؟", "!", "！", ":", "：", "…")


@dataclass(frozen=True, eq=False)
class Statement:
    """A sentence as a card shows it. ``title`` is its source's, ``section`` the heading that it stands under.

    ``entry`` is the term that it explains, where it stands in a glossary.
    """

    sentence: Sentence
    text: str
    language: str
    title: str
    section: str
    entry: Passage | None = None

    @property
    def rules(self) -> Rules:
        return rules_of(self.language)

    @property
    def formulas(self) -> list[Formula]:
        return formulas(self.text)


def statements(
    passages: Sequence[Passage], languages: Mapping[str, str], language: str, title: str
) -> tuple[Reading, list[Statement]]:
    """Read the sources and return, beside the reading, what a card can be made of, in reading order."""
    by_paragraph = {(each.content_id, each.paragraph_id): each for each in passages}
    worded = [each.model_copy(update={"text": as_words(each.text)}) for each in passages]
    terms = entries(passages)
    reading = read(worded, language, title, languages=languages)
    found: list[Statement] = []
    for sentence in reading.sentences:
        cited = sentence.citation
        passage = by_paragraph[cited.content_id, cited.paragraph_id]
        statement = Statement(
            sentence=sentence,
            text=shown(passage.text[cited.start : cited.end]),
            language=languages.get(cited.content_id, language),
            title=passage.title,
            section=passage.section or "",
            entry=terms.get((cited.content_id, cited.paragraph_id)) if cited.start == 0 else None,
        )
        if _stands_alone(statement):
            found.append(statement)
    return reading, found


def _stands_alone(statement: Statement) -> bool:
    sentence, text, rules = statement.sentence, statement.text, statement.rules
    torn = statement.entry is None and (sentence.orphan or sentence.needs is not None)
    if not sentence.tellable or torn or sentence.words > _LONGEST:
        return False
    if len(text) > LONGEST_FACT or text.endswith(_UNSAID) or text[:1] in "(“\"'" or ";" in text:
        return False
    if statement.entry is not None:
        return not rules.bound.search(text, 1)  # what it begins with is the term's
    return not (rules.bound.search(text) or rules.local.search(text) or _takes_up(statement))


def _takes_up(statement: Statement) -> bool:
    """Whether a sentence begins with "The …" that was brought in before it: not what the section or source is about."""
    found = statement.rules.definite.match(statement.text)
    named = f"{statement.title} {statement.section}".casefold()
    return bool(found and found["noun"].casefold() not in named)
