"""What people say of artifacts: v2's satisfaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from williams.domain.bounds import Reason
from williams.domain.errors import FieldError, InvalidRequest
from williams.domain.fitting import LONGEST_WORD
from williams.domain.paging import behind
from williams.ports.catalog import CatalogPort
from williams.ports.graph import GraphPort
from williams.ports.usage import UsageEvent, UsageKind, UsagePort

_POSITIVE: Final = 4


class NewFeedback(BaseModel):
    """``rating`` is 1 (bad) to 5 (good); ``part`` is the id of the part that it is about, null for the whole."""

    model_config = ConfigDict(extra="forbid")

    rating: StrictInt = Field(ge=1, le=5)
    comment: Reason | None = None
    part: str | None = Field(default=None, min_length=1, max_length=LONGEST_WORD)


class Feedback(NewFeedback):
    feedback_id: str
    at: datetime


class FeedbackPage(BaseModel):
    """Newest first. ``positive_share`` is that of ratings of 4 and 5, 0 to 1; null where nobody said anything."""

    items: list[Feedback]
    next_token: str | None
    count: int
    average_rating: float | None
    positive_share: float | None


@dataclass(frozen=True)
class Feedbacks:
    catalog: CatalogPort
    graph: GraphPort
    usage: UsagePort

    def give(self, owner: str, artifact_id: str, body: NewFeedback) -> Feedback:
        """Keep what is said. Raises NotFound, InvalidRequest for a part that the artifact does not have."""
        self.catalog.artifact(owner, artifact_id)
        if body.part is not None:
            parts = {part.part_id for part in self.graph.genealogy(owner, artifact_id).parts}
            if body.part not in parts:
                detail = f"{artifact_id} has no part {body.part!r}. GET its genealogy for those that it has."
                raise InvalidRequest(detail, FieldError("body.part", detail))
        self.usage.record(owner, artifact_id, UsageKind.FEEDBACK, body.model_dump())
        return _feedback(self.usage.events(owner, artifact_id, UsageKind.FEEDBACK)[0])

    def page(self, owner: str, artifact_id: str, limit: int, after: str | None = None) -> FeedbackPage:
        """Return what was said; ``after`` is the last id of the page before. Raises NotFound, InvalidRequest."""
        self.catalog.artifact(owner, artifact_id)
        said = [_feedback(each) for each in self.usage.events(owner, artifact_id, UsageKind.FEEDBACK)]
        items = list(islice(behind(said, lambda each: each.feedback_id, after), limit + 1))
        ratings = [each.rating for each in said]
        return FeedbackPage(
            items=items[:limit],
            next_token=items[limit - 1].feedback_id if len(items) > limit else None,
            count=len(said),
            average_rating=sum(ratings) / len(ratings) if ratings else None,
            positive_share=sum(each >= _POSITIVE for each in ratings) / len(ratings) if ratings else None,
        )


def _feedback(event: UsageEvent) -> Feedback:
    return Feedback(feedback_id=event.usage_id, at=event.at, **event.detail)
