"""The engine: what differs decides, then the words that both have, then what a passage has to do with a statement."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

from williams.domain.errors import InvalidRequest
from williams.domain.provenance import ModelUsed
from williams.ports.entailment import Verdict, Verdicts
from williams.ports.model_files import ModelFilesPort
from williams_engine_marco.comparing.comparison import Comparison, Found, compare
from williams_engine_marco.relevance import Relevance

_VERSION: Final = "1"
_ENGLISH: Final = "en"
_WORDS_SUFFICE: Final = 0.75
_WORDS_SUFFICE_ALONE: Final = 0.4  # in languages that the cross-encoder does not read
_RELEVANT: Final = 0.0
_YES, _LIKELY, _OPEN = (
    Verdict(supported=0.95, contradicted=0.0),
    Verdict(supported=0.75, contradicted=0.05),
    Verdict(supported=0.5, contradicted=0.1),
)
_OTHERWISE, _MORE, _UNTOLD = (
    Verdict(supported=0.05, contradicted=0.9),
    Verdict(supported=0.2, contradicted=0.2),
    Verdict(supported=0.1, contradicted=0.05),
)


class MarcoEntailment:
    """EntailmentPort. The same texts always get the same verdict.

    A verdict on a statement in another language than its premises is 0.5 where its figures are theirs: nothing else of
    it can be compared.
    """

    def __init__(self, model_files: ModelFilesPort) -> None:
        self._relevance = Relevance(model_files)

    @property
    def model(self) -> ModelUsed:
        return ModelUsed(provider="marco", name="ms-marco-MiniLM-L-12-v2/int8", version=_VERSION)

    @property
    def paid(self) -> bool:
        return False

    async def judge(self, premises: list[str], statements: list[str], language: str) -> Verdicts:
        """See EntailmentPort."""
        if not premises:
            raise InvalidRequest("Without premises nothing can follow: give the texts that the statements cite.")
        verdicts = await asyncio.to_thread(lambda: [self._verdict(premises, each, language) for each in statements])
        return Verdicts(verdicts=verdicts, engine=self.model)

    def _verdict(self, premises: Sequence[str], statement: str, language: str) -> Verdict:
        compared = compare(statement, premises, language)
        if compared.found is Found.OTHERWISE:
            return _OTHERWISE
        if compared.found is Found.MORE:
            return _MORE
        if not compared.comparable:
            return _OPEN
        return self._by_words(premises, statement, language, compared)

    def _by_words(self, premises: Sequence[str], statement: str, language: str, compared: Comparison) -> Verdict:
        if compared.covered >= _WORDS_SUFFICE:
            return _YES
        if not language.startswith(_ENGLISH):
            return _LIKELY if compared.covered >= _WORDS_SUFFICE_ALONE else _UNTOLD
        return _LIKELY if self._relevance.of(statement, premises) > _RELEVANT else _UNTOLD
