"""What differs between stages. Everything that a stage may choose is here; the stacks only read it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aws_cdk.aws_logs import RetentionDays

from infra.names import Names

LOCAL = "local"
ROOT = Path(__file__).resolve().parent.parent
_LOOPBACK_SITE = re.compile(r"127\.0\.0\.1:\d{1,5}")
_STAGE = re.compile(r"[a-z][a-z0-9]{1,11}")

Lookup = Callable[[str], Any]


class ConfigError(Exception):
    """The context asks for something that cannot be deployed; the message says what to change."""


@dataclass(frozen=True)
class Numbers:
    """Sizes and limits. Memory in MB, times in seconds."""

    log_retention: RetentionDays
    api_memory_mb: int
    function_memory_mb: int
    database_units: float
    requests_per_second: int
    request_burst: int


LOCAL_NUMBERS = Numbers(
    log_retention=RetentionDays.ONE_WEEK,
    api_memory_mb=1024,
    function_memory_mb=512,
    database_units=1,
    requests_per_second=1000,
    request_burst=2000,
)
AWS_NUMBERS = Numbers(
    log_retention=RetentionDays.THREE_MONTHS,
    # 1769 MB is one whole vCPU: a search embeds its query in this function.
    api_memory_mb=1769,
    function_memory_mb=512,
    # Aurora's units, of 2 GiB each.
    database_units=4,
    requests_per_second=100,
    request_burst=200,
)


@dataclass(frozen=True)
class Sources:
    """The folders that the app reads.

    ``layers`` holds ``<name>.paths`` files for the local cloud, ``<name>/python/`` folders for AWS. ``models`` holds
    the engines' model files, each named after its SHA-256.
    """

    functions: Path
    definitions: Path
    layers: Path
    models: Path


@dataclass(frozen=True)
class Network:
    """An existing VPC, for functions that reach Postgres. Its subnets need a way to SQS, DynamoDB, S3 and the rest."""

    vpc_id: str
    availability_zones: tuple[str, ...]
    private_subnet_ids: tuple[str, ...]
    security_group_id: str


@dataclass(frozen=True)
class Github:
    """Whose workflow may deploy: ``owner/name`` of the repository, and the environment that its job runs in."""

    repository: str
    environment: str


@dataclass(frozen=True)
class Domain:
    """A name of one's own. CloudFront takes certificates of ``us-east-1`` only. Without a hosted zone nobody points
    the name at the distribution.
    """

    name: str
    certificate_arn: str
    hosted_zone_id: str = ""
    zone_name: str = ""


@dataclass(frozen=True)
class Config:
    """One stage. ``gateway_port`` is the local cloud's, and None on AWS.

    So is ``sample_site``, the one ``host:port`` on the loopback from which import plugins may fetch.

    The secrets are made outside: by the local cloud's supervisor, or by the operator before the first deployment.
    ``environment`` is merged into every function's, over what the stacks say. ``database_url_secret`` names the secret
    of a Postgres that exists; without it AWS gets a database, and a network for it and for what reaches it.
    """

    stage: str
    numbers: Numbers
    sources: Sources
    gateway_port: int | None = None
    sample_site: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    providers_secret: str | None = None
    database_url_secret: str | None = None
    network: Network | None = None
    domain: Domain | None = None
    github: Github | None = None
    alarm_topic_arn: str | None = None
    excluded_plugins: frozenset[str] = frozenset()

    @property
    def local(self) -> bool:
        return self.stage == LOCAL

    @property
    def on_aws(self) -> bool:
        return not self.local

    @property
    def makes_database(self) -> bool:
        return self.on_aws and self.database_url_secret is None

    @property
    def names(self) -> Names:
        return Names(prefix=f"williams-{self.stage}", on_aws=self.on_aws)

    def secret(self, name: str) -> str:
        """The full name of one of the secrets ``database``, ``graph``, ``vectors`` and ``signing``."""
        if name == "database" and self.database_url_secret:
            return self.database_url_secret
        return f"williams/{name}" if self.local else f"williams-{self.stage}/{name}"


def read_config(lookup: Lookup) -> Config:
    """Read the CDK context (its keys are in ``infra/README.md``).

    Raises:
        ConfigError: a key is missing or malformed.
    """
    stage = str(lookup("stage") or LOCAL)
    if not _STAGE.fullmatch(stage):
        raise ConfigError(f"The stage {stage!r} is not 2 to 12 lower-case letters and digits, a letter first.")
    local = stage == LOCAL
    database_url_secret = None if local else lookup("database_url_secret") or None
    network = _network(_mapping(lookup, "vpc"))
    if network and not (local or database_url_secret):
        raise ConfigError(
            "The context 'vpc' says from where functions reach a database that you bring: name the secret with its URL "
            "too, -c database_url_secret=<name>. Without both, a database and a VPC are made."
        )
    return Config(
        stage=stage,
        numbers=LOCAL_NUMBERS if local else AWS_NUMBERS,
        sources=Sources(
            functions=_folder(lookup, "functions", "functions"),
            definitions=_folder(lookup, "step_functions", "step_functions"),
            layers=_folder(lookup, "layers", ".local/layers" if local else "build/layers"),
            models=_folder(lookup, "models", "build/models"),
        ),
        gateway_port=_gateway_port(lookup) if local else None,
        sample_site=_sample_site(lookup) if local else None,
        environment=_texts(_mapping(lookup, "environment")),
        providers_secret=lookup("providers_secret") or None,
        database_url_secret=database_url_secret,
        network=network,
        domain=_domain(_mapping(lookup, "domain")),
        github=_github(_mapping(lookup, "github"), stage),
        alarm_topic_arn=lookup("alarm_topic_arn") or None,
        # It fails on demand: a plugin for tests, which a development environment has installed.
        excluded_plugins=frozenset() if local else frozenset({"export.faulty"}),
    )


def _folder(lookup: Lookup, key: str, default: str) -> Path:
    return ROOT / str(lookup(key) or default)


def _gateway_port(lookup: Lookup) -> int:
    value = lookup("gateway_port")
    if not str(value).isdigit():
        raise ConfigError("The stage local needs the local cloud's port: -c gateway_port=4566.")
    return int(value)


def _sample_site(lookup: Lookup) -> str | None:
    value = lookup("sample_site")
    if value and not _LOOPBACK_SITE.fullmatch(str(value)):
        raise ConfigError(f"The sample site {value!r} is not on this machine: it is 127.0.0.1:<port>.")
    return str(value) if value else None


def _mapping(lookup: Lookup, key: str) -> dict[str, Any]:
    """A mapping from cdk.json, or as JSON text from the command line."""
    value = lookup(key) or {}
    try:
        loaded = json.loads(value) if isinstance(value, str) else value
    except json.JSONDecodeError as error:
        raise ConfigError(f"The context {key!r} is not JSON: {error}") from error
    if not isinstance(loaded, dict):
        raise ConfigError(f"The context {key!r} is a JSON object, not {type(loaded).__name__}.")
    return loaded


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}


def _network(values: Mapping[str, Any]) -> Network | None:
    if not values:
        return None
    try:
        return Network(
            vpc_id=values["vpc_id"],
            availability_zones=tuple(values["availability_zones"]),
            private_subnet_ids=tuple(values["private_subnet_ids"]),
            security_group_id=values["security_group_id"],
        )
    except KeyError as error:
        raise ConfigError(
            f"The context 'vpc' lacks {error}: it takes vpc_id, availability_zones, private_subnet_ids and "
            "security_group_id."
        ) from error


def _domain(values: Mapping[str, Any]) -> Domain | None:
    if not values:
        return None
    domain = Domain(**_fields("domain", values, {"name", "certificate_arn"}, {"hosted_zone_id", "zone_name"}))
    if not domain.certificate_arn.startswith("arn:aws:acm:us-east-1:"):
        raise ConfigError(
            "The certificate of the context 'domain' has to be one of us-east-1; CloudFront takes no other."
        )
    if bool(domain.hosted_zone_id) != bool(domain.zone_name):
        raise ConfigError("The context 'domain' takes hosted_zone_id and zone_name together, or neither.")
    return domain


def _github(values: Mapping[str, Any], stage: str) -> Github | None:
    if not values:
        return None
    return Github(**_fields("github", {"environment": stage, **values}, {"repository", "environment"}, set()))


def _fields(key: str, values: Mapping[str, Any], needed: set[str], optional: set[str]) -> dict[str, str]:
    if not needed <= set(values) <= needed | optional:
        names = ", ".join(sorted(needed)) + "".join(f" and perhaps {name}" for name in sorted(optional))
        raise ConfigError(f"The context {key!r} takes {names}, not {', '.join(sorted(values))}.")
    return {name: str(value) for name, value in values.items()}
