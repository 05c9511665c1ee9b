"""What a client may say over the WebSocket."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from williams.domain.bounds import Identifier
from williams.domain.errors import InvalidRequest

_HOW: Final = 'Send {"action":"subscribe","job_id":"…","since":0} or {"action":"ping"}, as text.'
_HOW_TO_SUBSCRIBE: Final = "To subscribe, job_id is the id of a job, and since a whole number from 0 on."
_LARGEST_SEQ: Final = 2**63 - 1


class Ping(BaseModel):
    model_config = ConfigDict(strict=True)

    action: Literal["ping"]


class Subscription(BaseModel):
    """``since`` is the last ``seq`` that the client has seen."""

    model_config = ConfigDict(strict=True)

    action: Literal["subscribe"]
    job_id: Identifier
    since: int = Field(default=0, ge=0, le=_LARGEST_SEQ)


_MESSAGES: Final[TypeAdapter[Ping | Subscription]] = TypeAdapter(
    Annotated[Ping | Subscription, Field(discriminator="action")]
)


def parsed(body: str | None, binary: bool) -> Ping | Subscription:
    """Return what a client said. Raises InvalidRequest for anything else, however deep, long or broken it is."""
    if binary:
        raise InvalidRequest(_HOW)
    try:
        return _MESSAGES.validate_json(body or "")
    except ValidationError as error:
        of_a_subscription = error.errors()[0]["loc"][:1] == ("subscribe",)
        raise InvalidRequest(_HOW_TO_SUBSCRIBE if of_a_subscription else _HOW) from None
