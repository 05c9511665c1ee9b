"""`williams tokens`."""

from __future__ import annotations

from typing import Annotated

import typer

from williams_cli import output, tables
from williams_cli.groups import Limit, Next, answer_page, group
from williams_cli.session import Session, connected

SECONDS_A_DAY = 86_400
app = group("tokens", "Make, see and revoke tokens that act for you.")
Name = Annotated[str, typer.Argument(help="What the token is for.")]
Id = Annotated[str, typer.Argument(metavar="TOKEN_ID")]
Scopes = Annotated[
    list[str] | None,
    typer.Option("--scope", help="read, write, admin or operate; repeatable. Default: read and write."),
]
Days = Annotated[int | None, typer.Option("--days", min=1, help="How long it is valid. Default: until it is revoked.")]


@app.command("list")
@connected
def list_tokens(session: Session, limit: Limit = 20, after: Next = None) -> None:
    """List your tokens, newest first, without the secrets."""
    answer_page(session, session.library.tokens.list(limit, after), "tokens", tables.tokens_table)


@app.command("create")
@connected
def create(session: Session, name: Name, scope: Scopes = None, days: Days = None) -> None:
    """Make a token. It is shown this once."""
    made = session.library.tokens.create(name, scope, days * SECONDS_A_DAY if days else None)

    def render() -> None:
        output.note(f"{made.token_id} may {', '.join(sorted(made.scopes))}. Keep the token: it is not shown again.")
        output.show(made.token)

    session.answer(made, render)


@app.command("revoke")
@connected
def revoke(session: Session, token_id: Id) -> None:
    """Refuse a token from now on."""
    revoked = session.library.tokens.revoke(token_id)
    session.answer(revoked, lambda: output.show(f"{token_id} is revoked."))
