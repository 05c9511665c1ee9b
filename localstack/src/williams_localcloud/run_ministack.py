"""Starts MiniStack; run by path, in its own virtual environment, which has nothing of this project.

Its WebSocket gateway reads each message to choose a route, and ends the connection where that takes more stack than
Python has: such a message goes to ``$default``, like any other that it cannot read.
"""

from ministack import app  # type: ignore[import-not-found]
from ministack.services import apigateway  # type: ignore[import-not-found]

_choose = apigateway._evaluate_route_selection


def _choose_or_default(expression: str, message: str) -> str:
    try:
        return str(_choose(expression, message))
    except RecursionError:
        return "$default"


apigateway._evaluate_route_selection = _choose_or_default
app.main()
