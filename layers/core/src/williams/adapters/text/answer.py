"""Reading a model's answer: either lines that can be used, or everything that is wrong with it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from williams.adapters.text.context import Offered
from williams.adapters.text.spoken import count_words
from williams.domain.provenance import Citation
from williams.ports.text import DialogueBrief, DialogueLine

_LONGEST_LINE = 1500
_FEWEST, _MOST = 0.4, 1.7  # of the words that were asked for
_MOST_FAULTS = 8


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    speaker: str
    text: str = Field(min_length=1, max_length=_LONGEST_LINE)
    section: str | None = None
    passages: list[int] = Field(min_length=1)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    lines: list[_Line] = Field(min_length=1)


class UnusableAnswer(Exception):
    """``faults`` are sentences that a model, or a person, can act on."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults[:_MOST_FAULTS]


def read_answer(body: str, brief: DialogueBrief, offered: list[Offered]) -> list[DialogueLine]:
    """Return the lines, each citing whole paragraphs. Raises UnusableAnswer."""
    try:
        answer = _Answer.model_validate_json(body)
    except ValidationError as error:
        raise UnusableAnswer([_fault(entry["loc"], entry["msg"]) for entry in error.errors()]) from error
    passages = {entry.number: entry for entry in offered}
    faults = [fault for index, line in enumerate(answer.lines) for fault in _faults(index, line, brief, passages)]
    faults += _wrong_length(answer, brief, offered)
    if faults:
        raise UnusableAnswer(faults)
    return [
        DialogueLine(
            speaker=line.speaker,
            text=line.text,
            section=line.section,
            citations=[_citation(passages[number]) for number in dict.fromkeys(line.passages)],
        )
        for line in answer.lines
    ]


def _faults(index: int, line: _Line, brief: DialogueBrief, passages: dict[int, Offered]) -> list[str]:
    faults = []
    if line.speaker not in brief.speakers:
        faults.append(f"line {index + 1} is spoken by {line.speaker!r}, who is none of {', '.join(brief.speakers)}")
    unknown = [number for number in line.passages if number not in passages]
    if unknown:
        faults.append(f"line {index + 1} cites passages that do not exist: {', '.join(map(str, unknown))}")
    if not any(map(str.isalnum, line.text)):
        faults.append(f"line {index + 1} says nothing")
    return faults


def _wrong_length(answer: _Answer, brief: DialogueBrief, offered: list[Offered]) -> list[str]:
    """Little material excuses a short script; nothing excuses one that is far too long."""
    words = sum(count_words(line.text) for line in answer.lines)
    material = sum(count_words(entry.passage.text) for entry in offered)
    if words > _MOST * brief.words or words < _FEWEST * min(brief.words, material):
        return [f"the script has {words} words; {brief.words} were asked for"]
    return []


def _citation(entry: Offered) -> Citation:
    passage = entry.passage
    return Citation(content_id=passage.content_id, paragraph_id=passage.paragraph_id, start=0, end=len(passage.text))


def _fault(location: tuple[int | str, ...], message: str) -> str:
    place = ".".join(str(part) for part in location)
    return f"{place}: {message}" if place else message
