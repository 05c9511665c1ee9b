"""What every manifest must do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, ClassVar

from williams.engine.declaration import checked
from williams.engine.deployment import Deployment
from williams.engine.manifest import Bench, Manifest
from williams.engine.origins import bring
from williams.engine.registry import GROUP, EngineRegistry, InstalledEngine
from williams.ports.engines import ENTAILMENT, Port
from williams.ports.model_files import ModelFilesPort
from williams_testing.memory.entailment import InMemoryEntailment
from williams_testing.memory.objects import InMemoryObjects
from williams_testing.model_files import NoModelFiles, OriginModelFiles


def _asked(manifest: Manifest[Any]) -> Callable[[Port[Any]], Any]:
    """Return what gives an engine those that it asks: a judge that compares words, as no other is asked yet."""

    def engine(port: Port[Any]) -> Any:
        assert port in manifest.asks, f"{manifest.engine_id} asks for {port.name}: its manifest has to say so"
        return {ENTAILMENT: InMemoryEntailment}[port]()

    return engine


class ManifestConformance:
    """Holds for every engine. ``heavy`` names libraries that importing the manifest must not import.

    ``environment`` sets the engine up, as the deployment's would; ``key`` is its key, where it has one.
    """

    manifest_class: ClassVar[type[Manifest[Any]]]
    heavy: ClassVar[frozenset[str]] = frozenset()
    environment: ClassVar[dict[str, str]] = {}
    key: ClassVar[str] = ""

    def make(self, model: str | None = None, model_files: ModelFilesPort | None = None) -> Any:
        """Return the engine, set up by the suite's environment, with its model files."""
        manifest = self.manifest_class()
        registry = EngineRegistry({manifest.engine_id: InstalledEngine(manifest, "tested")})
        settings = Deployment(registry, self.environment, "a secret").settings(manifest)
        files = model_files or OriginModelFiles(manifest)
        return manifest.make(
            Bench(
                settings,
                "us-east-1",
                30.0,
                files,
                key=self.key,
                model=model,
                engine=_asked(manifest),
                bucket="library",
                objects=InMemoryObjects(),
            )
        )

    def test_its_manifest_is_sound_and_found_by_its_entry_point(self) -> None:
        engine_id = self.manifest_class().engine_id
        found = [point.load() for point in entry_points(group=GROUP) if point.name == engine_id]
        assert found == [self.manifest_class]
        assert isinstance(checked(self.manifest_class, engine_id), self.manifest_class)

    def test_it_follows_the_protocol(self) -> None:
        engine, protocol = self.make(), self.manifest_class.port.protocol
        missing = [name for name in vars(protocol) if not name.startswith("_") and not hasattr(engine, name)]
        assert missing == []

    def test_it_says_of_itself_whether_it_costs(self) -> None:
        assert getattr(self.make(), "paid", self.manifest_class.paid) == self.manifest_class.paid

    def test_every_setting_is_described(self) -> None:
        fields = self.manifest_class.settings.model_fields
        assert [name for name, field in fields.items() if not field.description] == []

    def test_its_model_files_come_from_where_it_says(self, tmp_path: Path) -> None:
        brought = [bring(file, tmp_path) for file in self.manifest_class.model_files]
        assert [path.name for path in brought] == [file.sha256 for file in self.manifest_class.model_files]

    def test_making_it_waits_for_no_model_file(self) -> None:
        """An engine is made to ask for its name too."""
        self.make(model_files=NoModelFiles())

    def test_importing_its_manifest_is_cheap(self) -> None:
        code = f"import sys, {self.manifest_class.__module__}; print(*sorted({set(self.heavy)!r} & set(sys.modules)))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
        assert done.stdout.split() == []
