"""The functions that only an operator or the deployment calls."""

from __future__ import annotations

from dataclasses import dataclass

from infra.config import Config
from infra.constructs.service_function import FunctionSpec
from infra.environment import base_environment
from infra.permissions import Permission, read_secrets

# A paused database takes up to half a minute to wake, and an index on a large table takes its time.
MIGRATE_SECONDS = 600
GRANT_SECONDS = 60
WEIGH_SECONDS = 60


@dataclass(frozen=True)
class Operator:
    config: Config

    def migrate(self) -> FunctionSpec:
        """One at a time; the database would make the second wait anyway."""
        secrets = read_secrets(self.config.secret("database"), self.config.secret("graph"))
        description = "Brings the stores to what this version expects"
        return self._spec("migrate", description, MIGRATE_SECONDS, secrets, "migrations")

    def grant_token(self) -> FunctionSpec:
        secrets = read_secrets(self.config.secret("database"))
        return self._spec("grant_token", "Makes an API token for an owner", GRANT_SECONDS, secrets)

    def weigh_owner(self) -> FunctionSpec:
        secrets = read_secrets(self.config.secret("database"))
        return self._spec("weigh_owner", "Gives an owner more turns in the lanes", WEIGH_SECONDS, secrets)

    def _spec(self, folder: str, description: str, seconds: int, secrets: Permission, *layers: str) -> FunctionSpec:
        return FunctionSpec(
            name=self.config.names.function(folder),
            folder=folder,
            description=description,
            layers=("core", *layers),
            environment=base_environment(self.config),
            memory_mb=self.config.numbers.function_memory_mb,
            timeout_seconds=seconds,
            permissions=(secrets,),
        )
