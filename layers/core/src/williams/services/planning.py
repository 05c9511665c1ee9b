"""What an export or an import would do, before it does it: its stages, engines, length, licenses and costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from williams.domain.aws_prices import AS_OF, aws_costs
from williams.domain.bucket import EXTRACTED
from williams.domain.content import Content
from williams.domain.errors import InvalidRequest
from williams.domain.licenses.verdicts import LicenseVerdict
from williams.domain.source_length import SourceLength
from williams.engine.choice import choices_of
from williams.engine.deployment import Deployment
from williams.engine.manifest import Manifest
from williams.engine.prices import JUDGED, Rate
from williams.plugin.base import Plugin
from williams.plugin.exporting import ExpectedLength, ExportPlugin
from williams.plugin.importing import ImportPlugin
from williams.ports.engines import ENTAILMENT, MAIL, PORTS, RECOGNITION, SPEECH, TEXT, TRANSCRIPTION, Port

_CHARACTERS_PER_WORD: Final = 6
_VERSIONS_IN_MAIL: Final = 3  # words are in a mail as HTML, with their sources, and as plain text
_MAIL_FRAME: Final = 60_000  # bytes of a mail without its words, a picture among them


class PlannedStage(BaseModel):
    name: str
    message: str


class PlannedEngine(BaseModel):
    """An engine that would work. ``problem`` says why it cannot, if so; ``priced`` whether its price is known."""

    port: str
    engine: str | None
    paid: bool
    priced: bool
    problem: str | None = None


class PlannedCosts(BaseModel):
    """US dollars. ``provider_usd`` is null where a paid engine's price or the length is not known: see ``unknown``.

    ``aws_usd_at_most`` counts every stage at the whole time that it may take, at list prices.
    """

    provider_usd: float | None
    unknown: list[str]
    budget_usd: float
    within_budget: bool | None
    aws_usd_at_most: float
    aws_prices_as_of: str


class ExportPlan(BaseModel):
    """The answer to a dry run: nothing was made, and nothing was paid for.

    Where ``licensing.allowed`` is false and nobody overrides it, the request would be refused. ``expected`` is what can
    be told of the result's length without making it; ``source_bytes`` is the text of all sources.
    """

    format: str
    plugin_id: str
    plugin_version: str
    parameters: dict[str, Any]
    source_ids: list[str]
    stages: list[PlannedStage]
    engines: list[PlannedEngine]
    source_paragraphs: int
    source_bytes: int
    expected: ExpectedLength
    licensing: LicenseVerdict
    costs: PlannedCosts


class PlannedRate(BaseModel):
    """What a paid engine takes, in US dollars: for a minute of sound, for a call, for a million characters.

    ``expected_usd`` is what the whole source is expected to cost, null where its length was not said.
    """

    port: str
    engine: str
    minute_usd: float
    call_usd: float
    million_characters_usd: float
    expected_usd: float | None = None


class ImportPlan(BaseModel):
    """The answer to a dry run of an import: nothing was fetched; how long the source is, only the request may say.

    ``rates`` are what the engines would take that may be asked; ``unknown`` names those whose price is not known. A
    call that would go beyond ``budget_usd`` is not made. ``aws_usd_at_most`` counts every stage at the whole time that
    it may take, once.
    """

    plugin_id: str
    plugin_version: str
    parameters: dict[str, Any]
    stages: list[PlannedStage]
    engines: list[PlannedEngine]
    rates: list[PlannedRate]
    unknown: list[str]
    budget_usd: float
    aws_usd_at_most: float
    aws_prices_as_of: str


@dataclass(frozen=True)
class Planning:
    """``most_usd`` is what the deployment lets one job pay providers."""

    engines: Deployment
    most_usd: float

    def plan(
        self,
        plugin: ExportPlugin,
        parameters: dict[str, Any],
        sources: Sequence[Content],
        verdict: LicenseVerdict,
        budget_usd: float | None,
    ) -> ExportPlan:
        """Return what an export with these checked parameters would do."""
        size = sum(each.files[EXTRACTED].size for each in sources if EXTRACTED in each.files)
        expected = plugin.expected_length(parameters, size // _CHARACTERS_PER_WORD)
        chosen = list(self._chosen(plugin, parameters))
        return ExportPlan(
            format=plugin.artifact_type,
            plugin_id=plugin.plugin_id,
            plugin_version=plugin.version,
            parameters=parameters,
            source_ids=[each.content_id for each in sources],
            stages=_stages(plugin),
            engines=[self._planned(port, choice) for port, choice in chosen],
            source_paragraphs=sum(each.paragraph_count for each in sources),
            source_bytes=size,
            expected=expected,
            licensing=verdict,
            costs=self._costs(plugin, chosen, size, expected, budget_usd),
        )

    def plan_import(
        self,
        plugin: ImportPlugin,
        parameters: dict[str, Any],
        budget_usd: float | None,
        length: SourceLength | None = None,
    ) -> ImportPlan:
        """Return what an import with these checked parameters would do, of a source of this length."""
        chosen = list(self._chosen(plugin, parameters))
        engines = [self._planned(port, choice) for port, choice in chosen]
        paid = [(each, port, choice) for each, (port, choice) in zip(engines, chosen, strict=True) if each.paid]
        return ImportPlan(
            plugin_id=plugin.plugin_id,
            plugin_version=plugin.version,
            parameters=parameters,
            stages=_stages(plugin),
            engines=engines,
            rates=[
                _told(each, rate, _source_usd(port, rate, length or SourceLength()))
                for each, port, choice in paid
                if (rate := self._rate(self._manifest(port, choice), port, choice)) is not None
            ],
            unknown=[f"{each.port}: {each.engine}" for each, _, _ in paid if not each.priced],
            budget_usd=self._budget(budget_usd),
            aws_usd_at_most=_aws_usd_at_most(plugin),
            aws_prices_as_of=AS_OF,
        )

    def _budget(self, asked_usd: float | None) -> float:
        return self.most_usd if asked_usd is None else min(asked_usd, self.most_usd)

    def _chosen(
        self, plugin: ExportPlugin | ImportPlugin, parameters: dict[str, Any]
    ) -> Iterator[tuple[Port[Any], str | None]]:
        """Yield each port that the plugin needs with what the request chooses for it, each engine once."""
        marked = list(choices_of(plugin.parameters, parameters))
        for port in (port for name, port in PORTS.items() if name in plugin.needs):
            engines: dict[str | None, str | None] = {}
            for choice in (value for other, value in [*marked, *_left_open(port, marked)] if other is port):
                engines.setdefault(port.parted(choice)[0] if choice else None, choice)
            yield from ((port, choice) for choice in engines.values())
            manifests = [self._standing(port, choice) for choice in engines.values()]
            asked = dict.fromkeys(each for manifest in manifests if manifest for each in manifest.asks)
            yield from ((each, None) for each in asked)

    def _standing(self, port: Port[Any], choice: str | None) -> Manifest[Any] | None:
        try:
            return self._manifest(port, choice)
        except InvalidRequest:
            return None

    def _manifest(self, port: Port[Any], choice: str | None) -> Manifest[Any]:
        return self.engines.named(port, port.parted(choice)[0] if choice else None)

    def _planned(self, port: Port[Any], choice: str | None) -> PlannedEngine:
        try:
            manifest = self._manifest(port, choice)
        except InvalidRequest as error:
            return PlannedEngine(port=port.name, engine=None, paid=False, priced=False, problem=error.detail)
        return PlannedEngine(
            port=port.name,
            engine=manifest.name,
            paid=manifest.paid,
            priced=not manifest.paid or self._rate(manifest, port, choice) is not None,
            problem=self.engines.lacking(manifest),
        )

    def _rate(self, manifest: Manifest[Any], port: Port[Any], choice: str | None) -> Rate | None:
        try:
            settings = self.engines.settings(manifest)
        except InvalidRequest:
            return None
        return manifest.rate(settings, port.parted(choice)[1] if choice else None)

    def _costs(
        self,
        plugin: ExportPlugin,
        chosen: Sequence[tuple[Port[Any], str | None]],
        source_characters: int,
        expected: ExpectedLength,
        budget_usd: float | None,
    ) -> PlannedCosts:
        told, unknown = 0.0, []
        speaking = sum(port is SPEECH for port, _ in chosen)
        for port, choice in chosen:
            planned = self._planned(port, choice)
            if not planned.paid:
                continue
            sent = _sent(port, source_characters, expected, speaking)
            rate = self._rate(self._manifest(port, choice), port, choice)
            if rate is None or sent is None:
                unknown.append(f"{port.name}: {planned.engine}")
            else:
                told += sum(map(rate.expected_usd, sent))
        budget = self._budget(budget_usd)
        return PlannedCosts(
            provider_usd=None if unknown else told,
            unknown=unknown,
            budget_usd=budget,
            within_budget=None if unknown else told <= budget,
            aws_usd_at_most=_aws_usd_at_most(plugin),
            aws_prices_as_of=AS_OF,
        )


def _stages(plugin: Plugin) -> list[PlannedStage]:
    return [PlannedStage(name=each.name, message=each.message) for each in plugin.stages]


def _aws_usd_at_most(plugin: Plugin) -> float:
    seconds, stages = sum(stage.seconds for stage in plugin.stages), len(plugin.stages)
    return sum(aws_costs(seconds, plugin.memory_mb, stages, 1, stages).values())


def _source_usd(port: Port[Any], rate: Rate, length: SourceLength) -> float | None:
    if port is TRANSCRIPTION and length.seconds is not None:
        return rate.sound_usd(length.seconds) if length.seconds else 0.0
    if port is RECOGNITION and length.scans is not None:
        return rate.call_usd * length.scans
    return None


def _told(engine: PlannedEngine, rate: Rate, expected_usd: float | None) -> PlannedRate:
    return PlannedRate(
        port=engine.port,
        engine=engine.engine or "",
        minute_usd=rate.minute_usd,
        call_usd=rate.call_usd,
        million_characters_usd=rate.sent_usd,
        expected_usd=expected_usd,
    )


def _left_open(port: Port[Any], marked: Sequence[tuple[Port[Any], str]]) -> list[tuple[Port[Any], None]]:
    """Return that the default engine is meant, where a request chooses none."""
    return [] if any(other is port for other, _ in marked) else [(port, None)]


def _sent(port: Port[Any], source: int, expected: ExpectedLength, speaking: int) -> list[int] | None:
    """Return how many characters an engine of the port is sent, each time, as far as that can be told; else None."""
    if port is TEXT:
        return [source]
    if expected.words is None:
        return None
    written = expected.words * _CHARACTERS_PER_WORD
    if port is SPEECH:
        return [written // speaking]
    if port is ENTAILMENT:
        return [written * JUDGED]
    if port is MAIL and expected.mails is not None:
        return [_MAIL_FRAME + written * _VERSIONS_IN_MAIL] * expected.mails
    return None
