"""What a statement can be asked for: a definition, an abbreviation, a cause, a number, a date, a name, a term."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from williams_writing.spoken import count_words

from williams.domain.provenance import Citation
from williams_export_flashcards.cards import LONGEST_ANSWER, LONGEST_QUESTION, occurrences
from williams_export_flashcards.models import Kind
from williams_export_flashcards.quoting.abbreviations import expansions
from williams_export_flashcards.quoting.facts import Statement
from williams_export_flashcards.quoting.numbers import dates, numbers
from williams_export_flashcards.quoting.rules import Rules

ENTRY, DEFINITION, EXPANSION, DATE, FORMULA = 2.0, 2.0, 1.8, 1.3, 1.3
NUMBER, CLAUSE, FULL_NAME, NAME, TERM = 1.2, 1.4, 1.1, 0.8, 0.4
_TERM_WORDS = 5
_DEFINITION_WORDS = (4, 30)
_WORDS_LEFT = 5
_STOPS = ".。।"
_ANY_ONE = frozenset({"ein", "eine", "een", "une", "una", "uno", "uma"})  # articles of more than two letters
_MOST_SALIENT = 2.0  # 1 is the mean
_CLAUSE_WORDS = 14
_TIES = ("/", "-", "‑", "_", "@", "#", "+")
_QUOTES = '"“”„«»‘’'
_RELATION = re.compile(r"[=<>≤≥≈∝]|\\(?:leq?|geq?|approx|propto|frac|sim|neq?|in|to)\b")


@dataclass(frozen=True, eq=False)
class Candidate:
    """A card that could be made of a statement. ``weight`` says how good cards of this form are."""

    statement: Statement
    kind: Kind
    question: str | None
    answer: str
    weight: float

    @property
    def score(self) -> float:
        return self.weight * (0.6 + 0.4 * min(self.statement.sentence.score, _MOST_SALIENT))

    @property
    def fact(self) -> str:
        """What the card teaches, in a sentence; of a glossary's entry with its term."""
        entry = self.statement.entry
        return self.statement.text if entry is None else f"{entry.text.strip()}: {self.statement.text}"

    @property
    def citations(self) -> tuple[Citation, ...]:
        entry = self.statement.entry
        cited = self.statement.sentence.citation
        return (cited,) if entry is None else (entry.whole, cited)

    @property
    def asked(self) -> str:
        """What two cards must not both ask: a question, or a sentence."""
        return (self.question or self.statement.text).casefold()


def candidates(statement: Statement, kinds: Iterable[Kind], names: Iterable[str]) -> Iterator[Candidate]:
    """Yield the cards of those kinds that the statement can be made into. ``names`` are those that it has."""
    wanted = set(kinds)
    if statement.entry is not None:
        yield from _explanations(statement, statement.entry.text.strip(), wanted)
        return
    yield from _definitions(statement, wanted)
    yield from _expansions(statement, wanted)
    if "cloze" in wanted:
        yield from _gaps(statement, _hidden(statement, names))


def of_terms(statement: Statement, terms: Iterable[str]) -> Iterator[Candidate]:
    """Yield the cards that hide a key term: for sources that have little else."""
    if statement.entry is not None:
        return
    yield from _gaps(statement, ((term, TERM) for term in terms))


def _explanations(statement: Statement, term: str, wanted: set[Kind]) -> Iterator[Candidate]:
    """A glossary's entry says what it is about on a line of its own, so that its sentence alone asks for nothing."""
    said = statement.text.rstrip(_STOPS)
    both_ways = not occurrences(term, said) and not occurrences(said, term)
    if len(said) > LONGEST_ANSWER:
        return
    if "reversed" in wanted and both_ways:
        yield Candidate(statement, "reversed", term, said, ENTRY)
    elif "basic" in wanted and statement.rules.what_is and not occurrences(said, term):
        yield Candidate(statement, "basic", statement.rules.what_is.format(term=term), said, ENTRY)


def _definitions(statement: Statement, wanted: set[Kind]) -> Iterator[Candidate]:
    found = _definition(statement)
    if found is None:
        return
    term, definition = found
    both_ways = not occurrences(term, definition) and not occurrences(definition, term)
    if "reversed" in wanted and both_ways:
        yield Candidate(statement, "reversed", term, definition, DEFINITION)
    elif "basic" in wanted and statement.rules.what_is:
        yield Candidate(statement, "basic", statement.rules.what_is.format(term=term), definition, DEFINITION)
    elif "cloze" in wanted and both_ways:
        yield Candidate(statement, "cloze", None, term, DEFINITION)


