"""What Amazon Bedrock takes: a model, and the right to ask it. There is no key: functions ask as themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field

from williams.engine import Bench, Manifest, Right
from williams.engine.prices import Rate
from williams.ports.engines import TEXT, Port
from williams.ports.text import CONTEXT_CHARACTERS
from williams_engine_bedrock.prices import BEDROCK

if TYPE_CHECKING:
    from williams_writing.asking import Asking

_ACTIONS: Final = ("bedrock:InvokeModel",)
_PROFILE: Final = (
    "An inference profile of Bedrock chooses the region that answers, and an ARN does not tell its models."
)
_GEOGRAPHY: Final = re.compile(r"(?:us|us-gov|ca|eu|apac|jp|au|sa|global)\.")


class BedrockSettings(BaseModel):
    model_config = ConfigDict(frozen=True)

    model: str = Field(
        description="The id of a model or of an inference profile, such as eu.amazon.nova-pro-v1:0, or the ARN of one."
    )
    base_url: str | None = Field(default=None, description="Another endpoint. Default: Bedrock's, in the region.")


class BedrockManifest(Manifest[BedrockSettings]):
    """Requests cannot name another model: the right to ask one is given when the library is deployed."""

    port: ClassVar[Port[Any]] = TEXT
    name: ClassVar[str] = "bedrock"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "A chat model on Amazon Bedrock, which has to cite the passages that it writes from."
    paid: ClassVar[bool] = True
    choices: ClassVar[tuple[str, ...] | None] = ()
    settings: ClassVar[type[BaseModel]] = BedrockSettings

    def rights(self, settings: BedrockSettings) -> tuple[Right, ...]:
        return (right_to_ask(settings.model),)

    def make(self, bench: Bench[BedrockSettings]) -> Asking:
        from williams_writing.asking import Asking

        from williams_engine_bedrock.chat import BedrockAccess, BedrockChat

        access = BedrockAccess(bench.region, bench.settings.base_url, bench.timeout_seconds)
        chat = BedrockChat(access, model=bench.settings.model)
        return Asking(chat, rate=self.rate(bench.settings, bench.model))

    def rate(self, settings: BedrockSettings, model: str | None) -> Rate | None:  # noqa: ARG002  # requests name none
        price = next((BEDROCK[name] for name in BEDROCK if settings.model.endswith(name)), None)
        return price.rate(CONTEXT_CHARACTERS) if price else None


def right_to_ask(model: str) -> Right:
    """``model`` is the id or ARN of a model, or of an inference profile: that asks in many regions."""
    if model.startswith("arn:"):
        of_profile = () if "foundation-model/" in model else (_foundation_model("*", "*"),)
        return Right(_ACTIONS, (model, *of_profile), _PROFILE if of_profile else "")
    within = _GEOGRAPHY.match(model)
    if within is None:
        return Right(_ACTIONS, (_foundation_model("{region}", model),))
    profile = f"arn:{{partition}}:bedrock:{{region}}:{{account}}:inference-profile/{model}"
    return Right(_ACTIONS, (profile, _foundation_model("*", model[within.end() :])), _PROFILE)


def _foundation_model(region: str, model: str) -> str:
    """Models belong to no account."""
    return f"arn:{{partition}}:bedrock:{region}::foundation-model/{model}"
