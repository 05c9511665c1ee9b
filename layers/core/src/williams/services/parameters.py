"""Checks a request's parameters against its plugin's model, and says of each that does not fit what would."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from williams.domain.errors import FieldError, InvalidRequest
from williams.domain.fitting import fitting_line

_UNKNOWN: Final = "extra_forbidden"
_LONGEST_VALUE: Final = 60
_LONGEST_NAME: Final = 100


def checked_parameters(model: type[BaseModel], whose: str, parameters: dict[str, Any]) -> BaseModel:
    """Return the parameters with those that were left out. ``whose`` names the plugin or its format to people.

    Raises:
        InvalidRequest: some are unknown or impossible; ``errors`` names each, what it is, and what is allowed.
    """
    try:
        return model.model_validate(parameters)
    except ValidationError as error:
        known = list(model.model_fields)
        unfit = [FieldError(_field(each["loc"]), _said(each, known)) for each in error.errors(include_url=False)]
    said = "; ".join(f"{each.field}: {each.message}" for each in unfit)
    raise InvalidRequest(f"The parameters of {whose} do not fit: {said}.", *unfit)


def _field(place: Sequence[int | str]) -> str:
    return ".".join(map(str, ("body", "parameters", *place)))


def _said(error: ErrorDetails, known: list[str]) -> str:
    if error["type"] == _UNKNOWN and len(error["loc"]) == 1:
        return _unknown(str(error["loc"][0]), known)
    value = fitting_line(repr(error["input"]), _LONGEST_VALUE)
    return f"{error['msg']}, not {value}"


def _unknown(name: str, known: list[str]) -> str:
    meant = get_close_matches(name, known, 1)
    hint = f" Did you mean {meant[0]!r}?" if meant else ""
    return f"There is no parameter {fitting_line(name, _LONGEST_NAME)!r}.{hint} There are: {', '.join(sorted(known))}"
