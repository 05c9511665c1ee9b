"""What is made of sources, was made, or failed, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from williams_cli.output import ago, clean, clock, shortened, size, when
from williams_cli.tables.layout import Listing, fields
from williams_cli.tables.licenses import license_lines, refused_part_lines
from williams_cli.tables.notices import noted_text
from williams_client import models


def artifacts_table(artifacts: Sequence[models.ArtifactAnswer]) -> Listing:
    made = Listing("artifact", "created", "type", "length", "title", wide="title")
    for each in artifacts:
        made.add_row(
            each.artifact_id,
            ago(each.created_at),
            Text(clean(each.artifact_type)),
            clock(each.duration),
            Text(shortened(each.title, 60)),
        )
    return made


def artifact_fields(artifact: models.ArtifactAnswer) -> Table:
    length = f", {clock(artifact.duration)} long" if artifact.duration else ""
    return fields(
        [
            ("artifact", artifact.artifact_id),
            ("title", artifact.title),
            ("type", f"{artifact.artifact_type} ({artifact.format}){length}"),
            ("from", ", ".join(artifact.source_ids)),
            *(("with notices", noted_text(each)) for each in artifact.sources_with_notices),
            ("parameters", ", ".join(f"{name}={value}" for name, value in artifact.parameters.items())),
            ("job", artifact.job_id),
            ("created", when(artifact.created_at)),
            ("preview", artifact.preview),
            *license_lines(artifact.licensing),
            *((name, f"{file.media_type}, {size(file.size)}") for name, file in artifact.files.items()),
        ]
    )


def plan_fields(plan: models.ExportPlan) -> Table:
    costs, expected = plan.costs, plan.expected
    against = [each for each in plan.licensing.sources if not each.allowed]
    words = None if expected.words is None else f"{expected.words} words"
    length = ", ".join(filter(None, (words, clock(expected.seconds) if expected.seconds else None)))
    told = "not known: " + ", ".join(costs.unknown) if costs.provider_usd is None else f"${costs.provider_usd:.4f}"
    return fields(
        [
            ("would make", f"{plan.format}, by {plan.plugin_id} {plan.plugin_version}"),
            ("in", ", ".join(stage.name for stage in plan.stages)),
            *(("engine", f"{each.port}: {each.problem or each.engine}") for each in plan.engines),
            ("from", f"{plan.source_paragraphs} paragraphs, {size(plan.source_bytes)}"),
            ("about", length or None),
            *license_lines(plan.licensing),
            *(("against it", f"{each.content_id}: {each.reason}") for each in against if not each.refused_parts),
            *refused_part_lines(plan.licensing),
            *(("against it", f"{' and '.join(each.sources)}: {each.reason}") for each in plan.licensing.clashes),
            ("providers", f"{told}, of a budget of ${costs.budget_usd:.2f}"),
            ("AWS", f"at most ${costs.aws_usd_at_most:.4f} ({costs.aws_prices_as_of})"),
        ]
    )


def feedback_table(said: Sequence[models.Feedback], page: models.FeedbackPage) -> RenderableType:
    made = Listing("at", "rating", "part", "comment", wide="comment")
    for each in said:
        made.add_row(when(each.at), f"{each.rating} of 5", clean(each.part or "–"), Text(clean(each.comment or "–")))
    ratings = "1 rating" if page.count == 1 else f"{page.count} ratings"
    rated = f"{ratings}, {page.average_rating or 0:.1f} of 5; {page.positive_share or 0:.0%} are 4 or 5"
    return Group(made, Text(rated))


def failures_table(failures: Sequence[models.FailureAnswer]) -> Listing:
    made = Listing("job", "failed", "what", "stage", "code", "usd", "engines", "message", wide="message")
    for each in failures:
        models_asked = [f"{used.provider}/{used.name}" for used in each.models]
        engines = [*models_asked, *(f"{used.provider}/{used.name}" for used in each.voices)]
        made.add_row(
            each.job_id,
            ago(each.failed_at),
            clean(each.artifact_type),
            clean(each.stage or "–"),
            clean(each.code),
            f"{each.cost_usd:.4f}",
            clean(", ".join(engines) or "–"),
            clean(each.message),
        )
    return made


def impact_fields(told: models.Impact) -> Table:
    counted = {
        "views": told.views,
        "shares": told.shares,
        "derivative works": told.derivative_works,
        "citations": "not known" if told.citations is None else told.citations,
    }
    return fields([(name, str(count)) for name, count in counted.items()])
