"""The AWS services: MiniStack, in its own virtual environment, with its state under `.local/ministack`."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

from williams_localcloud.account import ACCOUNT, REGION
from williams_localcloud.environment import server_environment
from williams_localcloud.http import get
from williams_localcloud.ministack_venv import ensure_venv
from williams_localcloud.paths import LocalPaths
from williams_localcloud.ports import LOOPBACK
from williams_localcloud.processes import spawn
from williams_localcloud.state import State

# What a burst has started ends a minute after it; one worker of each function stays.
IDLE_SECONDS = 60
_PROGRAM = Path(__file__).with_name("run_ministack.py")


class MiniStack:
    """See `williams_localcloud.service.Service`."""

    name = "ministack"
    ports: tuple[str, ...] = ("aws",)
    stop_signal = signal.SIGTERM
    start_timeout_s = 60.0
    stop_timeout_s = 30.0
    # It saves its state only when no function runs any more.
    children_wait_s: float | None = 2.0

    def __init__(self, paths: LocalPaths, state: State) -> None:
        self._paths = paths
        self._state = state
        self._python = Path()

    @property
    def port(self) -> int:
        """Where every AWS service and API is served."""
        return self._state.port("aws")

    @property
    def url(self) -> str:
        """The endpoint of every AWS service, `http://127.0.0.1:port`."""
        return f"http://{LOOPBACK}:{self.port}"

    def prepare(self) -> None:
        self._python = ensure_venv(self._paths)
        # Its saved state holds the secrets.
        self._paths.ministack.mkdir(mode=0o700, exist_ok=True)
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._scratch.mkdir()

    def start(self) -> subprocess.Popen[bytes]:
        # -P: what stands beside the program is not what it imports.
        return spawn(
            [str(self._python), "-P", str(_PROGRAM)],
            log=self._paths.log(self.name),
            env={**server_environment(self._paths.root), **self.settings},
            cwd=self._paths.ministack,
        )

    def healthy(self) -> bool:
        return get(f"{self.url}/_ministack/health") is not None

    def finish(self) -> None:
        """Let functions read the streams on; all else that it holds is made by the deployment."""
        # Here, because boto3 costs time that `status` and `down` need not pay.
        from williams_localcloud.aws import Aws
        from williams_localcloud.streams import renew_mappings

        renew_mappings(Aws(self.url))

    @property
    def _scratch(self) -> Path:
        """Its temporary folder, where it leaves an unpacked copy of each function behind."""
        return self._paths.ministack / "tmp"

    @property
    def settings(self) -> dict[str, str]:
        """Its environment, besides what every server gets."""
        home = self._paths.ministack
        return {
            "BIND_HOST": LOOPBACK,
            "MINISTACK_HOST": LOOPBACK,
            "GATEWAY_PORT": str(self.port),
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
            # No function may pick up the user's own AWS profile.
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "MINISTACK_REGION": REGION,
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "PERSIST_STATE": "1",
            "STATE_DIR": str(home / "state"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(home / "s3"),
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "LAMBDA_EXECUTOR": "local",
            "TMPDIR": str(self._scratch),
            "LAMBDA_WARM_TTL_SECONDS": str(IDLE_SECONDS),
        }
