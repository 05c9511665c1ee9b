"""The local cloud as a whole: up, down, status."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from williams_localcloud.account import REGION
from williams_localcloud.aftercare import renew_functions
from williams_localcloud.application import APPLICATION, Application
from williams_localcloud.aws import Aws
from williams_localcloud.deploy import Deployment, Report, deploy
from williams_localcloud.errors import LocalCloudError
from williams_localcloud.files import write_private_json
from williams_localcloud.fingerprint import fingerprint
from williams_localcloud.lock import exclusive
from williams_localcloud.outside import Outside, enforce, in_force, named
from williams_localcloud.paths import LocalPaths
from williams_localcloud.secrets import write_secrets
from williams_localcloud.servers import Servers, open_servers
from williams_localcloud.streams import renew_mappings
from williams_localcloud.supervisor import ServiceStatus
from williams_localcloud.synth import synthesize

LOCK_WAIT_S = 300.0
# As `infra/` names them.
OURS = "williams-local"
API_OUTPUT, WEBSOCKET_OUTPUT, BUCKET_OUTPUT = "ApiUrl", "WebSocketUrl", "Bucket"


@dataclass(frozen=True)
class CloudInfo:
    """How to reach a running local cloud: the content of `.local/cloud.json`."""

    api_url: str
    ws_url: str
    token: str
    bucket: str
    aws_endpoint_url: str
    aws_region: str
    database_url: str
    graph_url: str
    graph_user: str
    graph_password: str
    graph_database: str
    sample_site: str
    outputs: dict[str, str]


class LocalCloud:
    """One clone's local cloud. Its commands exclude each other, also between processes."""

    def __init__(self, paths: LocalPaths, report: Report, application: Application = APPLICATION) -> None:
        self._paths = paths
        self._report = report
        self._application = application

    def up(self, services: str | None = None) -> CloudInfo:
        """Start what does not run, deploy what changed, and write `.local/cloud.json`. Repeatable.

        Args:
            services: where the services are from now on, as `williams_localcloud.outside.named` takes it; None: where
                they were.

        Raises:
            LocalCloudError: a step failed; the message says which and why. What runs by then is left running.
        """
        with exclusive(self._paths.lock_file, LOCK_WAIT_S):
            self._choose(services)
            servers = open_servers(self._paths)
            servers.supervisor.claim()
            wanted = fingerprint(self._paths.root, {**servers.context, "outside": asdict(servers.outside)})
            aws = Aws(servers.aws_endpoint_url)
            with ThreadPoolExecutor(2) as pool:
                steps = [
                    pool.submit(self._start, servers, aws, wanted),
                    pool.submit(self._assemble, servers, wanted),
                ]
            for step in steps:
                step.result()
            info = _info(servers, self._deploy(servers, aws, wanted))
            write_private_json(self._paths.cloud_file, asdict(info))
            return info

    def down(self) -> list[str]:
        """Stop everything of ours; the data stays.

        Returns:
            The names of servers that had to be killed.
        """
        with exclusive(self._paths.lock_file, LOCK_WAIT_S):
            return open_servers(self._paths).supervisor.down()

    def status(self) -> list[ServiceStatus]:
        """How each server is. Waits for none of ours, and three seconds for one that runs elsewhere."""
        servers = open_servers(self._paths)
        outside = [
            ServiceStatus(f"{name} (outside)", running=False, healthy=healthy, pid=None, ports={}, memory_mb=0)
            for name, healthy in servers.outside.answering().items()
        ]
        return [*servers.supervisor.status(), *outside]

    def _choose(self, services: str | None) -> None:
        """Ask the outside services that are wanted, and let them take over if they are others than before."""
        standing = in_force(self._paths.services_file)
        wanted = standing if services is None else named(services, self._paths.root)
        wanted.check()
        if wanted != standing:
            self._change(standing, wanted)

    def _change(self, standing: Outside, wanted: Outside) -> None:
        """Stop our own servers that are at work, and keep the choice."""
        open_servers(self._paths).supervisor.down()
        enforce(wanted, self._paths.services_file)
        self._report(f"outside services: {', '.join(wanted.urls) or 'none'}")
        if standing.emulator and standing.emulator != wanted.emulator:
            self._report(f"the emulator at {standing.emulator.url} goes on with the stores it had: stop it yourself")

    def _start(self, servers: Servers, aws: Aws, wanted: str) -> None:
        started = servers.supervisor.up()
        self._report(f"started {', '.join(started)}" if started else "all servers run already")
        try:
            write_secrets(aws, servers.secrets)
        except (BotoCoreError, ClientError) as error:
            raise LocalCloudError(
                f"What is at {servers.aws_endpoint_url} does not answer as AWS does: {error}"
            ) from None
        # Nobody here sees when a store that runs elsewhere was emptied.
        if servers.outside.postgres or servers.outside.graph or servers.state.prepared != wanted:
            self._application.prepare_stores(servers.stores)
            self._application.seed_token(servers.stores, servers.credentials.api_token)
            servers.state.mark_prepared(wanted)

    def _assemble(self, servers: Servers, wanted: str) -> None:
        """Layers and cloud assembly, unless those that stand were made from the same."""
        mark = self._paths.assembly_mark
        if self._paths.layers.is_dir() and mark.exists() and mark.read_text(encoding="utf-8") == wanted:
            return
        self._report("building the layers")
        self._application.build_layers(self._paths)
        self._report("synthesizing the CDK app")
        synthesize(self._paths, servers.context)
        mark.write_text(wanted, encoding="utf-8")

    def _bring_models(self, hashes: Sequence[str]) -> Path:
        self._report("bringing model files")
        self._application.bring_models(self._paths, hashes)
        return self._paths.models

    def _deploy(self, servers: Servers, aws: Aws, wanted: str) -> Deployment:
        deployment, changed = deploy(self._paths, aws, wanted, self._bring_models, self._report)
        if servers.outside.emulator:
            # Nobody here saw whether it was started again since.
            renew_mappings(aws, OURS)
            if changed:
                renew_functions(aws, OURS)
        elif changed:
            # A clean stop is when MiniStack saves: from now on a kill no longer costs the deployment. And warm
            # functions still have the code of before.
            servers.supervisor.restart(servers.ministack)
        return deployment


def _info(servers: Servers, deployment: Deployment) -> CloudInfo:
    stores = servers.stores
    return CloudInfo(
        api_url=deployment.output(API_OUTPUT),
        ws_url=deployment.output(WEBSOCKET_OUTPUT),
        token=servers.credentials.api_token,
        bucket=deployment.output(BUCKET_OUTPUT),
        aws_endpoint_url=servers.aws_endpoint_url,
        aws_region=REGION,
        database_url=stores.database_url,
        graph_url=stores.graph_url,
        graph_user=stores.graph_user,
        graph_password=stores.graph_password,
        graph_database=stores.graph_database,
        sample_site=servers.sample_site,
        outputs=deployment.merged_outputs,
    )
