"""The seams to the application: its schemas, its layers, its engines' model files and its first API token."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from williams_localcloud.errors import LocalCloudError, tail
from williams_localcloud.paths import LocalPaths

TIMEOUT_S = 3600
"""For what hangs: the layers and models are several downloads, which may come over a slow line to a busy machine."""
OWNER = "local"


@dataclass(frozen=True)
class Stores:
    """How to reach the two databases."""

    database_url: str
    graph_url: str
    graph_user: str
    graph_password: str
    graph_database: str


@dataclass(frozen=True)
class Application:
    """What the local cloud asks of the application, each repeatable."""

    prepare_stores: Callable[[Stores], None]
    seed_token: Callable[[Stores, str], None]
    build_layers: Callable[[LocalPaths], None]
    bring_models: Callable[[LocalPaths, Sequence[str]], None]


def prepare_stores(stores: Stores) -> None:
    """Bring the database to the newest schema and the graph to its unique constraints.

    Raises:
        LocalCloudError: one of them refuses.
    """
    # Here and below, because these libraries cost half a second that `status` and `down` need not pay.
    from williams.adapters.graph.bolt import BoltGraph
    from williams.adapters.graph.connection import connect
    from williams.adapters.postgres.migrate import upgrade
    from williams.domain.errors import StoreUnavailable

    try:
        upgrade(stores.database_url)
        with connect(stores.graph_url, stores.graph_user, stores.graph_password) as driver:
            BoltGraph(driver, stores.graph_database).ensure_constraints()
    except (StoreUnavailable, ValueError) as error:
        raise LocalCloudError(f"The stores could not be prepared. {error}") from error


def seed_token(stores: Stores, token: str) -> None:
    """Let `token` act for the owner `local`, who operates the cloud too. Raises LocalCloudError."""
    from williams.adapters.postgres.engine import create_engine
    from williams.adapters.postgres.tokens import PostgresTokens
    from williams.domain.errors import StoreUnavailable
    from williams.services.tokens import OPERATOR_SCOPES, Tokens

    engine = create_engine(stores.database_url)
    try:
        Tokens(PostgresTokens(engine)).grant(OWNER, token, "local cloud", OPERATOR_SCOPES)
    except StoreUnavailable as error:
        raise LocalCloudError(f"The first token could not be stored. {error}") from error
    finally:
        engine.dispose()


def build_layers(paths: LocalPaths) -> None:
    """Build the layers' folders under `.local/layers`; the builder keeps what stands unchanged.

    Raises:
        LocalCloudError: the build failed.
    """
    _run(paths, "layers", "Building the layers", "layers.build", "--target", "local", "--out", str(paths.layers))


def bring_models(paths: LocalPaths, hashes: Sequence[str]) -> None:
    """Bring model files of these hashes into `build/models`, from where the engines' manifests say.

    Raises:
        LocalCloudError: one cannot be had.
    """
    _run(paths, "models", "Bringing model files", "layers.models", "--out", str(paths.models), *hashes)


def _run(paths: LocalPaths, name: str, what: str, module: str, *arguments: str) -> None:
    log = paths.log(name)
    command = [sys.executable, "-m", module, *arguments]
    with log.open("wb") as output:
        try:
            done = subprocess.run(command, cwd=paths.root, stdout=output, stderr=subprocess.STDOUT, timeout=TIMEOUT_S)
        except subprocess.TimeoutExpired:
            raise LocalCloudError(f"{what} took over {TIMEOUT_S} s.\n{tail(log)}") from None
    if done.returncode != 0:
        raise LocalCloudError(f"{what} failed with code {done.returncode}. The end of {log}:\n{tail(log)}")


APPLICATION = Application(prepare_stores, seed_token, build_layers, bring_models)
