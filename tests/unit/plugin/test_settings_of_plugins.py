"""What a deployment decides for a plugin: from the environment, and from the providers' secret what is secret."""

from __future__ import annotations

from typing import ClassVar

import pytest
from pydantic import BaseModel, Field, SecretStr

from tests.unit.plugin.samples import TextImport
from williams.domain.errors import InvalidRequest
from williams.plugin.settings import plugin_settings, secret_settings, setting_name, setting_variable


class Tuned(BaseModel):
    pace_seconds: float = Field(default=1.0, ge=0)
    cookies: SecretStr | None = None


class TunedImport(TextImport):
    plugin_id = "import.tuned-in"
    settings: ClassVar[type[BaseModel]] = Tuned


PLUGIN = TunedImport()


def test_they_are_called_after_the_plugin() -> None:
    assert setting_variable(PLUGIN, "pace_seconds") == "WILLIAMS_IMPORT_TUNED_IN_PACE_SECONDS"
    assert setting_name(PLUGIN, "cookies") == "import_tuned_in_cookies"
    assert secret_settings(PLUGIN) == ("cookies",)


def test_each_is_read_from_its_own_place() -> None:
    environment = {"WILLIAMS_IMPORT_TUNED_IN_PACE_SECONDS": "2.5", "WILLIAMS_IMPORT_TUNED_IN_COOKIES": "for all to see"}
    read = plugin_settings(PLUGIN, environment, {"import_tuned_in_cookies": "hidden"})
    assert read == Tuned(pace_seconds=2.5, cookies=SecretStr("hidden"))
    assert "hidden" not in repr(read)
    assert plugin_settings(PLUGIN, {}, {}) == Tuned()


def test_a_wrong_one_is_told_by_its_name() -> None:
    with pytest.raises(InvalidRequest, match="WILLIAMS_IMPORT_TUNED_IN_PACE_SECONDS"):
        plugin_settings(PLUGIN, {"WILLIAMS_IMPORT_TUNED_IN_PACE_SECONDS": "slow"}, {})
