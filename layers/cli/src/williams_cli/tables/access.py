"""Tokens and feeds: who may see what."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from williams_cli.output import ago, clean, when
from williams_cli.tables.layout import Listing
from williams_client import models


def tokens_table(tokens: Sequence[models.ApiToken]) -> Listing:
    made = Listing("token", "may", "created", "state", "name", wide="name")
    for token in tokens:
        state = "revoked" if token.revoked_at else f"until {when(token.expires_at)}" if token.expires_at else ""
        scopes = ", ".join(sorted(token.scopes))
        made.add_row(token.token_id, scopes, ago(token.created_at), state, Text(clean(token.name)))
    return made


def feeds_table(feeds: Sequence[models.Feed]) -> Listing:
    made = Listing("feed", "created", "state", "title", wide="title")
    for feed in feeds:
        made.add_row(feed.feed_id, ago(feed.created_at), "revoked" if feed.revoked_at else "", Text(clean(feed.title)))
    return made
