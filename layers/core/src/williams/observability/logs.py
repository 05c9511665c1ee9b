"""Structured logs, one JSON object a line, with the job they belong to."""

from __future__ import annotations

from functools import lru_cache

from aws_lambda_powertools import Logger


@lru_cache(maxsize=1)
def logger() -> Logger:
    """Return the process's logger; records of the standard library's loggers of this project go through it too."""
    log = Logger(service="williams", use_rfc3339=True)
    from aws_lambda_powertools.logging.utils import copy_config_to_registered_loggers

    copy_config_to_registered_loggers(source_logger=log, include={"williams"})
    return log
