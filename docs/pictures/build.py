"""`python -m docs.pictures.build` makes `demo.svg` and `cover.jpg` of a demo on the running local cloud."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

from PIL import Image
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
COVER = ROOT / "build" / "demo" / "cover.jpg"
COVER_PIXELS = 360
COLUMNS = 100
DEMO_SECONDS = 300
ENDS_BEFORE = "What to try next"
MARGIN, TITLE_HEIGHT = 24, 28
PAPER, EDGE = "#fdfcf9", "#d8d3c8"
FRAME = "<!-- frame -->"
SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
SHOW_CURSOR, ERASE_LINE = "\x1b[?25h", "\x1b[2K"
INK = TerminalTheme(
    (253, 252, 249),
    (38, 42, 51),
    [
        (38, 42, 51),
        (176, 42, 55),
        (25, 111, 61),
        (154, 103, 0),
        (30, 90, 168),
        (124, 58, 140),
        (14, 105, 122),
        (90, 94, 102),
    ],
    [
        (120, 124, 132),
        (176, 42, 55),
        (25, 111, 61),
        (154, 103, 0),
        (30, 90, 168),
        (124, 58, 140),
        (14, 105, 122),
        (38, 42, 51),
    ],
)
# rich's own form asks a web server for its font, which a picture in a page may not do.
FORM = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>The output of make demo</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, SFMono-Regular, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-family: system-ui, sans-serif; font-size: 18px; font-weight: bold; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}</defs>
<!-- frame -->
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g></g></svg>
"""


def demo_output() -> str:
    """Run the demo and return what its terminal shows in the end."""
    environment = {**os.environ, "FORCE_COLOR": "1", "COLORTERM": "truecolor", "COLUMNS": str(COLUMNS)}
    command = [sys.executable, "-m", "williams_cli.demo"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=DEMO_SECONDS
    )
    live, rest = done.stdout.split(SHOW_CURSOR, 1)
    title = live[: live.index("\x1b[?25l")]
    return title + live.rsplit(ERASE_LINE, 1)[1] + rest


def terminal_picture(output: str) -> str:
    """Return an SVG of the output up to what to try next."""
    console = Console(record=True, width=COLUMNS, file=StringIO(), legacy_windows=False)
    shown = output[: output.rindex("\n", 0, output.index(ENDS_BEFORE))].rstrip()
    console.print(Text("$ make demo", "bold green"))
    console.print(Text.from_ansi(shown))
    return _framed(console.export_svg(title="williams", theme=INK, code_format=FORM, unique_id="demo"))


def _framed(picture: str) -> str:
    """Return the picture with room around the terminal, a line around that, and no window title."""
    size = SIZE.search(picture)
    assert size is not None
    width, height = (round(float(number)) + 2 * MARGIN for number in size.groups())
    top, height = TITLE_HEIGHT - MARGIN, height - TITLE_HEIGHT
    frame = (
        f'<rect x="{1 - MARGIN}" y="{1 + top}" width="{width - 2}" height="{height - 2}" rx="12" '
        f'fill="{PAPER}" stroke="{EDGE}" stroke-width="2"/>'
    )
    return picture.replace(size[0], f'viewBox="{-MARGIN} {top} {width} {height}"').replace(FRAME, frame)


def main() -> None:
    (HERE / "demo.svg").write_text(terminal_picture(demo_output()), encoding="utf-8")
    with Image.open(COVER) as cover:
        cover.convert("RGB").resize((COVER_PIXELS, COVER_PIXELS), Image.Resampling.LANCZOS).save(
            HERE / "cover.jpg", quality=82, optimize=True, progressive=True
        )


if __name__ == "__main__":
    main()
