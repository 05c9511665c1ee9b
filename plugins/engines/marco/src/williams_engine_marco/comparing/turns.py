"""What turns a sentence into another one though its words are the same: negation, opposites, quantifiers, names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from williams_engine_marco.comparing.sentence import Sentence

_CAPITAL_NOUNS: Final = "de"
_LONG: Final = 5
_NEARLY_ALL: Final = 0.6
_LISTING: Final = frozenset({"and", "or", "und", "oder", "et", "ou", "y", "o"})


def is_contrary(statement: Sentence, premise: Sentence) -> bool:
    """Whether one of them denies what the other says: by a negator, or by a word for the opposite. Both cancel out."""
    return _denies_otherwise(statement, premise) != _says_the_opposite(statement, premise)


def _denies_otherwise(statement: Sentence, premise: Sentence) -> bool:
    shared = statement.terms & premise.terms
    if bool(statement.denied) == bool(premise.denied):
        return False
    return bool((statement.denied | premise.denied) & shared)


def _says_the_opposite(statement: Sentence, premise: Sentence) -> bool:
    if _has_prefix_more(statement, premise) or _has_prefix_more(premise, statement):
        return True
    for one, other in statement.vocabulary.opposites:
        for said, opposite in ((one, other), (other, one)):
            here, there = frozenset(said.split()), frozenset(opposite.split())
            turned = statement.has_any(here) and not statement.has_any(there)
            if turned and premise.has_any(there) and not premise.has_any(here):
                return True
    return False


def _has_prefix_more(one: Sentence, other: Sentence) -> bool:
    """Whether a word of the one is a word of the other behind a prefix that denies it: ineffective, unsafe."""
    turned = {f"{prefix}{word}" for word in other.spoken if len(word) >= _LONG for prefix in one.vocabulary.prefixes}
    return bool(one.spoken & turned - other.spoken)


def is_compared_the_other_way(statement: Sentence, premise: Sentence) -> bool:
    """Whether what is compared has changed sides: faster in air than in water."""
    (more, less), (there_more, there_less) = statement.compared, premise.compared
    return bool(more & there_less - there_more and less & there_more - there_less)


def begins_otherwise(statement: Sentence, premise: Sentence) -> bool:
    """Whether another thing stands at the beginning, of which all else is said that the premise says."""
    first, there = statement.first, premise.first
    if not first or not there or first & premise.terms or there & statement.terms:
        return False
    return statement.terms - first <= premise.terms


def is_overstated(statement: Sentence, premise: Sentence) -> bool:
    """Whether a statement says of more than its premise does: of all where that has most, or of only one."""
    words = statement.vocabulary
    if statement.has_any(words.only) and not premise.has_any(words.only):
        return True
    if statement.has_any(words.all):
        return not premise.has_any(words.all)
    if statement.has_any(words.most):
        return not premise.has_any(words.most | words.all)
    limited = premise.has_any(words.some | words.most) and not premise.has_any(words.all)
    return limited and not statement.has_any(words.some | words.most) and not premise.denied


def unknown_names(statement: Sentence, premises: Sequence[Sentence]) -> list[str]:
    """Return names that no premise has. In German every noun has a capital: there, words decide."""
    if statement.language.startswith(_CAPITAL_NOUNS):
        return []
    known = {word for premise in premises for word in premise.spoken}
    stems = {term for premise in premises for term in premise.terms}
    return [
        name
        for name in statement.names
        if name.casefold() not in known and not Sentence(name, statement.language).terms & stems
    ]


def are_swapped(statement: Sentence, premise: Sentence) -> bool:
    """Whether two names changed places: who did it, and to whom. A list of names has no order.

    In German, where any part of a sentence may begin it, order tells nothing.
    """
    if statement.language.startswith(_CAPITAL_NOUNS):
        return False
    there = premise.full_names
    shared = [name for name in dict.fromkeys(statement.full_names) if name in there][:2]
    listed = statement.has_any(_LISTING) or premise.has_any(_LISTING)
    alike = len(statement.terms & premise.terms) >= _NEARLY_ALL * len(statement.terms)
    if len(shared) < 2 or listed or not alike:
        return False
    turned = there.index(shared[0]) > there.index(shared[1])
    passive = statement.has_any(statement.vocabulary.passive) != premise.has_any(premise.vocabulary.passive)
    return turned != passive
