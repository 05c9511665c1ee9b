"""Settings of plugins: how a deployment says what its operator has decided for one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, SecretStr, ValidationError

from williams.domain.errors import InvalidRequest
from williams.plugin.base import Plugin

PREFIX: Final = "WILLIAMS_"


def setting_name(plugin: Plugin | type[Plugin], field: str) -> str:
    """Return what a setting is called: in the providers' secret, and in capitals with a prefix in the environment."""
    return f"{plugin.plugin_id}_{field}".replace(".", "_").replace("-", "_")


def setting_variable(plugin: Plugin | type[Plugin], field: str) -> str:
    """Return the environment variable of a setting that is no secret."""
    return PREFIX + setting_name(plugin, field).upper()


def secret_settings(plugin: Plugin | type[Plugin]) -> tuple[str, ...]:
    """Return the settings that stand in the providers' secret: those whose type is ``SecretStr``, or that or None."""
    fields = plugin.settings.model_fields.items()
    return tuple(name for name, field in fields if "SecretStr" in str(field.annotation))


def plugin_settings(plugin: Plugin, environment: Mapping[str, str], secrets: Mapping[str, Any]) -> BaseModel:
    """Return a plugin's settings. Raises InvalidRequest with the names of those that are wrong or missing."""
    hidden = secret_settings(plugin)
    names = {
        field: setting_name(plugin, field) if field in hidden else setting_variable(plugin, field)
        for field in plugin.settings.model_fields
    }
    given: dict[str, Any] = {}
    for field, name in names.items():
        source = secrets if field in hidden else environment
        if name in source:
            given[field] = SecretStr(str(source[name])) if field in hidden else source[name]
    try:
        return plugin.settings.model_validate(given)
    except ValidationError as error:
        told = "; ".join(f"{names.get(str(each['loc'][0]), '')}: {each['msg']}" for each in error.errors())
        raise InvalidRequest(f"The plugin {plugin.plugin_id} is not set up. {told}.") from None
