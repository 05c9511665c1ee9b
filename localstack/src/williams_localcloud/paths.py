"""Where everything of one local cloud lives: `.local/` in the repository's root."""

from dataclasses import dataclass
from pathlib import Path

from williams_localcloud.errors import LocalCloudError

MARKER = "layers"


@dataclass(frozen=True)
class LocalPaths:
    """The places of one clone's local cloud. `root` is absolute."""

    root: Path

    @property
    def local(self) -> Path:
        return self.root / ".local"

    @property
    def state_file(self) -> Path:
        return self.local / "state.json"

    @property
    def lock_file(self) -> Path:
        return self.local / "lock"

    @property
    def credentials_file(self) -> Path:
        return self.local / "credentials.json"

    @property
    def services_file(self) -> Path:
        """Names the services that run elsewhere, if any do."""
        return self.local / "services.json"

    @property
    def cloud_file(self) -> Path:
        return self.local / "cloud.json"

    @property
    def deployment_file(self) -> Path:
        return self.local / "deployment.json"

    @property
    def logs(self) -> Path:
        return self.local / "logs"

    @property
    def postgres(self) -> Path:
        return self.local / "postgres"

    @property
    def graph(self) -> Path:
        return self.local / "graph"

    @property
    def ministack(self) -> Path:
        return self.local / "ministack"

    @property
    def ministack_venv(self) -> Path:
        return self.local / "ministack-venv"

    @property
    def layers(self) -> Path:
        return self.local / "layers"

    @property
    def models(self) -> Path:
        """The engines' model files, each named after its SHA-256. They are the same for AWS."""
        return self.root / "build" / "models"

    @property
    def cdk_out(self) -> Path:
        return self.local / "cdk.out"

    @property
    def assembly_mark(self) -> Path:
        """Holds the fingerprint of what `cdk_out` was made from."""
        return self.cdk_out / "williams-fingerprint"

    def log(self, name: str) -> Path:
        """The log file of one process."""
        return self.logs / f"{name}.log"

    def create(self) -> None:
        """Make the folders that every part expects."""
        for folder in (self.local, self.logs):
            folder.mkdir(parents=True, exist_ok=True)


def find_root(start: Path) -> Path:
    """The repository's root: the nearest folder from `start` upwards that holds `pyproject.toml` and `layers/`.

    Raises:
        LocalCloudError: `start` is not inside the repository.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / "pyproject.toml").is_file() and (folder / MARKER).is_dir():
            return folder
    raise LocalCloudError(f"{start} is not inside the repository. Change into it, or name it with --root.")
