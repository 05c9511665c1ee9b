"""What a plugin can do before it is bound to anything."""

from __future__ import annotations

import pytest

from tests.unit.plugin.samples import Export, TextImport
from williams.domain.errors import PluginDefect
from williams.plugin.exporting import ExportRequest
from williams_testing.factories import WHEN
from williams_testing.library import OWNER


async def test_an_import_that_is_not_bound_says_so() -> None:
    with pytest.raises(PluginDefect, match=r"import\.text is not bound to a runner: call bind\(\)"):
        await TextImport().import_content("upload://up_1/a.txt", "job_1")


async def test_an_export_that_is_not_bound_says_so() -> None:
    request = ExportRequest(
        job_id="j", owner=OWNER, artifact_id="a", source_ids=["d"], format="sample", requested_at=WHEN
    )
    with pytest.raises(PluginDefect, match="not bound"):
        await Export().generate_content(request, "j")


def test_a_stage_is_found_by_name() -> None:
    assert TextImport().stage("extract").name == "extract"
    with pytest.raises(PluginDefect, match=r"has no stage 'script'; it has download, extract, process, embed, store"):
        TextImport().stage("script")


def test_parameters_are_none_unless_declared() -> None:
    assert TextImport.parameters.model_json_schema()["additionalProperties"] is False


class Loading(TextImport):
    """Fails to load as often as it is told to."""

    def __init__(self, failures: int) -> None:
        super().__init__()
        self.failures = failures
        self.calls = 0

    async def on_load(self) -> None:
        self.calls += 1
        if self.calls <= self.failures:
            raise OSError("the model is not there yet")


async def test_a_plugin_is_loaded_once() -> None:
    plugin = Loading(failures=0)
    await plugin.load()
    await plugin.load()
    assert plugin.calls == 1


async def test_a_load_that_failed_is_tried_again() -> None:
    plugin = Loading(failures=1)
    with pytest.raises(OSError, match="not there yet"):
        await plugin.load()
    await plugin.load()
    await plugin.load()
    assert plugin.calls == 2
