"""What a client may say over the WebSocket."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from williams.domain.bounds import Identifier
from williams.domain.errors import InvalidRequest

_HOW: Final = 'Send {"action":"subscribe","job_id":"…","since":0} or {"action":"ping"}, as text.'
_HOW_TO_SUBSCRIBE: Final = (
    "To subscribe, job_id is the id of a job, or batch_id that of a batch, and since a whole number from 0 on."
)
_LARGEST_SEQ: Final = 2**63 - 1


class Ping(BaseModel):
    model_config = ConfigDict(strict=True)

    action: Literal["ping"]


class Subscription(BaseModel):
    """To a job or to a batch. ``since`` is the last ``seq`` that the client has seen."""

    model_config = ConfigDict(strict=True)

    action: Literal["subscribe"]
    job_id: Identifier | None = None
    batch_id: Identifier | None = None
    since: int = Field(default=0, ge=0, le=_LARGEST_SEQ)

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.job_id is None) == (self.batch_id is None):
            raise ValueError("a subscription names a job or a batch")
        return self


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
