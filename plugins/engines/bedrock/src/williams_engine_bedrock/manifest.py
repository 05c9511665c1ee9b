"""What Amazon Bedrock takes: a model, and the right to ask it. There is no key: functions ask as themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field

from williams.engine import Bench, Manifest, Right
from williams.engine.prices import CHARACTERS_PER_TOKEN, Price, Rate
from williams.ports.engines import ENTAILMENT, TEXT, Port
from williams.ports.text import WINDOW_TOKENS
from williams_engine_bedrock.prices import BEDROCK

if TYPE_CHECKING:
    from williams_writing.asking import Asking
    from williams_writing.judging import Judging

    from williams_engine_bedrock.chat import BedrockChat

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


class BedrockTextSettings(BedrockSettings):
    window_tokens: int = Field(
        default=WINDOW_TOKENS,
        ge=4000,
        description="How many tokens the model reads and writes at once. Longer sources are asked in parts.",
    )


class BedrockManifest(Manifest[BedrockTextSettings]):
    """Requests cannot name another model: the right to ask one is given when the library is deployed."""

    port: ClassVar[Port[Any]] = TEXT
    name: ClassVar[str] = "bedrock"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = "A chat model on Amazon Bedrock, which has to cite the passages that it writes from."
    paid: ClassVar[bool] = True
    choices: ClassVar[tuple[str, ...] | None] = ()
    asks: ClassVar[tuple[Port[Any], ...]] = (ENTAILMENT,)
    settings: ClassVar[type[BaseModel]] = BedrockTextSettings

    def rights(self, settings: BedrockTextSettings) -> tuple[Right, ...]:
        return (right_to_ask(settings.model),)

    def make(self, bench: Bench[BedrockTextSettings]) -> Asking:
        from williams_writing.asking import Asking, Window

        window, rate = Window(bench.settings.window_tokens), self.rate(bench.settings, bench.model)
        return Asking(_chat(bench), window=window, judge=bench.engine(ENTAILMENT), rate=rate)

    def rate(self, settings: BedrockTextSettings, model: str | None) -> Rate | None:  # noqa: ARG002  # requests name none
        price = _price(settings)
        return price.rate(CHARACTERS_PER_TOKEN * settings.window_tokens) if price else None


class BedrockEntailmentManifest(Manifest[BedrockSettings]):
    port: ClassVar[Port[Any]] = ENTAILMENT
    name: ClassVar[str] = "bedrock"
    version: ClassVar[str] = "1.0.0"
    description: ClassVar[str] = (
        "A chat model on Amazon Bedrock, which says whether statements follow from their sources."
    )
    paid: ClassVar[bool] = True
    choices: ClassVar[tuple[str, ...] | None] = ()
    settings: ClassVar[type[BaseModel]] = BedrockSettings

    def rights(self, settings: BedrockSettings) -> tuple[Right, ...]:
        return (right_to_ask(settings.model),)

    def make(self, bench: Bench[BedrockSettings]) -> Judging:
        from williams_writing.judging import Judging

        return Judging(_chat(bench), rate=self.rate(bench.settings, None))

    def rate(self, settings: BedrockSettings, model: str | None) -> Rate | None:  # noqa: ARG002  # requests name none
        price = _price(settings)
        return price.rate() if price else None


def _chat(bench: Bench[Any]) -> BedrockChat:
    from williams_engine_bedrock.chat import BedrockAccess, BedrockChat

    access = BedrockAccess(bench.region, bench.settings.base_url, bench.timeout_seconds)
    return BedrockChat(access, model=bench.settings.model)


def _price(settings: BedrockSettings) -> Price | None:
    return next((BEDROCK[name] for name in BEDROCK if settings.model.endswith(name)), None)


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
