"""What an import would do."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table

from williams_cli.output import clean
from williams_cli.tables.layout import fields
from williams_client import models


def import_plan_fields(name: str, plan: models.ImportPlan) -> Table:
    """Return the plan for a source of this name, already clean."""
    return fields(
        [
            ("would import", f"{name}, by {plan.plugin_id} {plan.plugin_version}"),
            ("in", ", ".join(stage.name for stage in plan.stages)),
            *(("engine", f"{each.port}: {clean(each.problem or each.engine or '–')}") for each in plan.engines),
            *(("providers", _cost(each)) for each in plan.rates),
            *(("providers", f"{each}: its price is not known") for each in plan.unknown),
            ("budget", f"${plan.budget_usd:.2f}"),
            ("AWS", f"at most ${plan.aws_usd_at_most:.4f} ({plan.aws_prices_as_of})"),
        ]
    )


def _cost(rate: models.PlannedRate) -> str:
    taken = " and ".join(_taken(rate)) or "nothing"
    told = "" if rate.expected_usd is None else f"about ${rate.expected_usd:.4f}, at "
    return f"{rate.port}: {rate.engine}, {told}{taken}"


def _taken(rate: models.PlannedRate) -> Iterator[str]:
    if rate.minute_usd:
        yield f"${rate.minute_usd:.4f} a minute of sound"
    if rate.call_usd:
        yield f"${rate.call_usd:.4f} {'a page' if rate.port in ('recognition', 'render') else 'a call'}"
    if rate.million_characters_usd:
        yield f"${rate.million_characters_usd:.2f} a million characters"
