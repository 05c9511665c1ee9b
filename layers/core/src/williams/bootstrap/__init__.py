"""The composition root: makes each thing once per process, when it is first asked for.

Adapters are imported where they are made, so that a function pays only for what it uses.
"""

from williams.bootstrap.doors import (
    application,
    backend,
    connections,
    drop_folder,
    job_control,
    jobs,
    plugin,
    prepare_stores,
    progress,
    publisher,
    redeem_ticket,
    tokens,
    toolbox,
)

__all__ = [
    "application",
    "backend",
    "connections",
    "drop_folder",
    "job_control",
    "jobs",
    "plugin",
    "prepare_stores",
    "progress",
    "publisher",
    "redeem_ticket",
    "tokens",
    "toolbox",
]
