"""Groups of commands about one kind of thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.core import TyperGroup

from williams_cli import output
from williams_client.listing import Page

if TYPE_CHECKING:
    from williams_cli.session import Session

T = TypeVar("T")
Limit = Annotated[int, typer.Option(min=1, max=200, help="How many to show.")]
Collections = Annotated[
    list[str] | None, typer.Option("--collection", help="In this collection: its id or name; repeatable.")
]
Tags = Annotated[list[str] | None, typer.Option("--tag", help="With this tag; repeatable.")]
AllVersions = Annotated[bool, typer.Option("--all-versions", help="Older versions of sources, too.")]
Next = Annotated[str | None, typer.Option("--next", help="Go on where the page before ended.")]


class ListsByDefault(TyperGroup):
    """`williams jobs` means `williams jobs list`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ("-h", "--help")):
            args = ["list", *args]
        return super().parse_args(ctx, args)


def group(name: str, help: str) -> typer.Typer:
    return typer.Typer(name=name, help=f"{help} Without a command: list.", cls=ListsByDefault, rich_markup_mode=None)


def answer_page(session: Session, page: Page[T], what: str, table: Callable[[Sequence[T]], Any]) -> None:
    """Print a page of a listing, and how to get the next one."""

    def render() -> None:
        if not page.items:
            output.note(f"There are no {what}.")
            return
        output.show(table(page.items))
        if page.next_token:
            output.note(f"There are more: add --next {page.next_token}")

    session.answer(page, render)
