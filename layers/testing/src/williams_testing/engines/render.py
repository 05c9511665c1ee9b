"""What every engine must do that shows pages in a browser."""

from __future__ import annotations

from typing import Any

import pytest

from williams.domain.errors import Forbidden, InvalidRequest
from williams.ports.render import RenderPort
from williams_testing.engines.manifest import ManifestConformance

SHELL = (
    "<!DOCTYPE html><html><head><title>Shell</title></head><body><div id=root></div><script>"
    "document.getElementById('root').innerHTML = '<p>Built by ' + 'a program: \\u00e4 \\u8aad \\u0642.</p>'"
    "</script></body></html>"
)
BUILT = "Built by a program: ä 読 ق."


class RenderConformance:
    """Holds for every implementation of RenderPort; a subclass says by the fixture ``render`` which.

    The fixture ``shell`` is the address of a page that is ``SHELL``.
    """

    @pytest.fixture
    def render(self) -> Any:
        raise NotImplementedError("A subclass gives the engine.")

    @pytest.fixture
    def shell(self) -> str:
        raise NotImplementedError("A subclass says where the page is.")

    async def test_a_page_is_what_its_programs_made_of_it(self, render: RenderPort, shell: str) -> None:
        page = await render.render(shell)
        assert f"<p>{BUILT}</p>" in page.html
        assert (page.url, page.rested) == (shell, True)

    async def test_it_says_who_showed_it(self, render: RenderPort, shell: str) -> None:
        page = await render.render(shell)
        assert (page.engine.provider, page.engine.name) == (render.model.provider, render.model.name)
        assert (page.cost_usd > 0) == render.paid

    @pytest.mark.parametrize(
        "url", ["", "page", "file:///etc/passwd", "chrome://version", "data:text/html,a", "http://"]
    )
    async def test_what_is_no_address_of_a_page_is_refused(self, render: RenderPort, url: str) -> None:
        with pytest.raises(InvalidRequest):
            await render.render(url)

    @pytest.mark.parametrize("host", ["127.0.0.1:8899", "localhost:8899", "10.0.0.1", "169.254.169.254", "[::1]:8899"])
    async def test_what_is_inside_is_not_shown(self, render: RenderPort, host: str) -> None:
        with pytest.raises(Forbidden):
            await render.render(f"http://{host}/")


class RenderEngineConformance(ManifestConformance, RenderConformance):
    """Holds for every engine of the port ``render``, its manifest included."""

    def test_provenance_names_it(self) -> None:
        assert self.make().model.provider == self.manifest_class.name
