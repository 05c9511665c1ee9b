from __future__ import annotations

import json
import re
from importlib.metadata import Distribution, distribution, entry_points
from pathlib import Path

import pytest
from pydantic import ValidationError

from layers import ROOT, plan
from layers.plan import Layer, Recipe
from williams.plugin import registry


@pytest.fixture(scope="module")
def layers() -> dict[str, Layer]:
    return {layer.name: layer for layer in plan.layers(with_tests=True)}


def names(layer: Layer) -> set[str]:
    return {re.split(r"[ =;]", line)[0] for line in layer.requirements()}


def test_there_is_a_layer_for_each_extra_each_plugin_and_each_package_of_engines(layers: dict[str, Layer]) -> None:
    assert list(layers)[:5] == ["core", "migrations", "jwt", "qdrant", "plugins"]
    assert {"import.pdf", "export.podcast", "export.faulty"} <= layers.keys()
    assert {"williams-engine-espeak", "williams-engine-openai"} <= layers.keys()


def test_plugins_of_the_tests_are_not_shipped() -> None:
    shipped = [layer.name for layer in plan.layers(with_tests=False)]
    assert "import.pdf" in shipped
    assert "export.faulty" not in shipped


def test_a_broken_plugin_has_no_layer_of_its_own_but_is_listed(
    layers: dict[str, Layer], plugin: Distribution, monkeypatch: pytest.MonkeyPatch
) -> None:
    (point,) = plugin.entry_points
    monkeypatch.setattr(registry, "entry_points", lambda group: [*entry_points(group=group), point])
    planned = {layer.name: layer for layer in plan.layers(with_tests=True)}
    assert planned.keys() == layers.keys()
    assert plugin.name in [own.name for own in planned["plugins"].own]


