"""What a plugin declares is checked before anything leans on it; every mistake is told by its name."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from tests.unit.model_files.samples import sample
from tests.unit.plugin.samples import Export, Note, TextImport
from williams.domain.content import ContentType
from williams.domain.errors import PluginDefect
from williams.domain.jobs import JobKind, JobStatus
from williams.pipeline.export_stages import ExportStages
from williams.pipeline.import_stages import ImportStages
from williams.plugin import ExportPlugin, FanOut, ImportPlugin, Query, Stage
from williams.plugin.base import Plugin
from williams.plugin.declaration import LONGEST_ID, checked
from williams.plugin.exporting import QUERY, STORE
from williams.plugin.importing import IMPORT_STAGES

SCRIPT = Stage("script", JobStatus.SCRIPTING, 1, "Writing")
COMPOSE = Export.stages[0]


def variant(base: type[Plugin], **changed: object) -> type[Plugin]:
    return type("Variant", (base,), changed)


class Matcher:
    """Nothing that a schema could describe."""


class Opaque(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)

    call: Callable[[], None]
    pattern: Matcher


async def _script(self: object, query: Query) -> Note:
    raise NotImplementedError(self, query)


async def _composes_a_note(self: object) -> Note:
    raise NotImplementedError(self)


async def _takes_one(self: object, transformed: BaseModel) -> None:
    raise NotImplementedError(self, transformed)


async def _takes_nothing(self: object) -> bool:
    raise NotImplementedError(self)


def _blocks(self: object, url: str) -> bool:
    return bool(self) and bool(url)


def test_an_id_may_have_two_dots() -> None:
    assert checked(variant(Export, plugin_id="export.video.smart"), "export.video.smart").kind is JobKind.EXPORT


@pytest.mark.parametrize("plugin", [TextImport, Export])
def test_a_sound_plugin(plugin: type[Plugin]) -> None:
    assert type(checked(plugin, plugin.plugin_id)) is plugin


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"plugin_id": "import.Text"}, "plugin_id is 'import.Text': String should match pattern"),
        ({"plugin_id": "import.a_b"}, "plugin_id is 'import.a_b'"),
        ({"plugin_id": "import.a-1"}, "plugin_id is 'import.a-1'"),
        ({"plugin_id": "import.../x"}, "plugin_id is"),
        ({"plugin_id": "import.a.b.c"}, "plugin_id is"),
        ({"plugin_id": "import.a."}, "plugin_id is"),
        ({"plugin_id": "text"}, "plugin_id is 'text'"),
        ({"plugin_id": f"import.{'x' * LONGEST_ID}"}, f"at most {LONGEST_ID} characters"),
        ({"plugin_id": "export.text"}, "The id of an import plugin begins with 'import.'"),
        ({"plugin_id": 7}, "plugin_id is 7: Input should be a valid string"),
        ({"kind": JobKind.EXPORT}, "its kind is"),
        ({"name": " "}, "name is ' '"),
        ({"version": 1.0}, "version is 1.0: Input should be a valid string"),
        ({"version": "latest"}, "version is 'latest'"),
        ({"description": None}, "description is None"),
        ({"model_files": (sample(), sample())}, "Two model files have one name"),
        ({"needs": ["embedding"]}, r"needs is \['embedding'\]: Input should be a valid frozenset"),
        ({"needs": frozenset({"gpu"})}, "needs.* is .*gpu.*there is no port 'gpu'; there are text, speech"),
        ({"memory_mb": 64}, "memory_mb is 64: Input should be greater than or equal to 128"),
        ({"memory_mb": "1024"}, "memory_mb is '1024': Input should be a valid integer"),
        ({"lane": 0}, "lane is 0"),
        ({"lane": True}, "lane is True"),
        ({"stages": list(IMPORT_STAGES)}, "stages is .*: Input should be a valid tuple"),
        ({"stages": ()}, "stages is .*at least 1 item"),
        ({"stages": ("download",)}, r"stages\[0\] is .*instance of Stage"),
        ({"parameters": {"words": "int"}}, "parameters is .*subclass of BaseModel"),
        ({"parameters": dict}, "parameters is .*subclass of BaseModel"),
        ({"parameters": Opaque}, "parameters: Opaque has no JSON Schema"),
        ({"content_type": "document"}, "content_type is 'document': Input should be an instance of ContentType"),
        ({"folder": "../documents"}, "folder is '../documents'"),
        ({"folder": "drop-results"}, "'drop-results' is the library's own"),
        ({"stored_name": "a/b.txt"}, "stored_name is 'a/b.txt'"),
        ({"stored_name": ".."}, "stored_name is '..'"),
        ({"max_bytes": 0}, "max_bytes is 0"),
        ({"can_handle": _blocks}, "can_handle must be 'async def'"),
        ({"validate_url": _takes_nothing}, r"validate_url must take \(url\): too many positional arguments"),
        ({"before_download": _takes_nothing}, r"before_download must take \(url\)"),
        ({"on_load": bool}, "on_load must be 'async def'"),
        ({"extract": None}, "no method for its stage 'extract'"),
        ({"extract": _script}, "asks for query"),
        ({"extract": _composes_a_note}, "'extract' must return RawContent, which 'process' takes"),
        ({"stages": IMPORT_STAGES[:-1]}, "The last stage of import.text is not 'store'"),
        ({"stages": IMPORT_STAGES[1:]}, "'extract' asks for download"),
        ({"stages": (*IMPORT_STAGES, STORE)}, "has two stages 'store'"),
    ],
)
def test_a_mistake_of_an_import(changed: dict[str, Any], words: str) -> None:
    plugin = variant(TextImport, **changed)
    with pytest.raises(PluginDefect, match=words):
        checked(plugin, plugin.plugin_id)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"artifact_type": "a-type-that-is-too-long"}, "at most 17 characters"),
        ({"artifact_type": "provenance"}, "'provenance' is the library's own"),
        ({"export_format": "document"}, "export_format is 'document'"),
        ({"label": "lower"}, "label is 'lower'"),
        ({"label": "A) DETACH DELETE (b"}, "label is"),
        ({"can_generate": _takes_nothing}, r"can_generate must take \(source_ids, parameters\)"),
        ({"stages": (Stage("settle", JobStatus.SCRIPTING, 1, "m"), STORE)}, "cannot be called 'settle'"),
        ({"stages": (Stage("load", JobStatus.SCRIPTING, 1, "m"), STORE)}, "cannot be called 'load'"),
        ({"stages": (Stage("film_wait", JobStatus.SCRIPTING, 1, "m"), STORE)}, "cannot be called 'film_wait'"),
        ({"stages": (Stage("two words", JobStatus.SCRIPTING, 1, "m"), STORE)}, "cannot be called 'two words'"),
        ({"stages": (SCRIPT, COMPOSE, STORE)}, "no method for its stage 'script'"),
        ({"stages": (QUERY, STORE)}, "'store' takes 'compose', which no stage before makes"),
        ({"compose": _composes_a_note}, "'compose' must return Composition, which 'store' takes"),
        ({"stages": (QUERY, replace(COMPOSE, hook="extract"), STORE)}, "declares the hook 'extract'; there are"),
        ({"stages": (QUERY, replace(COMPOSE, hook="query"), STORE)}, "'query' is declared by one stage"),
        ({"stages": (replace(COMPOSE, hook="generate"), STORE)}, "before_generate gets what the stage before makes"),
        (
            {"stages": (QUERY, replace(SCRIPT, hook="generate"), COMPOSE, STORE), "script": _script},
            "The last stage that declares hook='generate' makes the Composition",
        ),
        (
            {
                "stages": (
                    QUERY,
                    replace(SCRIPT, hook="generate"),
                    replace(SCRIPT, name="script_again"),
                    replace(COMPOSE, hook="generate"),
                    STORE,
                ),
                "script": _script,
                "script_again": _script,
            },
            "The stages that declare hook='generate' follow one another",
        ),
        ({"after_transform": _takes_one}, "after_transform would never be called: no stage declares hook='transform'"),
        (
            {"stages": (QUERY, SCRIPT, Stage("x", JobStatus.GENERATING, 1, "m", fan_out=FanOut("script.lines")))},
            "'x' fans out over 'script.lines': there is no such field",
        ),
    ],
)
def test_a_mistake_of_an_export(changed: dict[str, Any], words: str) -> None:
    with_script = {"script": _script} if "fans out" in words else {}
    with pytest.raises(PluginDefect, match=words):
        checked(variant(Export, **with_script, **changed), "export.sample")


def test_several_mistakes_are_told_at_once() -> None:
    with pytest.raises(PluginDefect, match=r"version is .*; lane is "):
        checked(variant(TextImport, version="", lane=-1), "import.text")


def test_what_is_long_is_cut() -> None:
    with pytest.raises(PluginDefect, match="…") as caught:
        checked(variant(TextImport, version="x" * 5000), "import.text")
    assert len(str(caught.value)) < 300


def test_neither_kind_and_both() -> None:
    for plugin in (Plugin, Note, variant_of_both()):
        with pytest.raises(PluginDefect, match="is not a subclass of ImportPlugin or ExportPlugin"):
            checked(plugin, "import.text")


def variant_of_both() -> type:
    return type("Both", (TextImport, Export), {"content_type": ContentType.DOCUMENT})


@pytest.mark.parametrize(("base", "framework"), [(ImportPlugin, ImportStages), (ExportPlugin, ExportStages)])
def test_the_framework_takes_what_plugins_are_checked_for(base: type[Plugin], framework: type) -> None:
    for stage, models in base.provided.items():
        method = getattr(framework, stage)
        hints = typing.get_type_hints(method)
        of_plugins = {name: hints[name] for name in inspect.signature(method).parameters if name in models}
        assert of_plugins == models