def _definition(statement: Statement) -> tuple[str, str] | None:
    rules = statement.rules
    for pattern in rules.definitions:
        found = pattern.match(statement.text)
        if found is None:
            continue
        term, definition = found["term"].strip(), _defining(found, rules)
        fewest, most = _DEFINITION_WORDS
        sound = 1 <= count_words(term) <= _TERM_WORDS and fewest <= count_words(definition) <= most
        fits = len(term) <= LONGEST_QUESTION // 2 and len(definition) <= LONGEST_ANSWER
        named = any(map(str.isalpha, term)) and not rules.no_term.search(term) and not _is_one_of_many(found)
        if sound and fits and named and not rules.empty.match(definition):
            domain = found.groupdict().get("domain")
            return f"{term} ({domain[:1].lower()}{domain[1:]})" if domain else term, definition
    return None


def _defining(found: re.Match[str], rules: Rules) -> str:
    """Return the definition without what else the sentence says."""
    return rules.further.sub("", found["definition"]).strip().rstrip(_STOPS)


def _is_one_of_many(found: re.Match[str]) -> bool:
    """Whether one small word with an article before it is asked for: "The value is …" means one of all values."""
    before = found.string[: found.start("term")].rpartition(",")[2].strip()
    of_all = len(before) > 2 and before.casefold() not in _ANY_ONE
    return of_all and " " not in found["term"].strip() and found["term"].islower()


def _expansions(statement: Statement, wanted: set[Kind]) -> Iterator[Candidate]:
    for letters, words in expansions(statement.text):
        if "basic" in wanted and statement.rules.stands_for:
            question = statement.rules.stands_for.format(term=letters)
            yield Candidate(statement, "basic", question, words, EXPANSION)
        elif "cloze" in wanted and _enough_is_left(statement, words):
            yield Candidate(statement, "cloze", None, words, EXPANSION)


def _gaps(statement: Statement, hiding: Iterable[tuple[str, float]]) -> Iterator[Candidate]:
    for hidden, weight in hiding:
        guessed = statement.rules.guessed.fullmatch(hidden)
        if not guessed and _enough_is_left(statement, hidden) and not _cuts_a_formula(statement, hidden):
            yield Candidate(statement, "cloze", None, hidden, weight)


def _hidden(statement: Statement, names: Iterable[str]) -> Iterator[tuple[str, float]]:
    rules, text = statement.rules, statement.text
    for pattern in rules.clauses:
        if (found := pattern.match(text)) and len(found["clause"].split()) <= _CLAUSE_WORDS:
            yield _unquoted(found["clause"].strip()), CLAUSE
    yield from ((formula, FORMULA) for formula in _formula(statement))
    yield from ((date, DATE) for date in dates(text, rules, statement.language))
    yield from ((number, NUMBER) for number in numbers(text, rules))
    if rules.names_are_capitalised:
        spelled = [f"{letters} {letters}s {words}" for letters, words in expansions(text)]
        written = " ".join((*spelled, *(found.group() for found in rules.dates.finditer(text))))
        yield from ((name, FULL_NAME if " " in name else NAME) for name in names if name not in written)


def _unquoted(clause: str) -> str:
    inner = clause[1:-1]
    return inner if clause[:1] in _QUOTES and clause[-1:] in _QUOTES and not set(inner) & set(_QUOTES) else clause


def _formula(statement: Statement) -> list[str]:
    """Return the formula of a sentence that has one, if it says something: a letter alone does not."""
    found = statement.formulas
    if len(found) != 1 or not _RELATION.search(found[0].tex):
        return []
    return [statement.text[found[0].start : found[0].end]]


def _cuts_a_formula(statement: Statement, hidden: str) -> bool:
    return any(
        start < formula.end and formula.start < end and (start, end) != (formula.start, formula.end)
        for start, end in occurrences(hidden, statement.text)
        for formula in statement.formulas
    )


def _enough_is_left(statement: Statement, hidden: str) -> bool:
    """Whether what is hidden stands once in the sentence, as a word of its own, and enough around it."""
    text, places = statement.text, occurrences(hidden, statement.text)
    if len(places) != 1:
        return False
    ((start, end),) = places
    if text[start - 1 : start] in _TIES or text[end : end + 1] in _TIES:
        return False
    return statement.sentence.words * (1 - len(hidden) / len(text)) >= _WORDS_LEFT