def test_of_two_plugins_with_one_id_the_librarys_own_counts(
    plugin: Distribution, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = tmp_path / "site" / "acme_epub-1.2.0.dist-info" / "entry_points.txt"
    points.write_text("[williams.plugins]\nimport.pdf = acme_epub:Epub\n")
    both = [*plugin.entry_points, *distribution("williams-import-pdf").entry_points]
    for order in (both, both[::-1]):
        monkeypatch.setattr(registry, "entry_points", lambda found=order, **_: found)
        assert plan.plugins(with_tests=True)["import.pdf"].name == "williams-import-pdf"


def test_core_has_the_runtime_but_no_migrations_and_no_engines(layers: dict[str, Layer]) -> None:
    found = names(layers["core"])
    assert {"boto3", "fastapi", "sqlalchemy", "pg8000", "neo4j", "pydantic"} <= found
    assert not {"alembic", "mako", "numpy", "onnxruntime", "openai", "pillow"} & found
    assert [own.name for own in layers["core"].own] == ["williams-core", "williams-publishing", "williams-writing"]


def test_who_writes_is_in_the_core_layer_with_its_libraries(layers: dict[str, Layer]) -> None:
    assert "sentencex" in names(layers["core"])
    podcast = layers["export.podcast"]
    assert names(podcast) == set()
    assert [own.name for own in podcast.own] == ["williams-export-podcast"]


def test_migrations_travel_on_their_own(layers: dict[str, Layer]) -> None:
    assert names(layers["migrations"]) == {"alembic", "mako", "markupsafe"}


def test_embedding_leaves_out_what_only_tools_use(layers: dict[str, Layer]) -> None:
    assert names(layers["williams-engine-minilm"]) == {"numpy", "onnxruntime", "tokenizers"}


def test_no_layer_repeats_the_core(layers: dict[str, Layer]) -> None:
    core = names(layers["core"])
    for name in layers.keys() - {"core"}:
        assert not names(layers[name]) & core


def test_a_plugin_carries_its_own_libraries(layers: dict[str, Layer]) -> None:
    assert names(layers["import.pdf"]) == {"pypdf", "pypdfium2", "fonttools", "pillow"}
    assert [own.name for own in layers["import.pdf"].own] == ["williams-import-pdf"]


def test_a_plugin_carries_the_workspaces_packages_that_it_shares_with_others(layers: dict[str, Layer]) -> None:
    assert {"trafilatura", "lxml", "charset-normalizer"} <= names(layers["import.web"])
    assert [own.name for own in layers["import.web"].own] == [
        *("williams-import-web", "williams-html"),
        *("williams-import-document", "williams-import-listing", "williams-import-pdf"),
    ]


def test_all_versions_are_pinned(layers: dict[str, Layer]) -> None:
    for layer in layers.values():
        assert all(re.match(r"[a-z0-9.-]+==\d", line) for line in layer.requirements())


def test_the_plugins_layer_has_all_plugins_and_no_libraries(layers: dict[str, Layer]) -> None:
    assert layers["plugins"].requirements() == []
    assert {own.name for own in layers["plugins"].own} >= {"williams-import-pdf", "williams-export-podcast"}


def test_a_plugin_from_elsewhere_is_pinned_to_what_is_installed(
    plugin: Distribution, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, str] = {}

    def resolve(*arguments: str | Path, stdin: str = "") -> str:
        if arguments[0] == "export":
            return "pydantic==2.14.3\npydub==0.25.1\nespeakng-loader==0.2.4\n"
        files = [Path(arguments[arguments.index(f"--{name}") + 1]).read_text() for name in ("constraints", "overrides")]
        seen.update(wanted=stdin, constraints=files[0], overrides=files[1])
        core = f"williams-core @ {(ROOT / 'layers/core').as_uri()}"
        return (
            f"acme-epub @ {project.as_uri()}\n{core}\nPydantic==2.14.3\npydub==0.25.1\nlxml==6.1.0 ; os_name == 'x'\n"
        )

    monkeypatch.setattr(plan, "uv", resolve)
    monkeypatch.setattr(plan, "ROOT", project.parent / "root")
    monkeypatch.setattr(plan, "members", lambda: frozenset({"williams-core"}))
    monkeypatch.setattr(Recipe, "read", lambda _: Recipe())
    plan.locked.cache_clear()
    try:
        layer = plan.plugin_layer("import.epub", plugin, Recipe())
        assert layer.requirements() == ["lxml==6.1.0 ; os_name == 'x'"]
    finally:
        plan.locked.cache_clear()
    assert layer.own == (plugin,)
    assert seen["wanted"] == f"acme-epub @ {project.as_uri()}"
    assert f"pydantic=={distribution('pydantic').version}" in seen["constraints"].splitlines()
    assert "@" not in seen["constraints"]
    assert f"williams-core @ {(ROOT / 'layers/core').as_uri()}" in seen["overrides"].splitlines()


@pytest.mark.parametrize(
    ("origin", "pin"),
    [
        (None, "acme-epub==1.2.0"),
        ({"url": "file:///w/acme.whl", "archive_info": {}}, "acme-epub @ file:///w/acme.whl"),
        (
            {"url": "https://git.test/acme", "vcs_info": {"vcs": "git", "commit_id": "c0ffee"}, "subdirectory": "epub"},
            "acme-epub @ git+https://git.test/acme@c0ffee#subdirectory=epub",
        ),
        (
            {"url": "https://git.test/acme", "vcs_info": {"vcs": "git", "commit_id": "c0ffee"}},
            "acme-epub @ git+https://git.test/acme@c0ffee",
        ),
    ],
)
def test_a_pin_gives_the_same_distribution_again(
    plugin: Distribution, tmp_path: Path, origin: dict[str, object] | None, pin: str
) -> None:
    record = tmp_path / "site" / "acme_epub-1.2.0.dist-info" / "direct_url.json"
    record.unlink()
    if origin:
        record.write_text(json.dumps(origin))
    assert plan.all_plugins_layer([plugin]).requirements() == [pin]


def test_where_a_distribution_lives(plugin: Distribution, project: Path) -> None:
    assert plan.source_directory(plugin) == project
    assert plan.source_directory(distribution("williams-core")) == ROOT / "layers" / "core"
    assert plan.source_directory(distribution("pydantic")) is None


def test_a_recipe_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_text('extra = "embedding"')
    with pytest.raises(ValidationError, match="extra"):
        Recipe.read(tmp_path)


def test_what_recipes_keep_is_there() -> None:
    """A misspelt path would quietly take a service's description away from the core layer."""
    import botocore

    packages = Path(botocore.__file__).parents[1]
    assert [path for path in Recipe.read(ROOT / "layers" / "core").keep if not (packages / path).is_dir()] == []


def test_the_core_layer_keeps_the_description_of_each_aws_service_that_is_asked() -> None:
    sources = "".join(
        path.read_text("utf-8") for room in ("layers", "plugins", "functions") for path in (ROOT / room).rglob("*.py")
    )
    asked = set(re.findall(r"""\bapi: ClassVar\[str\] = "([a-z0-9-]+)"|\bclient\(\s*"([a-z0-9-]+)\"""", sources))
    services = {name for pair in asked for name in pair if name}
    kept = {path.rpartition("/")[2] for path in Recipe.read(ROOT / "layers" / "core").keep}
    assert {"sesv2", "dynamodb"} <= services <= kept
