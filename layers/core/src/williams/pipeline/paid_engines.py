"""Any engine whose calls cost money, with each call made once: how is read off the port's protocol."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, get_type_hints

from pydantic import BaseModel

from williams.domain.generation_failures import AskedEngines
from williams.domain.provenance import ModelUsed
from williams.engine.prices import Rated, RatedByFile
from williams.engine.text_in_parts import written_in_parts
from williams.pipeline.paid_calls import PaidCalls
from williams.ports.engines import Port
from williams.ports.text import DividingText, Task

_PLAIN: Final = (str, int, float, bool, type(None))


@dataclass(frozen=True)
class PaidMethod:
    """An ``async`` method of a protocol whose answer is a pydantic model, which can be kept and read again."""

    signature: inspect.Signature
    answer: type[BaseModel]

    def answered_with(self, arguments: Sequence[Any]) -> type[BaseModel]:
        """Return the model to read a kept answer by: one that depends on what was asked says so by ``of``."""
        of: Callable[..., type[BaseModel]] | None = getattr(self.answer, "of", None)
        return self.answer if of is None else of(*arguments)


@cache
def paid_methods(port: Port[Any]) -> dict[str, PaidMethod]:
    """Return the methods of a port that are paid for, by their names."""
    found = {}
    for name, method in vars(port.protocol).items():
        if not name.startswith("_") and inspect.iscoroutinefunction(method):
            answer = get_type_hints(method)["return"]
            answer = getattr(answer, "__pydantic_generic_metadata__", {}).get("origin") or answer
            if isinstance(answer, type) and issubclass(answer, BaseModel):
                found[name] = PaidMethod(inspect.signature(method), answer)
    return found


class PaidEngine:
    """Looks like the engine, and is asked nothing twice."""

    def __init__(self, port: Port[Any], engine: Any, calls: PaidCalls, asked: AskedEngines) -> None:
        self._port = port
        self._engine = engine
        self._calls = calls
        self._asked = asked

    def __getattr__(self, name: str) -> Any:
        method = paid_methods(self._port).get(name)
        return getattr(self._engine, name) if method is None else partial(self._once, name, method)

    async def _once(self, name: str, method: PaidMethod, *args: Any, **kwargs: Any) -> BaseModel:
        bound = method.signature.bind(None, *args, **kwargs)
        bound.apply_defaults()
        asked = list(bound.arguments.values())[1:]
        self._note(bound.arguments)
        if isinstance(self._engine, DividingText) and isinstance(asked[0], Task):
            # Each part is paid for by itself: what stands of them is not paid for again.
            whole: BaseModel = await written_in_parts(
                self._engine, asked[0], lambda part: self._paid(name, method, [part])
            )
            return whole
        answer: BaseModel = await self._paid(name, method, asked)
        return answer

    async def _paid(self, name: str, method: PaidMethod, asked: list[Any]) -> Any:
        call: Callable[..., Awaitable[BaseModel]] = getattr(self._engine, name)
        what = (name, self._port.name, self._port.identity(self._engine), *map(spelled, asked))
        return await self._calls.once(
            what, method.answered_with(asked), lambda: call(*asked), await _expected_usd(self._engine, asked)
        )

    def _note(self, arguments: Mapping[str, Any]) -> None:
        model = getattr(self._engine, "model", None)
        if isinstance(model, ModelUsed):
            self._asked.note(model.model_copy(update={"prompt": _prompt(arguments.values())}))
        voice = arguments.get(self._port.spoken_of or "")
        if voice is not None:
            self._asked.note(self._engine.voice(voice, arguments.get("language")))


def _prompt(arguments: Iterable[Any]) -> str | None:
    return next((each.instructions().label for each in arguments if isinstance(each, Task)), None)


async def _expected_usd(engine: Any, asked: Sequence[Any]) -> float:
    """Return what a call will cost; 0.0 where that is not known."""
    if isinstance(engine, RatedByFile):
        return sum([await engine.expected_usd(each) for each in asked if isinstance(each, Path)])
    return engine.rate.expected_usd(_characters(asked)) if isinstance(engine, Rated) and engine.rate else 0.0


def _characters(asked: Sequence[Any]) -> int:
    """Return how long what is sent is: the longest argument, beside which voices and languages do not count."""
    return max((len(_sent(each)) for each in asked), default=0)


def _sent(argument: Any) -> str | bytes:
    if isinstance(argument, str | bytes):
        return argument
    return argument.model_dump_json() if isinstance(argument, BaseModel) else ""


def spelled(argument: Any) -> str:
    """Return a text that is the same for equal arguments of a call, and for those alone.

    Raises TypeError for a kind of argument that no port has.
    """
    if isinstance(argument, BaseModel):
        return str(getattr(argument, "sha256", None) or f"{type(argument).__qualname__}{argument.model_dump_json()}")
    if isinstance(argument, Path):
        with argument.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    if isinstance(argument, bytes):
        return hashlib.sha256(argument).hexdigest()
    if isinstance(argument, list | tuple):
        return f"[{','.join(map(_quoted, argument))}]"
    if isinstance(argument, _PLAIN):
        return argument if isinstance(argument, str) else repr(argument)
    raise TypeError(f"A paid call cannot be told by a {type(argument).__name__}.")


def _quoted(argument: Any) -> str:
    return repr(spelled(argument))
