"""``docs/reference/permissions.md``: what each role may do, read from the templates of the stage ``prod``.

``python -m tests.infra.permissions_page`` writes it.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from docs.generate import REFERENCE
from docs.generate.markdown import anchor, code, head, table
from infra.names import PRIORITIES
from tests.drift import BUILT_IN
from tests.infra.layer_folders import make_layers
from tests.infra.roles import Table, every_role
from tests.infra.stages import LAYERS, synthesize
from williams.plugin.registry import Registry, discover

PAGE = REFERENCE / "permissions.md"
INTRODUCTION = """\
What each role of a deployment to AWS may do, and nothing else. Names are without their prefix `williams-prod-`;
`library` is the bucket, and what may be read from Secrets Manager are secrets. Every function writes its own log, and
sends traces to X-Ray, which has no resources to name; a function in a VPC makes its network interfaces, which have no
names yet.
"""
ALL_QUEUES = {f"priority-{priority}" for priority in PRIORITIES}


def page(folder: Path) -> str:
    """Synthesize the stage with the built-in plugins into ``folder``, and return the page."""
    layers = make_layers(folder / "layers", *LAYERS, *BUILT_IN)
    stage = synthesize(folder / "out", {"stage": "prod", "layers": str(layers)}, _built_in())
    roles = every_role(stage)
    contents = "\n".join(f"- [{role}]({anchor(role)})" for role in roles)
    parts = [head("Permissions", "the templates of the stage `prod`", INTRODUCTION).rstrip(), contents]
    return "\n\n".join([*parts, *(f"## {role}\n\n{_rows(rights)}".rstrip() for role, rights in roles.items())]) + "\n"


def _built_in() -> Registry:
    found = discover()
    return Registry(plugins={name: found.plugin(name) for name in BUILT_IN})


def _rows(rights: Table) -> str:
    return table(("may", "on"), ((code(action), _resources(rights[action])) for action in sorted(rights)))


def _resources(names: set[str]) -> str:
    if names == ALL_QUEUES:
        return f"{code('priority-1')} … {code('priority-10')}"
    return ", ".join(map(code, sorted(names)))


if __name__ == "__main__":
    with TemporaryDirectory() as scratch:
        PAGE.write_text(page(Path(scratch)))
